// @ts-check
// A view is what the page shows now: its address, the ground seen, and the reader's shapes, which stand apart.

import { pick, t } from "atlas/core/i18n.js";
import { current } from "atlas/project/kept_project.js";

/** @import { App, State } from "atlas/core/types.js" */
/** @import { OwnShape } from "atlas/shapes/site_types.js" */
/** @import { Drawing, Drawn, NotedShape, Project, View } from "atlas/project/project_types.js" */

/**
 * What the page shows as a view, and the drawings of the project with its shapes.
 * @param {App} app @param {Drawn} drawn @returns {{ view: View, drawings: Drawing[] }}
 */
export function viewNow(app, drawn) {
  const now = app.state.current();
  const bounds = app.map.getBounds();
  const { lat, lng } = app.map.getCenter();
  const sides = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  const extent = /** @type {import("atlas/core/types.js").Box} */ (sides.map((side) => +side.toFixed(5)));
  // The layers are named even where they are those of a fresh page: another day may begin with others.
  const layers = app.layers.visibleLayers().map(({ id }) => id);
  const map = { zoom: app.map.getZoom(), lat, lng };
  const shapes = now.draw ? (drawn.currentSite()?.shapes ?? []) : [];
  const { drawing, drawings } = withShapes(current(), shapes);
  const state = app.state.addressOf({ ...now, map, layers, draw: null });
  return { view: { title: titleOf(app, now), note: "", state, extent, drawing }, drawings };
}

/** @param {App} app @param {State} now */
function titleOf(app, { place }) {
  const feature = place ? app.layers.feature(place) : null;
  return feature ? pick(feature, "name") : t("project.view_n", { number: current().views.length + 1 });
}

/**
 * The drawing of a project with these shapes; a new one if there is none.
 * @param {Project} project @param {OwnShape[]} shapes
 */
function withShapes({ drawings }, shapes) {
  if (!shapes.length) return { drawing: null, drawings };
  const same = drawings.find(({ shapes: { features } }) => keyOf(features.map(ownShape)) === keyOf(shapes));
  if (same) return { drawing: same.id, drawings };
  const numbers = drawings.map(({ id }) => Number(/^d(\d+)$/.exec(id)?.[1] ?? 0));
  const id = `d${Math.max(0, ...numbers) + 1}`;
  const notes = notesByShape(drawings);
  const features = shapes.map((shape) => noted(shape, notes.get(keyOf([shape])) ?? ""));
  /** @type {Drawing} */
  const added = { id, shapes: { type: "FeatureCollection", features } };
  return { drawing: id, drawings: [...drawings, added] };
}

/** A shape that is drawn again in another view keeps its note. @param {Drawing[]} drawings */
function notesByShape(drawings) {
  const features = drawings.flatMap(({ shapes }) => shapes.features);
  return new Map(features.map((feature) => [keyOf([ownShape(feature)]), feature.properties.note]));
}

/** @param {OwnShape[]} shapes */
function keyOf(shapes) {
  return JSON.stringify(shapes.map(({ geometry, name }) => [geometry.type, geometry.coordinates, name]));
}

/** @param {OwnShape} shape @param {string} note @returns {NotedShape} */
function noted({ geometry, name, surveyed, attributes }, note) {
  const { type, coordinates } = geometry;
  const plain = /** @type {import("atlas/core/types.js").Shape} */ ({ type, coordinates });
  return { type: "Feature", geometry: plain, properties: { name, note, surveyed, ...(attributes && { attributes }) } };
}

/** @param {NotedShape} feature @returns {OwnShape} */
export function ownShape({ geometry, properties: { name, surveyed, attributes } }) {
  return { geometry, name, surveyed, ...(attributes && { attributes }) };
}

/** The shapes of a view with their notes. @param {View} view @returns {NotedShape[]} */
export function shapesOf({ drawing }) {
  return current().drawings.find(({ id }) => id === drawing)?.shapes.features ?? [];
}

/**
 * Show a view: the ground that was seen when it was kept, whatever the size of the window now.
 * @param {App} app @param {Drawn} drawn @param {View} view @param {{ push?: boolean }} [options]
 */
export function showView(app, drawn, view, { push = true } = {}) {
  const { state } = app;
  const wanted = state.read(view.state);
  const shapes = shapesOf(view).map(ownShape);
  const draw = shapes.length ? drawn.keep(shapes) : null;
  const map = placed(app, view) ?? wanted.map;
  state.go(state.addressOf({ ...wanted, map, draw }), { push });
  settle(app, view);
}

/** A panel that opened or closed has changed the size of the map. @param {App} app @param {View} view */
function settle(app, view) {
  const now = placed(app, view);
  if (now && now.zoom !== app.map.getZoom()) app.map.setView([now.lat, now.lng], now.zoom, { animate: false });
}

/** Zoom and middle at which the ground of a view fits the map as it is now. @param {App} app @param {View} view */
function placed({ map }, { extent }) {
  if (!extent) return null;
  const [west, south, east, north] = extent;
  const bounds = L.latLngBounds([south, west], [north, east]);
  // The window it was kept in may be the same, up to a pixel of rounding.
  const zoom = map.getBoundsZoom(bounds.pad(-0.004));
  const { lat, lng } = bounds.getCenter();
  return { zoom, lat, lng };
}
