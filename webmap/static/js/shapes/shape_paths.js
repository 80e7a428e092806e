// @ts-check
// A GeoJSON geometry as paths of points that can be moved, with all steps back and forth.

/** @import { Shape } from "atlas/core/types.js" */
/** @typedef {import("leaflet").LatLng} LatLng */
/** @typedef {{ points: LatLng[], closed: boolean, part: number }} Path a ring of a polygon, or a line */

const MOST_STEPS = 200;

export class ShapePaths {
  /** @type {Path[]} */
  paths;
  #type;
  /** @type {Path[][]} */
  #past = [];
  /** @type {Path[][]} */
  #future = [];

  /** @param {Shape} shape of polygons or lines */
  constructor({ type, coordinates }) {
    this.#type = type;
    const closed = /Polygon/.test(type);
    const parts = /** @type {any[]} */ (/^Multi/.test(type) ? coordinates : [coordinates]);
    this.paths = parts.flatMap((part, i) =>
      (closed ? part : [part]).map((/** @type {number[][]} */ line) => ({
        points: (closed ? line.slice(0, -1) : line).map(([lng, lat]) => L.latLng(lat, lng)),
        closed,
        part: i,
      })),
    );
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  /** Remember the shape as it is, before it is changed. */
  remember() {
    this.#past.push(copy(this.paths));
    if (this.#past.length > MOST_STEPS) this.#past.shift();
    this.#future = [];
  }

  undo() {
    this.#step(this.#past, this.#future);
  }

  redo() {
    this.#step(this.#future, this.#past);
  }

  /** @param {Path[][]} from @param {Path[][]} to */
  #step(from, to) {
    const paths = from.pop();
    if (!paths) return;
    to.push(copy(this.paths));
    this.paths = paths;
  }

  /** Whether a path can lose a point and stay a ring or a line. @param {number} path */
  canRemove(path) {
    const { points, closed } = this.paths[path];
    return points.length > (closed ? 3 : 2);
  }

  /** The shape as it is now. @returns {Shape} */
  geometry() {
    const { paths } = this;
    const parts = [...new Set(paths.map(({ part }) => part))].map((part) => paths.filter((path) => path.part === part));
    const lines = parts.map((part) => part.map(coordinatesOf));
    const areal = /Polygon/.test(this.#type);
    const coordinates = areal ? lines : lines.map(([line]) => line);
    const type = this.#type;
    return /** @type {Shape} */ ({ type, coordinates: /^Multi/.test(type) ? coordinates : coordinates[0] });
  }

  /** As Leaflet wants it. */
  latLngs() {
    return this.paths.map(({ points }) => points);
  }
}

/** @param {Path} path */
function coordinatesOf({ points, closed }) {
  const line = points.map(({ lng, lat }) => [lng, lat]);
  return closed ? [...line, line[0]] : line;
}

/** @param {Path[]} paths */
function copy(paths) {
  return paths.map((path) => ({ ...path, points: [...path.points] }));
}
