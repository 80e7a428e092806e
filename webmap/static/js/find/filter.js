// @ts-check
// The filter of the map: the places that meet it stand out, all else steps back. A chip on the map names it and ends
// it; the panel lists what was found, what the documents say there, and the ground covered together.

import { getJson, keyOf } from "atlas/core/api.js";
import { el, groupBy, iconButton, setChildren } from "atlas/core/dom.js";
import { failure } from "atlas/core/error_message.js";
import { day, number } from "atlas/core/format.js";
import { config, pick, t, term, url } from "atlas/core/i18n.js";
import { bringOutOwn, ownLayerOf, ownSummary, ownWords } from "atlas/find/own_filter.js";
import { areaList } from "atlas/panel/area_section.js";
import { fillPanel, panelBar } from "atlas/panel/panel_bar.js";
import { sourceLine, sourceUrl } from "atlas/panel/parts.js";
import { covered } from "atlas/panel/select_place.js";

/** @import { App, Document, Filter, FoundPlace, FoundPlaces, Said } from "atlas/core/types.js" */

const MOST_TERMS = 8;
/** @type {FoundPlaces | null} */
let found = null;
/** @type {unknown} why nothing was found, null if the server answered */
let failed = null;
/** @type {AbortController | null} */
let running = null;

/** Query string of a filter. @param {Filter} filter */
function query(filter) {
  return new URLSearchParams(filter).toString();
}

/** Words for the filter of the map, e.g. "产业：集成电路 · C 级". @param {App} app @param {Filter} filter */
export function filterWords(app, filter) {
  const documents = found?.documents;
  /** @type {Record<string, (value: string) => string>} */
  const words = {
    layer: (id) => pick(app.layers.byId.get(id) ?? { title_zh: id }, "title"),
    kind: (value) => term("kind", value),
    industry: (value) => t("found_by.industry", { name: value }),
    document: (id) => t("found_by.document", { name: documents?.[id] ? pick(documents[id], "short") : id }),
    grade: (value) => t("found_by.grade", { name: value }),
  };
  const known = Object.entries(filter).filter(([name]) => words[name]);
  return known.map(([name, value]) => words[name](value)).join(" · ");
}

/**
 * Find the places of a filter and bring them out; null ends it.
 * @param {App} app @param {Filter | null} filter @param {{ keepView?: boolean }} [options]
 */
export async function showFilter(app, filter, { keepView = false } = {}) {
  running?.abort();
  [found, failed] = [null, null];
  const own = ownLayerOf(app, filter);
  await bringOutOwn(app, filter);
  if (own && filter) {
    chip(app, ownWords(own, filter));
    return;
  }
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
    failed = error;
    app.layers.focus(null);
    chip(app, t(keyOf(error)));
    return;
  }
  if (found) bringOut(app, filter, found, keepView);
}

/** @param {App} app @param {Filter} filter @param {FoundPlaces} answer @param {boolean} keepView */
function bringOut(app, filter, { places, count }, keepView) {
  const features = places.flatMap(({ id }) => app.layers.feature(id) ?? []).filter(({ geometry }) => geometry);
  app.layers.focus(features);
  chip(app, `${filterWords(app, filter)} · ${t("filter.count", { count })}`);
  const bounds = app.layers.bounds(features);
  if (keepView || !bounds || app.map.getBounds().contains(bounds)) return;
  const [right, bottom] = covered(app);
  const padding = { paddingTopLeft: [24, 60], paddingBottomRight: [24 + right, 24 + bottom] };
  app.map.fitBounds(bounds, /** @type {import("leaflet").FitBoundsOptions} */ ({ ...padding, maxZoom: 14 }));
}

/** @param {App} app @param {string | null} text */
function chip(app, text) {
  const node = app.byId("filter-chip");
  node.hidden = text == null;
  if (text == null) return;
  const drop = () => app.change({ filter: null }, { keepView: true });
  setChildren(node, el("span", {}, text), iconButton("close", t("filter.drop"), { id: "filter-drop", onclick: drop }));
}

