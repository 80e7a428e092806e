// A drawn shape or dropped file: its outline on the map, and in the panel its size, what it touches and by how much, and the
// positioning that applies there. The shape lives in the address; the server keeps nothing.

import { postForBlob, postJson } from "./api.js";
import { el, groupBy, saveBlob, setChildren } from "./dom.js";
import { failure } from "./failure.js";
import { number } from "./format.js";
import { config, lang, pick, t, term, url } from "./i18n.js";
import { fillPanel, panelBar } from "./panelbar.js";
import { covered } from "./places.js";
import { decode } from "./shapecode.js";

/* global L */

const OUTLINE = { color: "#b3261e", weight: 2.5, fillColor: "#b3261e", fillOpacity: 0.1, interactive: false };
const SLOW_MS = 500;
const UNITS = ["km2", "ha", "mu"];
/** A file too large for the address is shown until the page is left; the address says only that there was one. */
const kept = { code: "file", geometry: null, notes: [] };
let group = null;
let geometry = null;
let notes = [];
let result = null;
let running = null;

/** Remember a shape that does not fit into the address; returns what stands there instead. */
export function keep(shape) {
  kept.geometry = shape;
  return kept.code;
}

/** The GeoJSON geometry on the map, null without one. */
export function drawnShape() {
  return geometry;
}

/** Words about the file a shape came from, shown with its result. */
export function explain(code, lines) {
  kept.notes = { code, lines };
}

/** Show the shape of the address on the map and have it measured; null takes it away. */
export async function showDrawn(app, code, { keepView = false } = {}) {
  running?.abort();
  group?.remove();
  [group, result, geometry] = [null, null, null];
  if (!code) return;
  geometry = code === kept.code ? kept.geometry : decode(code);
  notes = kept.notes.code === code ? kept.notes.lines : [];
  if (!geometry) {
    result = { error: { key: "draw.lost" } };
    return;
  }
  if (!app.map.getPane("atlas-drawn")) app.map.createPane("atlas-drawn").style.zIndex = 625;
  group = L.geoJSON(geometry, {
    pane: "atlas-drawn",
    style: { ...OUTLINE, pane: "atlas-drawn", fill: /Polygon/.test(geometry.type) },
    interactive: false,
    pointToLayer: (_, at) => L.circleMarker(at, { ...OUTLINE, pane: "atlas-drawn", radius: 5 }),
  }).addTo(app.map);
  const [right, bottom] = covered(app);
  const free = L.bounds([0, 0], app.map.getSize().subtract([right, bottom]));
  const corners = [group.getBounds().getNorthWest(), group.getBounds().getSouthEast()].map((at) => app.map.latLngToContainerPoint(at));
  if (!keepView && !free.contains(L.bounds(corners))) app.map.fitBounds(group.getBounds(), { paddingTopLeft: [40, 40], paddingBottomRight: [40 + right, 40 + bottom], maxZoom: 16 });
  running = new AbortController();
  const { signal } = running;
  try {
    result = await postJson(url("/measure"), geometry, { signal });
  } catch (error) {
    if (!signal.aborted) result = { error };
  }
}

/** Show the result in the panel. */
export function showResult(app) {
  const root = app.byId("panel");
  const heading = el("h2", { tabindex: "-1", id: "panel-title" }, t("draw.title"));
  const locate = group && (() => app.map.fitBounds(group.getBounds(), { maxZoom: 16 }));
  const body = el("div", { class: "panel-body" });
  fillPanel(root, "drawn", panelBar({ title: t("draw.panel"), onClose: app.close, onLocate: locate }), heading, body);
  if (!result) setChildren(body, el("p", {}, t("panel.loading")));
  else if (result.error) setChildren(body, failure(result.error));
  else setChildren(body, notes.map((line) => el("p", { class: "note" }, line)), size(), links(app), touched(app), near(app), positioning(app), method());
}

function size() {
  return el(
    "section",
    { class: "drawn-size", id: "drawn-size" },
    result.area
      ? el("ul", { class: "area-units" }, UNITS.map((unit) => el("li", { "data-unit": unit }, el("span", { class: "area-value" }, number(result.area[`area_${unit}`], unit)), " ", el("span", { class: "area-unit" }, t(`unit.${unit}`)))))
      : el("ul", { class: "area-units" }, el("li", { "data-unit": "km" }, el("span", { class: "area-value" }, number(result.length_km, "km")), " ", el("span", { class: "area-unit" }, t("draw.km")))),
    el("dl", { class: "facts" }, result.area && [el("dt", {}, t("area.perimeter")), el("dd", {}, `${number(result.perimeter_km, "km")} km`)], result.uncovered && result.touched.length > 0 && [el("dt", {}, t("draw.uncovered")), el("dd", {}, `${number(result.uncovered.area_km2)} km²`)]),
  );
}

