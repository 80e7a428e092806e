// @ts-check
// The reader's own shapes, drawn or of a file: their outlines on the map, and what the server says of them. They live
// in the address as far as it reaches; the server keeps nothing.

import { postJson } from "atlas/core/api.js";
import { el } from "atlas/core/dom.js";
import { url } from "atlas/core/i18n.js";
import { covered } from "atlas/panel/select_place.js";
import { NUMBERS, ownPane } from "atlas/shapes/drawing_bar.js";
import { decodeAll, encodeAll, MOST_CHARACTERS } from "atlas/shapes/shape_code.js";

/** @import { App, Failure, Shape } from "atlas/core/types.js" */
/** @import { OwnShape, SiteAnswer } from "atlas/shapes/site_types.js" */

/**
 * @typedef {object} Site
 * @property {OwnShape[]} shapes none where a file is no longer there
 * @property {import("leaflet").FeatureGroup | null} outline
 * @property {import("leaflet").GeoJSON[]} plotLayers one a shape
 * @property {string[]} notes words about the file it came from
 * @property {SiteAnswer | null} answer null until the server has answered
 * @property {unknown} error why it has not
 * @property {string} nameField the attribute that names the plots, empty where the server chooses
 * @property {Promise<void> | null} measured settled when the answer or the error is there
 */

// Colours stand in the style sheet (drawing.css).
const OUTLINE = { className: "drawn-outline drawn-area", weight: 2.5, fillOpacity: 0.3, interactive: false };
/** Stands in the address for shapes too large for it, which are shown until the page is left. */
const FILE = "file";
/** More plots have small numbers. */
const MOST_FLAGS = 20;
/** A shape smaller than this share of the free map is gone to. */
const LEAST_SHARE = 1 / 6;
const MOST_ZOOM = 16;
/** Pixels at the edges of the map where tools and notes stand. */
const EDGE = { left: 24, top: 40, right: 72, bottom: 24 };
/** Shapes the page has in full: with the attributes of their file, or too large for the address. */
const kept = { code: "", shapes: /** @type {OwnShape[]} */ ([]), notes: /** @type {string[]} */ ([]), nameField: "" };
/** @type {Site | null} */
let site = null;
/** @type {AbortController | null} */
let running = null;

/**
 * What stands for shapes in the address; the page remembers them in full.
 * @param {OwnShape[]} shapes @param {{ notes?: string[], nameField?: string }} [about]
 */
export function keep(shapes, { notes = [], nameField = "" } = {}) {
  const points = shapes.some(({ geometry }) => /Point/.test(geometry.type));
  const code = points ? "" : encodeAll(shapes);
  const fits = code !== "" && encodeURIComponent(code).length <= MOST_CHARACTERS;
  Object.assign(kept, { code: fits ? code : FILE, shapes, notes, nameField });
  return kept.code;
}

/** Whether a code of `keep` carries the shapes in the address. @param {string} code */
export function isLinked(code) {
  return code !== FILE;
}

/**
 * The code of the shapes with one more, or of that one alone.
 * @param {App} app @param {Shape} geometry @param {{ add: boolean }} options
 */
export function addDrawn(app, geometry, { add }) {
  const before = (add && site?.shapes) || [];
  return keep([...before, { geometry, name: "", surveyed: false }], add && site ? site : {});
}

/**
 * The code of the shapes with one of them corrected, or taken away (null).
 * @param {number} index @param {Shape | null} geometry
 */
export function replaceShape(index, geometry) {
  if (!site) return null;
  const shapes = site.shapes.flatMap((shape, i) => {
    if (i !== index) return [shape];
    return geometry ? [{ ...shape, geometry }] : [];
  });
  return shapes.length ? keep(shapes, site) : null;
}

