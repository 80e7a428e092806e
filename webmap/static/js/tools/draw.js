// @ts-check
// Drawing a line or an area point by point: with the pointer, by touch, or with the keyboard (arrow keys move the map
// under a cross, Space sets a point there). Sides and angles stand on the map while one draws; the size of the shape
// is the server's.

import { el } from "atlas/core/dom.js";
import { hold, stopOnEscape } from "atlas/tools/active_tool.js";
import { addDrawn } from "atlas/tools/drawn_shape.js";
import {
  barButton,
  drawingBar,
  Figure,
  hints,
  isForControl,
  isRedo,
  isSnapKey,
  isUndo,
  keep,
  LINE,
  ownPane,
  Snapping,
} from "atlas/shapes/drawing_bar.js";
import { rounded } from "atlas/shapes/shape_code.js";
import { SideLabels } from "atlas/shapes/side_labels.js";

/** @import { App, Shape } from "atlas/core/types.js" */
/** @typedef {import("leaflet").LatLng} LatLng */

const DOT = { ...LINE, className: "drawn-corner", radius: 4, weight: 2, fill: true, fillOpacity: 1 };
const CLOSING_PX = 12;

/**
 * Start drawing.
 * @param {App} app @param {"length" | "area"} kind
 * @param {{ add?: boolean }} [options] add: beside the shapes that are there, not in their place
 */
export function startDrawing(app, kind, { add = false } = {}) {
  new Drawing(app, kind, add).open();
}

class Drawing {
  #app;
  #kind;
  #areal;
  #add;
  /** @type {LatLng[]} */
  #points = [];
  /** Points taken back, the last first. @type {LatLng[]} */
  #taken = [];
  #shape;
  #rubber = L.polyline([], { ...LINE, dashArray: "4 4", weight: 1.5 });
  #dots = L.layerGroup();
  #labels;
  #cross = el("div", { class: "draw-cross", "aria-hidden": "true" });
  #figure = new Figure();
  #snapping;
  #undo;
  #done;
  #bar;

  /** @param {App} app @param {"length" | "area"} kind @param {boolean} add */
  constructor(app, kind, add) {
    this.#app = app;
    this.#kind = kind;
    this.#add = add;
    this.#areal = kind === "area";
    const pane = ownPane(app);
    const style = { ...LINE, className: "drawn-outline drawn-area", fill: this.#areal, fillOpacity: 0.3 };
    this.#shape = this.#areal ? L.polygon([], style) : L.polyline([], LINE);
    this.#labels = new SideLabels(app.map, pane);
    this.#snapping = new Snapping(app);
    this.#undo = barButton("draw.undo", () => this.#takeBack(), { disabled: true });
    this.#done = barButton("draw.finish", () => this.#finish(), { disabled: true, id: "draw-finish" });
    this.#bar = drawingBar(
      hints(this.#areal ? "area" : "length"),
      this.#figure.node,
      this.#snapping.parts,
      this.#undo,
      this.#done,
      this.#areal && !add && barButton("draw.file", () => this.#openFile(), { id: "draw-file" }),
      barButton("draw.cancel", () => app.tool?.stop()),
    );
  }

  /** Put the parts on the map and listen. */
  open() {
    const app = this.#app;
    const { map } = app;
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
      zoomend: () => this.#label(),
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
    this.#figure.stop();
    for (const layer of [this.#shape, this.#rubber, this.#dots, this.#labels, this.#snapping]) layer.remove();
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
    else this.#addPoint(latlng);
  }

  /** @param {LatLng} pointed */
  #onMove(pointed) {
    const points = this.#points;
    const latlng = this.#snapping.at(pointed);
    if (!points.length) return;
    const line = [points[points.length - 1], latlng];
    this.#rubber.setLatLngs(this.#areal && points.length > 1 ? [...line, points[0]] : line);
    this.#labels.show([{ points: [...points, latlng], closed: this.#areal }]);
  }

  /** The map and the page get none of the keys that draw. @param {KeyboardEvent} event */
  #onKey(event) {
    if (isForControl(event)) return;
    const act = this.#actionOf(event);
    if (!act) return;
    keep(event);
    act();
  }

  /** @param {KeyboardEvent} event @returns {(() => void) | null} */
  #actionOf(event) {
    if (isUndo(event) || event.key === "Backspace" || event.key === "Delete") return () => this.#takeBack();
    if (isRedo(event)) return () => this.#putBack();
    if (isSnapKey(event)) return () => this.#snapping.toggle();
    if (event.key === "Enter") return () => this.#finish();
    return event.key === " " ? () => this.#addCenter() : null;
  }

  #addCenter() {
    document.body.classList.add("drawing-by-key");
    this.#addPoint(this.#app.map.getCenter());
  }

  /** @param {LatLng} latlng */
  #addPoint(latlng) {
    this.#points.push(this.#snapping.at(latlng));
    this.#taken = [];
    this.#show();
  }

  #takeBack() {
    const last = this.#points.pop();
    if (last) this.#taken.push(last);
    this.#show();
  }

  #putBack() {
    const last = this.#taken.pop();
    if (last) this.#points.push(last);
    this.#show();
  }

  #show() {
    this.#shape.setLatLngs(this.#points);
    this.#rubber.setLatLngs([]);
    this.#dots.clearLayers();
    for (const point of this.#points) this.#dots.addLayer(L.circleMarker(point, DOT));
    this.#undo.disabled = !this.#points.length;
    this.#done.disabled = !this.#isComplete;
    this.#label();
    this.#figure.ask(this.#isComplete ? this.#geometry() : null);
  }

  #label() {
    this.#labels.show([{ points: this.#points, closed: this.#areal }]);
  }

  /** @returns {Shape} */
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
    const draw = addDrawn(this.#app, this.#geometry(), { add: this.#add });
    this.#app.tool?.stop();
    this.#app.change({ draw, place: null, at: null });
  }

  /** One tool draws or takes a file. */
  async #openFile() {
    const { chooseFile } = await import("atlas/tools/upload.js");
    this.#app.tool?.stop();
    chooseFile(this.#app);
  }
}
