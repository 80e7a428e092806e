// @ts-check
// The table under the map: the places of a layer, sorted and filtered by the server; a row selects its shape, a
// selected shape its row.

import { getJson } from "atlas/core/api.js";
import { el, icon, iconButton, setChildren } from "atlas/core/dom.js";
import { failure } from "atlas/core/error_message.js";
import { config, pick, t, term, url } from "atlas/core/i18n.js";
import { columnsOf, isFigure } from "atlas/table/columns.js";
import { foot, rows } from "atlas/table/rows.js";

/** @import { App, Statistics } from "atlas/core/types.js" */
/** @import { Column } from "atlas/table/columns.js" */

const FILTERS = ["kind", "document", "grade", "industry"];
const SLOW_MS = 400;
let sort = "";
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
  if (table?.layer.id !== layer) sort = "";
  running = new AbortController();
  const { signal } = running;
  const note = (/** @type {import("atlas/core/types.js").Child} */ words) =>
    el("div", { class: "dock-note", role: "status" }, words);
  const slow = setTimeout(() => setChildren(root, note(t("panel.loading"))), SLOW_MS);
  const query = [asked(app, layer), `v=${config.version}`].filter(Boolean).join("&");
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
 * reader's own.
 * @param {App} app @param {string} id of the layer
 */
function asked(app, id) {
  const own = app.layers.byId.get(id)?.role === "workspace";
  /** @type {Record<string, string>} */
  const filter = { ...(own ? null : app.state.current().filter), ...(sort && { sort }) };
  delete filter.layer;
  return new URLSearchParams(filter).toString();
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
      el("table", { class: "stats" }, head(app, columns), rows(app, shown, columns), foot(shown, columns.length)),
    ),
  );
  if (focused) /** @type {HTMLElement | null} */ (root.querySelector(`[data-focus="${focused}"]`))?.focus();
  markRow(app.state.current().place);
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
      t("table.rows", { count: shown.rows.length, all: shown.all_rows }),
    ),
    own || FILTERS.map((filter) => filterField(app, shown, filter)),
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

/** @param {App} app @param {Statistics} shown @param {string} name of the filter */
function filterField(app, shown, name) {
  const now = app.state.current().filter?.[name] ?? "";
  const label = term("filter_name", name);
  const values = shown.choices[name];
  const common = { class: "dock-filter", "data-focus": name, "aria-label": label };
  if (name === "industry") {
    const list = "dock-industries";
    const input = el("input", { ...common, type: "search", value: now, placeholder: label, list });
    input.addEventListener("change", () => filterBy(app, shown, name, input.value.trim()));
    const options = values.map((value) => el("option", { value }));
    return [input, el("datalist", { id: list }, options)];
  }
  const options = values.map((value) => el("option", { value, selected: value === now }, wordOf(name, value)));
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
  const rest = { ...app.state.current().filter };
  delete rest[name];
  if (value) rest[name] = value;
  /** @type {Record<string, string>} */
  const filter = { ...rest, layer: shown.layer.id };
  const asks = FILTERS.some((one) => filter[one]);
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
    sort = nextSort(column);
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