function links(app) {
  const failed = (error) => app.say(t(error.key ?? "error.server"), el("button", { type: "button", onclick: app.hush }, t("panel.close")));
  const file = (kind) => async () => {
    try {
      saveBlob(`lingang-drawn.${kind}`, await postForBlob(url(`/measure.${kind}`), geometry));
    } catch (error) {
      failed(error);
    }
  };
  const report = async () => {
    const slow = setTimeout(() => app.say(t("draw.report_running")), SLOW_MS);
    try {
      saveBlob("lingang-report.pdf", await postForBlob(url(`/report?lang=${lang}`), geometry));
      app.hush();
    } catch (error) {
      failed(error);
    } finally {
      clearTimeout(slow);
    }
  };
  const feature = () => {
    const { area, length_km, perimeter_km, method, version } = result;
    const properties = { ...area, length_km, perimeter_km, method: method.id, version, note: pick(result, "disclaimer") };
    saveBlob("lingang-drawn.geojson", new Blob([JSON.stringify({ type: "Feature", properties, geometry })], { type: "application/geo+json" }));
  };
  const button = (text, onclick, name) => el("button", { type: "button", class: "link-button", onclick, "data-save": name }, text);
  return el("p", { class: "panel-links" }, t("stats.download"), button("GeoJSON", feature, "geojson"), button("CSV", file("csv"), "csv"), button("XLSX", file("xlsx"), "xlsx"),
    // A folder of files has no service to make a report.
    result.area && !config.page_suffix && button(t("place.report"), report, "pdf"));
}

function touched(app) {
  if (!result.touched.length) return el("p", { class: "note" }, t("draw.nothing"));
  return el(
    "section",
    { class: "panel-section", "data-section": "touched" },
    el("h3", {}, t("draw.touched", { count: result.touched.length })),
    groupBy(result.touched, ({ layer }) => layer).map((rows) => [
      el("h4", {}, pick(app.layers.byId.get(rows[0].layer), "title")),
      el("ul", { class: "touched" }, rows.map((row) => el(
        "li",
        { "data-place": row.id },
        el("button", { type: "button", class: "link-button", onclick: () => app.open(row.id, { push: true }) }, pick(row, "name")),
        el("span", { class: "touched-figure" }, row.area_km2 != null ? `${number(row.area_km2)} km²` : row.length_km != null ? `${number(row.length_km, "km")} km` : t("draw.inside")),
        el("span", { class: "touched-shares" }, [
          row.share_of_drawn != null && t("draw.share_of_drawn", { share: number(row.share_of_drawn, "share") }),
          row.share_of_place != null && t("draw.share_of_place", { share: number(row.share_of_place, "share") }),
          row.standing && term("standing", row.standing),
        ].filter(Boolean).join(" · ")),
      ))),
    ]),
  );
}

/** Places the shape misses by less than their boundary is known: the drawing cannot rule them out. */
function near(app) {
  if (!result.near.length) return null;
  return el(
    "section",
    { class: "panel-section", "data-section": "near" },
    el("h3", {}, t("draw.near", { count: result.near.length })),
    el("ul", { class: "touched" }, result.near.map((row) => el(
      "li",
      { "data-place": row.id },
      el("button", { type: "button", class: "link-button", onclick: () => app.open(row.id, { push: true }) }, pick(row, "name")),
      el("span", { class: "touched-figure" }, t("draw.near_by", { distance: number(row.distance_m, "m"), accuracy: number(row.accuracy_m, "m") })),
    ))),
  );
}

function positioning(app) {
  if (!result.positioning.length) return null;
  return el(
    "section",
    { class: "panel-section", "data-section": "positioning" },
    el("h3", {}, t("draw.positioning")),
    result.positioning.map((place) => el(
      "div",
      { class: "claim" },
      el("p", { class: "found-head" }, el("button", { type: "button", class: "link-button", onclick: () => app.open(place.id, { push: true }) }, pick(place, "name")), el("span", { class: "overlap-kind" }, term("kind", place.kind))),
      place.says.map((said) => [
        el("dl", { class: "terms" }, said.terms_zh.length > 0 && el("dt", { lang: "zh-CN" }, said.terms_zh.join("、")), el("dd", {}, pick(said, "summary"))),
        el("p", { class: "source" }, el("span", { class: "source-mark" }, t("source.label")), [pick(result.documents[said.doc_id], "short"), result.documents[said.doc_id].number ?? t("source.unnumbered"), said.section].join(t("source.separator"))),
      ]),
    )),
  );
}

function method() {
  return [
    el("p", { class: "note" }, `${t("area.method")}: ${pick(result.method, "name")} · ${result.method.crs}`),
    el("p", { class: "note" }, t("draw.private")),
    el("p", { class: "disclaimer" }, pick(result, "disclaimer")),
  ];
}
