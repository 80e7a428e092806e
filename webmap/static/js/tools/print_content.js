// @ts-check
// What of the page goes on the map sheet: the layers shown with order and opacity, and on top what the reader drew,
// chose and filtered. The server gets it as a query; a drawn shape as a body, which it does not keep.

import { pick, t } from "atlas/core/i18n.js";
import { filterWords } from "atlas/find/filter.js";
import { inRing } from "atlas/map/hit_test.js";
import { boxOf } from "atlas/map/layers.js";
import { drawnShape } from "atlas/tools/drawn_shape.js";

/** @import { App, Filter, Shape } from "atlas/core/types.js" */
/** @typedef {"drawn" | "place" | "filter" | "theme"} Mark */
/** @typedef {Record<Mark, boolean>} Wanted which marks are to be printed */

/** Marks a reader may leave off. @type {Mark[]} */
export const MARKS = ["drawn", "place", "filter", "theme"];

/**
 * What each mark is called on this page now; null where there is none.
 * @param {App} app @returns {Record<Mark, string | null>}
 */
export function marks(app) {
  const { filter, place, theme } = app.state.current();
  const feature = place ? app.layers.feature(place) : null;
  return {
    drawn: drawnShape() && t("sheet.drawn"),
    place: feature?.geometry ? t("sheet.place", { name: pick(feature, "name") }) : null,
    filter: filter && !isOwn(app, filter) ? t("sheet.filter", { words: filterWords(app, filter) }) : null,
    theme: theme && t("sheet.theme", { name: app.byId("theme-box").querySelector(":checked")?.textContent ?? "" }),
  };
}

/**
 * Whether a filter is on columns of the reader's own, which a sheet does not know.
 * @param {App} app @param {Filter} filter
 */
export function isOwn(app, { layer = "" }) {
  return Boolean(app.layers.byId.get(layer)?.tiles);
}

/** The drawn shape to send, null where there is none or it is to be left off. @param {Wanted} wanted */
export function body(wanted) {
  return wanted.drawn ? drawnShape() : null;
}

/**
 * What is said of layers that are shown, as the server takes it.
 * @param {string} name @param {Record<string, string | number>} said by layer @param {string[]} shown
 */
function pairs(name, said, shown) {
  const known = Object.entries(said).filter(([id]) => shown.includes(id));
  return known.length ? { [name]: known.map((pair) => pair.map(encodeURIComponent).join(":")).join(",") } : {};
}

/** Query of what the page shows. @param {App} app @param {Wanted} wanted @returns {Record<string, string>} */
export function query(app, wanted) {
  const { layers, map, state } = app;
  const shown = layers.visibleLayers().map(({ id }) => id);
  const box = map.getBounds();
  const sides = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
  /** @type {Record<string, string>} */
  const out = { layers: shown.join(","), bbox: sides.map((side) => side.toFixed(6)).join(",") };
  const stack = layers.stacked().filter((id) => shown.includes(id));
  if (layers.order) out.order = stack.join(",");
  const present = marks(app);
  const { by, filter, place, theme } = state.current();
  Object.assign(out, pairs("opacity", layers.opacity, shown), pairs("by", by ?? {}, shown));
  if (place && present.place && wanted.place) out.place = place;
  if (theme && wanted.theme) out.theme = theme;
  return present.filter && wanted.filter ? { ...out, ...filter } : out;
}

/**
 * Whether all of the drawn shape lies on the ground of a sheet.
 * @param {Shape} shape @param {[lon: number, lat: number][]} ring of the ground
 */
export function isWithin(shape, ring) {
  const [west, south, east, north] = boxOf(shape.coordinates);
  const corners = [west, east].flatMap((lon) => [south, north].map((lat) => [lon, lat]));
  return corners.every((corner) => inRing(corner, ring));
}
