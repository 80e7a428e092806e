// @ts-check
// Shapes in pixels of the map, for names: projected once, scaled once a zoom.

/** @import { Feature, Geometry, Pair } from "atlas/core/types.js" */
/** @import { Part, PixelBox, PixelShape } from "atlas/core/name_types.js" */

export class PixelShapes {
  /** @type {WeakMap<Feature, PixelShape>} shapes on a world of one pixel */
  #worlds = new WeakMap();
  /** @type {WeakMap<Feature, PixelShape>} */
  #shapes = new WeakMap();
  #scale = 1;
  #origin = { x: 0, y: 0 };

  /**
   * Whether the pixels have become others: the shapes are then scaled anew.
   * @param {number} zoom @param {{ x: number, y: number }} origin
   */
  scale(zoom, { x, y }) {
    const scale = 256 * 2 ** zoom;
    if (scale === this.#scale && x === this.#origin.x && y === this.#origin.y) return false;
    [this.#scale, this.#origin] = [scale, { x, y }];
    this.#shapes = new WeakMap();
    return true;
  }

  /** @param {Pair} lonlat @returns {Pair} */
  point(lonlat) {
    return this.#pixel(unit(lonlat));
  }

  /** @param {Feature} feature @returns {PixelBox} */
  box({ box: [west, south, east, north] }) {
    return [...this.point([west, north]), ...this.point([east, south])];
  }

  /** @param {Feature} feature @returns {PixelShape} */
  shape(feature) {
    let shape = this.#shapes.get(feature);
    if (!shape) {
      const world = this.#worlds.get(feature) ?? worldOf(feature);
      this.#worlds.set(feature, world);
      shape = {
        parts: world.parts.map(({ rings, label }) => this.#part(rings, label)),
        lines: world.lines.map((line) => this.#line(line)),
        points: world.points.map((at) => this.#pixel(at)),
      };
      this.#shapes.set(feature, shape);
    }
    return shape;
  }

  /** @param {Pair} at @returns {Pair} */
  #pixel([x, y]) {
    return [x * this.#scale - this.#origin.x, y * this.#scale - this.#origin.y];
  }

  /** @param {Float64Array} line */
  #line(line) {
    const { x, y } = this.#origin;
    return line.map((value, i) => value * this.#scale - (i % 2 ? y : x));
  }

  /** @param {Float64Array[]} rings @param {Pair} label @returns {Part} */
  #part(rings, label) {
    const scaled = rings.map((ring) => this.#line(ring));
    return { rings: scaled, box: boxOf(scaled[0]), label: this.#pixel(label) };
  }
}

/** Web Mercator on a world of one pixel. @param {number[]} lonlat @returns {Pair} */
function unit([lon, lat]) {
  const sin = Math.sin((lat * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)];
}

/** @param {number[][]} coordinates */
function flat(coordinates) {
  const line = new Float64Array(2 * coordinates.length);
  coordinates.forEach((at, i) => line.set(unit(at), 2 * i));
  return line;
}

/** @param {Feature} feature @returns {PixelShape} */
function worldOf({ geometry, label, labels }) {
  /** @type {PixelShape} */
  const world = { parts: [], lines: [], points: [] };
  if (!geometry) return world;
  const areas = polygonsOf(geometry);
  areas.forEach((rings, i) => {
    const part = { rings: rings.map(flat), label: unit(labels?.[i] ?? label) };
    world.parts.push({ ...part, box: boxOf(part.rings[0]) });
  });
  if (geometry.type === "LineString") world.lines.push(flat(geometry.coordinates));
  if (geometry.type === "MultiLineString") world.lines.push(...geometry.coordinates.map(flat));
  if (geometry.type === "Point") world.points.push(unit(geometry.coordinates));
  if (geometry.type === "MultiPoint") world.points.push(...geometry.coordinates.map(unit));
  return world;
}

/** @param {Geometry} geometry */
function polygonsOf(geometry) {
  if (geometry.type === "Polygon") return [geometry.coordinates];
  return geometry.type === "MultiPolygon" ? geometry.coordinates : [];
}

/** @param {Float64Array} ring @returns {PixelBox} */
function boxOf(ring) {
  /** @type {PixelBox} */
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < ring.length; i += 2) {
    box[0] = Math.min(box[0], ring[i]);
    box[1] = Math.min(box[1], ring[i + 1]);
    box[2] = Math.max(box[2], ring[i]);
    box[3] = Math.max(box[3], ring[i + 1]);
  }
  return box;
}
