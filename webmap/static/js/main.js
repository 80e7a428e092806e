// Starts the page: takes the Leaflet map from Folium's script, draws the layers and wires the controls to the address bar.
// What the first view does not need (pointer, hit test, panel) is loaded when it is first used.

import { getJson } from "./api.js";
import { el, setChildren } from "./dom.js";
import { config, lang, t, url } from "./i18n.js";
import { Labels } from "./labels.js";
import { Layers } from "./layers.js";
import * as state from "./state.js";
import { buildTree } from "./tree.js";

/* global L */

const SLOW_MS = 500;
const PHONE = matchMedia("(max-width: 767px)");
const { map, frame } = window.lingang;
const byId = (id) => document.getElementById(id);
let layers;
let labels;
let opener = null;
let quiet = false;

async function start() {
  addControls();
  const notice = byId("map-notice");
  const slow = setTimeout(() => tell(notice, t("map.loading")), SLOW_MS);
  let bundle;
  try {
    bundle = await getJson(url(`/map.json?v=${config.version}`));
  } catch (error) {
    tell(notice, t(error.key ?? "error.server"), el("button", { type: "button", onclick: start }, t("error.retry")));
    return;
  } finally {
    clearTimeout(slow);
  }
  notice.hidden = true;
  layers = new Layers(map, bundle);
  labels = new Labels(map, layers);
  buildTree(byId("layer-tree"), layers, { zoomTo, select: (feature) => open(feature.id, { push: true, focus: true, show: true }) });
  apply(state.load(), { first: true });
  labels.update();
  layers.onChange(() => quiet || state.write({ layers: layers.visibleIds() }, { push: true }));
  watchMap();
  document.documentElement.dataset.ready = "true";
}

function tell(notice, ...content) {
  setChildren(notice, ...content);
  notice.hidden = false;
}

let controlsAdded = false;
function addControls() {
  if (controlsAdded) return;
  controlsAdded = true;
  L.control.attribution({ prefix: false }).addAttribution(t("map.attribution")).addTo(map);
  L.control.scale({ imperial: false, position: "bottomright", maxWidth: 120 }).addTo(map);
  L.control.zoom({ position: "topright", zoomInTitle: t("map.zoom_in"), zoomOutTitle: t("map.zoom_out") }).addTo(map);
  map.getContainer().setAttribute("aria-label", t("map.label"));
  map.getContainer().setAttribute("role", "application");
  byId("tree-toggle").addEventListener("click", () => setTree(!treeIsOpen()));
  byId("tree-close").addEventListener("click", () => { setTree(false); byId("tree-toggle").focus(); });
  byId("tree-toggle").setAttribute("aria-expanded", String(treeIsOpen()));
  // The part after "#" is the state of the map: the skip link must not write into it.
  document.querySelector(".skip-link").addEventListener("click", (event) => {
    event.preventDefault();
    map.getContainer().focus();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (PHONE.matches && treeIsOpen()) setTree(false);
    else if (state.current().place) close();
  });
  new ResizeObserver(() => map.invalidateSize({ animate: false, pan: false })).observe(map.getContainer());
}

/** The tree is open on a wide screen and closed on a phone until the reader says otherwise, hence two classes. */
function treeIsOpen() {
  return PHONE.matches ? document.body.classList.contains("tree-open") : !document.body.classList.contains("tree-closed");
}

function setTree(open) {
  document.body.classList.toggle("tree-open", open && PHONE.matches);
  document.body.classList.toggle("tree-closed", !open && !PHONE.matches);
  byId("tree-toggle").setAttribute("aria-expanded", String(open));
}

/** Change layers without a step of its own in the history. */
function quietly(change) {
  quiet = true;
  change();
  quiet = false;
}

/** Bring the page to a state of the address bar. */
function apply(wanted, { first = false } = {}) {
  quietly(() => layers.show(wanted.layers ?? layers.defaults()));
  // The panel takes its room first: the middle of the view is that of the map beside it.
  document.body.classList.toggle("panel-open", Boolean(wanted.place));
  map.invalidateSize({ animate: false, pan: false });
  if (wanted.view) map.setView([wanted.view.lat, wanted.view.lng], wanted.view.zoom, { animate: false });
  else map.fitBounds(frame, { animate: false });
  if (wanted.place) open(wanted.place, { at: wanted.at, keepView: Boolean(wanted.view), keepLayers: Boolean(wanted.layers) });
  else if (!first) dismiss();
}

