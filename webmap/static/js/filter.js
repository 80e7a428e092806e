// The filter of the map: the places that meet it stand out, all else steps back; a chip on the map names it and takes it
// away, the panel lists what was found, what the documents say there, and the ground covered together.

import { getJson } from "./api.js";
import { el, groupBy, iconButton, setChildren } from "./dom.js";
import { failure } from "./failure.js";
import { number } from "./format.js";
import { config, pick, t, term, url } from "./i18n.js";
import { fillPanel, panelBar } from "./panelbar.js";
import { covered } from "./places.js";

const UNITS = ["km2", "ha", "mu"];
const MOST_TERMS = 8;
let found = null;
let running = null;

/** Query string of a filter. */
export function query(filter) {
  return new URLSearchParams(filter).toString();
}

/** Words for a filter, e.g. "产业：集成电路 · C 级". Documents need the names the server sent. */
function describe(app, filter, documents) {
  const words = {
    layer: (id) => pick(app.layers.byId.get(id) ?? { title_zh: id }, "title"),
    kind: (value) => term("kind", value),
    industry: (value) => t("filter.industry", { name: value }),
    document: (id) => t("filter.document", { name: documents?.[id] ? pick(documents[id], "short") : id }),
    grade: (value) => t("filter.grade", { name: value }),
  };
  return Object.entries(filter).filter(([name]) => words[name]).map(([name, value]) => words[name](value)).join(" · ");
}

/** Words for the filter of the map. */
export function filterWords(app, filter) {
  return describe(app, filter, found?.documents);
}

/** Find the places of a filter and bring them out; null ends it. */
export async function showFilter(app, filter, { keepView = false } = {}) {
  running?.abort();
  found = null;
  if (!filter) {
    app.layers.focus(null);
    chip(app, null);
    return;
  }
  running = new AbortController();
  const { signal } = running;
  chip(app, t("panel.loading"));
  try {
    found = await getJson(url(`/places.json?${query(filter)}&v=${config.version}`), { signal });
  } catch (error) {
    if (signal.aborted) return;
    found = { error };
    app.layers.focus(null);
    chip(app, t(error.key ?? "error.server"));
    return;
  }
  const features = found.places.map(({ id }) => app.layers.feature(id)).filter((feature) => feature?.geometry);
  app.layers.focus(features);
  chip(app, `${filterWords(app, filter)} · ${t("filter.count", { count: found.count })}`);
  if (keepView || !features.length) return;
  const [right, bottom] = covered(app);
  const bounds = app.layers.bounds(features);
  if (!app.map.getBounds().contains(bounds)) {
    app.map.fitBounds(bounds, { paddingTopLeft: [24, 60], paddingBottomRight: [24 + right, 24 + bottom], maxZoom: 14 });
  }
}

function chip(app, text) {
  const node = app.byId("filter-chip");
  node.hidden = text == null;
  if (text == null) return;
  const drop = () => app.change({ filter: null }, { keepView: true });
  setChildren(node, el("span", {}, text), iconButton("close", t("filter.drop"), drop, { id: "filter-drop" }));
}

/** List what was found in the panel. */
export function showList(app) {
  const root = app.byId("panel");
  const { filter } = app.state.current();
  const heading = el("h2", { tabindex: "-1", id: "panel-title" });
  const bar = panelBar({
    title: t("filter.title"),
    onClose: app.close,
    onTable: filter.layer ? () => app.change({ table: filter.layer }, { keepView: true }) : null,
  });
  if (!found || found.error) {
    const retry = async () => { await showFilter(app, filter); showList(app); };
    fillPanel(root, "filter", bar, heading, el("div", { class: "panel-body" }, el("div", {}, failure(found?.error ?? {})), el("button", { type: "button", class: "button", onclick: retry }, t("error.retry"))));
    setChildren(heading, t("filter.failed"));
    return;
  }
  setChildren(heading, filterWords(app, filter));
  fillPanel(root, "filter", bar, heading, el("div", { class: "panel-body" }, summary(filter), list(app)));
}

function summary(filter) {
  const { layer, ...rest } = filter;
  const path = `/tables/${layer ?? "places"}`;
  const files = (kind) => url(`${path}.${kind}?${query(rest)}`);
  const page = url(path, { page: true });
  const { document } = filter;
  return [
    document && found.documents[document] && about(found.documents[document]),
    el("p", { class: "note" }, t("filter.found", { count: found.count, located: found.located, measured: found.measured })),
    found.measured > 0 && el("ul", { class: "area-units", id: "filter-area" }, UNITS.map((unit) =>
      el("li", { "data-unit": unit }, el("span", { class: "area-value" }, number(found.total[`area_${unit}`], unit)), " ", el("span", { class: "area-unit" }, t(`unit.${unit}`))))),
    found.measured > 0 && el("p", { class: "note" }, t("filter.union_note", { sum: number(found.sum.area_km2), overlap: number(found.overlap.area_km2) })),
    found.innermost.count < found.measured && el("p", { class: "note", id: "filter-innermost" }, t("filter.innermost", { count: found.innermost.count, area: number(found.innermost.total.area_km2) })),
    el(
      "p",
      { class: "panel-links" },
      el("a", { href: `${page}${page.includes("?") ? "&" : "?"}${query(rest)}` }, t("table.page")),
      el("a", { href: files("csv"), download: true }, "CSV"),
      el("a", { href: files("xlsx"), download: true }, "XLSX"),
    ),
  ];
}

/** Title, number and date of a document; a line breaks between them, not within. */
function about(record) {
  const parts = [pick(record, "title"), record.number ?? t("source.unnumbered"), record.issued_on ?? t("source.undated")];
  return el("p", { class: "note" }, parts.map((part, i) => [i > 0 && " · ", el("span", { class: "whole" }, part)]));
}

function list(app) {
  const open = (id) => () => app.open(id, { push: true });
  return el(
    "ol",
    { class: "found" },
    found.places.map((place) =>
      el(
        "li",
        {},
        el(
          "p",
          { class: "found-head" },
          el("button", { type: "button", class: "link-button", "data-place": place.id, onclick: open(place.id) }, pick(place, "name")),
          el("span", { class: "overlap-kind" }, term("kind", place.kind)),
          place.located
            ? place.area_km2 != null && el("span", { class: "overlap-area" }, `${number(place.area_km2)} km²`)
            : el("span", { class: "tag" }, t("place.unlocated_tag")),
        ),
        said(place.says),
      )),
  );
}

/** What the documents say of a place that made it meet the filter: the terms, each document and section once. */
function said(says) {
  const terms = [...new Set(says.flatMap(({ terms_zh }) => terms_zh))];
  if (!says.length) return null;
  const sources = groupBy(says, ({ doc_id }) => doc_id).map((rows) =>
    `${pick(found.documents[rows[0].doc_id], "short")} ${[...new Set(rows.map(({ section }) => section))].join(t("list.separator"))}`);
  return [
    terms.length > 0 && el("ul", { class: "chips", lang: "zh-CN" }, terms.slice(0, MOST_TERMS).map((one) => el("li", {}, one)), terms.length > MOST_TERMS && el("li", {}, `+${terms.length - MOST_TERMS}`)),
    el("p", { class: "source" }, el("span", { class: "source-mark" }, t("source.label")), sources.join(t("list.semicolon"))),
  ];
}
