// @ts-check
// What names keep off: other names and what stands over the map, and where they can points, lines of scopes, the lake
// and the shapes of other places.

import * as places from "atlas/map/names/places.js";

/** @import { Feature } from "atlas/core/types.js" */
/** @import { Letter, Named, Part, PixelBox, Spot, Track, View } from "atlas/core/name_types.js" */

export const PAD = 2; // around a name
// What it costs a name to cover a point, the line of a scope, the shape of another place, the lake; to have one more
// line; to stand apart, and over land.
export const COST = { point: 90, line: 14, other: 70, lake: 200, lines: 8, afar: 100, land: 25 };
const OUTLINE_KM2 = 60; // a larger park is drawn as an outline

export class NameRoom {
  taken = new places.Boxes();
  soft = new places.Boxes();
  #symbols = new places.Boxes(); // of points and stops: no letter along a line stands on one
  /** @type {{ feature: Feature, part: Part }[]} areas a name of another place keeps off */
  #others = [];
  /** @type {Part[]} */
  #lakes = [];
  /** @type {Part[]} */
  #land = [];
  /** @type {View} */
  #view = /** @type {View} */ ({});
  /** @type {WeakMap<Float64Array, Track[]>} resampled once a zoom, as far as the map is drawn */
  #tracks = new WeakMap();
  #drawn = "";

  /** @param {import("atlas/map/names/shapes.js").PixelShapes} shapes */
  constructor(shapes) {
    this.shapes = shapes;
  }

  /** Begin anew with what a view shows. @param {View} view */
  survey(view) {
    const drawn = view.all.join();
    if (drawn !== this.#drawn) this.#tracks = new WeakMap();
    [this.#drawn, this.#view] = [drawn, view];
    [this.taken, this.soft, this.#symbols] = [new places.Boxes(), new places.Boxes(), new places.Boxes()];
    [this.#others, this.#lakes, this.#land] = [[], [], []];
    for (const box of view.over) this.taken.add(box);
    for (const layer of view.shown) {
      for (const feature of layer.features) if (this.isNear(feature)) this.#surveyOne(feature);
      for (const stop of layer.styles.flatMap(({ stops }) => stops)) {
        const box = places.around(...this.shapes.point(stop), 14, 14);
        this.soft.add(box, COST.point);
        this.#symbols.add(box);
      }
    }
  }

  /** @param {Feature} feature */
  #surveyOne(feature) {
    const { parts, points } = this.shapes.shape(feature);
    const { layer, kind } = feature;
    if (layer.role === "context") {
      if (kind === "lake") this.#lakes.push(...parts);
      if (/^(land|island)$/.test(kind)) this.#land.push(...parts);
      return;
    }
    for (const [x, y] of points) {
      this.soft.add(places.around(x, y, 12, 12), COST.point);
      this.#symbols.add(places.around(x, y, 8, 8));
    }
    if (layer.id !== "scopes") {
      if (!((feature.area_km2 ?? 0) > OUTLINE_KM2)) this.#others.push(...parts.map((part) => ({ feature, part })));
      return;
    }
    for (const { x, y } of parts.flatMap(({ rings }) => this.tracksOf(rings[0]))) {
      for (let i = 0; i < x.length; i += 2) this.soft.add(places.around(x[i], y[i], 6, 6), COST.line);
    }
  }

  /** Whether a feature lies where the map is drawn. @param {Feature} feature */
  isNear(feature) {
    return Boolean(feature.geometry) && places.overlap(this.shapes.box(feature), this.#view.all);
  }

  /** @param {Float64Array} line */
  tracksOf(line) {
    const known = this.#tracks.get(line);
    const tracks = known ?? places.tracksOf(line, this.#view.all);
    if (!known) this.#tracks.set(line, tracks);
    return tracks;
  }

  /** Whether letters along a line are seen and cover nothing. @param {PixelBox[]} boxes @param {Letter[]} letters */
  isFree(boxes, letters) {
    const free = boxes.every(
      (box) => places.within(box, this.#view.seen) && !this.taken.has(box) && !this.#symbols.has(box),
    );
    return free && !letters.some(({ x, y }) => this.inLake(x, y));
  }

  /**
   * The free spot that costs least: in the window and over no other name.
   * @param {Spot[]} spots @param {{ width: number, height: number }} size @param {PixelBox} window
   * @param {(x: number, y: number) => number} strange what it costs to stand at a point
   */
  best(spots, { width, height }, window, strange) {
    let [best, least] = [/** @type {Spot | null} */ (null), Infinity];
    for (const spot of spots) {
      if (spot.cost >= least) continue;
      const box = places.around(spot.x, spot.y, width + 2 * PAD, height + PAD);
      if (!places.within(box, window) || this.taken.has(box)) continue;
      let cost = spot.cost + this.soft.weight(box, least - spot.cost);
      for (const share of cost < least ? [-0.4, 0, 0.4] : []) cost += strange(spot.x + share * width, spot.y);
      if (cost < least) [best, least] = [{ ...spot, cost }, cost];
    }
    return best;
  }

  /** What it costs to stand on a shape of another place, or in the lake. @param {Named} named @param {Part} own */
  strange({ feature }, own) {
    const size = places.areaOf(own.box);
    const [x, y] = own.label;
    const others = this.#others.filter(({ feature: other, part }) => {
      if (other === feature || (other.same_shape && other.same_shape === feature.same_shape)) return false;
      // A place that holds this one is no stranger.
      return !(places.areaOf(part.box) > size && places.holds(part, x, y));
    });
    return (/** @type {number} */ at, /** @type {number} */ level) =>
      (others.some(({ part }) => places.holds(part, at, level)) ? COST.other / 3 : 0) +
      (feature.kind === "lake" ? 0 : this.inLake(at, level));
  }

  /** What it costs a name apart from its place to stand at a point. @param {number} x @param {number} y */
  apart(x, y) {
    if (this.#others.some(({ part }) => places.holds(part, x, y))) return Infinity;
    return this.#land.some((part) => places.holds(part, x, y)) ? COST.land : this.inLake(x, y);
  }

  /** @param {number} x @param {number} y */
  inLake(x, y) {
    return this.#lakes.some((part) => places.holds(part, x, y)) ? COST.lake : 0;
  }
}
