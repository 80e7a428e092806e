// @ts-check
// Starts the page: takes the Leaflet map from Folium's script, draws the layers and keeps the page in step with the
// address bar. What the first view does not need (pointer, panel, search, table, drawing, basemaps) is loaded when
// first used; what nearly every reader uses next is fetched once the page rests.

import { getJson, keyOf } from "atlas/core/api.js";
import { el, setChildren } from "atlas/core/dom.js";
import { isMissingPart, once, untilThere } from "atlas/core/first_use.js";
import { config, lang, t, url } from "atlas/core/i18n.js";
import { Labels } from "atlas/map/labels.js";
import { Layers } from "atlas/map/layers.js";
import * as state from "atlas/core/url_state.js";

/** @import { App, ChangeOptions, Child, MapDocument, OpenOptions, State } from "atlas/core/types.js" */

/** @type {(keyof State)[]} the parts of the state shown by `tools/show_parts.js` */
const PARTS = ["base", "by", "filter", "table", "spot", "draw", "swipe", "time", "fit"];
const IN_PLACE = { keepView: true };
const SLOW_MS = 500;
const ASK_AGAIN_MS = 2000;
/** After the names of the first view, which come before what is fetched ahead. */
const AHEAD_MS = 1500;
const NARROW = matchMedia("(max-width: 999px)");
/** Below, an open panel leaves no room for the tree beside the map. */
const TIGHT = matchMedia("(max-width: 1199px)");
const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const { map, frame } = window.lingang;
const container = map.getContainer();
const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const page = document.body.classList;
const TITLE = document.title;
let quiet = false;
/** @type {Partial<State>} what the controls show */
let applied = {};
/** Whether the controls do not show yet what the address asks for. */
let isBehind = false;

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
  const { open } = await import("atlas/panel/select_place.js");
  makeWay();
  open(app, id, { ...options, asked });
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
  app.labels = new Labels(map, app.layers, answer.names);
  navigate(state.load(), { first: true });
  window.lingang.still?.remove();
  app.layers.onChange(() => quiet || state.write({ layers: app.layers.visibleIds() }, { push: true }));
  watchMap();
  document.documentElement.dataset.ready = "true";
  performance.mark("ready");
  (window.requestIdleCallback ?? setTimeout)(fetchNext);
}

const fillTree = once(async () => (await import("atlas/tree/tree.js")).buildTree(byId("layer-tree"), app));
const fillLegend = once(async () => (await import("atlas/tree/legend.js")).showLegend(app));

const watchData = once(async () => (await import("atlas/map/tiles/newer_data.js")).watchData(app));
const watchPrinting = once(async () => (await import("atlas/tools/printing.js")).watchPrinting(app));

/** Fetch the legend, the tree if it is open, and what a first click needs. */
async function fetchNext() {
  await fillLegend();
  if (treeIsOpen()) await fillTree();
  setTimeout(() => {
    fetchPanelAhead();
    watchPrinting();
    if (app.layers.list.some(({ stored }) => stored)) watchData();
  }, AHEAD_MS);
}

/** Show a notice on the map. @param {Child[]} content */
function say(...content) {
  const notice = byId("map-notice");
  setChildren(notice, ...content);
  notice.hidden = false;
}

