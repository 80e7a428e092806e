// @ts-check
// The table under the map: the places of a layer, sorted and filtered by the server; a row selects its shape, a
// selected shape its row.

import { getJson } from "atlas/core/api.js";
import { el, icon, iconButton, setChildren } from "atlas/core/dom.js";
import { failure } from "atlas/core/error_message.js";
import { grouped } from "atlas/core/format.js";
import { config, pick, t, term, url } from "atlas/core/i18n.js";
import { tableColumns } from "atlas/core/own_columns.js";
import { columnsOf, isFigure } from "atlas/table/columns.js";
import { foot, rows } from "atlas/table/rows.js";

/** @import { App, Statistics } from "atlas/core/types.js" */
/** @import { Column } from "atlas/table/columns.js" */

const FILTERS = ["kind", "document", "grade", "industry"];
const SLOW_MS = 400;
let sort = "";
/** Rows of a stored layer before those shown. */
let offset = 0;
/** @type {Statistics | null} */
let table = null;
/** @type {AbortController | null} */
let running = null;

/**
 * Show the table of a layer with the filter of the address; null closes it.
 * @param {App} app @param {string | null} layer
 */
export async function showTable(app, layer) {
  const root = app.byId("dock");
  running?.abort();
  root.hidden = !layer;
  if (!layer) {
    table = null;
    return;
  }
  watchOnce(app);
  if (table?.layer.id !== layer) [sort, offset] = ["", 0];
  running = new AbortController();
  const { signal } = running;
  const note = (/** @type {import("atlas/core/types.js").Child} */ words) =>
    el("div", { class: "dock-note", role: "status" }, words);
  const slow = setTimeout(() => setChildren(root, note(t("panel.loading"))), SLOW_MS);
  const query = [asked(app, layer), offset && `offset=${offset}`, `v=${config.version}`].filter(Boolean).join("&");
  try {
    table = await getJson(url(`/tables/${layer}.json`, { query }), { signal });
    build(app, root, /** @type {Statistics} */ (table));
  } catch (error) {
    if (signal.aborted) return;
    const retry = { type: "button", class: "button", onclick: () => showTable(app, layer) };
    setChildren(root, note(failure(error)), el("button", retry, t("error.retry")), close(app));
  } finally {
    clearTimeout(slow);
  }
}

/**
 * Query of the filter and the order. The filter of the map asks what documents say, and so nothing of a layer of the
 * reader's own, unless it names columns of that layer.
 * @param {App} app @param {string} id of the layer
 */
function asked(app, id) {
  const { role, stored } = app.layers.byId.get(id) ?? {};
  const { filter } = app.state.current();
  const own = stored && filter?.layer === id ? tableColumns(filter) : {};
  /** @type {Record<string, string>} */
  const wanted = { ...(role === "workspace" ? own : filter), ...(sort && { sort }) };
  delete wanted.layer;
  return new URLSearchParams(wanted).toString();
}

/** @param {App} app */
function close(app) {
  const onclick = () => app.change({ table: null }, { keepView: true });
  return iconButton("close", t("dock.close"), { id: "dock-close", onclick });
}

/** @param {App} app @param {HTMLElement} root @param {Statistics} shown */
function build(app, root, shown) {
  const name = pick(shown.layer, "title");
  const columns = columnsOf(shown);
  const focused = /** @type {HTMLElement | null} */ (root.querySelector(":focus"))?.dataset.focus;
  const scroll = { class: "dock-scroll", tabindex: "0", role: "region", "aria-label": t("table.heading", { name }) };
  setChildren(
    root,
    el("div", { class: "dock-head" }, bar(app, shown, name), close(app)),
    el(
      "div",
      scroll,
      el("table", { class: "stats" }, head(app, columns), rows(app, shown, columns), total(shown, columns.length)),
    ),
  );
  if (focused) /** @type {HTMLElement | null} */ (root.querySelector(`[data-focus="${focused}"]`))?.focus();
  markRow(app.state.current().place);
}

/**
 * A stored layer is shown page by page; its total is that of its statistics.
 * @param {Statistics} shown @param {number} count of the columns
 */
function total(shown, count) {
  return shown.stored ? null : foot(shown, count);
}

/** @param {App} app @param {Statistics} shown @param {string} name of the layer */
function bar(app, shown, name) {
  const path = `/tables/${shown.layer.id}`;
  const query = asked(app, shown.layer.id);
  const own = shown.own && el("span", { class: "note own-note" }, t("workspace.mark"));
  return el(
    "div",
    { class: "dock-bar" },
    el("h2", {}, t("table.heading", { name })),
    el(
      "span",
      { class: "dock-count", role: "status" },
      t("table.rows", { count: shown.rows.length, all: grouped(shown.matched ?? shown.all_rows) }),
    ),
    shown.stored && pages(app, shown),
    filtersOf(shown).map((filter) => filterField(app, shown, filter)),
    own,
    el(
      "span",
      { class: "dock-links" },
      // The folder of the static site has the files of the whole table only.
      (config.live || !query) && el("a", { href: url(`${path}.csv`, { query }), download: true }, "CSV"),
      (config.live || !query) && el("a", { href: url(`${path}.xlsx`, { query }), download: true }, "XLSX"),
      el("a", { href: url(path, { page: true, query }) }, t("table.page"), icon("chevron")),
    ),
  );
}

