// @ts-check
// Correcting a shape: corners are dragged, a middle point becomes a corner, a corner is taken out, every step can be
// undone. By keyboard: Tab goes from corner to corner, the arrow keys move one (with Shift ten steps), "+" sets a
// corner behind it, Delete takes it out.

import { t } from "atlas/core/i18n.js";
import { hold } from "atlas/tools/active_tool.js";
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
  ownPane,
  Snapping,
} from "atlas/shapes/drawing_bar.js";
import { currentSite, replaceShape } from "atlas/tools/drawn_shape.js";
import { rounded } from "atlas/shapes/shape_code.js";
import { ShapePaths } from "atlas/shapes/shape_paths.js";
import { SideLabels } from "atlas/shapes/side_labels.js";

/** @import { App } from "atlas/core/types.js" */
/** @typedef {import("leaflet").LatLng} LatLng */
/** @typedef {{ path: number, at: number }} Corner */

const MOST_HANDLES = 400;
const FAR_STEPS = 10;
/** @type {Record<string, [x: number, y: number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Start correcting one of the reader's shapes. @param {App} app @param {number} index */
export function startEditing(app, index) {
  if (currentSite()?.shapes[index]) new Editing(app, index).open();
}

class Editing {
  #app;
  #index;
  #surveyed;
  #shape;
  #outline;
  #handles = L.layerGroup();
  #labels;
  #figure = new Figure();
  #snapping;
  /** @type {Corner | null} */
  #chosen = null;
  #undo = barButton("draw.undo_step", () => this.#step("undo"), { id: "edit-undo" });
  #redo = barButton("draw.redo_step", () => this.#step("redo"), { id: "edit-redo" });
  #remove = barButton("draw.remove_corner", () => this.#removeChosen(), { id: "edit-remove" });
  #bar;

  /** @param {App} app @param {number} index */
  constructor(app, index) {
    this.#app = app;
    this.#index = index;
    const own = /** @type {import("atlas/shapes/site_types.js").OwnShape} */ (currentSite()?.shapes[index]);
    this.#surveyed = own.surveyed;
    this.#shape = new ShapePaths(own.geometry);
    const pane = ownPane(app);
    const fill = /Polygon/.test(own.geometry.type);
    const look = { pane, className: "drawn-outline drawn-area", weight: 2.5, fillOpacity: 0.3, interactive: false };
    this.#outline = fill ? L.polygon([], look) : L.polyline([], { ...look, fill: false });
    this.#labels = new SideLabels(app.map, pane);
    this.#snapping = new Snapping(app);
    this.#bar = drawingBar(
      hints("edit"),
      this.#figure.node,
      this.#snapping.parts,
      this.#undo,
      this.#redo,
      this.#remove,
      barButton("draw.finish", () => this.#finish(), { id: "draw-finish" }),
      barButton("draw.cancel", () => app.tool?.stop()),
    );
  }

  open() {
    const app = this.#app;
    const { map } = app;
    currentSite()?.outline?.remove();
    for (const layer of [this.#outline, this.#handles]) layer.addTo(map);
    app.byId("main").append(this.#bar);
    document.body.classList.add("editing-shape");
    const onKey = (/** @type {KeyboardEvent} */ event) => this.#onKey(event);
    const redraw = () => this.#show();
    addEventListener("keydown", onKey, true);
    map.on("moveend zoomend", redraw);
    hold(app, "area", () => {
      removeEventListener("keydown", onKey, true);
      map.off("moveend zoomend", redraw);
      this.#close();
    });
    this.#chosen = { path: 0, at: 0 };
    this.#show();
    this.#focus();
  }

  #close() {
    this.#figure.stop();
    for (const layer of [this.#outline, this.#handles, this.#labels, this.#snapping]) layer.remove();
    this.#bar.remove();
    document.body.classList.remove("editing-shape");
    currentSite()?.outline?.addTo(this.#app.map);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.key !== "Escape" && isForControl(event)) return;
    const act = this.#actionOf(event);
    if (!act) return;
    keep(event);
    act();
  }

  /** @param {KeyboardEvent} event @returns {(() => void) | null | undefined} */
  #actionOf(event) {
    if (isUndo(event)) return () => this.#step("undo");
    if (isRedo(event)) return () => this.#step("redo");
    if (isSnapKey(event)) return () => this.#snapping.toggle();
    const arrow = ARROWS[event.key];
    if (arrow) return this.#hasFocus() ? () => this.#nudge(arrow, event.shiftKey ? FAR_STEPS : 1) : null;
    /** @type {Record<string, () => void>} */
    const keys = {
      Escape: () => this.#app.tool?.stop(),
      Enter: () => this.#finish(),
      Delete: () => this.#removeChosen(),
      Backspace: () => this.#removeChosen(),
      "+": () => this.#insertBehindChosen(),
      Insert: () => this.#insertBehindChosen(),
    };
    return keys[event.key];
  }

  #hasFocus() {
    return Boolean(document.activeElement?.classList.contains("drawn-handle"));
  }

  /** @param {"undo" | "redo"} way */
  #step(way) {
    this.#shape[way]();
    this.#settle();
  }

  /** The shape has changed: draw it with its handles and have it measured. */
  #settle() {
    const { path, at } = this.#chosen ?? { path: 0, at: 0 };
    const points = this.#shape.paths[path]?.points ?? [];
    this.#chosen = points.length ? { path, at: Math.min(at, points.length - 1) } : null;
    this.#show();
    this.#focus();
  }

  #show() {
    this.#drawShape();
    this.#handles.clearLayers();
    this.#shape.paths.forEach((_, path) => this.#addHandles(path));
    this.#undo.disabled = !this.#shape.canUndo;
    this.#redo.disabled = !this.#shape.canRedo;
    this.#remove.disabled = !this.#chosen || !this.#shape.canRemove(this.#chosen.path);
    this.#figure.ask(this.#geometry());
  }

