// @ts-check
// Snapping: the nearest corner of the planning shapes that are shown, else the nearest point of one of their sides.

/** @import { App, Feature } from "atlas/core/types.js" */
/** @typedef {import("leaflet").LatLng} LatLng */
/** @typedef {import("leaflet").Point} Pixel */
/** @typedef {{ latlng: LatLng, feature: Feature, corner: boolean }} Snap */

const CORNER_PX = 14;
const SIDE_PX = 10;

/**
 * Where a point snaps to; null where no boundary is near.
 * @param {App} app @param {LatLng} latlng @returns {Snap | null}
 */
export function snap(app, latlng) {
  const search = new Search(app.map, latlng);
  for (const { role, features } of app.layers.reachable()) {
    if (role !== "context") for (const feature of features) search.look(feature);
  }
  return search.corner ?? search.side;
}

class Search {
  #map;
  #at;
  #box;
  #cornerPx = CORNER_PX;
  #sidePx = SIDE_PX;
  /** @type {Snap | null} */
  corner = null;
  /** @type {Snap | null} */
  side = null;

  /** @param {import("leaflet").Map} map @param {LatLng} latlng */
  constructor(map, latlng) {
    this.#map = map;
    this.#at = map.latLngToContainerPoint(latlng);
    const reach = L.point(CORNER_PX, CORNER_PX);
    const corners = [this.#at.subtract(reach), this.#at.add(reach)].map((at) => map.containerPointToLatLng(at));
    this.#box = L.latLngBounds(corners[0], corners[1]);
  }

  /** @param {Feature} feature */
  look(feature) {
    if (!feature.geometry || !this.#near(feature.box)) return;
    for (const line of linesOf(feature.geometry.coordinates)) this.#lookAlong(line, feature);
  }

  /** @param {number[]} box west, south, east, north */
  #near([west, south, east, north]) {
    const box = this.#box;
    return west <= box.getEast() && east >= box.getWest() && south <= box.getNorth() && north >= box.getSouth();
  }

  /** @param {number[][]} line @param {Feature} feature */
  #lookAlong(line, feature) {
    for (let i = 0; i < line.length; i += 1) {
      const [lng, lat] = line[i];
      if (this.#near([lng, lat, lng, lat])) this.#takeCorner(L.latLng(lat, lng), feature);
      if (i > 0 && this.#near(boxOfSide(line[i - 1], line[i]))) this.#takeSide(line[i - 1], line[i], feature);
    }
  }

  /** @param {LatLng} latlng @param {Feature} feature */
  #takeCorner(latlng, feature) {
    const px = this.#map.latLngToContainerPoint(latlng).distanceTo(this.#at);
    if (px >= this.#cornerPx) return;
    this.#cornerPx = px;
    this.corner = { latlng, feature, corner: true };
  }

  /** @param {number[]} a @param {number[]} b @param {Feature} feature */
  #takeSide(a, b, feature) {
    const [from, to] = [a, b].map(([lng, lat]) => this.#map.latLngToContainerPoint([lat, lng]));
    const along = L.LineUtil.closestPointOnSegment(this.#at, from, to);
    const px = along.distanceTo(this.#at);
    if (px >= this.#sidePx) return;
    this.#sidePx = px;
    const length = from.distanceTo(to);
    const share = length ? from.distanceTo(along) / length : 0;
    // A side is straight in degrees: the point lies on it as the file has it, not on the line of the screen.
    const latlng = L.latLng(a[1] + share * (b[1] - a[1]), a[0] + share * (b[0] - a[0]));
    this.side = { latlng, feature, corner: false };
  }
}

/** @param {number[]} a @param {number[]} b */
function boxOfSide(a, b) {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])];
}

/** All lines of nested coordinates. @param {any} coordinates @returns {number[][][]} */
function linesOf(coordinates) {
  if (typeof coordinates[0] === "number") return [[coordinates]];
  if (typeof coordinates[0][0] === "number") return [coordinates];
  return coordinates.flatMap(linesOf);
}
