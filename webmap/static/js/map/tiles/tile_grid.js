// @ts-check
// A layer of Leaflet made of pictures of vector tiles. Leaflet's own grid draws at whole zooms and stretches between
// them, which leaves seams and blurs lines; this one draws for the zoom that is shown, on whole pixels of the screen.

import { tileDrawer } from "atlas/map/tiles/tile_drawer.js";

/** @import { LatLng } from "leaflet" */
/** @import { Box } from "atlas/core/types.js" */
/** @import { Look } from "atlas/map/tiles/tile_types.js" */
/** @typedef {import("leaflet").Point} Point */
/** @typedef {{ key: string | null, canvas: HTMLCanvasElement | null }} Cell */
/** @typedef {{ zoom: number, z: number, side: number, origin: Point, node: HTMLElement, cells: Map<string, Cell> }} Level */

const SIDE = 256;
const PAUSE_MS = 120;
/** Tiles beyond the window that are fetched too, as a share of the window. */
const AROUND = 0.15;
/** How long the old zoom stays if tiles of the new one are missing. */
const PATIENCE_MS = 700;
const RETRY_MS = 3000;

export class TileGrid {
  #map;
  #layer;
  #box;
  #most;
  #drawer = tileDrawer();
  /** @type {Level | null} */
  #level = null;
  /** @type {Level[]} */
  #old = [];
  #timer = 0;
  #swap = 0;
  #shown = false;

  /**
   * @param {import("leaflet").Map} map @param {HTMLElement} pane
   * @param {{ id: string, role: string, box: Box | null, maxzoom: number, address: string }} layer
   */
  constructor(map, pane, { id, role, box, maxzoom, address }) {
    this.#map = map;
    this.#layer = id;
    this.#box = box;
    this.#most = maxzoom;
    this.#drawer.addLayer(id, address);
    this.node = document.createElement("div");
    this.node.className = `tile-grid layer-${role}`;
    this.node.dataset.tiles = id;
    pane.append(this.node);
  }

  /** @param {boolean} on */
  show(on) {
    if (on === this.#shown) return;
    this.#shown = on;
    this.#map[on ? "on" : "off"](
      {
        moveend: this.#update,
        move: this.#soon,
        zoom: this.#place,
        zoomanim: this.#animate,
        viewreset: this.#update,
      },
      this,
    );
    if (on) this.#update();
    else this.#clear();
  }

