// @ts-check
// The columns of the table under the map.

import { differencePlaces, number } from "atlas/core/format.js";
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

/**
 * A column of figures; a drawn area of grade C is about.
 * @param {string} name @param {"km2" | "mu" | "km" | "stated"} [unit]
 */
function figures(name, unit = "km2") {
  return column(name, name, (row) => {
    const value = figureOf(row, name);
    return value == null ? "" : number(value, unit, { about: name.startsWith("area_") && row.grade === "C" });
  });
}

/** A difference has the decimals of the areas it is the difference of. @param {TableRow} row */
function difference(row) {
  const [value, area, stated] = ["difference_km2", "area_km2", "stated_area_km2"].map((key) => figureOf(row, key));
  if (value == null) return "";
  const places = area == null || stated == null ? undefined : differencePlaces(area, stated);
  return number(value, "km2", { signed: true, places });
}

/** Whether a total says no more than its schematic rows, as in geo/stats/printed_rows.py. @param {TableRow[]} rows */
export function isAbout(rows) {
  const measured = rows.filter((row) => row.area_km2 != null);
  return measured.length > 0 && measured.every((row) => row.grade === "C");
}

/** @param {TableRow} row @param {string} name */
function figureOf(row, name) {
  return /** @type {number | null} */ (row[name]);
}

const NAME = column("name", lang === "zh" ? "name_zh" : "name_en", (row) => pick(row, "name"));
const AREA = figures("area_km2");
const COLUMNS = [
  NAME,
  column("kind", "kind", (row) => term("kind", String(row.kind))),
  column("grade", "grade", (row) => row.grade ?? ""),
  AREA,
  figures("stated_area_km2", "stated"),
  column("difference_km2", "difference_km2", difference),
  column("parent", "parent_zh", (row) => pick(row, "parent")),
  column("industries", null, (row) => row.industries_zh ?? ""),
  column("documents", null, (row) => pick(row, "documents")),
];
const OWN_COLUMNS = [NAME, AREA, figures("area_mu", "mu"), figures("perimeter_km", "km")];
const STORED_COLUMNS = [NAME, AREA];
/** Characters of a cell of the reader's own, as on the page of the table. */
const LONGEST_CELL = 120;

/** Columns of a table; a layer of the reader's own has its attributes. @param {Statistics} table @returns {Column[]} */
export function columnsOf(table) {
  if (!table.own) return COLUMNS;
  const own = (table.fields?.map(({ name }) => name) ?? table.attributes).map((title) => {
    const name = `attribute:${title}`;
    return { name, sortBy: name, text: (/** @type {TableRow} */ row) => short(row[name] ?? ""), title };
  });
  return [...(table.stored ? STORED_COLUMNS : OWN_COLUMNS), ...own];
}

/** A text of a cell; a long one stands whole in the panel. @template T @param {T} value */
function short(value) {
  return typeof value === "string" && value.length > LONGEST_CELL ? `${value.slice(0, LONGEST_CELL - 1)}…` : value;
}

/** Whether a column holds figures of ours. @param {string} name */
export function isFigure(name) {
  return /_(km2|mu|km)$/.test(name) && !name.startsWith("attribute:");
}
