// @ts-check
// What the panel says of a drawn shape or file: its report first, its size, what it touches and by how much, the
// positioning that applies there, and its corners. Several shapes are a list (plots_panel.js).

import { el, groupBy, setChildren } from "atlas/core/dom.js";
import { failure } from "atlas/core/error_message.js";
import { number } from "atlas/core/format.js";
import { pick, t, term } from "atlas/core/i18n.js";
import { areaList, facts, figure } from "atlas/panel/area_section.js";
import { fillPanel, panelBar } from "atlas/panel/panel_bar.js";
import { section, source, termEntry } from "atlas/panel/parts.js";
import { cornerList } from "atlas/shapes/corner_list.js";
import { bodyOf, currentSite, fitView, nameShapes } from "atlas/tools/drawn_shape.js";
import { dataFold, reportButtons } from "atlas/tools/site_files.js";

/** @import { App, Document, Said } from "atlas/core/types.js" */
/** @import { OwnShape, SiteAnswer, Touch } from "atlas/shapes/site_types.js" */
/** @import { Site } from "atlas/tools/drawn_shape.js" */

/** Less than a square metre is the rounding of outlines. */
const LEAST_KM2 = 1e-6;

/** Show the result in the panel. @param {App} app */
export async function showResult(app) {
  const site = currentSite();
  if (!site) return;
  if (site.shapes.length > 1) {
    await (await import("atlas/tools/plots_panel.js")).showPlots(app, site);
    return;
  }
  const { outline } = site;
  const onLocate = outline && (() => fitView(app, outline.getBounds()));
  const body = el("div", { class: "panel-body" });
  const bar = panelBar({ title: t("draw.panel"), onClose: app.close, onLocate });
  fillPanel(app.byId("panel"), "drawn", bar, heading(app, site), body);
  const fill = () => setChildren(body, content(app, site));
  fill();
  await site.measured;
  fill();
}

/** @param {App} app @param {Site} site */
function content(app, site) {
  const [shape] = site.shapes;
  if (site.error) return failure(site.error);
  const actions = shape && shapeActions(app, shape);
  if (!site.answer || !shape) return [actions, el("p", { class: "note" }, t("panel.loading"))];
  return [size(site.answer), report(app, site), actions, notes(site.notes), parts(app, site, site.answer, shape)];
}

/** The name of the shape, which can be changed where it stands. @param {App} app @param {Site} site */
function heading(app, { shapes: [shape] }) {
  const title = el("h2", { tabindex: "-1", id: "panel-title" }, t("draw.title"));
  if (!shape) return title;
  const props = { id: "site-name", value: shape.name, placeholder: t("draw.title"), "aria-label": t("site.name") };
  const field = el("input", { ...props, class: "site-name", maxlength: "60", autocomplete: "off" });
  field.addEventListener("change", () => nameShapes(app, [field.value.trim()]));
  return el("div", { class: "site-heading" }, el("h2", { tabindex: "-1", id: "panel-title" }, field));
}

/** @param {App} app @param {OwnShape} shape */
function shapeActions(app, { geometry }) {
  if (/Point/.test(geometry.type)) return null;
  const areal = /Polygon/.test(geometry.type);
  const edit = async () => (await import("atlas/tools/edit_shape.js")).startEditing(app, 0);
  const more = async () => (await import("atlas/tools/draw.js")).startDrawing(app, "area", { add: true });
  return el(
    "p",
    { class: "site-actions site-shape-actions" },
    el("button", { type: "button", class: "button-second", id: "site-edit", onclick: edit }, t("site.edit")),
    areal && el("button", { type: "button", class: "button-second", id: "site-more", onclick: more }, t("site.more")),
  );
}

/** @param {string[]} lines */
export function notes(lines) {
  return lines.map((line) => el("p", { class: "note" }, line));
}

/** @param {App} app @param {Site} site @param {SiteAnswer} answer @param {OwnShape} shape */
function parts(app, site, answer, { geometry }) {
  const body = bodyWhenSent(site);
  return [
    touched(app, answer),
    near(app, answer),
    positioning(app, answer),
    distances(answer),
    cornerList(geometry),
    dataFold(app, answer, body, geometry),
    method(answer),
  ];
}

/** The name may be changed after a button is made: it is read when the button is pressed. @param {Site} site */
function bodyWhenSent(site) {
  return { toJSON: () => bodyOf(site) };
}

/** @param {App} app @param {Site} site */
function report(app, site) {
  return site.answer?.area && reportButtons(app, bodyWhenSent(site));
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
      [
        t("draw.uncovered"),
        places.length > 0 && uncovered && uncovered.area_km2 > LEAST_KM2 && `${number(uncovered.area_km2)} km²`,
      ],
    ]),
  );
}

/** How far it is to port, airport, station and motorway. @param {SiteAnswer} answer */
function distances({ distances: rows }) {
  const known = (rows ?? []).filter(({ distance_m: metres }) => metres != null);
  if (!known.length) return null;
  const list = known.map((row) => {
    const figures = { distance: number((row.distance_m ?? 0) / 1000, "km"), pm: number(row.pm_m / 1000, "km") };
    return /** @type {[string, string]} */ ([pick(row, "category"), `${pick(row, "name")} ${t("site.away", figures)}`]);
  });
  return section("distances", t("site.distances"), facts(list));
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