/**
 * Of a stored layer the columns with few values; other layers of the reader's own have none.
 * @param {Statistics} shown
 */
function filtersOf({ own, stored, choices }) {
  if (stored) return Object.keys(choices);
  return own ? [] : FILTERS;
}

/** Steps to the next rows of a stored layer and back. @param {App} app @param {Statistics} shown */
function pages(app, { layer, rows: { length }, matched = 0, limit = 0 }) {
  const go = (/** @type {number} */ to) => () => {
    offset = to;
    showTable(app, layer.id);
  };
  const back = offset > 0 && iconButton("back", t("dock.back"), { onclick: go(Math.max(0, offset - limit)) });
  const on = offset + length < matched && iconButton("chevron", t("dock.on"), { onclick: go(offset + limit) });
  return el("span", { class: "dock-pages" }, back, offset > 0 && `${grouped(offset + 1)} –`, on);
}

/** @param {App} app @param {Statistics} shown @param {string} name of the filter */
function filterField(app, shown, name) {
  const now = app.state.current().filter?.[name] ?? "";
  const label = shown.stored ? name : term("filter_name", name);
  const values = shown.choices[name];
  const common = { class: "dock-filter", "data-focus": name, "aria-label": label };
  if (name === "industry" && !shown.stored) {
    const list = "dock-industries";
    const input = el("input", { ...common, type: "search", value: now, placeholder: label, list });
    input.addEventListener("change", () => filterBy(app, shown, name, input.value.trim()));
    const options = values.map((value) => el("option", { value }));
    return [input, el("datalist", { id: list }, options)];
  }
  const words = (/** @type {string} */ value) => (shown.stored ? value : wordOf(name, value));
  const options = values.map((value) => el("option", { value, selected: value === now }, words(value)));
  const select = el("select", common, el("option", { value: "" }, `${label}: ${t("filter.all")}`), options);
  select.addEventListener("change", () => filterBy(app, shown, name, select.value));
  return select;
}

/** @param {string} name of the filter @param {string} value */
function wordOf(name, value) {
  if (name === "document") return config.documents[value] ?? value;
  return name === "grade" ? value : term(name, value);
}

/** @param {App} app @param {Statistics} shown @param {string} name of the filter @param {string} value empty for all */
function filterBy(app, shown, name, value) {
  const { filter: last } = app.state.current();
  const rest = { ...(shown.stored && last?.layer !== shown.layer.id ? {} : last) };
  delete rest[name];
  offset = 0;
  if (value) rest[name] = value;
  /** @type {Record<string, string>} */
  const filter = { ...rest, layer: shown.layer.id };
  const asks = shown.stored ? Object.keys(filter).length > 1 : FILTERS.some((one) => filter[one]);
  app.change({ filter: asks ? filter : null }, { keepView: true });
}

/** @param {App} app @param {Column[]} columns */
function head(app, columns) {
  const cells = columns.map(({ name, sortBy, title }) => {
    const props = { scope: "col", class: isFigure(name) ? "num" : null, "aria-sort": direction(sortBy) };
    return el("th", props, sortBy ? sortButton(app, sortBy, title) : title);
  });
  return el("thead", {}, el("tr", {}, cells));
}

/** @param {string | null} column */
function direction(column) {
  if (!column || sort.replace(/^-/, "") !== column) return null;
  return sort[0] === "-" ? "descending" : "ascending";
}

/** @param {App} app @param {string} column @param {string} title */
function sortButton(app, column, title) {
  const onclick = () => {
    [sort, offset] = [nextSort(column), 0];
    if (table) showTable(app, table.layer.id);
  };
  const props = { type: "button", class: "sort-button", "data-focus": `sort-${column}`, onclick };
  return el("button", props, title);
}

/** Up, down, unsorted; a column of figures begins with the largest. @param {string} column */
function nextSort(column) {
  if (sort === column) return `-${column}`;
  if (sort === `-${column}`) return "";
  return isFigure(column) ? `-${column}` : column;
}

let watched = false;
/** @param {App} app */
function watchOnce(app) {
  if (watched) return;
  watched = true;
  addEventListener("atlas:place", (event) => markRow(/** @type {CustomEvent<string>} */ (event).detail));
  app.state.onNavigate(({ place }) => markRow(place));
}

/** @param {string | null} place */
function markRow(place) {
  for (const row of document.querySelectorAll("#dock tbody tr")) {
    const on = /** @type {HTMLElement} */ (row).dataset.row === place;
    row.classList.toggle("row-on", on);
    if (on) {
      row.setAttribute("aria-current", "true");
      row.scrollIntoView({ block: "nearest" });
    } else row.removeAttribute("aria-current");
  }
}
