// @ts-check
// What the sections of the panel are made of: a titled section, one that folds, a button that leads to a place, a
// source.

import { el } from "atlas/core/dom.js";
import { config, lang, pick, t, term, url } from "atlas/core/i18n.js";

/** @import { Child, Document, PlaceName, Sourced } from "atlas/core/types.js" */
/** @typedef {{ onSelect: (id: string) => void }} Select */

/** @param {string} name @param {string} title @param {Child[]} children */
export function section(name, title, ...children) {
  return el("section", { class: "panel-section", "data-section": name }, el("h3", {}, title), ...children);
}

/**
 * A section that folds; closed it still tells in a few words what it holds. Without content there is none.
 * @param {string} name @param {Child} gist @param {Child[]} children
 */
export function fold(name, gist, ...children) {
  const body = el("div", { class: "fold-body" }, ...children);
  if (!body.hasChildNodes()) return null;
  return el(
    "details",
    { class: "panel-section fold", "data-section": name },
    el("summary", {}, el("h3", {}, t(`fold.${name}`)), el("span", { class: "gist" }, gist)),
    body,
  );
}

/** Open a section of the panel and go to one of its statements. @param {string} name @param {string} [claim] */
export function openFold(name, claim) {
  const section = document.querySelector(`#panel details[data-section="${name}"]`);
  if (!section) return;
  section.setAttribute("open", "");
  const target = (claim && section.querySelector(`[data-claim="${CSS.escape(claim)}"]`)) || section;
  target.scrollIntoView({ block: claim ? "center" : "start" });
  const focused = target === section ? section.querySelector("summary") : target;
  if (focused instanceof HTMLElement) {
    if (focused === target) focused.tabIndex = -1;
    focused.focus({ preventScroll: true });
  }
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

/** @param {string} words */
export function capital(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * Terms of a positioning and what is said of them.
 * @param {{ terms_zh: string[], terms_en?: string[], claim_id?: string }} said @param {Child[]} notes
 * @returns {Child[]}
 */
export function termEntry(said, ...notes) {
  const { terms_zh: terms, terms_en: glosses = [], claim_id: id = null } = said;
  const printed = terms.join("、");
  const inEnglish = lang === "en" && glosses.length > 0;
  const heading =
    terms.length > 0 &&
    (inEnglish
      ? el(
          "dt",
          { "data-claim": id },
          capital(glosses.join("; ")),
          " ",
          el("small", { class: "gloss", lang: "zh-CN" }, printed),
        )
      : el("dt", { lang: "zh-CN", "data-claim": id }, printed));
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
  return el("p", { class: "source" }, el("span", { class: "sr-only" }, t("source.label")), ...words);
}

/**
 * Short name of the document and section, as a link to the words. Number and date stand once, in the list of documents.
 * @param {Sourced} row
 */
export function sourceLink(row) {
  const { document } = row;
  if (!document) return null;
  const [name, section] = [pick(document, "short"), pick(row, "citation")];
  const words = section ? t("source.where", { name, section }) : name;
  return el("a", { class: "source-link", href: sourceUrl(row, document) }, words);
}

/** @param {Sourced} row */
export function source(row) {
  return row.document ? sourceLine(sourceLink(row)) : null;
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