  #drawShape() {
    this.#outline.setLatLngs(/** @type {any} */ (this.#shape.latLngs()));
    this.#labels.show(this.#shape.paths);
  }

  #geometry() {
    return rounded(this.#shape.geometry(), { surveyed: this.#surveyed });
  }

  /** Handles of what the window shows; of very many corners only once the map is near. @param {number} path */
  #addHandles(path) {
    const { points, closed } = this.#shape.paths[path];
    const view = this.#app.map.getBounds();
    const seen = points.map((_, at) => at).filter((at) => view.contains(points[at]));
    if (seen.length > MOST_HANDLES) return;
    for (const at of seen) {
      this.#addHandle(points[at], { path, at }, "drawn-handle");
      const next = points[(at + 1) % points.length];
      if (!closed && at === points.length - 1) continue;
      const middle = L.latLng((points[at].lat + next.lat) / 2, (points[at].lng + next.lng) / 2);
      this.#addHandle(middle, { path, at: at + 1 }, "drawn-middle");
    }
  }

  /** @param {LatLng} latlng @param {Corner} corner @param {"drawn-handle" | "drawn-middle"} kind */
  #addHandle(latlng, corner, kind) {
    const middle = kind === "drawn-middle";
    const isChosen = !middle && this.#chosen?.path === corner.path && this.#chosen.at === corner.at;
    const icon = L.divIcon({ className: isChosen ? `${kind} chosen` : kind, iconSize: [14, 14] });
    const title = middle ? t("draw.middle") : t("draw.corner", { number: corner.at + 1 });
    const options = { icon, title, alt: title, draggable: true, keyboard: !middle, pane: ownPane(this.#app) };
    const handle = L.marker(latlng, options);
    handle.on("dragstart", () => this.#begin(corner, middle));
    handle.on("drag", () => handle.setLatLng(this.#moveTo(corner, handle.getLatLng())));
    handle.on("dragend", () => this.#settle());
    handle.on("click", () => {
      if (middle) this.#begin(corner, true);
      if (middle) this.#moveTo(corner, latlng);
      this.#chosen = corner;
      this.#settle();
    });
    handle.addTo(this.#handles);
    const node = handle.getElement();
    node?.addEventListener("focus", () => this.#choose(corner, middle));
    node?.setAttribute("data-corner", middle ? "" : `${corner.path}.${corner.at}`);
  }

  /** A corner begins to move; a middle point becomes one first. @param {Corner} corner @param {boolean} middle */
  #begin({ path, at }, middle) {
    this.#shape.remember();
    const { points } = this.#shape.paths[path];
    if (middle) points.splice(at, 0, points[at - 1]);
    this.#chosen = { path, at };
  }

  /** @param {Corner} corner @param {LatLng} latlng */
  #moveTo({ path, at }, latlng) {
    const there = this.#snapping.at(latlng);
    this.#shape.paths[path].points[at] = there;
    this.#drawShape();
    return there;
  }

  /** @param {Corner} corner @param {boolean} middle */
  #choose(corner, middle) {
    if (middle) return;
    this.#chosen = corner;
    this.#remove.disabled = !this.#shape.canRemove(corner.path);
  }

  #focus() {
    if (!this.#chosen) return;
    const { path, at } = this.#chosen;
    const pane = this.#app.map.getPane(ownPane(this.#app));
    /** @type {HTMLElement | null | undefined} */ (pane?.querySelector(`[data-corner="${path}.${at}"]`))?.focus({
      preventScroll: true,
    });
  }

  /** @param {[x: number, y: number]} way @param {number} steps in pixels of the screen */
  #nudge(way, steps) {
    const corner = this.#chosen;
    if (!corner) return;
    const { map } = this.#app;
    this.#shape.remember();
    const from = map.latLngToContainerPoint(this.#shape.paths[corner.path].points[corner.at]);
    const to = map.containerPointToLatLng(from.add(L.point(way).multiplyBy(steps)));
    this.#moveTo(corner, to);
    this.#settle();
  }

  #insertBehindChosen() {
    const corner = this.#chosen;
    if (!corner) return;
    const { points } = this.#shape.paths[corner.path];
    const [from, to] = [points[corner.at], points[(corner.at + 1) % points.length]];
    const next = { path: corner.path, at: corner.at + 1 };
    this.#begin(next, true);
    this.#moveTo(next, L.latLng((from.lat + to.lat) / 2, (from.lng + to.lng) / 2));
    this.#settle();
  }

  #removeChosen() {
    const corner = this.#chosen;
    if (!corner || !this.#shape.canRemove(corner.path)) return;
    this.#shape.remember();
    this.#shape.paths[corner.path].points.splice(corner.at, 1);
    this.#settle();
  }

  #finish() {
    const draw = replaceShape(this.#index, this.#geometry());
    this.#app.tool?.stop();
    if (draw) this.#app.change({ draw, place: null, at: null }, { keepView: true });
  }
}
