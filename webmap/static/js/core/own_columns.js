// @ts-check
// A filter on the columns of a layer of the reader's own: `layer` names it, every other part is a column and its value.

/** @import { Filter } from "atlas/core/types.js" */

/** Between the ends of a span of numbers, as in "1.5..2". */
export const SPAN = "..";

/** The columns of a filter with their values. @param {Filter | null} filter @returns {Record<string, string>} */
export function columnsOf(filter) {
  return Object.fromEntries(Object.entries(filter ?? {}).filter(([name]) => name !== "layer"));
}

/**
 * Those by which the table of a stored layer can be asked: it knows no spans of numbers.
 * @param {Filter | null} filter
 */
export function tableColumns(filter) {
  return Object.fromEntries(Object.entries(columnsOf(filter)).filter(([, value]) => !value.includes(SPAN)));
}
