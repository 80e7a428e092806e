// @ts-check
// What the panel says of a drawn shape or file: its size, what it touches and by how much, and the positioning that
// applies there.

import { keyOf, postForBlob } from "atlas/core/api.js";
import { el, groupBy, saveBlob, setChildren } from "atlas/core/dom.js";
import { failure } from "atlas/core/error_message.js";
import { number } from "atlas/core/format.js";
import { config, lang, pick, t, term, url } from "atlas/core/i18n.js";
import { areaList, facts, figure } from "atlas/panel/area_section.js";
import { fillPanel, panelBar } from "atlas/panel/panel_bar.js";
import { section, source, termEntry } from "atlas/panel/parts.js";
import { currentSite } from "atlas/tools/drawn_shape.js";

/** @import { App, Document, Said, Shape, SiteAnswer, Touch } from "atlas/core/types.js" */

const SLOW_MS = 500;

/** Show the result in the panel. @param {App} app */
export function showResult(app) {
  const site = currentSite();
  const root = app.byId("panel");
  const heading = el("h2", { tabindex: "-1", id: "panel-title" }, t("draw.title"));
  const outline = site?.outline;
  const onLocate = outline && (() => app.map.fitBounds(outline.getBounds(), { maxZoom: 16 }));
  const body = el("div", { class: "panel-body" });
  fillPanel(root, "drawn", panelBar({ title: t("draw.panel"), onClose: app.close, onLocate }), heading, body);
  if (site?.error) setChildren(body, failure(site.error));
  else if (site?.answer && site.geometry) setChildren(body, notes(site.notes), parts(app, site.answer, site.geometry));
  else setChildren(body, el("p", {}, t("panel.loading")));
}

/** @param {string[]} lines */
function notes(lines) {
  return lines.map((line) => el("p", { class: "note" }, line));
}

/** @param {App} app @param {SiteAnswer} answer @param {Shape} geometry */
function parts(app, answer, geometry) {
  return [
    size(answer),
    links(app, answer, geometry),
    touched(app, answer),
    near(app, answer),
    positioning(app, answer),
    method(answer),
  ];
}

/** @param {SiteAnswer} answer */
function size({ area, length_km: length, perimeter_km: perimeter, touched: places, uncovered }) {
  const line = el("li", { "data-unit": "km" }, figure(number(length, "km"), t("draw.km")));
  return el(
    "section",
    { class: "drawn-size", id: "drawn-size" },
    area ? areaList(area) : el("ul", { class: "area-units" }, line),
    facts([
      [t("area.perimeter"), area && `${number(perimeter, "km")} km`],
      [t("draw.uncovered"), uncovered && places.length > 0 && `${number(uncovered.area_km2)} km²`],
    ]),
  );
}

/** @param {App} app @param {SiteAnswer} answer @param {Shape} geometry */
function links(app, answer, geometry) {
  const button = (/** @type {string} */ text, /** @type {() => void} */ onclick, /** @type {string} */ name) =>
    el("button", { type: "button", class: "link-button", onclick, "data-save": name }, text);
  const file = (/** @type {string} */ kind) => () =>
    saveFile(app, `lingang-drawn.${kind}`, `/measure.${kind}`, geometry);
  return el(
    "p",
    { class: "panel-links" },
    t("stats.download"),
    button("GeoJSON", () => saveFeature(answer, geometry), "geojson"),
    button("CSV", file("csv"), "csv"),
    button("XLSX", file("xlsx"), "xlsx"),
    answer.area && config.live && button(t("place.report"), () => saveReport(app, geometry), "pdf"),
  );
}

/** @param {App} app @param {string} name @param {string} address @param {Shape} geometry */
async function saveFile(app, name, address, geometry) {
  try {
    saveBlob(name, await postForBlob(url(address), geometry));
    return true;
  } catch (error) {
    app.say(t(keyOf(error)), el("button", { type: "button", onclick: app.hush }, t("panel.close")));
    return false;
  }
}

/** @param {App} app @param {Shape} geometry */
async function saveReport(app, geometry) {
  const slow = setTimeout(() => app.say(t("draw.report_running")), SLOW_MS);
  const saved = await saveFile(app, "lingang-report.pdf", `/report?lang=${lang}`, geometry);
  clearTimeout(slow);
  if (saved) app.hush();
}

