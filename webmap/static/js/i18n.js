// Words of the page. The server puts settings and the catalogue of one language into a JSON block.

const block = document.getElementById("atlas-config");
export const config = JSON.parse(block.textContent);
export const lang = config.lang;

/** Text of a key; `{name}` slots are filled from params. An unknown key shows itself, which the tests catch. */
export function t(key, params = {}) {
  const text = config.messages[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (slot, name) => (name in params ? String(params[name]) : slot));
}

/** Text of a vocabulary value, e.g. term("kind", "park"); the value itself when the catalogue does not know it. */
export function term(vocabulary, value) {
  return value == null ? "" : (config.messages[`${vocabulary}.${value}`] ?? value);
}

/** `<field>_zh` or `<field>_en` of a record, the other language when one is missing. */
export function pick(record, field) {
  const other = lang === "zh" ? "en" : "zh";
  return record[`${field}_${lang}`] || record[`${field}_${other}`] || "";
}

/** Address on this server; pages for people keep the language, by their file name where the site is a folder of files. */
export function url(path, { page = false } = {}) {
  const query = page && lang !== "zh" ? `?lang=${lang}` : "";
  return `${config.root}${path}${page ? (config.page_suffix ?? query) : ""}`;
}
