// @ts-check
// Starts the page: takes the Leaflet map from Folium's script, draws the layers and keeps the page in step with the
// address bar. What the first view does not need (pointer, panel, search, table, drawing, basemaps) is loaded when
// first used.

import { getJson, keyOf } from "atlas/core/api.js";
import { el, setChildren } from "atlas/core/dom.js";
import { config, lang, t, url } from "atlas/core/i18n.js";
import { Labels } from "atlas/map/labels.js";
import { Layers } from "atlas/map/layers.js";
import * as state from "atlas/core/url_state.js";
import { buildTree } from "atlas/tree/tree.js";

/** @import { App, ChangeOptions, Child, MapDocument, OpenOptions, State } from "atlas/core/types.js" */

const SLOW_MS = 500;
const ASK_AGAIN_MS = 2000;
const AHEAD_MS = 1500;
const NARROW = matchMedia("(max-width: 999px)");
const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const { map, frame } = window.lingang;
const container = map.getContainer();
const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const page = document.body.classList;
const TITLE = document.title;
let quiet = false;
/** @type {Partial<State>} what the controls show */
let applied = {};

/** @type {App} */
const app = {
  map,
  frame,
  state,
  byId,
  tool: null,
  opener: null,
  // Set by `draw`; no control is used before.
  .../** @type {Pick<App, "layers" | "labels">} */ ({}),
  isNarrow: () => NARROW.matches,
  change,
  open: openPlace,
  close,
  say,
  hush: () => {
    byId("map-notice").hidden = true;
  },
  quietly,
  setTree,
};

/**
 * Open a place. Its record is asked for at once, not after the modules that show it.
 * @param {string} id @param {OpenOptions} [options]
 */
async function openPlace(id, options = {}) {
  fetchPanelAhead();
  const asked = getJson(url(`/places/${encodeURIComponent(id)}.json?v=${config.version}`));
  asked.catch(() => {}); // the panel tells of it
  (await import("atlas/panel/select_place.js")).open(app, id, { ...options, asked });
}

/** Fetch the modules of the panel before they are needed, each on its own and not one after the other. */
function fetchPanelAhead() {
  for (const name of config.live ? config.panel_modules : []) {
    const href = import.meta.resolve(name);
    if (document.head.querySelector(`link[href="${href}"]`)) continue;
    document.head.append(el("link", { rel: "modulepreload", href }));
  }
}

async function start() {
  const slow = setTimeout(() => say(t("map.loading")), SLOW_MS);
  let answer;
  try {
    answer = await getJson(url(`/map.json?v=${config.version}`));
  } catch (error) {
    say(t(keyOf(error)), el("button", { type: "button", onclick: start }, t("error.retry")));
    return;
  } finally {
    clearTimeout(slow);
    clearTimeout(window.lingang.slow);
  }
  draw(answer);
}

/** @param {MapDocument} answer */
function draw(answer) {
  app.hush();
  app.layers = new Layers(map, answer);
  app.labels = new Labels(map, app.layers);
  buildTree(byId("layer-tree"), app);
  navigate(state.load(), { first: true });
  window.lingang.still?.remove();
  app.layers.onChange(() => quiet || state.write({ layers: app.layers.visibleIds() }, { push: true }));
  watchMap();
  document.documentElement.dataset.ready = "true";
  setTimeout(() => requestIdleCallback(fetchPanelAhead), AHEAD_MS);
}

/** Show a notice on the map. @param {Child[]} content */
function say(...content) {
  const notice = byId("map-notice");
  setChildren(notice, ...content);
  notice.hidden = false;
}

function addControls() {
  if (STILL.matches) standStill();
  L.control.attribution({ prefix: false }).addAttribution(t("map.attribution")).addTo(map);
  L.control.scale({ imperial: false, position: "bottomright", maxWidth: 120 }).addTo(map);
  L.control.zoom({ position: "topright", zoomInTitle: t("map.zoom_in"), zoomOutTitle: t("map.zoom_out") }).addTo(map);
  container.setAttribute("aria-label", t("map.label"));
  container.setAttribute("role", "application");
  byId("tree-toggle").addEventListener("click", () => setTree(!treeIsOpen()));
  byId("tree-toggle").setAttribute("aria-expanded", String(treeIsOpen()));
  byId("tree-close").addEventListener("click", () => {
    setTree(false);
    byId("tree-toggle").focus();
  });
  // The part after "#" is the state of the map: the skip link must not write into it.
  document.querySelector(".skip-link")?.addEventListener("click", (event) => {
    event.preventDefault();
    container.focus();
  });
  new ResizeObserver(() => map.invalidateSize({ animate: false, pan: false })).observe(container);
}