/** @param {SiteAnswer} answer @param {Shape} geometry */
function saveFeature(answer, geometry) {
  const { area, length_km, perimeter_km, method: how, version } = answer;
  const figures = { ...area, length_km, perimeter_km, method: how.id, version };
  const feature = { type: "Feature", properties: { ...figures, note: pick(answer, "disclaimer") }, geometry };
  saveBlob("lingang-drawn.geojson", new Blob([JSON.stringify(feature)], { type: "application/geo+json" }));
}

/** @param {App} app @param {{ id: string }} place */
function placeLink(app, place) {
  const onclick = () => app.open(place.id, { push: true });
  return el("button", { type: "button", class: "link-button", onclick }, pick(place, "name"));
}

/** @param {App} app @param {SiteAnswer} answer */
function touched(app, { touched: places }) {
  if (!places.length) return el("p", { class: "note" }, t("draw.nothing"));
  const groups = groupBy(places, ({ layer }) => layer).map((rows) => [
    el("h4", {}, pick(app.layers.byId.get(rows[0].layer), "title")),
    el(
      "ul",
      { class: "touched" },
      rows.map((row) => touchItem(app, row)),
    ),
  ]);
  return section("touched", t("draw.touched", { count: places.length }), groups);
}

/** @param {App} app @param {Touch} row */
function touchItem(app, row) {
  const { share_of_drawn: ofDrawn, share_of_place: ofPlace, standing, grade } = row;
  const about = grade === "C";
  const shares = [
    ofDrawn == null ? "" : t("draw.share_of_drawn", { share: number(ofDrawn, "share", { about }) }),
    ofPlace == null ? "" : t("draw.share_of_place", { share: number(ofPlace, "share", { about }) }),
    term("standing", standing),
  ];
  return el(
    "li",
    { "data-place": row.id },
    placeLink(app, row),
    el("span", { class: "touched-figure" }, shared(row)),
    el("span", { class: "touched-shares" }, shares.filter(Boolean).join(" · ")),
  );
}

/** @param {Touch} row */
function shared({ area_km2: area, length_km: length, grade }) {
  if (area != null) return `${number(area, "km2", { about: grade === "C" })} km²`;
  return length == null ? t("draw.inside") : `${number(length, "km")} km`;
}

/**
 * Places the shape misses by less than the accuracy of their boundary: the drawing cannot rule them out.
 * @param {App} app @param {SiteAnswer} answer
 */
function near(app, { near: places }) {
  if (!places.length) return null;
  const items = places.map((row) => {
    const words = { distance: number(row.distance_m, "m"), accuracy: number(row.accuracy_m, "m") };
    const figures = el("span", { class: "touched-figure" }, t("draw.near_by", words));
    return el("li", { "data-place": row.id }, placeLink(app, row), figures);
  });
  return section("near", t("draw.near", { count: places.length }), el("ul", { class: "touched" }, items));
}

/** @param {App} app @param {SiteAnswer} answer */
function positioning(app, { positioning: places, documents }) {
  if (!places.length) return null;
  const blocks = places.map((place) => {
    const kind = el("span", { class: "overlap-kind" }, term("kind", place.kind));
    const head = el("p", { class: "found-head" }, placeLink(app, place), kind);
    return el(
      "div",
      { class: "claim" },
      head,
      place.says.map((said) => saying(said, documents)),
    );
  });
  return section("positioning", t("draw.positioning"), blocks);
}

/** @param {Said} said @param {Record<string, Document>} documents */
function saying(said, documents) {
  return [el("dl", { class: "terms" }, termEntry(said)), source({ ...said, document: documents[said.doc_id] })];
}

/** @param {SiteAnswer} answer */
function method(answer) {
  const { method: how } = answer;
  return [
    el("p", { class: "note" }, `${t("area.method")}: ${pick(how, "name")} · ${how.crs}`),
    el("p", { class: "note" }, t("draw.private")),
    el("p", { class: "disclaimer" }, pick(answer, "disclaimer")),
  ];
}
