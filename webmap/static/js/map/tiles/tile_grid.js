// @ts-check
// A layer of Leaflet made of pictures of vector tiles. Leaflet's own grid draws at whole zooms and stretches between
// them, which leaves seams and blurs lines; this one draws for the zoom that is shown, on whole pixels of the screen.

import { tileDrawer } from "atlas/map/tiles/tile_drawer.js";

/** @import { LatLng } from "leaflet" */
/** @import { Box } from "atlas/core/types.js" */
/** @import { Look } from "atlas/map/tiles/tile_types.js" */
/** @typedef {import("leaflet").Point} Point */
/** @typedef {{ key: string | null, canvas: HTMLCanvasElement | null }} Cell */
/**
 * The tiles of a zoom of the map: `z` theirs, `side` of one in pixels, `origin` the pixel of the world at its corner.
 * @typedef {{ zoom: number, z: number, side: number, origin: Point, node: HTMLElement,
 *   cells: Map<string, Cell> }} Level
 */

const SIDE = 256;
const PAUSE_MS = 120;
/** Tiles beyond the window that are fetched too, as a share of the window. */
const AROUND = 0.15;
/** Tiles so far beyond it stay, for who goes back. */
const KEPT_AROUND = 0.75;
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
  #listeners = {
    moved: () => this.#update(),
    moving: () => this.#soon(),
    zoomed: () => this.#move(this.#map.getCenter(), this.#map.getZoom()),
    animated: (/** @type {import("leaflet").ZoomAnimEvent} */ { center, zoom }) => this.#move(center, zoom),
  };

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
    const { moved, moving, zoomed, animated } = this.#listeners;
    if (on) {
      this.#map.on("moveend viewreset", moved).on("move", moving).on("zoom", zoomed).on("zoomanim", animated);
      this.#update();
    } else {
      this.#map.off("moveend viewreset", moved).off("move", moving).off("zoom", zoomed).off("zoomanim", animated);
      this.#clear();
    }
  }

  /** @param {Look} look */
  setLook(look) {
    this.#drawer.setLook(this.#layer, look);
    if (this.#shown && this.#level) for (const name of this.#level.cells.keys()) this.#ask(this.#level, name);
  }

  /**
   * Ask for all tiles again, of which the server has better ones now.
   * @param {{ maxzoom: number, address: string }} described
   */
  renew({ maxzoom, address }) {
    this.#most = maxzoom;
    this.#drawer.addLayer(this.#layer, address);
    if (!this.#shown) return;
    this.#begin();
    this.#update();
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
    const kept = new Set(this.#namesInView(level, KEPT_AROUND));
    for (const [name, cell] of level.cells) if (!kept.has(name)) this.#remove(level, name, cell);
    for (const name of this.#namesInView(level, AROUND)) {
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
    this.#listeners.zoomed();
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

  /**
   * Names of the tiles of the view and around it, those in the middle first.
   * @param {Level} level @param {number} share of the window around it
   */
  #namesInView({ z, side }, share) {
    const { x, y } = this.#map.getSize();
    const around = Math.round(Math.max(x, y) * share);
    const [low, high] = corners(this.#map.getPixelBounds());
    const [from, to] = corners(this.#ground());
    const [west, east] = span(Math.max(low.x - around, from.x), Math.min(high.x + around, to.x), side, z);
    const [north, south] = span(Math.max(low.y - around, from.y), Math.min(high.y + around, to.y), side, z);
    const middle = low.add(high).divideBy(2 * side);
    /** @type {[number, number][]} */
    const found = [];
    for (let column = west; column <= east; column += 1) {
      for (let row = north; row <= south; row += 1) found.push([column, row]);
    }
    const far = (/** @type {number[]} */ [column, row]) => Math.hypot(column + 0.5 - middle.x, row + 0.5 - middle.y);
    return found.sort((a, b) => far(a) - far(b)).map(([column, row]) => `${column}/${row}`);
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

/** @param {import("leaflet").Bounds} bounds @returns {[Point, Point]} */
function corners(bounds) {
  return [bounds.getTopLeft(), bounds.getBottomRight()];
}

/**
 * First and last tile between two pixels of the world.
 * @param {number} from @param {number} to @param {number} side @param {number} z
 */
function span(from, to, side, z) {
  return [Math.max(0, Math.floor(from / side)), Math.min(2 ** z - 1, Math.floor(to / side))];
}
