// The table under the map: the places of a layer, sorted and filtered by the server; a row selects its shape, a selected
// shape its row.

import { getJson } from "./api.js";
import { el, icon, iconButton, setChildren } from "./dom.js";
import { failure } from "./failure.js";
import { fixed, number } from "./format.js";
import { config, lang, pick, t, term, url } from "./i18n.js";

const COLUMNS = [
  ["name", lang === "zh" ? "name_zh" : "name_en", (row) => pick(row, "name")],
  ["kind", "kind", (row) => term("kind", row.kind)],
  ["grade", "grade", (row) => row.grade],
  ["area_km2", "area_km2", (row) => fixed(row.area_km2)],
  ["stated_area_km2", "stated_area_km2", (row) => fixed(row.stated_area_km2)],
  ["difference_km2", "difference_km2", (row) => fixed(row.difference_km2, { signed: true })],
  ["parent", "parent_zh", (row) => pick(row, "parent")],
  ["industries", null, (row) => row.industries_zh],
  ["documents", null, (row) => pick(row, "documents")],
];
const OWN_COLUMNS = [COLUMNS[0], COLUMNS[3], ["area_mu", "area_mu", (row) => (row.area_mu == null ? "" : number(row.area_mu, "mu"))], ["perimeter_km", "perimeter_km", (row) => fixed(row.perimeter_km)]];
const FILTERS = ["kind", "document", "grade", "industry"];
let sort = "";
let table = null;
let running = null;

/** Show the table of a layer with the filter of the address; null closes it. */
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
  const slow = setTimeout(() => setChildren(root, el("p", { class: "dock-note", role: "status" }, t("panel.loading"))), 400);
  try {
    table = await getJson(url(`/tables/${layer}.json?${asked(app, layer)}&digits=2&v=${config.version}`), { signal });
    build(app, root);
  } catch (error) {
    if (signal.aborted) return;
    setChildren(root, el("div", { class: "dock-note", role: "status" }, failure(error)), el("button", { type: "button", class: "button", onclick: () => showTable(app, layer) }, t("error.retry")), close(app));
  } finally {
    clearTimeout(slow);
  }
}

/** The filter of the map asks what documents say, and so nothing of a layer of the reader's own. */
function asked(app, id) {
  const own = app.layers.byId.get(id)?.role === "workspace";
  const { layer, ...filter } = (own ? null : app.state.current().filter) ?? {};
  return new URLSearchParams({ ...filter, ...(sort ? { sort } : {}) }).toString();
}

function close(app) {
  return iconButton("close", t("dock.close"), () => app.change({ table: null }, { keepView: true }), { id: "dock-close" });
}

function build(app, root) {
  const path = `/tables/${table.layer.id}`;
  const page = url(path, { page: true });
  const name = pick(table.layer, "title");
  const had = document.activeElement?.closest?.("#dock") ? document.activeElement.dataset.focus : null;
  setChildren(
    root,
    el("div", { class: "dock-head" }, el(
      "div",
      { class: "dock-bar" },
      el("h2", {}, t("table.heading", { name })),
      el("span", { class: "dock-count", role: "status" }, t("table.rows", { count: table.rows.length, all: table.all_rows })),
      table.own ? el("span", { class: "note own-note" }, t("workspace.mark")) : FILTERS.map((filter) => filterField(app, filter)),
      el("span", { class: "dock-links" },
        el("a", { href: url(`${path}.csv?${asked(app, table.layer.id)}`), download: true }, "CSV"),
        el("a", { href: url(`${path}.xlsx?${asked(app, table.layer.id)}`), download: true }, "XLSX"),
        el("a", { href: `${page}${page.includes("?") ? "&" : "?"}${asked(app, table.layer.id)}` }, t("table.page"), icon("chevron"))),
    ), close(app)),
    el("div", { class: "dock-scroll", tabindex: "0", role: "region", "aria-label": t("table.heading", { name }) }, el("table", { class: "stats" }, head(app), body(app), foot())),
  );
  if (had) root.querySelector(`[data-focus="${had}"]`)?.focus();
  markRow(app.state.current().place);
}

/** Name, column to sort by, text and heading of each column; a layer of the reader's own has its attributes. */
function columns() {
  if (!table.own) return COLUMNS.map((column) => [...column, term("column", column[0])]);
  const own = table.attributes.map((name) => [`attribute:${name}`, `attribute:${name}`, (row) => row[`attribute:${name}`] ?? "", name]);
  return [...OWN_COLUMNS.map((column) => [...column, term("column", column[0])]), ...own];
}