/** Listen for what needs a part of the page that is loaded when first used. */
function watchFirstUse() {
  watchSearchBox();
  const once = { once: true };
  container.addEventListener("focus", async () => (await import("atlas/map/keyboard.js")).watchKeys(app), once);
  for (const node of document.querySelectorAll("[data-tool]")) {
    const { tool = "" } = /** @type {HTMLElement} */ (node).dataset;
    node.addEventListener("click", async () => {
      if (app.layers) (await import("atlas/tools/toolbar.js")).useTool(app, tool);
    });
  }
  const onDrag = async (/** @type {DragEvent} */ { dataTransfer }) => {
    const files = config.live && app.layers && dataTransfer?.types.includes("Files");
    if (files) (await import("atlas/tools/upload.js")).watchDrop(app);
  };
  addEventListener("dragenter", onDrag, once);
}

function watchKeys() {
  // Leaflet focuses the map at every press of the pointer: the ring and the cross are for those who work with keys.
  addEventListener("keydown", () => page.add("by-key"), true);
  addEventListener("pointerdown", () => page.remove("by-key"), true);
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (NARROW.matches && treeIsOpen()) setTree(false);
    else if (panelOf(state.current())) close();
  });
}

/** A part of the page that is loaded when first used may not come, because the server is away. */
function watchFailures() {
  addEventListener("unhandledrejection", ({ reason }) => {
    if (/dynamically imported module|module script/.test(String(reason?.message))) away();
  });
}

/** Say that the server is away and ask for it until it is back; what failed then works when it is used again. */
function away() {
  say(t("error.offline"), el("button", { type: "button", onclick: () => location.reload() }, t("error.reload")));
  const ask = async () => {
    try {
      await getJson(url("/healthz"));
      app.hush();
    } catch {
      setTimeout(ask, ASK_AGAIN_MS);
    }
  };
  setTimeout(ask, ASK_AGAIN_MS);
}

/** Who asks for less motion gets the map where it goes at once: Leaflet's own movements know no style sheet. */
function standStill() {
  Reflect.set(map, "_zoomAnimated", false);
  map.options.inertia = false;
  L.PosAnimation.include({
    /** @this {any} @param {HTMLElement} node @param {import("leaflet").Point} to */
    run(node, to) {
      this._el = node;
      L.DomUtil.setPosition(node, to);
      this.fire("start").fire("step").fire("end");
    },
  });
}

/** The search is loaded when the box is first used; Enter pressed before it is there waits for it. */
function watchSearchBox() {
  const input = /** @type {HTMLInputElement | null} */ (document.getElementById("search-input"));
  const form = input?.form;
  if (!form) return; // the static site has no search
  /** @type {Promise<typeof import("atlas/find/search.js")> | null} */
  let search = null;
  let there = false;
  const load = async () => {
    search ??= import("atlas/find/search.js");
    const { watchSearch } = await search;
    if (!there) watchSearch(app);
    there = true;
  };
  input.addEventListener("focus", load, { once: true });
  form.addEventListener("submit", async (event) => {
    if (there || !app.layers) return; // without layers there is nothing to show it on: the page of results is next
    event.preventDefault();
    await load();
    form.requestSubmit();
  });
}

/**
 * The tree is open on a wide screen and a closed drawer on a narrow one until the reader says otherwise, hence two
 * classes.
 */
function treeIsOpen() {
  return NARROW.matches ? page.contains("tree-open") : !page.contains("tree-closed");
}

/** @param {boolean} open */
function setTree(open) {
  page.toggle("tree-open", open && NARROW.matches);
  page.toggle("tree-closed", !open && !NARROW.matches);
  byId("tree-toggle").setAttribute("aria-expanded", String(open));
}

/** Change layers without a step of its own in the history. @param {() => void} change */
function quietly(change) {
  quiet = true;
  change();
  quiet = false;
}

/**
 * What the side panel shows. A place lies over a drawn shape, that over a list; an open table is a list already.
 * @param {State} state
 */
function panelOf({ place, at, draw: shape, filter, table }) {
  if (place) return "place";
  if (at) return "nothing";
  if (shape) return "draw";
  return filter && !table ? "filter" : null;
}

/** Bring the page to a state of the address bar. @param {State} wanted @param {{ first?: boolean }} [options] */
function navigate(wanted, { first = false } = {}) {
  const size = map.getSize();
  const wasOpen = makeRoom(wanted) && !first;
  // The map begins with the view of the address: set again, everything would be drawn twice.
  if (!first || !map.getSize().equals(size)) {
    if (wanted.map) map.setView([wanted.map.lat, wanted.map.lng], wanted.map.zoom, { animate: false });
    else map.fitBounds(frame, { animate: false });
  }
  app.layers.setOpacity(wanted.opacity);
  app.layers.setOrder(wanted.order);
  quietly(() => app.layers.show(wanted.layers ?? app.layers.defaults()));
  const keepView = Boolean(wanted.map);
  render({ keepView, wasOpen });
  if (wanted.place) app.open(wanted.place, { at: wanted.at, keepView, keepLayers: Boolean(wanted.layers) });
}

