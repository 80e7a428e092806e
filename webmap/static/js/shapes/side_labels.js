// @ts-check
// Length of each side and angle at each corner, written on the map while a shape is drawn or corrected. A side too
// short on the screen for its figure goes without; zooming in brings it.

import { el } from "atlas/core/dom.js";
import { number } from "atlas/core/format.js";
import { angles, sideLength } from "atlas/shapes/sides.js";

/** @typedef {import("leaflet").LatLng} LatLng */
/** @typedef {import("leaflet").Point} Pixel */

const LEAST_SIDE_PX = 56;
const LEAST_ANGLE_PX = 72;
const ANGLE_OFFSET_PX = 26;
/** A figure stands beside its side, so that the point in its middle can be seen. */
const SIDE_OFFSET_PX = -16;
const KILOMETRE = 1000;

export class SideLabels {
  #map;
  #pane;
  #group = L.layerGroup();

  /** @param {import("leaflet").Map} map @param {string} pane */
  constructor(map, pane) {
    this.#map = map;
    this.#pane = pane;
    this.#group.addTo(map);
  }

  /** Write the figures of lines or rings. @param {{ points: LatLng[], closed: boolean }[]} paths */
  show(paths) {
    this.#group.clearLayers();
    for (const { points, closed } of paths) this.#showPath(points, closed && points.length > 2);
  }

  remove() {
    this.#group.remove();
  }

  /** @param {LatLng[]} points @param {boolean} closed */
  #showPath(points, closed) {
    const pixels = points.map((at) => this.#map.latLngToContainerPoint(at));
    const box = L.bounds([0, 0], this.#map.getSize());
    const sides = closed ? points.length : points.length - 1;
    const outward = closed && isClockwise(pixels) ? -1 : 1;
    for (let i = 0; i < sides; i += 1) {
      const next = (i + 1) % points.length;
      const middle = pixels[i].add(pixels[next]).divideBy(2);
      if (pixels[i].distanceTo(pixels[next]) < LEAST_SIDE_PX || !box.contains(middle)) continue;
      const along = pixels[next].subtract(pixels[i]);
      const aside = L.point(-along.y, along.x).multiplyBy((outward * SIDE_OFFSET_PX) / length(along));
      this.#write(middle.subtract(aside), lengthText(sideLength(points[i], points[next])), "side-label");
    }
    angles(points, closed).forEach((angle, i) => {
      if (angle != null && box.contains(pixels[i])) this.#showAngle(angle, pixels, i);
    });
  }

  /** @param {number} angle @param {Pixel[]} pixels @param {number} i */
  #showAngle(angle, pixels, i) {
    const count = pixels.length;
    const [before, at, after] = [pixels[(i + count - 1) % count], pixels[i], pixels[(i + 1) % count]];
    const [a, b] = [before.subtract(at), after.subtract(at)];
    const [la, lb] = [length(a), length(b)];
    if (Math.min(la, lb) < LEAST_ANGLE_PX) return;
    let way = a.divideBy(la).add(b.divideBy(lb));
    if (length(way) < 0.2) way = L.point(-a.y / la, a.x / la);
    const inward = angle > 180 ? -1 : 1;
    const place = at.add(way.divideBy(length(way)).multiplyBy(ANGLE_OFFSET_PX * inward));
    this.#write(place, `${number(angle, "deg", { places: 1 })}°`, "side-label corner-angle");
  }

  /** @param {Pixel} pixel @param {string} text @param {string} className */
  #write(pixel, text, className) {
    const html = el("span", {}, text);
    const icon = L.divIcon({ className, html, iconSize: [0, 0] });
    const at = this.#map.containerPointToLatLng(pixel);
    this.#group.addLayer(L.marker(at, { icon, pane: this.#pane, interactive: false, keyboard: false }));
  }
}

/** Whether a ring runs clockwise on the screen, where y goes down. @param {Pixel[]} ring */
function isClockwise(ring) {
  const twice = ring.reduce((sum, { x, y }, i) => {
    const next = ring[(i + 1) % ring.length];
    return sum + (next.x - x) * (next.y + y);
  }, 0);
  return twice < 0;
}

/** @param {Pixel} vector */
function length({ x, y }) {
  return Math.hypot(x, y);
}

/** Metres to a decimetre, from a kilometre up kilometres to a metre. @param {number} metres */
export function lengthText(metres) {
  if (metres < KILOMETRE) return `${number(metres, "m", { places: 1 })} m`;
  return `${number(metres / KILOMETRE, "km", { places: 3 })} km`;
}