  /** @param {Look} look */
  setLook(look) {
    this.#drawer.setLook(this.#layer, look);
    if (this.#shown && this.#level) for (const name of this.#level.cells.keys()) this.#ask(this.#level, name);
  }

  /** Whether all tiles of the view are there. */
  isComplete() {
    return this.#level !== null && [...this.#level.cells.values()].every(({ key }) => key === null);
  }

  /** What lies at a point. @param {LatLng} latlng @param {number} near in pixels, of points and lines */
  find(latlng, near) {
    const { z, side } = this.#level ?? this.#measures();
    const { x, y } = this.#map.project(latlng, this.#map.getZoom()).divideBy(side);
    return this.#drawer.find({ layer: this.#layer, z, column: x, row: y, reach: near / side });
  }

  #measures() {
    const zoom = this.#map.getZoom();
    const z = Math.max(0, Math.min(this.#most, Math.round(zoom)));
    return { zoom, z, side: SIDE * 2 ** (zoom - z) };
  }

  #soon() {
    if (this.#timer) return;
    this.#timer = window.setTimeout(() => {
      this.#timer = 0;
      // While the zoom moves, the old pictures are stretched.
      if (this.#shown && this.#level?.zoom === this.#map.getZoom()) this.#update();
    }, PAUSE_MS);
  }

  #update() {
    if (this.#level?.zoom !== this.#map.getZoom()) this.#begin();
    const level = /** @type {Level} */ (this.#level);
    const names = new Set(this.#namesInView(level));
    for (const [name, cell] of level.cells) if (!names.has(name)) this.#remove(level, name, cell);
    for (const name of names) {
      if (level.cells.has(name)) continue;
      level.cells.set(name, { key: null, canvas: null });
      this.#ask(level, name);
    }
    this.#settle();
  }

  /** Begin a level for the zoom that is shown now; those before stay until it is drawn. */
  #begin() {
    if (this.#level) this.#retire(this.#level);
    const node = document.createElement("div");
    node.className = "tile-level leaflet-zoom-animated";
    node.style.visibility = this.#old.length ? "hidden" : "";
    this.node.append(node);
    this.#level = { ...this.#measures(), origin: this.#map.getPixelOrigin(), node, cells: new Map() };
    this.#place();
    clearTimeout(this.#swap);
    this.#swap = window.setTimeout(() => this.#settle(true), PATIENCE_MS);
  }

  /** @param {Level} level */
  #retire(level) {
    for (const { key } of level.cells.values()) if (key) this.#drawer.drop(key);
    this.#old.push(level);
  }

  /** Show the new level in place of the old ones, once it is drawn or has taken too long. */
  #settle(late = false) {
    if (!this.#level || !(late || this.isComplete())) return;
    this.#level.node.style.visibility = "";
    for (const { node } of this.#old) node.remove();
    this.#old = [];
  }

  /** @param {Level} level */
  #namesInView({ z, side }) {
    const bounds = this.#map.getPixelBounds();
    const size = this.#map.getSize();
    const around = Math.round(Math.max(size.x, size.y) * AROUND);
    const view = L.bounds(bounds.min ?? [0, 0], bounds.max ?? [0, 0]);
    const ground = this.#ground();
    const [low, high] = [view.getTopLeft().subtract([around, around]), view.getBottomRight().add([around, around])];
    const most = 2 ** z - 1;
    const from = [Math.max(low.x, ground.min?.x ?? 0), Math.max(low.y, ground.min?.y ?? 0)];
    const to = [Math.min(high.x, ground.max?.x ?? 0), Math.min(high.y, ground.max?.y ?? 0)];
    const middle = view.getCenter().divideBy(side);
    /** @type {[number, number][]} */
    const found = [];
    for (let x = Math.max(0, Math.floor(from[0] / side)); x <= Math.min(most, Math.floor(to[0] / side)); x += 1) {
      for (let y = Math.max(0, Math.floor(from[1] / side)); y <= Math.min(most, Math.floor(to[1] / side)); y += 1) {
        found.push([x, y]);
      }
    }
    // The middle of the view comes first.
    const far = ([x, y] = [0, 0]) => Math.hypot(x + 0.5 - middle.x, y + 0.5 - middle.y);
    return found.sort((a, b) => far(a) - far(b)).map(([x, y]) => `${x}/${y}`);
  }

  /** The ground the layer covers, in pixels of the world. */
  #ground() {
    const [west, south, east, north] = this.#box ?? [-180, -85, 180, 85];
    const zoom = this.#map.getZoom();
    return L.bounds(this.#map.project([north, west], zoom), this.#map.project([south, east], zoom));
  }

  /** @param {Level} level @param {string} name */
  #ask(level, name) {
    const cell = /** @type {Cell} */ (level.cells.get(name));
    if (cell.key) this.#drawer.drop(cell.key);
    const ratio = window.devicePixelRatio;
    const [x, y] = name.split("/").map(Number);
    const size = level.side * ratio;
    const [left, top] = [Math.round(x * size), Math.round(y * size)];
    const [width, height] = [Math.round((x + 1) * size) - left, Math.round((y + 1) * size) - top];
    const { z, zoom, origin } = level;
    cell.key = this.#drawer.draw(
      { layer: this.#layer, z, x, y, size, width, height, ratio, zoom },
      (bitmap, failed) => {
        cell.key = null;
        if (level.cells.get(name) !== cell) bitmap?.close();
        else if (failed) this.#later(level, name, cell);
        else this.#put(level, cell, bitmap, { left: left / ratio - origin.x, top: top / ratio - origin.y, ratio });
        this.#settle();
      },
    );
  }

  /** @param {Level} level @param {Cell} cell @param {ImageBitmap | null} bitmap
   * @param {{ left: number, top: number, ratio: number }} at */
  #put({ node }, cell, bitmap, { left, top, ratio }) {
    if (!bitmap) {
      cell.canvas?.remove();
      cell.canvas = null;
      return;
    }
    const canvas = cell.canvas ?? document.createElement("canvas");
    [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
    Object.assign(canvas.style, {
      width: `${bitmap.width / ratio}px`,
      height: `${bitmap.height / ratio}px`,
      transform: `translate(${left}px, ${top}px)`,
    });
    canvas.getContext("bitmaprenderer")?.transferFromImageBitmap(bitmap);
    if (!cell.canvas) node.append(canvas);
    cell.canvas = canvas;
  }

  /** A tile that did not come is asked for again. @param {Level} level @param {string} name @param {Cell} cell */
  #later(level, name, cell) {
    setTimeout(() => {
      if (this.#level === level && level.cells.get(name) === cell && !cell.key) this.#ask(level, name);
    }, RETRY_MS);
  }

  /** @param {Level} level @param {string} name @param {Cell} cell */
  #remove(level, name, { key, canvas }) {
    if (key) this.#drawer.drop(key);
    canvas?.remove();
    level.cells.delete(name);
  }

  #place() {
    this.#move(this.#map.getCenter(), this.#map.getZoom());
  }

  /** @param {import("leaflet").LeafletEvent} event */
  #animate(event) {
    const { center, zoom } = /** @type {import("leaflet").ZoomAnimEvent} */ (event);
    this.#move(center, zoom);
  }

  /** Stretch the levels to a view. @param {LatLng} center @param {number} zoom */
  #move(center, zoom) {
    const map = /** @type {any} */ (this.#map);
    const origin = map._getNewPixelOrigin(center, zoom);
    for (const level of this.#level ? [...this.#old, this.#level] : this.#old) {
      const scale = this.#map.getZoomScale(zoom, level.zoom);
      L.DomUtil.setTransform(level.node, level.origin.multiplyBy(scale).subtract(origin).round(), scale);
    }
  }

  #clear() {
    clearTimeout(this.#swap);
    for (const level of this.#level ? [...this.#old, this.#level] : this.#old) {
      for (const { key } of level.cells.values()) if (key) this.#drawer.drop(key);
      level.node.remove();
    }
    [this.#level, this.#old] = [null, []];
  }
}
