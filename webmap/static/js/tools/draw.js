// @ts-check
// Drawing a line or an area point by point: with the pointer, by touch, or with the keyboard (arrow keys move the map
// under a cross, Space sets a point there). The server measures after every point; the page computes no length and no
// area.

import { postJson } from "atlas/core/api.js";
import { el, setChildren } from "atlas/core/dom.js";
import { failureWords } from "atlas/core/error_message.js";
import { number } from "atlas/core/format.js";
import { t, url } from "atlas/core/i18n.js";
import { hold, stopOnEscape } from "atlas/tools/active_tool.js";
import { encode, rounded } from "atlas/tools/shape_code.js";

/** @import { App, SiteAnswer } from "atlas/core/types.js" */
/** @typedef {import("leaflet").LatLng} LatLng */

const PANE = "atlas-drawn";
// Colours stand in the style sheet (map.css).
const LINE = { pane: PANE, className: "drawn-outline", weight: 2.5, interactive: false, fill: false };
const DOT = { ...LINE, className: "drawn-corner", radius: 4, weight: 2, fill: true, fillOpacity: 1 };
const CLOSING_PX = 12;
const TYPING = /^(INPUT|SELECT|TEXTAREA|BUTTON|A)$/;

/** Start drawing. @param {App} app @param {"length" | "area"} kind */
export function startDrawing(app, kind) {
  new Drawing(app, kind).open();
}

class Drawing {
  #app;
  #kind;
  #areal;
  /** @type {LatLng[]} */
  #points = [];
  #shape;
  #rubber = L.polyline([], { ...LINE, dashArray: "4 4", weight: 1.5 });
  #dots = L.layerGroup();
  #cross = el("div", { class: "draw-cross", "aria-hidden": "true" });
  #figure = el("output", { class: "draw-figure", id: "draw-figure" });
  #undo;
  #done;
  #bar;
  /** @type {AbortController | null} */
  #running = null;

