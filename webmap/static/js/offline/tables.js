// @ts-check
// A table filtered and sorted in the page, for pages without the service: the rule of geo/stats/layer_table.py.

import { meets, mergedArea } from "atlas/offline/places.js";

/** @import { Statistics, TableRow } from "atlas/core/types.js" */
/** @import { Asked, PlaceIndex } from "atlas/offline/places.js" */

/**
 * The answer of `/tables/<layer>.json`.
 * @param {PlaceIndex} index @param {Statistics} whole the table without filter
 * @param {Asked} asked @param {string} sort
 * @returns {Statistics}
 */
export function table(index, whole, asked, sort) {
  const known = new Map(index.places.map((place) => [place.id, place]));
  // Rows of another layer stand in the table of an annex as well.
  const anyLayer = /** @type {Asked} */ ((name) => (name === "layer" ? null : asked(name)));
  const rows = whole.rows.filter(({ place_id: id }) => {
    const place = known.get(id);
    return place && meets(index, place, anyLayer);
  });
  const area =
    rows.length === whole.rows.length
      ? {}
      : mergedArea(
          index,
          rows.flatMap(({ place_id: id }) => known.get(id) ?? []),
        );
  return { ...whole, ...area, rows: sorted(rows, sort.replace(/^-/, ""), sort[0] === "-") };
}

/**
 * Rows without a value come last whichever way the order runs.
 * @param {TableRow[]} rows @param {string} column @param {boolean} descending
 */
function sorted(rows, column, descending) {
  if (!column) return rows;
  const valueOf = (/** @type {TableRow} */ row) => /** @type {string | number | null} */ (row[column]);
  const known = rows.filter((row) => valueOf(row) !== null);
  known.sort((a, b) => compare(valueOf(a), valueOf(b)) * (descending ? -1 : 1));
  return [...known, ...rows.filter((row) => valueOf(row) === null)];
}

/** @param {string | number | null} a @param {string | number | null} b */
function compare(a, b) {
  if (a === b || a === null || b === null) return 0;
  return a < b ? -1 : 1;
}
