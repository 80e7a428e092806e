// @ts-check
// The spot: a point, or a feature of the background, that was looked up. It is marked with its name and coordinates
// until it is closed. The address has it as "lat,lng" or as "layer/id".

import { el, iconButton } from "atlas/core/dom.js";
import { pick, t, term } from "atlas/core/i18n.js";
import { coordinates } from "atlas/map/reference_system.js";
import { covered } from "atlas/panel/select_place.js";

/** @import { App, Feature, Point } from "atlas/core/types.js" */
/** @typedef {{ at: Point, feature: Feature | null }} Spot */

const PANE = "atlas-spot";
const POINT_ZOOM = 14;
const MOST_ZOOM = 15;
const CASING = { className: "mark-casing", weight: 7, opacity: 0.9 };
const OUTLINE = { className: "mark-selected", weight: 3, opacity: 1 };
/** @type {import("leaflet").FeatureGroup | null} */
let shown = null;

/**
 * Mark the spot of the address and go there; null takes the mark away.
 * @param {App} app @param {string | null} spot @param {{ keepView?: boolean }} [options]
 */
export function showSpot(app, spot, { keepView = false } = {}) {
  shown?.remove();
  shown = null;
  const found = spot ? readSpot(app, spot) : null;
  if (!found) return;
  const { at, feature } = found;
  if (feature) switchOn(app, feature);
  const drawn = outlines(app, feature);
  shown = L.featureGroup(drawn.length ? drawn : [dot(app, at)]).addTo(app.map);
  shown.addLayer(note(app, found));
  if (!keepView) goTo(app, found);
}

/** @param {App} app @param {string} spot @returns {Spot | null} */
function readSpot(app, spot) {
  const numbers = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/.exec(spot);
  if (numbers) return { at: { lat: Number(numbers[1]), lng: Number(numbers[2]) }, feature: null };
  const [layer, id] = spot.split("/");
  const feature = app.layers.byId.get(layer)?.features.find((one) => one.id === id);
  if (!feature?.geometry) return null;
  const [lng, lat] = feature.label;
  return { at: { lat, lng }, feature };
}

/** @param {App} app @param {Feature} feature */
function switchOn(app, { layer }) {
  if (app.layers.isVisible(layer.id)) return;
  app.quietly(() => app.layers.toggle(layer.id, true));
  app.state.write({ layers: app.layers.visibleIds() });
}

/** @param {App} app */
function renderer({ map }) {
  if (!map.getPane(PANE)) map.createPane(PANE).style.zIndex = "645";
  return L.svg({ pane: PANE, padding: 0.5 });
}

/** @param {App} app @param {Feature | null} feature */
function outlines(app, feature) {
  if (!feature?.geometry || /Point/.test(feature.geometry.type)) return [];
  const common = { pane: PANE, renderer: renderer(app), interactive: false, fill: false };
  return [CASING, OUTLINE].map((style) => L.geoJSON(feature.geometry, { style: { ...common, ...style }, ...common }));
}

/** @param {App} app @param {Point} at */
function dot(app, { lat, lng }) {
  const common = { pane: PANE, renderer: renderer(app), interactive: false };
  return L.circleMarker([lat, lng], { ...common, ...OUTLINE, className: "spot-dot", radius: 7 });
}

/** @param {App} app @param {Spot} spot */
function note(app, { at, feature }) {
  const close = () => app.change({ spot: null }, { keepView: true });
  const head = feature && el("strong", {}, pick(feature, "name"));
  const kind = feature && el("span", { class: "overlap-kind" }, term("land_kind", feature.kind));
  const lines = coordinates(at).map((line) => el("span", { class: "spot-line" }, line));
  const button = iconButton("close", t("search.spot_close"), { id: "spot-close", onclick: close });
  const props = { class: "spot", role: "status", "aria-label": t("search.spot") };
  const content = el("div", props, head, kind, lines, button);
  const stays = { closeButton: false, closeOnClick: false, autoClose: false, closeOnEscapeKey: false, autoPan: false };
  return L.popup({ ...stays, offset: [0, -2], className: "spot-note", maxWidth: 340 })
    .setLatLng([at.lat, at.lng])
    .setContent(content);
}

/** @param {App} app @param {Spot} spot */
function goTo(app, { at, feature }) {
  const { map, layers } = app;
  const bounds = feature && layers.bounds(feature);
  const [right, bottom] = covered(app);
  if (bounds && !/Point/.test(feature.geometry?.type ?? "")) {
    const padding = { paddingTopLeft: [24, 110], paddingBottomRight: [24 + right, 24 + bottom] };
    map.fitBounds(bounds, /** @type {import("leaflet").FitBoundsOptions} */ ({ ...padding, maxZoom: MOST_ZOOM }));
    return;
  }
  map.setView([at.lat, at.lng], Math.max(map.getZoom(), POINT_ZOOM));
}
