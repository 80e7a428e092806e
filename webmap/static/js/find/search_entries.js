// @ts-check
// The groups and entries of the search results, and what choosing one does.

import { el } from "atlas/core/dom.js";
import { number } from "atlas/core/format.js";
import { pick, t, term } from "atlas/core/i18n.js";

/** @import { App, Child, DocumentHit, Filter, IndustryHit, PlaceHit, SearchAnswer } from "atlas/core/types.js" */
/** @typedef {{ label: string, value: string, content: Child, go: (app: App) => void }} Entry */
/** @typedef {[title: string, entries: Entry[]]} Group */

const NAMED = ["exact", "prefix", "pinyin", "initials"];

/**
 * The groups that hold something, in the order they are listed. A name that was typed in full or in pinyin is what the
 * reader means; otherwise industries and documents are few and come first.
 * @param {SearchAnswer} answer @returns {Group[]}
 */
export function groupsOf({ query, places, industries, documents }) {
  /** @type {Group} */
  const named = [t("search.places"), places.map(placeEntry)];
  /** @type {Group[]} */
  const others = [
    [t("search.industries"), industries.map(industryEntry)],
    [t("search.documents"), documents.map(documentEntry)],
  ];
  const meant = places[0] && NAMED.includes(places[0].match) && !industries.some(({ term_zh }) => term_zh === query);
  const groups = meant ? [named, ...others] : [...others, named];
  return groups.filter(([, entries]) => entries.length);
}

/** @param {PlaceHit} place @returns {Entry} */
function placeEntry(place) {
  const name = pick(place, "name");
  const where = [term("kind", place.kind), pick(place, "parent")].filter(Boolean).join(" · ");
  return {
    label: name,
    value: place.id,
    content: [
      el("span", { class: "search-name" }, name),
      place.alias && el("span", { class: "search-extra" }, place.alias),
      el("span", { class: "search-extra" }, where),
      !place.located && el("span", { class: "tag" }, t("place.unlocated_tag")),
    ],
    go: (app) => app.open(place.id, { push: true, focus: true }),
  };
}

/** @param {IndustryHit} row @returns {Entry} */
function industryEntry({ term_zh: name, count, measured, total }) {
  const note = measured
    ? t("search.industry_note", { count, area: number(total.area_km2) })
    : t("search.industry_note_plain", { count });
  return {
    label: name,
    value: `industry:${name}`,
    content: [el("span", { class: "search-name" }, name), el("span", { class: "search-extra" }, note)],
    go: (app) => filterBy(app, { industry: name }),
  };
}

/** @param {DocumentHit} row @returns {Entry} */
function documentEntry(row) {
  const name = pick(row, "short");
  const note = [row.number ?? t("source.unnumbered"), t("search.document_note", { count: row.count })].join(" · ");
  return {
    label: name,
    value: `document:${row.id}`,
    content: [el("span", { class: "search-name" }, name), el("span", { class: "search-extra" }, note)],
    go: (app) => filterBy(app, { document: row.id }),
  };
}

/** @param {App} app @param {Filter} filter */
function filterBy(app, filter) {
  app.change({ filter, place: null, at: null, draw: null, table: null });
}