/** The shapes on the map as one GeoJSON geometry, null without any. @returns {Shape | null} */
export function drawnShape() {
  const shapes = site?.shapes ?? [];
  if (shapes.length < 2) return shapes[0]?.geometry ?? null;
  const areal = shapes.filter(({ geometry }) => /Polygon/.test(geometry.type));
  const type = areal.length ? "MultiPolygon" : "MultiLineString";
  const parts = (areal.length ? areal : shapes).flatMap(({ geometry }) => {
    const coordinates = /** @type {any[]} */ (geometry.coordinates);
    return /^Multi/.test(geometry.type) ? coordinates : [coordinates];
  });
  return /** @type {Shape} */ ({ type, coordinates: parts });
}

/** The shapes on the map and what the server says of them. @returns {Site | null} */
export function currentSite() {
  return site;
}

/** One shape as it is sent to the server. @param {OwnShape} shape */
export function featureOf({ geometry, name, attributes }) {
  return { type: "Feature", properties: { ...attributes, ...(name && { name_zh: name }) }, geometry };
}

/** What is sent to the server: one feature, or a collection of plots. @param {Site} of */
export function bodyOf({ shapes }) {
  if (shapes.length === 1) return featureOf(shapes[0]);
  // The attributes of a file name its plots; a name of ours would be one attribute more.
  const features = shapes.map((shape) => (shape.attributes ? featureOf({ ...shape, name: "" }) : featureOf(shape)));
  return { type: "FeatureCollection", features };
}

/** The query that names the plots. @param {Site} of */
export function plotQuery({ shapes, nameField }) {
  return shapes.length > 1 && nameField ? `plot_name=${encodeURIComponent(nameField)}` : "";
}

/**
 * Show the shapes of the address on the map and have them measured; null takes them away.
 * @param {App} app @param {string | null} code @param {{ keepView?: boolean }} [options]
 */
export function showDrawn(app, code, { keepView } = {}) {
  const next = code ? siteOf(code) : null;
  if (site && next && sameGround(site, next)) {
    Object.assign(site, { shapes: next.shapes, notes: next.notes });
    return;
  }
  clear();
  site = next;
  if (!site?.shapes.length) return;
  const outline = drawOutline(app, site);
  makeRoom(app, site);
  if (!keepView) bringIntoView(app, outline.getBounds());
  site.measured = measure(site);
}

/** Ask the server anew, with another attribute for the names. @param {string} nameField */
export function renamePlots(nameField) {
  if (!site) return;
  Object.assign(site, { nameField, answer: null, error: null });
  kept.nameField = nameField;
  site.measured = measure(site);
}

/** Give the shapes their names, in the address too. @param {App} app @param {string[]} names */
export function nameShapes(app, names) {
  if (!site) return;
  site.shapes = site.shapes.map((shape, i) => ({ ...shape, name: names[i] ?? shape.name }));
  app.state.write({ draw: keep(site.shapes, site) });
}

/** @param {Site} shown */
async function measure(shown) {
  running?.abort();
  running = new AbortController();
  try {
    shown.answer = await postJson(url("/measure", { query: plotQuery(shown) }), bodyOf(shown), running);
  } catch (error) {
    shown.error = error;
  }
}

function clear() {
  running?.abort();
  site?.outline?.remove();
  site = null;
}

/** @param {string} code @returns {Site} */
function siteOf(code) {
  const known = kept.code === code;
  const shapes = known ? kept.shapes : code === FILE ? null : decodeAll(code);
  const { notes, nameField } = known ? kept : { notes: [], nameField: "" };
  /** @type {Failure | null} */
  const error = shapes ? null : { key: "draw.lost" };
  return { shapes: shapes ?? [], outline: null, plotLayers: [], notes, nameField, answer: null, error, measured: null };
}

/** Whether two sites are the same but for names. @param {Site} a @param {Site} b */
function sameGround(a, b) {
  const ground = (/** @type {Site} */ { shapes }) => JSON.stringify(shapes.map(({ geometry }) => geometry.coordinates));
  return !a.error && !b.error && a.nameField === b.nameField && ground(a) === ground(b);
}

