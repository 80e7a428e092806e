// @ts-check
// Kilometre lines of CGCS2000 3-degree zone 41, with their figures at the upper and left edge: every 2 km, from zoom 14
// every kilometre. They tell distances on ground that has nothing else to tell them by.

import { svg } from "atlas/core/dom.js";
import { project } from "atlas/map/gauss_kruger.js";

/** @import { App, Pair } from "atlas/core/types.js" */
/** @import { Names } from "atlas/core/name_types.js" */
/** @typedef {{ km: number, ends: [Pair, Pair], upright: boolean }} GridLine ends in pixels of the map */

const PANE = "atlas-grid";
const FROM_ZOOM = 12.5;
const FINE_ZOOM = 14;
const STEPS = 3; // of the search for a point on a line: the third is exact to a millimetre
const DEGREE_M = 111000;
const RESERVE = 0.6; // of the window, on each side
const EDGE_PX = 4; // of a figure from the edge of the map

/** @type {Grid | null} */
let grid = null;

/** Draw the lines from now on. @param {App["map"]} map @param {Names} names */
export function watchGrid(map, names) {
  grid ??= new Grid(map, names);
}

class Grid {
  /** @type {GridLine[]} */
  #lines = [];
  #paths = svg("path", { fill: "none", "stroke-width": 0.7, "stroke-opacity": 0.34 });
  #figures = svg("g", { "font-size": 10, "paint-order": "stroke", "stroke-width": 2.4 });
  /** @type {import("leaflet").Bounds | null} of the ground that has lines */
  #drawn = null;
  #zoom = 0;

  /** @param {App["map"]} map @param {Names} names */
  constructor(map, names) {
    this.map = map;
    map.createPane(PANE).style.zIndex = "405";
    this.#paths.setAttribute("stroke", names.km_line);
    this.#figures.setAttribute("fill", names.km_figure);
    this.#figures.setAttribute("stroke", names.halo);
    this.lines = svg(
      "svg",
      { class: "km-grid leaflet-zoom-hide", "aria-hidden": "true", overflow: "visible" },
      this.#paths,
    );
    map.getPane(PANE)?.append(this.lines);
    // The figures stay at the edge while the map moves under them.
    this.edge = svg("svg", { class: "km-figures", "aria-hidden": "true" }, this.#figures);
    map.getContainer().append(this.edge);
    map.on("moveend viewreset resize", () => this.#update());
    map.on("move", () => this.#label());
    map.on("zoomstart", () => this.#figures.replaceChildren());
    this.#update();
  }

  #update() {
    const zoom = this.map.getZoom();
    const on = zoom >= FROM_ZOOM;
    for (const node of [this.lines, this.edge]) node.style.display = on ? "" : "none";
    if (!on) {
      this.#drawn = null;
      return;
    }
    const corner = this.map.containerPointToLayerPoint([0, 0]);
    const size = this.map.getSize();
    const seen = L.bounds(corner, corner.add(size));
    if (zoom !== this.#zoom || !this.#drawn?.contains(seen)) {
      const pad = size.multiplyBy(RESERVE);
      this.#drawn = L.bounds(corner.subtract(pad), corner.add(size).add(pad));
      this.#zoom = zoom;
      this.#draw(this.#drawn);
    }
    this.#label();
  }

  /** @param {import("leaflet").Bounds} bounds */
  #draw(bounds) {
    const { min, max } = /** @type {Required<import("leaflet").Bounds>} */ (bounds);
    const corners = [min, L.point(max.x, min.y), max, L.point(min.x, max.y)].map((at) =>
      this.map.layerPointToLatLng(at),
    );
    const metres = corners.map((at) => project(at));
    const step = this.#zoom >= FINE_ZOOM ? 1 : 2;
    this.#lines = [0, 1].flatMap((axis) => {
      const values = metres.map((pair) => pair[axis] / 1000);
      const first = Math.ceil(Math.min(...values) / step) * step;
      const count = Math.max(0, Math.floor((Math.max(...values) - first) / step) + 1);
      return Array.from({ length: count }, (_, i) => this.#line(axis, first + i * step, corners));
    });
    const paths = this.#lines.map(({ ends: [a, b] }) => `M${a.join(" ")}L${b.join(" ")}`);
    this.#paths.setAttribute("d", paths.join(""));
  }

  /**
   * A line of one northing (axis 0) or easting (axis 1). Across a window it is straight to within a metre.
   * @param {number} axis @param {number} km @param {import("leaflet").LatLng[]} corners @returns {GridLine}
   */
  #line(axis, km, [northWest, northEast, southEast]) {
    const upright = axis === 1;
    const ends = [northWest, upright ? southEast : northEast].map((corner) => {
      const at = { lat: corner.lat, lng: corner.lng };
      for (let i = 0; i < STEPS; i += 1) {
        const short = km * 1000 - project(at)[axis];
        if (upright) at.lng += short / (DEGREE_M * Math.cos((at.lat * Math.PI) / 180));
        else at.lat += short / DEGREE_M;
      }
      const { x, y } = this.map.latLngToLayerPoint([at.lat, at.lng]);
      return /** @type {Pair} */ ([x, y]);
    });
    return { km, ends: /** @type {[Pair, Pair]} */ (ends), upright };
  }

  /** Figures where the lines meet the upper and the left edge of the window. */
  #label() {
    if (!this.#drawn || this.map.getZoom() !== this.#zoom) return;
    const { x, y } = this.map.containerPointToLayerPoint([0, 0]);
    const size = this.map.getSize();
    const figures = this.#lines.map(({ km, ends: [a, b], upright }) => {
      const share = upright ? (y - a[1]) / (b[1] - a[1]) : (x - a[0]) / (b[0] - a[0]);
      const along = upright ? a[0] + (b[0] - a[0]) * share - x : a[1] + (b[1] - a[1]) * share - y;
      if (along < 24 || along > (upright ? size.x : size.y) - 24) return null;
      const place = upright ? { x: along, y: EDGE_PX + 9, "text-anchor": "middle" } : { x: EDGE_PX, y: along + 3 };
      return svg("text", place, String(km));
    });
    this.#figures.replaceChildren(...figures.filter((figure) => figure !== null));
  }
}