  /** @param {App} app @param {"length" | "area"} kind */
  constructor(app, kind) {
    this.#app = app;
    this.#kind = kind;
    this.#areal = kind === "area";
    const style = { ...LINE, className: "drawn-outline drawn-area", fill: this.#areal, fillOpacity: 0.12 };
    this.#shape = this.#areal ? L.polygon([], style) : L.polyline([], LINE);
    this.#undo = button("draw.undo", () => this.#takeBack(), { disabled: true });
    this.#done = button("draw.finish", () => this.#finish(), { disabled: true, id: "draw-finish" });
    this.#bar = el(
      "div",
      { class: "draw-bar", role: "status" },
      el("span", { class: "draw-hint" }, t(this.#areal ? "draw.hint_area" : "draw.hint_length")),
      this.#figure,
      this.#undo,
      this.#done,
      button("draw.cancel", () => app.tool?.stop()),
    );
  }

  /** Put the parts on the map and listen. */
  open() {
    const app = this.#app;
    const { map } = app;
    if (!map.getPane(PANE)) map.createPane(PANE).style.zIndex = "625";
    for (const layer of [this.#shape, this.#rubber, this.#dots]) layer.addTo(map);
    app.byId("main").append(this.#bar, this.#cross);
    const unlisten = this.#listen();
    hold(app, this.#kind, () => {
      unlisten();
      this.#close();
    });
    if (app.isNarrow()) app.setTree(false);
    map.getContainer().focus({ preventScroll: true });
  }

  /** @returns {() => void} what ends it */
  #listen() {
    const { map } = this.#app;
    /** @type {import("leaflet").LeafletEventHandlerFnMap} */
    const handlers = {
      click: ({ latlng }) => this.#onClick(latlng),
      mousemove: ({ latlng }) => this.#onMove(latlng),
      dblclick: () => this.#finish(),
    };
    const onKey = (/** @type {KeyboardEvent} */ event) => this.#onKey(event);
    map.doubleClickZoom.disable();
    map.on(handlers);
    const endEscape = stopOnEscape(this.#app);
    addEventListener("keydown", onKey, true);
    return () => {
      map.off(handlers);
      endEscape();
      removeEventListener("keydown", onKey, true);
      // The double click that ended the drawing is still on its way to the map.
      setTimeout(() => map.doubleClickZoom.enable(), 0);
    };
  }

  #close() {
    this.#running?.abort();
    for (const layer of [this.#shape, this.#rubber, this.#dots]) layer.remove();
    this.#bar.remove();
    this.#cross.remove();
    document.body.classList.remove("drawing-by-key");
  }

  get #isComplete() {
    return this.#points.length >= (this.#areal ? 3 : 2);
  }

  /** A click near the point that closes the shape ends the drawing. @param {LatLng} latlng */
  #onClick(latlng) {
    const { map } = this.#app;
    const end = this.#areal ? this.#points[0] : this.#points[this.#points.length - 1];
    const near = () => map.latLngToContainerPoint(latlng).distanceTo(map.latLngToContainerPoint(end)) < CLOSING_PX;
    if (this.#isComplete && near()) this.#finish();
    else this.#add(latlng);
  }

  /** @param {LatLng} latlng */
  #onMove(latlng) {
    const points = this.#points;
    if (!points.length) return;
    const line = [points[points.length - 1], latlng];
    this.#rubber.setLatLngs(this.#areal && points.length > 1 ? [...line, points[0]] : line);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (TYPING.test(/** @type {Element} */ (event.target).tagName)) return;
    if (event.key === " ") {
      event.preventDefault();
      document.body.classList.add("drawing-by-key");
      this.#add(this.#app.map.getCenter());
    } else if (event.key === "Enter") this.#finish();
    else if (event.key === "Backspace" && this.#points.length) this.#takeBack();
  }

  /** @param {LatLng} latlng */
  #add(latlng) {
    this.#points.push(latlng);
    this.#show();
    this.#measure();
  }

  #takeBack() {
    this.#points.pop();
    this.#show();
    this.#measure();
  }

  #show() {
    this.#shape.setLatLngs(this.#points);
    this.#rubber.setLatLngs([]);
    this.#dots.clearLayers();
    for (const point of this.#points) this.#dots.addLayer(L.circleMarker(point, DOT));
    this.#undo.disabled = !this.#points.length;
    this.#done.disabled = !this.#isComplete;
  }

  async #measure() {
    this.#running?.abort();
    if (!this.#isComplete) {
      setChildren(this.#figure);
      return;
    }
    this.#running = new AbortController();
    const { signal } = this.#running;
    try {
      const result = await postJson(url("/measure?brief=1"), this.#geometry(), { signal });
      setChildren(this.#figure, words(result));
    } catch (error) {
      if (!signal.aborted) setChildren(this.#figure, failureWords(error, { advice: false }));
    }
  }

  #geometry() {
    const line = this.#points.map(({ lng, lat }) => [lng, lat]);
    if (this.#areal) return rounded({ type: "Polygon", coordinates: [[...line, line[0]]] });
    return rounded({ type: "LineString", coordinates: line });
  }

  #finish() {
    const points = this.#points;
    // A double click has set the same point twice.
    while (points.length > 1 && points[points.length - 1].equals(points[points.length - 2])) points.pop();
    if (!this.#isComplete) return;
    const draw = encode(this.#geometry());
    this.#app.tool?.stop();
    this.#app.change({ draw, place: null, at: null });
  }
}

/** @param {string} key of its words @param {() => void} onclick @param {import("atlas/core/types.js").Props} [props] */
function button(key, onclick, props = {}) {
  return el("button", { type: "button", onclick, ...props }, t(key));
}

/** @param {SiteAnswer} answer */
function words({ area, length_km: length }) {
  if (!area) return `${number(length, "km")} km`;
  return `${number(area.area_km2)} km² · ${number(area.area_mu, "mu")} ${t("unit.mu")}`;
}
