// Starts the page: takes the Leaflet map from Folium's script, draws the layers and keeps the page in step with the address
// bar. What the first view does not need (pointer, panel, search, table, drawing, basemaps) is loaded when first used.

import { getJson } from "./api.js";
import { el, setChildren } from "./dom.js";
import { config, lang, t, url } from "./i18n.js";
import { Labels } from "./labels.js";
import { Layers } from "./layers.js";
import * as state from "./state.js";
import { buildTree } from "./tree.js";

/* global L */

const SLOW_MS = 500;
const ASK_AGAIN_MS = 2000;
const NARROW = matchMedia("(max-width: 999px)");
const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const { map, frame } = window.lingang;
const byId = (id) => document.getElementById(id);
const TITLE = document.title;
let quiet = false;
let applied = {};

/** What every control gets: the map, the layers, and the few things it may ask of the page. */
const app = {
  map, frame, state, byId, tool: null, layers: null, labels: null,
  isNarrow: () => NARROW.matches,
  change,
  open: async (id, options) => (await import("./places.js")).open(app, id, options),
  close,
  say: (...content) => tell(byId("map-notice"), ...content),
  hush: () => { byId("map-notice").hidden = true; },
  quietly,
  setTree,
};

async function start() {
  addControls();
  const slow = setTimeout(() => app.say(t("map.loading")), SLOW_MS);
  let bundle;
  try {
    bundle = await getJson(url(`/map.json?v=${config.version}`));
  } catch (error) {
    app.say(t(error.key ?? "error.server"), el("button", { type: "button", onclick: start }, t("error.retry")));
    return;
  } finally {
    clearTimeout(slow);
    clearTimeout(window.lingang.slow);
  }
  app.hush();
  app.layers = new Layers(map, bundle);
  app.labels = new Labels(map, app.layers);
  buildTree(byId("layer-tree"), app);
  navigate(state.load(), { first: true });
  window.lingang.still?.remove();
  app.layers.onChange(() => quiet || state.write({ layers: app.layers.visibleIds() }, { push: true }));
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
  if (STILL.matches) standStill();
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
  // Leaflet focuses the map at every press of the pointer: the ring and the cross are for those who work with keys.
  addEventListener("keydown", () => document.body.classList.add("by-key"), true);
  addEventListener("pointerdown", () => document.body.classList.remove("by-key"), true);
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (NARROW.matches && treeIsOpen()) setTree(false);
    else if (panelOf(state.current())) close();
  });
  addEventListener("unhandledrejection", ({ reason }) => {
    // A part of the page that is loaded when first used could not be: the server is away.
    if (/dynamically imported module|module script/.test(String(reason?.message))) away();
  });
  new ResizeObserver(() => map.invalidateSize({ animate: false, pan: false })).observe(map.getContainer());
  watchSearchBox();
  onFirst(map.getContainer(), "focus", "./keys.js", "watchKeys");
  for (const button of document.querySelectorAll("[data-tool]")) {
    button.addEventListener("click", async () => app.layers && (await import("./tools.js")).useTool(app, button.dataset.tool));
  }
  addEventListener("dragenter", async (event) => {
    if (app.layers && event.dataTransfer?.types.includes("Files")) (await import("./upload.js")).watchDrop(app);
  }, { once: true });
}

/** Say that the server is away and ask for it until it is back; what failed then works when it is used again. */
function away() {
  app.say(t("error.offline"), el("button", { type: "button", onclick: () => location.reload() }, t("error.reload")));
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
  map._zoomAnimated = false;
  map.options.inertia = false;
  L.PosAnimation.include({
    run(node, to) {
      this._el = node;
      L.DomUtil.setPosition(node, to);
      this.fire("start").fire("step").fire("end");
    },
  });
}

/** The search is loaded when the box is first used; Enter pressed before it is there waits for it. */
function watchSearchBox() {
  const input = byId("search-input");
  let search = null;
  let there = false;
  const load = async () => {
    search ??= import("./search.js");
    const { watchSearch } = await search;
    if (!there) watchSearch(app);
    there = true;
  };
  input.addEventListener("focus", load, { once: true });
  input.form.addEventListener("submit", async (event) => {
    if (there || !app.layers) return; // without layers there is nothing to show it on: the page of results is next
    event.preventDefault();
    await load();
    input.form.requestSubmit();
  });
}

