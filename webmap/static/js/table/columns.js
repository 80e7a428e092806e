// @ts-check
// The columns of the table under the map.

import { fixed, number } from "atlas/core/format.js";
import { lang, pick, term } from "atlas/core/i18n.js";

/** @import { Statistics, TableRow } from "atlas/core/types.js" */

/**
 * @typedef {object} Column
 * @property {string} name
 * @property {string | null} sortBy column the server sorts by
 * @property {(row: TableRow) => string | number} text
 * @property {string} title
 */

/** @param {string} name @param {string | null} sortBy @param {Column["text"]} text @returns {Column} */
function column(name, sortBy, text) {
  return { name, sortBy, text, title: term("column", name) };
}

/** A column of square kilometres. @param {string} name @param {{ signed?: boolean }} [options] */
function squareKilometres(name, options) {
  return column(name, name, (row) => fixed(figureOf(row, name), options));
}

/** @param {TableRow} row @param {string} name */
function figureOf(row, name) {
  return /** @type {number | null} */ (row[name]);
}

const NAME = column("name", lang === "zh" ? "name_zh" : "name_en", (row) => pick(row, "name"));
const AREA = squareKilometres("area_km2");
const COLUMNS = [
  NAME,
  column("kind", "kind", (row) => term("kind", String(row.kind))),
  column("grade", "grade", (row) => row.grade ?? ""),
  AREA,
  squareKilometres("stated_area_km2"),
  squareKilometres("difference_km2", { signed: true }),
  column("parent", "parent_zh", (row) => pick(row, "parent")),
  column("industries", null, (row) => row.industries_zh ?? ""),
  column("documents", null, (row) => pick(row, "documents")),
];
const OWN_COLUMNS = [
  NAME,
  AREA,
  column("area_mu", "area_mu", (row) => (row.area_mu == null ? "" : number(figureOf(row, "area_mu"), "mu"))),
  column("perimeter_km", "perimeter_km", (row) => fixed(figureOf(row, "perimeter_km"))),
];

/** Columns of a table; a layer of the reader's own has its attributes. @param {Statistics} table @returns {Column[]} */
export function columnsOf(table) {
  if (!table.own) return COLUMNS;
  const own = table.attributes.map((title) => {
    const name = `attribute:${title}`;
    return { name, sortBy: name, text: (/** @type {TableRow} */ row) => row[name] ?? "", title };
  });
  return [...OWN_COLUMNS, ...own];
}

/** Whether a column holds figures of ours. @param {string} name */
export function isFigure(name) {
  return /_(km2|mu|km)$/.test(name) && !name.startsWith("attribute:");
}
