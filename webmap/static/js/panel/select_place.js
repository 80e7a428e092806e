// @ts-check
// Selecting a place: its outline on the map, its panel beside it, and the view moved so that neither hides the other.

import { hits } from "atlas/map/hit_test.js";
import { showPlace } from "atlas/panel/panel.js";

/** @import { App, Feature, LayerEntry, OpenOptions, Place, Point, State } from "atlas/core/types.js" */
/** @import { Actions } from "atlas/panel/panel.js" */

/** Room between what is chosen and the edge of the free part of the map, in pixels. */
const MARGIN = 24;

/** Select a place and show its panel. @param {App} app @param {string} id @param {OpenOptions} [options] */
export async function open(app, id, options = {}) {
  const { layers } = app;
  // A feature of a layer drawn by tiles is known only once it is asked for.
  if (layers.list.some(({ tiles }) => tiles)) await (await layers.tiles()).prepare(id, options.at ?? null);
  select(app, id, options);
}

/** @param {App} app @param {string} id @param {OpenOptions} options */
function select(app, id, options) {
  const { map, layers, labels, state } = app;
  const { at = null, push, focus, show } = options;
  const feature = layers.feature(id);
  if (!options.keepLayers) showLayerOf(app, feature);
  if (focus && !document.body.classList.contains("panel-open")) app.opener = document.activeElement;
  state.write({ place: id, at, layers: layers.visibleIds() }, { push });
  layers.mark(feature);
  labels.select(feature);
  document.body.classList.add("panel-open");
  map.invalidateSize({ animate: false, pan: false });
  if (show && app.isNarrow()) app.setTree(false);
  showPanel(app, id, feature, options);
  dispatchEvent(new CustomEvent("atlas:place", { detail: id }));
  if (!options.keepView) bringIntoView(app, feature);
  else if (at) clearOfPanel(app, feature, at);
}

/** @param {App} app @param {string} id @param {Feature | null} feature @param {OpenOptions} options */
function showPanel(app, id, feature, options) {
  const at = options.at ?? null;
  const here = at ? hits(app.map, app.layers.reachable(at), at) : [];
  const clicked = feature !== null && here.includes(feature);
  showPlace(app.byId("panel"), id, clicked ? here : [], actionsOf(app, feature, clicked ? at : null, options));
}

/** @param {App} app @param {Feature | null} feature */
function showLayerOf(app, feature) {
  if (!feature?.geometry || app.layers.isVisible(feature.layer.id)) return;
  if (app.layers.sides?.(null).some(({ features }) => features.includes(feature))) return;
  app.quietly(() => app.layers.toggle(feature.layer.id, true));
}

/**
 * What the panel of a place can do.
 * @param {App} app @param {Feature | null} feature @param {Point | null} spot @param {OpenOptions} options
 * @returns {Actions}
 */
function actionsOf(app, feature, spot, options) {
  const located = feature?.geometry ? feature : null;
  return {
    at: spot,
    feature,
    asked: options.asked,
    focus: Boolean(options.focus),
    onClose: app.close,
    onBack: liesOver(app.state.current()) ? app.close : null,
    onSelect: (other, { sameSpot = false } = {}) =>
      open(app, other, { at: sameSpot ? options.at : null, push: true, keepView: sameSpot }),
    onLocate: located && (() => zoomTo(app, located)),
    onRead: located || options.keepView ? null : (place) => bringIntoView(app, locatedParent(app, place)),
    onIndustry: (industry) => app.change({ filter: { industry }, place: null, at: null }),
    onTable: feature ? () => openTable(app, feature.layer.id) : null,
  };
}

/** Whether the panel shows a drawn shape or a list when the place is closed. @param {State} state */
function liesOver({ filter, draw, table, fit, time }) {
  return Boolean(draw || (filter && !table) || fit != null || time);
}

/** @param {App} app @param {string} table */
function openTable(app, table) {
  app.change({ table, filter: null }, { keepView: true });
}

/** What nobody located lies somewhere in what holds it. @param {App} app @param {Place} place */
function locatedParent(app, { parents }) {
  const features = parents.map((parent) => app.layers.feature(parent.id));
  return features.filter((parent) => parent?.geometry).pop() ?? null;
}

/**
 * Show one place with what surrounds it, a layer or a list of places edge to edge.
 * @param {App} app @param {Feature | Feature[] | LayerEntry} item
 */
export function zoomTo(app, item) {
  const { map, layers } = app;
  const layer = "features" in item ? item : null;
  const bounds = layers.bounds(item)?.pad(layer || Array.isArray(item) ? 0 : 0.35);
  if (!bounds) return;
  if (layer && !layers.isVisible(layer.id)) layers.toggle(layer.id, true);
  const [right, bottom] = covered(app);
  map.fitBounds(bounds, { paddingTopLeft: [24, 24], paddingBottomRight: [24 + right, 24 + bottom], maxZoom: 15 });
}

/**
 * Move the map only if the place is not in its free part already, or is too small to see.
 * @param {App} app @param {Feature | null} feature
 */
export function bringIntoView(app, feature) {
  const { map, layers } = app;
  const bounds = feature && layers.bounds(feature);
  if (!bounds) return;
  const size = map.getSize();
  const [right, bottom] = covered(app);
  const free = L.bounds([8, 8], [size.x - right - 8, size.y - bottom - 8]);
  const [upper, lower] = [bounds.getNorthWest(), bounds.getSouthEast()].map((at) => map.latLngToContainerPoint(at));
  const box = L.bounds(upper, lower);
  const { x, y } = box.getSize();
  const tiny = Math.max(x, y) < 40 && !/Point/.test(feature.geometry?.type ?? "");
  if (!free.contains(box) || tiny) zoomTo(app, feature);
}

/**
 * Part of the map the panel covers, in pixels from the right and from the bottom.
 * @param {App} app @returns {[right: number, bottom: number]}
 */
export function covered(app) {
  if (!document.body.classList.contains("panel-open")) return [0, 0];
  const panel = app.byId("panel").getBoundingClientRect();
  const frame = app.map.getContainer().getBoundingClientRect();
  const beside = panel.top <= frame.top + 1 && panel.width < frame.width;
  return beside ? [Math.max(0, frame.right - panel.left), 0] : [0, Math.max(0, frame.bottom - panel.top)];
}

/**
 * After a click: the chosen outline stands in the middle of the free part of the map if it was cut off and has room
 * there; if it has not, the clicked point is kept in the free part.
 * @param {App} app @param {Feature | null} feature @param {Point} at
 */
function clearOfPanel(app, feature, at) {
  const { map, layers } = app;
  const bounds = feature && layers.bounds(feature);
  const size = map.getSize();
  const [right, bottom] = covered(app);
  const free = L.bounds([MARGIN, MARGIN], [size.x - right - MARGIN, size.y - bottom - MARGIN]);
  if (bounds) {
    const box = L.bounds(
      map.latLngToContainerPoint(bounds.getNorthWest()),
      map.latLngToContainerPoint(bounds.getSouthEast()),
    );
    if (free.contains(box)) return;
    const [room, needed] = [free.getSize(), box.getSize()];
    if (needed.x <= room.x && needed.y <= room.y) {
      map.panBy(box.getCenter().subtract(free.getCenter()).round());
      return;
    }
  }
  map.panInside(L.latLng(at.lat, at.lng), {
    paddingTopLeft: [MARGIN, MARGIN],
    paddingBottomRight: [MARGIN + right, MARGIN + bottom],
  });
}