/**
 * Panel and table take their room first: the middle of the view is that of the map beside them. Was the panel open?
 * @param {State} wanted
 */
function makeRoom(wanted) {
  const before = page.contains("panel-open");
  page.toggle("panel-open", Boolean(panelOf(wanted)));
  page.toggle("table-open", Boolean(wanted.table));
  map.invalidateSize({ animate: false, pan: false });
  return before;
}

/**
 * Let one control change the state; the others follow.
 * @param {Partial<State>} wanted @param {ChangeOptions} [options]
 */
function change(wanted, { push = true, keepView = false } = {}) {
  state.write(wanted, { push });
  render({ keepView, wasOpen: makeRoom(state.current()) });
}

/**
 * Have every control whose part of the state changed show it.
 * @param {{ keepView: boolean, wasOpen: boolean }} options
 */
async function render({ keepView, wasOpen }) {
  const now = state.current();
  const last = applied;
  applied = now;
  await showParts(now, last, keepView);
  if (applied !== now || now.place) return;
  document.title = TITLE;
  const panel = panelOf(now);
  if (panel === "nothing") (await import("atlas/panel/nothing_here.js")).showNothing(app, now.at);
  else if (panel === "draw") (await import("atlas/tools/site_panel.js")).showResult(app);
  else if (panel === "filter") (await import("atlas/find/filter.js")).showList(app);
  else if (wasOpen && !panel) dismiss();
  app.layers.mark(null);
  app.labels.select(null);
}

/** @param {State} now @param {Partial<State>} last @param {boolean} keepView */
async function showParts(now, last, keepView) {
  const differs = (/** @type {keyof State} */ name) =>
    JSON.stringify(now[name] ?? null) !== JSON.stringify(last[name] ?? null);
  if (differs("base")) (await import("atlas/tools/basemap.js")).showBase(app, now.base);
  if (differs("filter")) await (await import("atlas/find/filter.js")).showFilter(app, now.filter, { keepView });
  const tables = (differs("table") || differs("filter")) && (now.table || last.table);
  if (tables) (await import("atlas/table/dock.js")).showTable(app, now.table);
  if (differs("spot")) (await import("atlas/find/spot.js")).showSpot(app, now.spot, { keepView });
  if (differs("draw")) await (await import("atlas/tools/drawn_shape.js")).showDrawn(app, now.draw, { keepView });
}

function watchMap() {
  map.on("moveend", () => {
    const { lat, lng } = map.getCenter();
    state.write({ map: { zoom: map.getZoom(), lat, lng } });
  });
  map.on("click", async ({ latlng }) => {
    if (app.tool) return;
    const { firstToOpen, hits } = await import("atlas/map/hit_test.js");
    const first = firstToOpen(hits(map, app.layers.reachable(), latlng));
    if (first) app.open(first.id, { at: latlng, push: true, keepView: true });
    else change({ place: null, at: latlng }, { keepView: true });
  });
  map.once("mousemove", async () => {
    fetchPanelAhead();
    (await import("atlas/map/pointer.js")).watchPointer(app, byId("coordinates"));
  });
  state.onNavigate((next) => navigate(next));
  watchPrinting();
}

/** On paper the map has another size: show the same ground there, and the old view afterwards. */
function watchPrinting() {
  let bounds = map.getBounds();
  const resize = () => {
    map.invalidateSize({ animate: false, pan: false });
    map.fitBounds(bounds, { animate: false });
  };
  addEventListener("beforeprint", () => {
    bounds = map.getBounds();
    page.add("printing");
    resize();
  });
  addEventListener("afterprint", () => {
    page.remove("printing");
    resize();
  });
}

/** Close what the panel shows; what lies under it comes up again. */
function close() {
  const now = state.current();
  if (now.place || now.at) change({ place: null, at: null }, { keepView: true });
  else if (now.draw) change({ draw: null }, { keepView: true });
  else if (now.filter) change({ filter: null }, { keepView: true });
}

/** Give the focus back to what opened the panel. */
function dismiss() {
  const { opener } = app;
  app.opener = null;
  const next = opener instanceof HTMLElement && opener.isConnected ? opener : container;
  next.focus({ preventScroll: true });
}

document.documentElement.lang ||= lang;
addControls();
watchKeys();
watchFirstUse();
watchFailures();
start();