function addControls() {
  L.control.attribution({ prefix: false }).addAttribution(t("map.attribution")).addTo(map);
  L.control.scale({ imperial: false, position: "bottomright", maxWidth: 120 }).addTo(map);
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
  const watchKeyboard = once(async () => (await import("atlas/map/keyboard.js")).watchKeys(app));
  untilThere(container, "focus", watchKeyboard);
  const tools = byId("map-tools");
  const rove = once(async () => (await import("atlas/core/roving.js")).rove(tools));
  untilThere(tools, "focusin", rove);
  byId("main").addEventListener("click", async ({ target }) => {
    const button = /** @type {Element} */ (target).closest("[data-tool], [data-step], #tool-more");
    if (button && app.layers) (await import("atlas/tools/toolbar.js")).press(app, button);
  });
  untilThere(window, "dragenter", async (/** @type {DragEvent} */ { dataTransfer }) => {
    const files = config.live && app.layers && dataTransfer?.types.includes("Files");
    if (!files) return false;
    (await import("atlas/tools/upload.js")).watchDrop(app);
    return true;
  });
  document.addEventListener("click", async (event) => {
    const part = /** @type {Element} */ (event.target).closest("[data-help], #intro-close, [data-ask]");
    if (!part || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    (await import("atlas/panel/introduction.js")).answer(app, part);
  });
}

function watchKeys() {
  // Leaflet focuses the map at every press of the pointer: the ring and the cross are for those who work with keys.
  addEventListener("keydown", () => page.add("by-key"), true);
  addEventListener("pointerdown", () => page.remove("by-key"), true);
  addEventListener("keydown", async (event) => {
    if (event.defaultPrevented) return;
    const typing = /** @type {Element} */ (event.target).matches("input:not([type=checkbox]), select, textarea");
    if (event.key === "?" && !typing) (await import("atlas/panel/introduction.js")).open(app);
    if (event.key !== "Escape") return;
    if (page.contains("intro-open")) (await import("atlas/panel/introduction.js")).close(app);
    else if (NARROW.matches && treeIsOpen()) setTree(false);
    else if (panelOf(state.current())) close();
  });
}

/** A part of the page that is loaded when first used may not come, because the server is away. */
function watchFailures() {
  addEventListener("unhandledrejection", ({ reason }) => {
    if (isMissingPart(reason)) away();
  });
}

let waiting = false;

/** Say that the server is away and ask for it until it is back; then what the address asks for is shown again. */
function away() {
  say(t("error.offline"), el("button", { type: "button", onclick: () => location.reload() }, t("error.reload")));
  if (waiting) return;
  waiting = true;
  const ask = async () => {
    try {
      await getJson(url("/healthz"));
    } catch {
      setTimeout(ask, ASK_AGAIN_MS);
      return;
    }
    waiting = false;
    app.hush();
    dispatchEvent(new CustomEvent("atlas:back"));
    if (app.layers) fetchNext();
    if (app.layers && isBehind) navigate(state.current());
  };
  setTimeout(ask, ASK_AGAIN_MS);
}

/** The search is loaded when the box is first used; Enter pressed before it is there waits for it. */
function watchSearchBox() {
  const input = /** @type {HTMLInputElement | null} */ (document.getElementById("search-input"));
  const form = input?.form;
  if (!form) return; // the static site has no search
  let there = false;
  const load = once(async () => {
    const { watchSearch } = await import("atlas/find/search.js");
    watchSearch(app);
    there = true;
  });
  untilThere(input, "focus", load);
  untilThere(input, "input", load);
  addEventListener("atlas:back", () => document.activeElement === input && load());
  form.addEventListener("submit", async (event) => {
    if (there || !app.layers) return; // without layers there is nothing to show it on: the page of results is next
    event.preventDefault();
    await load();
    form.requestSubmit();
  });
}

/** The tree is a column on a wide screen and a drawer on a narrow one; it is folded until the reader opens it. */
const treeIsOpen = () => page.contains("tree-open");

/** @param {boolean} open */
function setTree(open) {
  page.toggle("tree-open", open);
  byId("tree-toggle").setAttribute("aria-expanded", String(open));
  if (!NARROW.matches) window.lingang.keep("tree", open ? "open" : "folded");
  if (open && app.layers) fillTree();
}

/** What opens in the panel takes the place of the introduction, and in a tight window that of the tree. */
function makeWay() {
  page.remove("intro-open");
  if (!TIGHT.matches || !treeIsOpen()) return;
  page.remove("tree-open");
  byId("tree-toggle").setAttribute("aria-expanded", "false");
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
function panelOf({ place, at, draw: shape, filter, table, fit, time }) {
  if (place) return "place";
  if (at) return "nothing";
  if (shape) return "draw";
  if (filter && !table) return "filter";
  if (fit != null) return "fit";
  return time ? "time" : null;
}

/** Bring the page to a state of the address bar. @param {State} wanted @param {{ first?: boolean }} [options] */
function navigate(wanted, { first = false } = {}) {
  const size = map.getSize();
  const wasOpen = makeRoom(wanted) && !first;
  // The map begins with the view of the address: set again, everything would be drawn twice.
  if (!first || !map.getSize().equals(size)) {
    if (wanted.map) map.setView([wanted.map.lat, wanted.map.lng], wanted.map.zoom, { animate: false });
    else map.fitBounds(frame, { ...window.lingang.fit, animate: false });
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
  if (panelOf(wanted)) makeWay();
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
  isBehind = true;
  try {
    const differing = partsThatDiffer(now, last);
    const { showParts } = differing.size ? await import("atlas/tools/show_parts.js") : {};
    await showParts?.(app, differing, { now, last, keepView });
  } catch (error) {
    applied = last;
    throw error;
  }
  isBehind = false;
  if (applied !== now || now.place) return;
  document.title = TITLE;
  const panel = panelOf(now);
  if (panel) (await import("atlas/tools/show_parts.js")).showPanel(app, panel, now);
  else if (wasOpen) dismiss();
  app.layers.mark(null);
  app.labels.select(null);
}

/** The parts of the state that a control has to follow. @param {State} now @param {Partial<State>} last */
function partsThatDiffer(now, last) {
  const differs = (/** @type {keyof State} */ name) =>
    JSON.stringify(now[name] ?? null) !== JSON.stringify(last[name] ?? null);
  return new Set(PARTS.filter(differs));
}

function watchMap() {
  map.on("moveend", () => {
    const { lat, lng } = map.getCenter();
    state.write({ map: { zoom: map.getZoom(), lat, lng } });
  });
  map.on("click", async ({ latlng }) => {
    if (app.tool) return;
    const { firstToOpen, hits } = await import("atlas/map/hit_test.js");
    await app.layers.look(latlng);
    const first = firstToOpen(hits(map, app.layers.reachable(latlng), latlng));
    if (first) app.open(first.id, { at: latlng, push: true, keepView: true });
    else change({ place: null, at: latlng }, { keepView: true });
  });
  const watchPointer = once(async () => (await import("atlas/map/pointer.js")).watchPointer(app, byId("coordinates")));
  untilThere(container, "mousemove", () => {
    fetchPanelAhead();
    return watchPointer();
  });
  state.onNavigate((next) => navigate(next));
}

/** Close what the panel shows; what lies under it comes up again. */
function close() {
  const panel = panelOf(state.current());
  if (panel) change(panel === "place" || panel === "nothing" ? { place: null, at: null } : { [panel]: null }, IN_PLACE);
}

/** Give the focus back to what opened the panel. */
function dismiss() {
  const { opener } = app;
  app.opener = null;
  (opener instanceof HTMLElement && opener.isConnected ? opener : container).focus({ preventScroll: true });
}

document.documentElement.lang ||= lang;
addControls();
watchKeys();
watchFirstUse();
watchFailures();
if (STILL.matches) (await import("atlas/map/less_motion.js")).standStill(map);
start();
