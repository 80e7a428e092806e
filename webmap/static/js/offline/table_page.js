// @ts-check
// Filters and order of the page of a table in the static site: they stand in the address, as on the service.

import { getJson } from "atlas/core/api.js";
import { number } from "atlas/core/format.js";
import { t, url } from "atlas/core/i18n.js";
import { isAbout } from "atlas/table/columns.js";

/** @import { Statistics } from "atlas/core/types.js" */

const FILTERS = ["kind", "document", "grade", "industry"];
const TOTALS = /** @type {const} */ (["sum", "overlap", "total"]);

const query = new URLSearchParams([...new URLSearchParams(location.search)].filter(([, value]) => value));
showInForm();
showInHeads();
if ([...query].length) show();

async function show() {
  const { layer } = /** @type {HTMLElement} */ (document.querySelector(".places-table")).dataset;
  fill(await getJson(url(`/tables/${layer}.json`, { query: String(query) })));
}

/** The filters of the address in the form. */
function showInForm() {
  for (const name of FILTERS) {
    const field = /** @type {HTMLInputElement | null} */ (document.querySelector(`.table-filter [name="${name}"]`));
    if (field) field.value = query.get(name) ?? "";
  }
}

/** The heads order the rows the other way round where they are ordered by them; they keep the filters. */
function showInHeads() {
  const given = query.get("sort") ?? "";
  const [sort, descending] = [given.replace(/^-/, ""), given.startsWith("-")];
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[data-sort]"))) {
    const name = String(link.dataset.sort);
    const head = link.closest("th");
    const down = name === sort ? !descending : head?.classList.contains("num");
    const asked = new URLSearchParams(query);
    asked.set("sort", `${down ? "-" : ""}${name}`);
    link.search = String(asked);
    if (name === sort) head?.setAttribute("aria-sort", descending ? "descending" : "ascending");
  }
}

/** @param {Statistics} table */
function fill({ rows, all_rows: all, measured, ...areas }) {
  const body = /** @type {HTMLElement} */ (document.querySelector(".places-table tbody"));
  const nodes = rows.flatMap(({ place_id: id }) => document.getElementById(id) ?? []);
  body.replaceChildren(...(nodes.length ? nodes : [nothing()]));
  const count = document.getElementById("row-count");
  if (count) count.textContent = t("table.rows", { count: rows.length, all });
  // The files of the folder hold all rows.
  const links = document.querySelectorAll("#row-count ~ *");
  for (const link of FILTERS.some((name) => query.has(name)) ? links : []) link.remove();
  // The rounding of the whole table is none of these rows.
  document.querySelector(".stats-rounding")?.remove();
  for (const name of TOTALS) {
    for (const cell of document.querySelectorAll(`.stats-${name} td[data-key]`)) {
      const key = /** @type {HTMLElement} */ (cell).dataset.key ?? "";
      const value = /** @type {Record<string, number>} */ (/** @type {unknown} */ (areas[name]))[key];
      cell.textContent = number(value, key.replace("area_", ""), { about: isAbout(rows) });
    }
  }
  const note = document.querySelector(".stats-total td:last-child");
  if (note) note.textContent = t("table.measured", { count: measured });
}

function nothing() {
  const row = document.createElement("tr");
  const cell = row.insertCell();
  cell.colSpan = document.querySelectorAll(".places-table thead th").length;
  cell.textContent = t("table.nothing");
  return row;
}
