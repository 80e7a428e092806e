// The ground under the plans: our own background, or tiles from elsewhere. Tiles in GCJ-02 shift the picture and a badge says
// so. If a host does not answer, our own background comes back with one plain notice.

import { el, setChildren } from "./dom.js";
import { config, t } from "./i18n.js";
import { shiftedCrs } from "./gcj02.js";
import { hold } from "./tools.js";

/* global L */

const MOST_FAILURES = 4;
const WAIT_MS = 8000;
const OWN = "own";
let shown = [];
let now = OWN;
let timer = null;
const plain = () => L.CRS.EPSG3857;

/** Show a basemap by its id; null or an unknown one is our own. */
export function showBase(app, id) {
  const provider = config.basemaps.find((one) => one.id === id);
  clearTimeout(timer);
  for (const layer of shown) layer.remove();
  shown = [];
  now = provider ? provider.id : OWN;
  const { map } = app;
  map.getContainer().classList.toggle("on-tiles", Boolean(provider));
  app.labels.onTiles = Boolean(provider);
  useCrs(map, provider?.datum === "GCJ-02" ? shiftedCrs() : plain());
  if (provider) addTiles(app, provider);
  badge(app, provider);
  app.labels.update();
}

function addTiles(app, provider) {
  const { map } = app;
  if (!map.getPane("atlas-tiles")) map.createPane("atlas-tiles").style.zIndex = 200;
  let [good, bad] = [0, 0];
  const giveUp = () => {
    if (good || now !== provider.id) return;
    app.change({ base: null }, { push: false, keepView: true });
    app.say(t("basemap.failed", { name: provider.name }), el("button", { type: "button", onclick: app.hush }, t("panel.close")));
  };
  shown = provider.tiles.map((tiles, i) =>
    L.tileLayer(tiles, {
      pane: "atlas-tiles",
      subdomains: provider.subdomains || "a",
      maxNativeZoom: provider.max_zoom,
      attribution: i === 0 ? provider.attribution : "",
      // Tile hosts ask who uses them; the page itself sends no referrer elsewhere.
      referrerPolicy: "strict-origin-when-cross-origin",
    }).on("tileload", () => { good += 1; }).on("tileerror", () => {
      bad += 1;
      if (bad >= MOST_FAILURES) giveUp();
    }).addTo(map));
  timer = setTimeout(giveUp, WAIT_MS);
}

/** Change the projection and draw everything anew around the same middle. */
function useCrs(map, crs) {
  if ((map.options.crs === plain()) === (crs === plain())) return;
  const [center, zoom] = [map.getCenter(), map.getZoom()];
  map.options.crs = crs;
  map._resetView(center, zoom);
}

function badge(app, provider) {
  const node = app.byId("base-badge");
  node.hidden = !provider;
  if (provider) setChildren(node, t(provider.datum === "GCJ-02" ? "basemap.badge_shifted" : "basemap.badge", { name: provider.name, datum: provider.datum }));
}

/** Let the reader choose. */
export function chooseBase(app) {
  const button = app.byId("tool-base");
  const choice = (id, name, note) => {
    const radio = el("input", { type: "radio", name: "base", value: id, checked: id === now, onchange: () => app.change({ base: id === OWN ? null : id }, { keepView: true }) });
    return el("label", { class: "base-choice" }, radio, el("span", {}, name), el("span", { class: "note" }, note));
  };
  const box = el(
    "fieldset",
    { class: "base-menu", id: "base-menu" },
    el("legend", {}, t("tool.base")),
    choice(OWN, t("basemap.own"), t("basemap.own_note")),
    config.basemaps.map((one) => choice(one.id, one.name, t(one.datum === "GCJ-02" ? "basemap.datum_shifted" : "basemap.datum", { datum: one.datum }))),
    config.basemaps.length > 0 && el("p", { class: "note" }, t("basemap.network")),
  );
  const outside = (event) => {
    if (!box.contains(event.target) && !button.contains(event.target)) app.tool?.stop();
  };
  const onKey = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    app.tool?.stop();
    button.focus();
  };
  app.byId("main").append(box);
  addEventListener("pointerdown", outside);
  addEventListener("keydown", onKey, true);
  hold(app, "base", () => {
    removeEventListener("pointerdown", outside);
    removeEventListener("keydown", onKey, true);
    box.remove();
  });
  box.querySelector("input:checked").focus();
}