function watchMap() {
  map.on("moveend", () => {
    const { lat, lng } = map.getCenter();
    state.write({ view: { zoom: map.getZoom(), lat, lng } });
  });
  map.on("click", async ({ latlng }) => {
    const { hits } = await import("./hit.js");
    const [first] = hits(map, layers.visibleLayers(), latlng);
    if (first) open(first.id, { at: latlng, push: true, keepView: true });
    else close();
  });
  const hover = async () => (await import("./pointer.js")).watchPointer(map, layers, byId("coordinates"));
  map.once("mousemove", hover);
  state.onNavigate((next) => apply(next));
  watchPrinting();
}

/** On paper the map has another size: show the same ground there, and the old view afterwards. */
function watchPrinting() {
  let before = null;
  const resize = (bounds) => {
    map.invalidateSize({ animate: false, pan: false });
    map.fitBounds(bounds, { animate: false });
  };
  addEventListener("beforeprint", () => {
    before = map.getBounds();
    document.body.classList.add("printing");
    resize(before);
  });
  addEventListener("afterprint", () => {
    document.body.classList.remove("printing");
    resize(before);
  });
}

/** Select a place and show its panel. `at` is the clicked point: the panel then lists all shapes under it. */
async function open(id, { at = null, push = false, focus = false, show = false, keepView = false, keepLayers = false } = {}) {
  const feature = layers.feature(id);
  if (feature?.geometry && !keepLayers && !layers.isVisible(feature.layer.id)) quietly(() => layers.toggle(feature.layer.id, true));
  if (focus && !document.body.classList.contains("panel-open")) opener = document.activeElement;
  state.write({ place: id, at, layers: layers.visibleIds() }, { push });
  layers.mark(feature);
  labels.select(feature);
  document.body.classList.add("panel-open");
  map.invalidateSize({ animate: false, pan: false });
  if (show && PHONE.matches) setTree(false);
  const [{ showPlace }, { hits }] = await Promise.all([import("./panel.js"), import("./hit.js")]);
  if (state.current().place !== id) return;
  const here = at ? hits(map, layers.visibleLayers(), at) : [];
  const under = here.includes(feature) ? here : [];
  showPlace(byId("panel"), id, under, {
    focus,
    onClose: close,
    onSelect: (other, { sameSpot = false } = {}) => open(other, { at: sameSpot ? at : null, push: true, keepView: sameSpot }),
    onLocate: feature?.geometry ? () => zoomTo(feature) : null,
  });
  if (!keepView) bringIntoView(feature);
  else if (at) clearOfPanel(at);
}

function close() {
  if (!state.current().place) return;
  state.write({ place: null, at: null }, { push: true });
  dismiss();
}

function dismiss() {
  layers.mark(null);
  labels.select(null);
  document.body.classList.remove("panel-open");
  (opener ?? map.getContainer()).focus({ preventScroll: true });
  opener = null;
}

/** Part of the map the panel covers, in pixels from the right and from the bottom. */
function covered() {
  const panel = byId("panel").getBoundingClientRect();
  const frameBox = map.getContainer().getBoundingClientRect();
  if (!document.body.classList.contains("panel-open")) return [0, 0];
  return PHONE.matches
    ? [0, Math.max(0, frameBox.bottom - panel.top)]
    : [Math.max(0, frameBox.right - panel.left), 0];
}

function zoomTo(item) {
  // One place is shown with what surrounds it, a layer edge to edge.
  const bounds = layers.bounds(item)?.pad(item.features ? 0 : 0.35);
  if (!bounds) return;
  if (item.features && !layers.isVisible(item.id)) layers.toggle(item.id, true);
  const [right, bottom] = covered();
  map.fitBounds(bounds, { paddingTopLeft: [24, 24], paddingBottomRight: [24 + right, 24 + bottom], maxZoom: 15 });
}

function bringIntoView(feature) {
  const bounds = feature && layers.bounds(feature);
  if (!bounds) return;
  const size = map.getSize();
  const [right, bottom] = covered();
  const free = L.bounds([0, 0], [size.x - right, size.y - bottom]);
  const box = L.bounds(map.latLngToContainerPoint(bounds.getNorthWest()), map.latLngToContainerPoint(bounds.getSouthEast()));
  const tiny = Math.max(box.getSize().x, box.getSize().y) < 40 && !/Point/.test(feature.geometry.type);
  if (!free.contains(box) || tiny) zoomTo(feature);
}

function clearOfPanel(at) {
  const [right, bottom] = covered();
  map.panInside(L.latLng(at), { paddingTopLeft: [24, 24], paddingBottomRight: [24 + right, 24 + bottom] });
}

document.documentElement.lang ||= lang;
start();
