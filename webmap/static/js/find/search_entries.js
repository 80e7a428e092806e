// @ts-check
// The groups and entries of the search results, and what choosing one does.

import { el } from "atlas/core/dom.js";
import { number } from "atlas/core/format.js";
import { config, lang, pick, t, term, url } from "atlas/core/i18n.js";

/** @import { App, Child, Filter } from "atlas/core/types.js" */
/** @import { CoordinateHit, DocumentHit, Excerpt, IndustryHit, LandHit } from "atlas/find/search_types.js" */
/** @import { PlaceHit, SaidHit, SearchAnswer, SearchGroup } from "atlas/find/search_types.js" */
/**
 * What is listed. Choosing it does `go`, or asks for `ask` instead.
 * @typedef {{ label: string, value: string, content: Child, go: (app: App) => void, ask?: string }} Entry
 */
/** @typedef {[title: string, entries: Entry[]]} Group */

/** The page that lists what has no place of its own. @type {Record<string, string>} */
const PAGES = { measures: "/measures", land_rules: "/measures", figures: "/indicators", industry_links: "/industries" };

/** @type {Record<SearchGroup, (row: any, group: SearchGroup) => Entry>} */
const ENTRIES = {
  coordinates: coordinateEntry,
  places: placeEntry,
  land_and_water: landEntry,
  industries: industryEntry,
  documents: documentEntry,
  statements: saidEntry,
  measures: saidEntry,
  land_rules: saidEntry,
  figures: saidEntry,
  industry_links: saidEntry,
};

/**
 * The groups that hold something, in the order the server lists them, and the way to all results if some are left out.
 * @param {SearchAnswer} answer @returns {Group[]}
 */
export function groupsOf(answer) {
  const groups = answer.groups.map((name) => {
    const rows = /** @type {object[]} */ (answer[name]);
    return /** @type {Group} */ ([term("search_group", name), rows.map((row) => ENTRIES[name](row, name))]);
  });
  return config.live && Object.keys(answer.left_out).length
    ? [...groups, [t("search.results"), [allEntry(answer)]]]
    : groups;
}

/** What can be asked. @returns {Group[]} */
export function suggestions() {
  const entries = t("search.examples")
    .split("|")
    .map((ask) => ({ label: ask, value: `try:${ask}`, content: named(ask), go: () => {}, ask }));
  return [[t("search.try"), entries]];
}

/** @param {SearchAnswer} answer @returns {Entry} */
function allEntry({ query, counts }) {
  const count = Object.values(counts).reduce((sum, one) => sum + one, 0);
  const address = url("/search", { page: true, query: `q=${encodeURIComponent(query)}` });
  return { label: query, value: "all", content: named(t("search.all", { count })), go: () => location.assign(address) };
}

/** @param {string} name @param {...Child} extra @returns {Child} */
function named(name, ...extra) {
  return [
    el("span", { class: "search-name" }, name),
    extra.filter(Boolean).map((one) => el("span", { class: "search-extra" }, one)),
  ];
}

/** @param {PlaceHit} place @returns {Entry} */
function placeEntry(place) {
  const name = pick(place, "name");
  const where = [term("kind", place.kind), pick(place, "parent")].filter(Boolean).join(" · ");
  return {
    label: name,
    value: place.id,
    content: [
      named(name, place.alias, where),
      !place.located && el("span", { class: "tag" }, t("place.unlocated_tag")),
    ],
    go: (app) => app.open(place.id, { push: true, focus: true }),
  };
}

/** @param {LandHit} row @returns {Entry} */
function landEntry(row) {
  const name = pick(row, "name");
  return {
    label: name,
    value: `spot:${row.layer}/${row.id}`,
    content: named(name, term("land_kind", row.kind)),
    go: (app) => goToSpot(app, `${row.layer}/${row.id}`),
  };
}

/** @param {CoordinateHit} row @returns {Entry} */
function coordinateEntry({ lon, lat, north, east, read_as: system, on_map: onMap }) {
  const degrees = t("map.coordinates", { lon: lon.toFixed(5), lat: lat.toFixed(5) });
  const plane = t("map.coordinates_plane", { north: north.toFixed(1), east: east.toFixed(1) });
  const spot = `${lat.toFixed(7)},${lon.toFixed(7)}`;
  return {
    label: `${lon.toFixed(5)}, ${lat.toFixed(5)}`,
    value: `spot:${spot}`,
    content: [
      named(degrees, plane, t("search.read_as", { system })),
      !onMap && el("span", { class: "tag" }, t("search.off_map")),
    ],
    go: (app) => goToSpot(app, spot),
  };
}

/** @param {IndustryHit} row @returns {Entry} */
function industryEntry({ term_zh: name, count, measured, innermost }) {
  const note = measured
    ? t("search.industry_note", {
        count,
        finest: innermost.count,
        area: number(innermost.total.area_km2, "km2", { about: true }),
      })
    : t("search.industry_note_plain", { count });
  return {
    label: name,
    value: `industry:${name}`,
    content: named(name, note),
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
    content: [named(name, note), row.passages.slice(0, 1).map(wordsOf)],
    go: (app) => filterBy(app, { document: row.id }),
  };
}

/**
 * What a document says: its place opens; where it has none, the page that lists it.
 * @param {SaidHit} row @param {SearchGroup} group @returns {Entry}
 */
function saidEntry(row, group) {
  const [place] = row.places;
  const names = row.places.map((one) => pick(one, "name")).join(t("list.separator"));
  const source = [pick(row.document, "short"), pick(row, "citation")].join(" ");
  const title = group === "industry_links" ? pick(row, "industry") : names;
  return {
    label: title || pick(row, `excerpt`) || row.id,
    value: `${group}:${row.id}`,
    content: [wordsOf(row), named("", title, source)],
    go: (app) => {
      if (place) app.open(place.id, { push: true, focus: true });
      else location.assign(`${url(PAGES[group], { page: true })}#${row.id}`);
    },
  };
}

/** The words found, in the language of the page; in the other if the hit is only there. @param {object} row */
function wordsOf(row) {
  const found = /** @type {Record<string, Excerpt>} */ (row);
  const [own, other] = lang === "zh" ? ["zh", "en"] : ["en", "zh"];
  const use = !found[`excerpt_${own}`].text || (!marked(found, own) && marked(found, other)) ? other : own;
  return el("span", { class: "search-words", lang: use === "zh" ? "zh-CN" : "en" }, pieces(found[`excerpt_${use}`]));
}

/** @param {Record<string, Excerpt>} row @param {string} language */
function marked(row, language) {
  return row[`excerpt_${language}`].marks.length > 0;
}

/** The text with its hits marked; marks count characters, not the halves some of them have. @param {Excerpt} excerpt */
function pieces({ text, marks }) {
  const characters = [...text];
  const cut = (/** @type {number} */ from, /** @type {number} [to] */ to) => characters.slice(from, to).join("");
  let done = 0;
  const nodes = marks.map(([start, end]) => {
    const node = [cut(done, start), el("mark", {}, cut(start, end))];
    done = end;
    return node;
  });
  return [...nodes, cut(done, characters.length)];
}

/** @param {App} app @param {string} spot */
function goToSpot(app, spot) {
  app.change({ spot, place: null, at: null });
}

/** @param {App} app @param {Filter} filter */
function filterBy(app, filter) {
  app.change({ filter, place: null, at: null, draw: null, table: null });
}