const isFigure = (name) => /_(km2|mu|km)$/.test(name) && !name.startsWith("attribute:");

function filterField(app, name) {
  const now = app.state.current().filter?.[name] ?? "";
  const take = (value) => {
    const rest = { ...(app.state.current().filter ?? {}) };
    delete rest[name];
    if (value) rest[name] = value;
    const filter = { ...rest, layer: table.layer.id };
    const asks = FILTERS.some((one) => filter[one]);
    app.change({ filter: asks ? filter : null }, { keepView: true });
  };
  const label = term("filter_name", name);
  if (name === "industry") {
    return [
      el("input", { type: "search", class: "dock-filter", "data-focus": name, value: now, placeholder: label, "aria-label": label, list: "dock-industries", onchange: (event) => take(event.target.value.trim()) }),
      el("datalist", { id: "dock-industries" }, table.choices.industry.map((one) => el("option", { value: one }))),
    ];
  }
  const words = name === "document" ? (id) => config.documents[id] ?? id : (value) => (name === "grade" ? value : term(name, value));
  return el(
    "select",
    { class: "dock-filter", "data-focus": name, "aria-label": label, onchange: (event) => take(event.target.value) },
    el("option", { value: "" }, `${label}: ${t("filter.all")}`),
    table.choices[name].map((value) => el("option", { value, selected: value === now }, words(value))),
  );
}

function head(app) {
  const turn = (column) => () => {
    sort = sort === column ? `-${column}` : sort === `-${column}` ? "" : isFigure(column) ? `-${column}` : column;
    showTable(app, table.layer.id);
  };
  return el("thead", {}, el("tr", {}, columns().map(([name, column, , title]) =>
    el(
      "th",
      { scope: "col", class: isFigure(name) ? "num" : null, "aria-sort": column && sort.replace(/^-/, "") === column ? (sort[0] === "-" ? "descending" : "ascending") : null },
      column ? el("button", { type: "button", class: "sort-button", "data-focus": `sort-${column}`, onclick: turn(column) }, title) : title,
    ))));
}

function body(app) {
  const shown = columns();
  return el("tbody", {}, table.rows.map((row) => {
    const node = el("tr", { "data-row": row.place_id }, shown.map(([name, , text], i) =>
      (i === 0
        ? el("th", { scope: "row" }, el("button", { type: "button", class: "link-button", onclick: () => app.open(row.place_id, { push: true, keepLayers: false }) }, text(row)), !row.located && el("span", { class: "tag" }, t("place.unlocated_tag")))
        : el("td", { class: isFigure(name) || typeof text(row) === "number" ? "num" : name === "industries" ? "wide" : null, lang: name === "industries" ? "zh-CN" : null }, name === "grade" && row.grade ? el("abbr", { class: `grade grade-${row.grade}`, title: term("grade", row.grade) }, row.grade) : String(text(row) ?? "")))));
    for (const come of ["mouseenter", "focusin"]) node.addEventListener(come, () => app.layers.hover(app.layers.feature(row.place_id)));
    for (const go of ["mouseleave", "focusout"]) node.addEventListener(go, () => app.layers.hover(null));
    node.addEventListener("click", (event) => event.target.closest("button") || app.open(row.place_id, { push: true }));
    return node;
  }));
}

/** The total stays in sight below the rows; how it comes about stands beside it. */
function foot() {
  const { own } = table;
  const parts = ["sum", "overlap"].map((name) => `${t(`stats.${name}`)} ${fixed(table[name].area_km2)}`);
  return el("tfoot", {}, el("tr", { class: "stats-total" },
    el("th", { scope: "row", colspan: own ? null : "3", "data-total": `${fixed(table.total.area_km2)} km²` }, t("stats.total")),
    el("td", { class: "num" }, fixed(table.total.area_km2)),
    own && el("td", { class: "num" }, number(table.total.area_mu, "mu")),
    el("td", { colspan: own ? String(columns().length - 2) : "5" }, [...parts, t("table.measured", { count: table.measured })].join(" · "))));
}

let watched = false;
function watchOnce(app) {
  if (watched) return;
  watched = true;
  addEventListener("atlas:place", ({ detail }) => markRow(detail));
  app.state.onNavigate(({ place }) => markRow(place));
}

function markRow(place) {
  for (const row of document.querySelectorAll("#dock tbody tr")) {
    const on = row.dataset.row === place;
    row.classList.toggle("row-on", on);
    if (on) {
      row.setAttribute("aria-current", "true");
      row.scrollIntoView({ block: "nearest" });
    } else row.removeAttribute("aria-current");
  }
}
