// @ts-check
// The drawn shape or uploaded file of the address: its outline on the map, and what the server says of it. The shape
// lives in the address; the server keeps nothing.

import { postJson } from "atlas/core/api.js";
import { url } from "atlas/core/i18n.js";
import { covered } from "atlas/panel/select_place.js";
import { decode } from "atlas/tools/shape_code.js";

/** @import { App, Failure, Shape, SiteAnswer } from "atlas/core/types.js" */

/**
 * @typedef {object} Site
 * @property {Shape | null} geometry null where a file is no longer there
 * @property {import("leaflet").GeoJSON | null} outline
 * @property {string[]} notes words about the file it came from
 * @property {SiteAnswer | null} answer null until the server has answered
 * @property {unknown} error why it has not
 */

const PANE = "atlas-drawn";
// Colours stand in the style sheet (map.css).
const OUTLINE = {
  pane: PANE,
  className: "drawn-outline drawn-area",
  weight: 2.5,
  fillOpacity: 0.1,
  interactive: false,
};
/** Stands in the address for a file too large for it, which is shown until the page is left. */
const FILE = "file";
/** @type {{ geometry: Shape | null, code: string, lines: string[] }} */
const kept = { geometry: null, code: "", lines: [] };
/** @type {Site | null} */
let site = null;
/** @type {AbortController | null} */
let running = null;

/** Remember a shape that does not fit into the address; returns what stands there instead. @param {Shape} shape */
export function keep(shape) {
  kept.geometry = shape;
  return FILE;
}

/** Keep words about the file a shape came from, for its result. @param {string} code @param {string[]} lines */
export function explain(code, lines) {
  kept.code = code;
  kept.lines = lines;
}

/** The GeoJSON geometry on the map, null without one. */
export function drawnShape() {
  return site?.geometry ?? null;
}

/** The shape on the map and what the server says of it. @returns {Site | null} */
export function currentSite() {
  return site;
}

/**
 * Show the shape of the address on the map and have it measured; null takes it away.
 * @param {App} app @param {string | null} code @param {{ keepView?: boolean }} [options]
 */
export async function showDrawn(app, code, { keepView } = {}) {
  clear();
  if (code) site = siteOf(code);
  if (!site?.geometry) return;
  const shown = site;
  shown.outline = outlineOf(app, site.geometry);
  if (!keepView) bringIntoView(app, shown.outline.getBounds());
  running = new AbortController();
  const { signal } = running;
  try {
    shown.answer = await postJson(url("/measure"), shown.geometry, { signal });
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
  const geometry = code === FILE ? kept.geometry : decode(code);
  const notes = kept.code === code ? kept.lines : [];
  /** @type {Failure | null} */
  const error = geometry ? null : { key: "draw.lost" };
  return { geometry, outline: null, notes, answer: null, error };
}

/** @param {App} app @param {Shape} geometry */
function outlineOf({ map }, geometry) {
  if (!map.getPane(PANE)) map.createPane(PANE).style.zIndex = "625";
  const layer = L.geoJSON(geometry, {
    pane: PANE,
    style: { ...OUTLINE, fill: /Polygon/.test(geometry.type) },
    pointToLayer: (_, at) => L.circleMarker(at, { ...OUTLINE, radius: 5 }),
  });
  return layer.addTo(map);
}

/** @param {App} app @param {import("leaflet").LatLngBounds} bounds */
function bringIntoView(app, bounds) {
  const { map } = app;
  const [right, bottom] = covered(app);
  const free = L.bounds([0, 0], map.getSize().subtract([right, bottom]));
  const [upper, lower] = [bounds.getNorthWest(), bounds.getSouthEast()].map((at) => map.latLngToContainerPoint(at));
  if (free.contains(L.bounds(upper, lower))) return;
  map.fitBounds(bounds, { paddingTopLeft: [40, 40], paddingBottomRight: [40 + right, 40 + bottom], maxZoom: 16 });
}