/** List what was found in the panel. @param {App} app */
export function showList(app) {
  const root = app.byId("panel");
  const filter = app.state.current().filter ?? {};
  const { layer } = filter;
  const bar = panelBar({
    title: t("filter.title"),
    onClose: app.close,
    onTable: layer ? () => app.change({ table: layer }, { keepView: true }) : null,
  });
  const own = ownLayerOf(app, filter);
  const heading = (/** @type {string} */ words) => el("h2", { tabindex: "-1", id: "panel-title" }, words);
  if (own) {
    const body = el("div", { class: "panel-body" }, ownSummary(own, filter));
    fillPanel(root, "filter", bar, heading(ownWords(own, filter)), body);
    return;
  }
  if (found) {
    const body = el("div", { class: "panel-body" }, summary(filter, found), list(app, found));
    fillPanel(root, "filter", bar, heading(filterWords(app, filter)), body);
    return;
  }
  const retry = async () => {
    await showFilter(app, filter);
    showList(app);
  };
  const again = el("button", { type: "button", class: "button", onclick: retry }, t("error.retry"));
  const body = el("div", { class: "panel-body" }, el("div", {}, failure(failed ?? {})), again);
  fillPanel(root, "filter", bar, heading(t("filter.failed")), body);
}

/** @param {Filter} filter @param {FoundPlaces} answer */
function summary(filter, { documents, count, located, measured, total, sum, overlap, innermost }) {
  const document = documents[filter.document];
  const union = { sum: number(sum.area_km2), overlap: number(overlap.area_km2) };
  // One mention for the whole New Area says of no ground in particular: the finest places count, wholes stand apart.
  const wholes = { count: measured - innermost.count, area: number(total.area_km2), ...union };
  return [
    document && about(document),
    el("p", { class: "note" }, t("filter.found", { count, located, measured })),
    measured > 0 && areaList(innermost.total, { id: "filter-area" }),
    wholes.count === 0 && measured > 0 && el("p", { class: "note" }, t("filter.union_note", union)),
    wholes.count > 0 && el("p", { class: "note", id: "filter-innermost" }, t("filter.innermost", wholes)),
    tableLinks(filter),
  ];
}

/** The list as a page and as files. @param {Filter} filter */
function tableLinks({ layer = "places", ...rest }) {
  const path = `/tables/${layer}`;
  return el(
    "p",
    { class: "panel-links" },
    el("a", { href: url(path, { page: true, query: query(rest) }) }, t("table.page")),
    config.live && el("a", { href: url(`${path}.csv`, { query: query(rest) }), download: true }, "CSV"),
    config.live && el("a", { href: url(`${path}.xlsx`, { query: query(rest) }), download: true }, "XLSX"),
  );
}

/** Title, number and date of a document; a line breaks between them, not within. @param {Document} record */
function about(record) {
  const parts = [
    pick(record, "title"),
    record.number ?? t("source.unnumbered"),
    day(record.issued_on) || t("source.undated"),
  ];
  const spans = parts.map((part, i) => [i > 0 && " · ", el("span", { class: "whole" }, part)]);
  return el("p", { class: "note" }, spans);
}

/** @param {App} app @param {FoundPlaces} answer */
function list(app, { places, documents }) {
  const items = places.map((place) => el("li", {}, head(app, place), said(place.says, documents)));
  return el("ol", { class: "found" }, items);
}

/** @param {App} app @param {FoundPlace} place */
function head(app, place) {
  const { id, kind, located, area_km2: area, grade } = place;
  const shown = area == null ? "" : number(area, "km2", { about: grade === "C" });
  const onclick = () => app.open(id, { push: true });
  return el(
    "p",
    { class: "found-head" },
    el("button", { type: "button", class: "link-button", "data-place": id, onclick }, pick(place, "name")),
    el("span", { class: "overlap-kind" }, term("kind", kind)),
    located && shown && el("span", { class: "overlap-area" }, `${shown} km²`),
    !located && el("span", { class: "tag" }, t("place.unlocated_tag")),
  );
}

/**
 * What the documents say of a place that made it meet the filter: the terms, each document and section once.
 * @param {Said[]} says @param {Record<string, Document>} documents
 */
function said(says, documents) {
  const terms = [...new Set(says.flatMap(({ terms_zh }) => terms_zh))];
  if (!says.length) return null;
  const sections = groupBy(says, ({ doc_id: id, section }) => `${id}|${section}`);
  const sources = sections.map(([row], i) => {
    const document = documents[row.doc_id];
    const words = `${pick(document, "short")} ${pick(row, "citation")}`;
    return [i > 0 && t("list.semicolon"), el("a", { href: sourceUrl(row, document) }, words)];
  });
  const shown = terms.slice(0, MOST_TERMS).map((one) => el("li", {}, one));
  const more = terms.length > MOST_TERMS && el("li", {}, `+${terms.length - MOST_TERMS}`);
  return [terms.length > 0 && el("ul", { class: "chips", lang: "zh-CN" }, shown, more), sourceLine(...sources)];
}
