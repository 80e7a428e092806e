// Selecting a place: its outline on the map, its panel beside it, and the view moved so that neither hides the other.

import { hits } from "./hit.js";
import { showPlace } from "./panel.js";

/* global L */

/** Select a place and show its panel. `at` is the clicked point: the panel then lists all shapes under it. */
export function open(app, id, { at = null, push = false, focus = false, show = false, keepView = false, keepLayers = false } = {}) {
  const { map, layers, labels, state } = app;
  const feature = layers.feature(id);
  if (feature?.geometry && !keepLayers && !layers.isVisible(feature.layer.id)) {
    app.quietly(() => layers.toggle(feature.layer.id, true));
  }
  if (focus && !document.body.classList.contains("panel-open")) app.opener = document.activeElement;
  state.write({ place: id, at, layers: layers.visibleIds() }, { push });
  layers.mark(feature);
  labels.select(feature);
  document.body.classList.add("panel-open");
  map.invalidateSize({ animate: false, pan: false });
  if (show && app.isNarrow()) app.setTree(false);
  const here = at ? hits(map, layers.reachable(), at) : [];
  const { filter, draw, table } = state.current();
  const clicked = here.includes(feature);
  showPlace(app.byId("panel"), id, clicked ? here : [], {
    at: clicked ? at : null,
    focus,
    onClose: app.close,
    onBack: draw || (filter && !table) ? app.close : null,
    onSelect: (other, { sameSpot = false } = {}) => open(app, other, { at: sameSpot ? at : null, push: true, keepView: sameSpot }),
    onLocate: feature?.geometry ? () => zoomTo(app, feature) : null,
    // What nobody located lies somewhere in what holds it: that is shown instead.
    onRead: feature?.geometry || keepView ? null : ({ parents }) => bringIntoView(app, parents.map((parent) => layers.feature(parent.id)).filter((parent) => parent?.geometry).pop()),
    onTable: feature ? () => app.change({ table: feature.layer.id, filter: null }, { keepView: true }) : null,
  });
  dispatchEvent(new CustomEvent("atlas:place", { detail: id }));
  if (!keepView) bringIntoView(app, feature);
  else if (at) clearOfPanel(app, at);
}

/** Show one place with what surrounds it, a layer or a list of places edge to edge. */
export function zoomTo(app, item) {
  const { map, layers } = app;
  const several = Array.isArray(item) || Boolean(item.features);
  const bounds = layers.bounds(item)?.pad(several ? 0 : 0.35);
  if (!bounds) return;
  if (item.features && !layers.isVisible(item.id)) layers.toggle(item.id, true);
  const [right, bottom] = covered(app);
  map.fitBounds(bounds, { paddingTopLeft: [24, 24], paddingBottomRight: [24 + right, 24 + bottom], maxZoom: 15 });
}

/** Move the map only if the place is not in its free part already, or is too small to see. */
export function bringIntoView(app, feature) {
  const { map, layers } = app;
  const bounds = feature && layers.bounds(feature);
  if (!bounds) return;
  const size = map.getSize();
  const [right, bottom] = covered(app);
  const free = L.bounds([8, 8], [size.x - right - 8, size.y - bottom - 8]);
  const box = L.bounds(map.latLngToContainerPoint(bounds.getNorthWest()), map.latLngToContainerPoint(bounds.getSouthEast()));
  const tiny = Math.max(box.getSize().x, box.getSize().y) < 40 && !/Point/.test(feature.geometry.type);
  if (!free.contains(box) || tiny) zoomTo(app, feature);
}

/** Part of the map the panel covers, in pixels from the right and from the bottom. */
export function covered(app) {
  if (!document.body.classList.contains("panel-open")) return [0, 0];
  const panel = app.byId("panel").getBoundingClientRect();
  const frame = app.map.getContainer().getBoundingClientRect();
  const beside = panel.top <= frame.top + 1 && panel.width < frame.width;
  return beside ? [Math.max(0, frame.right - panel.left), 0] : [0, Math.max(0, frame.bottom - panel.top)];
}

function clearOfPanel(app, at) {
  const [right, bottom] = covered(app);
  app.map.panInside(L.latLng(at), { paddingTopLeft: [24, 24], paddingBottomRight: [24 + right, 24 + bottom] });
}
