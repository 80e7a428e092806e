// @ts-check
// What the sections of the panel are made of: a titled section, a button that leads to a place, a line with the source.

import { el } from "atlas/core/dom.js";
import { day } from "atlas/core/format.js";
import { config, lang, pick, t, term, url } from "atlas/core/i18n.js";

/** @import { Child, Document, PlaceName, Sourced } from "atlas/core/types.js" */
/** @typedef {{ onSelect: (id: string) => void }} Select */

/** @param {string} name @param {string} title @param {Child[]} children */
export function section(name, title, ...children) {
  return el("section", { class: "panel-section", "data-section": name }, el("h3", {}, title), ...children);
}

/** @param {PlaceName} place @param {Select} actions */
export function placeButton(place, { onSelect }) {
  const onclick = () => onSelect(place.id);
  return el("button", { type: "button", class: "link-button", "data-place": place.id, onclick }, pick(place, "name"));
}

/** The English gloss of terms, on an English page. @param {string[]} glosses @returns {Child} */
export function gloss(glosses) {
  if (lang !== "en" || !glosses.length) return null;
  return [" ", el("small", { class: "gloss", lang: "en" }, glosses.join("; "))];
}

/** @param {string[]} terms in Chinese, as the documents have them @param {string[]} [glosses] the same in English */
export function chips(terms, glosses = []) {
  if (!terms.length) return null;
  const items = terms.map((word, i) => el("li", {}, word, gloss(glosses.slice(i, i + 1))));
  return el("ul", { class: "chips", lang: "zh-CN" }, items);
}

/**
 * Terms of a positioning and what is said of them.
 * @param {{ terms_zh: string[], terms_en?: string[] }} said @param {Child[]} notes @returns {Child[]}
 */
export function termEntry(said, ...notes) {
  const { terms_zh: terms, terms_en: glosses = [] } = said;
  const heading = terms.length > 0 && el("dt", { lang: "zh-CN" }, terms.join("、"), gloss(glosses));
  return [heading, el("dd", {}, pick(said, "summary"), ...notes)];
}

/**
 * What we know of a statement beyond its words: the role of an industry, the status of a title, a note of the editors.
 * @param {{ role?: string | null, status?: string | null }} row @returns {Child[]}
 */
export function notesOn(row) {
  const note = pick(row, "note");
  return [
    row.role && tag(term("role", row.role)),
    row.status && tag(term("status", row.status)),
    note && [" ", el("small", { class: "editors-note" }, t("claim.note", { note }))],
  ];
}

/** @param {string} words @returns {Child} */
export function tag(words) {
  return [" ", el("span", { class: "tag" }, words)];
}

/** A line that names a source. @param {Child[]} words */
export function sourceLine(...words) {
  return el("p", { class: "source" }, el("span", { class: "source-mark" }, t("source.label")), ...words);
}

/**
 * Document, number, date and section, as a link to the words. A document without a number or a date says so once, in
 * the list of documents.
 * @param {Sourced} row
 */
export function source(row) {
  const { document } = row;
  if (!document) return null;
  const parts = [pick(document, "short"), document.number ?? "", day(document.issued_on), pick(row, "citation") ?? ""];
  return sourceLine(el("a", { href: sourceUrl(row, document) }, joined(parts.filter(Boolean))));
}

/**
 * The page of the passage a row rests on; in the static site the section on the page of the document.
 * @param {Sourced & Record<string, any>} row @param {Document} document
 */
export function sourceUrl(row, document) {
  const path = `/documents/${encodeURIComponent(document.id)}`;
  const [section, ...others] = (row.section ?? "").split(";").filter(Boolean);
  if (!section || !config.live) {
    return url(path, { page: true }) + (section ? `#${encodeURIComponent(section)}` : "");
  }
  const key = Object.keys(config.statements).find((name) => row[name]);
  const query = new URLSearchParams(key && others.length ? {} : { section });
  if (key) {
    query.set("table", config.statements[key]);
    query.set("id", row[key]);
  }
  return url(`${path}/passage`, { page: true, query: String(query) });
}

/** Parts in a row; a line breaks between parts, not within a date or number. @param {string[]} parts */
function joined(parts) {
  const separator = t("source.separator");
  const space = separator.endsWith(" ") ? " " : null;
  const last = parts.length - 1;
  return parts.map((part, i) =>
    i < last ? [el("span", { class: "whole" }, part, separator.trim()), space] : el("span", { class: "whole" }, part),
  );
}
