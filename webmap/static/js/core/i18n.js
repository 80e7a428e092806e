// @ts-check
// Words of the page. The server puts settings and the catalogue of one language into a JSON block.

/** @import { Config } from "atlas/core/types.js" */

/** @type {Config} */
export const config = JSON.parse(document.getElementById("atlas-config")?.textContent ?? "");
export const lang = config.lang;

/**
 * Text of a key; `{name}` slots are filled from params. An unknown key shows itself, which the tests catch.
 * @param {string} key @param {Record<string, unknown>} [params]
 */
export function t(key, params = {}) {
  const text = config.messages[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (slot, name) => (name in params ? String(params[name]) : slot));
}

/**
 * Text of a vocabulary value, e.g. term("kind", "park"); the value itself when the catalogue does not know it.
 * @param {string} vocabulary @param {string | null | undefined} value
 */
export function term(vocabulary, value) {
  return value == null ? "" : (config.messages[`${vocabulary}.${value}`] ?? value);
}

/**
 * `<field>_zh` or `<field>_en` of a record, the other language when one is missing.
 * @param {object | null | undefined} record @param {string} field @returns {string}
 */
export function pick(record, field) {
  const found = /** @type {Record<string, string | undefined>} */ (record ?? {});
  const other = lang === "zh" ? "en" : "zh";
  return found[`${field}_${lang}`] || found[`${field}_${other}`] || "";
}

/**
 * Address on this server. Pages for people keep the language: by the query, or by the file name in the static site.
 * @param {string} path @param {{ page?: boolean, query?: string }} [options] `query` without its question mark
 */
export function url(path, { page = false, query = "" } = {}) {
  const spoken = page && !config.page_suffix && lang !== config.unspoken_lang;
  const asked = [spoken && `lang=${lang}`, query].filter(Boolean).join("&");
  return `${config.root}${path}${(page && config.page_suffix) || ""}${asked && `?${asked}`}`;
}
