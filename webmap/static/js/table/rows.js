// @ts-check
// The rows of the table under the map, and its total.

import { el } from "atlas/core/dom.js";
import { number } from "atlas/core/format.js";
import { t, term } from "atlas/core/i18n.js";
import { isAbout, isFigure } from "atlas/table/columns.js";

/** @import { App, Statistics, TableRow } from "atlas/core/types.js" */
/** @import { Column } from "atlas/table/columns.js" */

/** @param {App} app @param {Statistics} table @param {Column[]} columns */
export function rows(app, table, columns) {
  const nodes = table.rows.map((row) => rowNode(app, row, columns));
  return el("tbody", {}, nodes);
}

/**
 * A row; its shape stands out while it is pointed at.
 * @param {App} app @param {TableRow} row @param {Column[]} columns
 */
function rowNode(app, row, [first, ...others]) {
  const { place_id: id } = row;
  const { layers } = app;
  const [enter, leave] = [() => layers.hover(layers.feature(id)), () => layers.hover(null)];
  const open = (/** @type {MouseEvent} */ { target }) => {
    if (!(/** @type {Element} */ (target).closest("button"))) app.open(id, { push: true });
  };
  return el(
    "tr",
    { "data-row": id, onmouseenter: enter, onfocusin: enter, onmouseleave: leave, onfocusout: leave, onclick: open },
    nameCell(app, row, String(first.text(row))),
    others.map((column) => cell(row, column)),
  );
}

/** @param {App} app @param {TableRow} row @param {string} name */
function nameCell(app, { place_id: id, located }, name) {
  const onclick = () => app.open(id, { push: true, keepLayers: false });
  const button = el("button", { type: "button", class: "link-button", onclick }, name);
  return el("th", { scope: "row" }, button, !located && el("span", { class: "tag" }, t("place.unlocated_tag")));
}

/** @param {TableRow} row @param {Column} column */
function cell(row, { name, text }) {
  const shown = text(row);
  if (name === "grade" && shown) {
    const grade = String(shown);
    return el("td", {}, el("abbr", { class: `grade grade-${grade}`, title: term("grade", grade) }, grade));
  }
  // The industries are terms of the documents, which are in Chinese.
  if (name === "industries") return el("td", { class: "wide", lang: "zh-CN" }, String(shown));
  return el("td", { class: isFigure(name) || typeof shown === "number" ? "num" : null }, String(shown));
}

/**
 * The total stays in sight below the rows; how it comes about stands beside it.
 * @param {Statistics} table @param {number} count of the columns
 */
export function foot({ own, measured, overlap, sum, total, rows: all }, count) {
  const about = isAbout(all);
  const words = [
    `${t("stats.sum")} ${number(sum.area_km2, "km2", { about })}`,
    `${t("stats.overlap")} ${number(overlap.area_km2, "km2", { about })}`,
    t("table.measured", { count: measured }),
  ];
  const area = number(total.area_km2, "km2", { about });
  const name = { scope: "row", colspan: own ? null : "3", "data-total": `${area} km²` };
  return el(
    "tfoot",
    {},
    el(
      "tr",
      { class: "stats-total" },
      el("th", name, t("stats.total")),
      el("td", { class: "num" }, area),
      own && el("td", { class: "num" }, number(total.area_mu, "mu", { about })),
      el("td", { colspan: own ? String(count - 2) : "5" }, words.join(" · ")),
    ),
  );
}