/** @param {App} app @param {Site} of */
function drawOutline(app, of) {
  const pane = ownPane(app);
  const several = of.shapes.length > 1;
  const className = several ? `${OUTLINE.className} plot-shape` : OUTLINE.className;
  of.plotLayers = of.shapes.map(({ geometry }) => {
    const style = { ...OUTLINE, pane, className, fill: /Polygon/.test(geometry.type), interactive: several };
    const pointToLayer = (/** @type {unknown} */ _, /** @type {import("leaflet").LatLng} */ at) =>
      L.circleMarker(at, { ...style, radius: 5 });
    return L.geoJSON(geometry, { ...style, style, pointToLayer, bubblingMouseEvents: false });
  });
  const dense = of.shapes.length > MOST_FLAGS;
  const numbers = several ? of.plotLayers.map((layer, index) => numberMark(app, index, layer, dense)) : [];
  const outline = L.featureGroup([...of.plotLayers, ...numbers]).addTo(app.map);
  of.outline = outline;
  return outline;
}

/**
 * The number of a plot; it stands above the plot, so that the plot is seen, of very many plots small within.
 * @param {App} app @param {number} index @param {import("leaflet").GeoJSON} layer @param {boolean} dense
 */
function numberMark(app, index, layer, dense) {
  const bounds = layer.getBounds();
  const html = el("span", { "data-plot": String(index) }, String(index + 1));
  const icon = L.divIcon({
    className: dense ? "plot-number plot-number-small" : "plot-number",
    html,
    iconSize: [0, 0],
  });
  const at = dense ? bounds.getCenter() : L.latLng(bounds.getNorth(), bounds.getCenter().lng);
  return L.marker(at, { icon, pane: ownPane(app, NUMBERS), keyboard: false, interactive: false });
}

/**
 * The list of plots is wider than a panel, and takes its room before the map is moved.
 * @param {App} app @param {Site} of
 */
function makeRoom(app, { shapes }) {
  if (app.state.current().place) return;
  document.body.dataset.panel = shapes.length > 1 ? "plots" : "drawn";
  app.map.invalidateSize({ animate: false, pan: false });
}

/** What the panel covers of the map; a list of plots lies beside it. @param {App} app @returns {[number, number]} */
function hidden(app) {
  const [panel, frame] = [app.byId("panel"), app.map.getContainer()].map((node) => node.getBoundingClientRect());
  return panel.left >= frame.right - 1 ? [0, 0] : covered(app);
}

/**
 * Show a part of the map in full, beside panel and tools.
 * @param {App} app @param {import("leaflet").LatLngBounds} bounds
 */
export function fitView(app, bounds) {
  const [right, bottom] = hidden(app);
  app.map.fitBounds(bounds, {
    paddingTopLeft: [EDGE.left + 16, EDGE.top + 16],
    paddingBottomRight: [EDGE.right + 16 + right, EDGE.bottom + 16 + bottom],
    maxZoom: MOST_ZOOM,
  });
}

/** @param {App} app @param {import("leaflet").LatLngBounds} bounds */
function bringIntoView(app, bounds) {
  const { map } = app;
  const [right, bottom] = hidden(app);
  const [far, near] = [map.getSize().subtract([right + EDGE.right, bottom + EDGE.bottom]), [EDGE.left, EDGE.top]];
  const free = L.bounds(/** @type {[number, number]} */ (near), far);
  const [upper, lower] = [bounds.getNorthWest(), bounds.getSouthEast()].map((at) => map.latLngToContainerPoint(at));
  const box = L.bounds(upper, lower);
  const [size, room] = [box.getSize(), free.getSize()];
  const small = Math.max(size.x / room.x, size.y / room.y) < LEAST_SHARE && map.getZoom() < MOST_ZOOM;
  if (!free.contains(box) || small) fitView(app, bounds);
}