/** Load a module at the first event and let it take over. */
function onFirst(node, event, module, name) {
  node.addEventListener(event, async () => (await import(module))[name](app), { once: true });
}

/** The tree is open on a wide screen and a closed drawer on a narrow one until the reader says otherwise, hence two classes. */
function treeIsOpen() {
  return NARROW.matches ? document.body.classList.contains("tree-open") : !document.body.classList.contains("tree-closed");
}

function setTree(open) {
  document.body.classList.toggle("tree-open", open && NARROW.matches);
  document.body.classList.toggle("tree-closed", !open && !NARROW.matches);
  byId("tree-toggle").setAttribute("aria-expanded", String(open));
}

/** Change layers without a step of its own in the history. */
function quietly(change) {
  quiet = true;
  change();
  quiet = false;
}

/** What the side panel shows. A place lies over a drawn shape, that over a list; an open table is a list already. */
function panelOf({ place, draw, filter, table }) {
  if (place) return "place";
  if (draw) return "draw";
  return filter && !table ? "filter" : null;
}

/** Bring the page to a state of the address bar. */
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

/** Panel and table take their room first: the middle of the view is that of the map beside them. Was the panel open? */
function makeRoom(wanted) {
  const before = document.body.classList.contains("panel-open");
  document.body.classList.toggle("panel-open", Boolean(panelOf(wanted)));
  document.body.classList.toggle("table-open", Boolean(wanted.table));
  map.invalidateSize({ animate: false, pan: false });
  return before;
}

/** Let one control change the state; the others follow. */
function change(wanted, { push = true, keepView = false } = {}) {
  state.write(wanted, { push });
  render({ keepView, wasOpen: makeRoom(state.current()) });
}

/** Have every control whose part of the state changed show it. */
async function render({ keepView = false, wasOpen = false } = {}) {
  const now = state.current();
  const last = applied;
  applied = now;
  const differs = (...names) => names.some((name) => JSON.stringify(now[name] ?? null) !== JSON.stringify(last[name] ?? null));
  const options = { keepView };
  if (differs("base")) (await import("./basemap.js")).showBase(app, now.base);
  if (differs("filter")) await (await import("./filter.js")).showFilter(app, now.filter, options);
  if (differs("table", "filter") && (now.table || last.table)) (await import("./dock.js")).showTable(app, now.table);
  if (differs("draw")) await (await import("./drawn.js")).showDrawn(app, now.draw, options);
  if (applied !== now || now.place) return;
  document.title = TITLE;
  const panel = panelOf(now);
  if (panel === "draw") (await import("./drawn.js")).showResult(app);
  else if (panel === "filter") (await import("./filter.js")).showList(app);
  else if (wasOpen && !panel) dismiss();
  app.layers.mark(null);
  app.labels.select(null);
}

function watchMap() {
  map.on("moveend", () => {
    const { lat, lng } = map.getCenter();
    state.write({ map: { zoom: map.getZoom(), lat, lng } });
  });
  map.on("click", async ({ latlng }) => {
    if (app.tool) return;
    const { hits } = await import("./hit.js");
    const [first] = hits(map, app.layers.reachable(), latlng);
    if (first) app.open(first.id, { at: latlng, push: true, keepView: true });
    else if (state.current().place) close();
  });
  map.once("mousemove", async () => (await import("./pointer.js")).watchPointer(app, byId("coordinates")));
  state.onNavigate((next) => navigate(next));
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

/** Close what the panel shows; what lies under it comes up again. */
function close() {
  const now = state.current();
  if (now.place) change({ place: null, at: null }, { keepView: true });
  else if (now.draw) change({ draw: null }, { keepView: true });
  else if (now.filter) change({ filter: null }, { keepView: true });
}

function dismiss() {
  const opener = app.opener;
  app.opener = null;
  (opener?.isConnected ? opener : map.getContainer()).focus({ preventScroll: true });
}

document.documentElement.lang ||= lang;
start();
