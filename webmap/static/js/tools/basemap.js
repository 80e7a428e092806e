// @ts-check
// The ground under the plans: our own background, or tiles from elsewhere. Tiles in GCJ-02 shift the picture and a
// badge says so. If a host does not answer, our own background comes back with one plain notice.

import { el, setChildren } from "atlas/core/dom.js";
import { config, t } from "atlas/core/i18n.js";
import { shiftedCrs } from "atlas/map/gcj02.js";
import { hold, stopOnEscape } from "atlas/tools/active_tool.js";

/** @import { App, Basemap } from "atlas/core/types.js" */

const MOST_FAILURES = 4;
const WAIT_MS = 8000;
const OWN = "own";
/** @type {import("leaflet").TileLayer[]} */
let shown = [];
let now = OWN;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
const plain = () => L.CRS.EPSG3857;

/** Show a basemap by its id; null or an unknown one is our own. @param {App} app @param {string | null} id */
export function showBase(app, id) {
  const provider = config.basemaps.find((one) => one.id === id);
  clearTimeout(timer);
  for (const layer of shown) layer.remove();
  shown = [];
  now = provider ? provider.id : OWN;
  const { map } = app;
  map.getContainer().classList.toggle("on-tiles", Boolean(provider));
  app.labels.onTiles = Boolean(provider);
  useCrs(map, provider && isShifted(provider) ? shiftedCrs() : plain());
  if (provider) addTiles(app, provider);
  badge(app, provider);
  app.labels.update();
  // A basemap that failed leaves its choice in the open menu: it goes back, so that a click asks again.
  for (const radio of document.querySelectorAll("#base-menu input")) {
    /** @type {HTMLInputElement} */ (radio).checked = /** @type {HTMLInputElement} */ (radio).value === now;
  }
}

/** @param {Basemap} provider */
function isShifted({ datum }) {
  return datum === "GCJ-02";
}

/** @param {App} app @param {Basemap} provider */
function addTiles(app, provider) {
  const { map } = app;
  if (!map.getPane("atlas-tiles")) map.createPane("atlas-tiles").style.zIndex = "200";
  let [good, bad] = [0, 0];
  const giveUp = () => {
    if (good || now !== provider.id) return;
    app.change({ base: null }, { push: false, keepView: true });
    const close = el("button", { type: "button", onclick: app.hush }, t("panel.close"));
    app.say(t("basemap.failed", { name: provider.name }), close);
  };
  const onError = () => {
    bad += 1;
    if (bad >= MOST_FAILURES) giveUp();
  };
  shown = provider.tiles.map((tiles, i) => {
    const layer = L.tileLayer(tiles, {
      pane: "atlas-tiles",
      subdomains: provider.subdomains || "a",
      maxNativeZoom: provider.max_zoom,
      attribution: i === 0 ? provider.attribution : "",
      // Tile hosts ask who uses them; the page itself sends no referrer elsewhere.
      referrerPolicy: "strict-origin-when-cross-origin",
    });
    return layer
      .on("tileload", () => (good += 1))
      .on("tileerror", onError)
      .addTo(map);
  });
  timer = setTimeout(giveUp, WAIT_MS);
}

/**
 * Change the projection and draw everything anew around the same middle.
 * @param {import("leaflet").Map} map @param {import("leaflet").CRS} crs
 */
function useCrs(map, crs) {
  if ((map.options.crs === plain()) === (crs === plain())) return;
  const [center, zoom] = [map.getCenter(), map.getZoom()];
  map.options.crs = crs;
  /** @type {any} */ (map)._resetView(center, zoom);
}

/** @param {App} app @param {Basemap | undefined} provider */
function badge(app, provider) {
  const node = app.byId("base-badge");
  node.hidden = !provider;
  if (!provider) return;
  const { name, datum } = provider;
  setChildren(node, t(isShifted(provider) ? "basemap.badge_shifted" : "basemap.badge", { name, datum }));
}

/** Let the reader choose. @param {App} app */
export function chooseBase(app) {
  const button = app.byId("tool-base");
  const box = menu(app);
  const outside = (/** @type {PointerEvent} */ { target }) => {
    const node = /** @type {Node} */ (target);
    if (!box.contains(node) && !button.contains(node)) app.tool?.stop();
  };
  app.byId("main").append(box);
  addEventListener("pointerdown", outside);
  const endKeys = stopOnEscape(app);
  hold(app, "base", () => {
    removeEventListener("pointerdown", outside);
    endKeys();
    if (box.contains(document.activeElement)) button.focus();
    box.remove();
  });
  /** @type {HTMLElement | null} */ (box.querySelector("input:checked"))?.focus();
}

/** @param {App} app */
function menu(app) {
  const others = config.basemaps.map((one) => {
    const note = t(isShifted(one) ? "basemap.datum_shifted" : "basemap.datum", { datum: one.datum });
    return choice(app, one.id, one.name, note);
  });
  return el(
    "fieldset",
    { class: "base-menu", id: "base-menu" },
    el("legend", {}, t("tool.base")),
    choice(app, OWN, t("basemap.own"), t("basemap.own_note")),
    others,
    others.length > 0 && el("p", { class: "note" }, t("basemap.network")),
  );
}

/** @param {App} app @param {string} id @param {string} name @param {string} note */
function choice(app, id, name, note) {
  const onchange = () => app.change({ base: id === OWN ? null : id }, { keepView: true });
  const radio = el("input", { type: "radio", name: "base", value: id, checked: id === now, onchange });
  return el("label", { class: "base-choice" }, radio, el("span", {}, name), el("span", { class: "note" }, note));
}
