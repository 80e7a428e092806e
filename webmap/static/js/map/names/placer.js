// @ts-check
// Chooses the place of each name: rank after rank, over no other name, over no other place's shape where that can be.

import { svg } from "atlas/core/dom.js";
import * as places from "atlas/map/names/places.js";
import { COST, NameRoom, PAD } from "atlas/map/names/room.js";
import { PixelShapes } from "atlas/map/names/shapes.js";
import { NameText } from "atlas/map/names/text.js";

/** @import { Pair } from "atlas/core/types.js" */
/** @import { Block, Named, Names, Part, PixelBox, PlacedName, Spot, View } from "atlas/core/name_types.js" */

const AGAIN = 420; // between two names of one line
const AGAIN_ROAD = 640;
const AGAIN_PLATE = 360;
const LEAST = 40; // an area smaller than this on screen has no name
const LED = 1; // the last rank whose names may stand apart, with a line that leads to the place; closer, parks too
const PARK = 4;
const LED_ZOOM = 11;
const BELT = 2;
const ANCHORS = 8; // points of a line from which a name apart is led to
const TOWN = 8; // from this rank on, points are small
const IN_RIVER = 13; // from this zoom on the name of a river stands in it
const TRIES = 60;

export class NamePlacer {
  /** @type {Map<string, PlacedName>} */
  #kept = new Map();
  /** @type {Map<string, PlacedName>} */
  #now = new Map();
  /** @type {View} */
  #view;
  /** @param {Names} names @param {string} family of the letters */
  constructor(names, family) {
    this.shapes = new PixelShapes();
    this.room = new NameRoom(this.shapes);
    this.text = new NameText(names, family);
    this.#view = /** @type {View} */ ({});
  }

  /** @param {Named[]} list first rank first @param {View} view @returns {SVGElement[]} */
  place(list, view) {
    if (this.shapes.scale(view.zoom, view.origin)) this.#kept.clear();
    this.#view = view;
    this.#now = new Map();
    this.room.survey(view);
    this.#keep(list);
    for (const named of list) this.#placeOne(named, 1);
    for (const named of list) if (/edge|axis|beside|plate/.test(named.style.place)) this.#placeOne(named, 4);
    this.#kept = this.#now;
    return [...this.#now.values()].map(({ node }) => node);
  }

  /** Names in view keep their places where these are still free. @param {Named[]} list */
  #keep(list) {
    const still = new Set(list.map(({ key }) => key));
    for (const [key, placed] of this.#kept) {
      const inView = placed.boxes.every((box) => places.within(box, this.#view.seen));
      if (
        still.has(key.slice(0, key.lastIndexOf("#"))) &&
        inView &&
        !placed.boxes.some((box) => this.room.taken.has(box))
      ) {
        this.#put(placed);
      }
    }
  }

  /** @param {PlacedName} placed */
  #put(placed) {
    for (const box of placed.boxes) this.room.taken.add(box);
    this.#now.set(placed.key, placed);
    return placed;
  }

  /** @param {Named} named @param {number} most how often a name along a line may stand */
  #placeOne(named, most) {
    const shapes = named.features
      .filter((feature) => this.room.isNear(feature))
      .map((feature) => this.shapes.shape(feature));
    const lines = shapes.flatMap((shape) => shape.lines);
    for (const { parts, points } of shapes) {
      if (named.style.place === "edge") this.#placeEdge(named, parts, most);
      else this.#placeAreas(named, parts);
      points.forEach((point, i) => this.#placePoint(named, point, i));
    }
    if (!lines.length) return;
    if (named.style.place === "plate") this.#placePlates(named, lines, Math.min(most, 2));
    else {
      this.#placeAlong(named, lines, this.#sides(named), most);
      this.#leadTo(named, lines);
    }
  }

  /** Where a name stands beside its line, or on it. @param {Named} named */
  #sides({ style: { place, off } }) {
    if (place === "beside") return this.#view.zoom >= IN_RIVER ? [0, off, -off] : [off, -off];
    return off ? [0, off, -off] : [0];
  }

  /** A name in each area, the largest first. @param {Named} named @param {Part[]} parts */
  #placeAreas(named, parts) {
    const { seen, all } = this.#view;
    const order = parts.map((part, i) => ({ part, key: `${named.key}#${i}`, size: places.areaOf(part.box) }));
    for (const { part, key } of order.sort((a, b) => b.size - a.size)) {
      if (this.#now.has(key) || !places.overlap(part.box, all)) continue;
      if (!named.chosen && part.box[2] - part.box[0] < LEAST) continue;
      const inView = places.overlap(part.box, seen);
      const strange = this.room.strange(named, part);
      if (this.#placeInside(key, named, part, inView ? seen : all, strange)) continue;
      // Beside it only if no other part tells the name.
      if (inView && !this.#standing(named).length) this.#placeBeside(key, named, part, strange);
    }
  }

  /**
   * @param {string} key @param {Named} named @param {Part} part @param {PixelBox} window
   * @param {(x: number, y: number) => number} strange
   */
  #placeInside(key, named, part, window, strange) {
    const { zoom } = this.#view;
    const roomy = part.box[2] - part.box[0] >= named.style.least[zoom < 11.5 ? 0 : 1];
    const found = this.#bestBlock(named, window, strange, (block) => {
      const spots = places.spotsInside(part, block, window);
      return roomy ? [...spots, ...places.spotsOverhanging(part, block)] : spots;
    });
    if (found) this.#write(key, named, found.block, found.spot);
    return Boolean(found);
  }

  /**
   * Beside the area, or over the sea with a line that leads to it.
   * @param {string} key @param {Named} named @param {Part} part @param {(x: number, y: number) => number} strange
   */
  #placeBeside(key, named, part, strange) {
    const { seen } = this.#view;
    const room = places.common(part.box, seen);
    const never = (/** @type {number} */ x, /** @type {number} */ y) => (strange(x, y) ? Infinity : 0);
    const found = this.#bestBlock(named, seen, never, (block) => places.spotsBeside(room, block));
    const led = this.#isLed(named, part.label) && (!found || found.cost > COST.afar);
    const afar = led ? this.#afar(named, [part.label]) : null;
    if (afar && afar.cost < (found?.cost ?? Infinity)) this.#write(key, named, afar.block, afar.spot, afar.anchor);
    else if (found) this.#write(key, named, found.block, found.spot);
  }

  /** Whether the name of an area may stand apart from it. @param {Named} named @param {Pair} label */
  #isLed({ style: { rank } }, label) {
    const { seen, zoom } = this.#view;
    return rank <= (zoom < LED_ZOOM ? LED : PARK) && places.within([...label, ...label], seen);
  }

  /**
   * The way to break a name that costs least, with its spot.
   * @param {Named} named @param {PixelBox} window @param {(x: number, y: number) => number} strange
   * @param {(block: Block) => Spot[]} spotsOf
   */
  #bestBlock(named, window, strange, spotsOf) {
    /** @type {{ block: Block, spot: Spot, cost: number } | null} */
    let best = null;
    for (const block of this.text.blocks(named, this.#view.zoom)) {
      const spot = this.room.best(spotsOf(block), block, window, strange);
      const cost = (spot?.cost ?? Infinity) + block.lines.length * COST.lines;
      if (spot && cost < (best?.cost ?? Infinity)) best = { block, spot, cost };
    }
    return best;
  }

  /**
   * A spot apart, over no other place and best over the sea, and the point a line leads to from it.
   * @param {Named} named @param {Pair[]} anchors
   */
  #afar(named, anchors) {
    const { seen, zoom } = this.#view;
    const block = this.text.blocks(named, zoom).at(-1);
    if (!block || !anchors.length) return null;
    const strange = (/** @type {number} */ x, /** @type {number} */ y) => this.room.apart(x, y);
    let [anchor, best] = [anchors[0], /** @type {Spot | null} */ (null)];
    const every = Math.ceil(anchors.length / ANCHORS);
    for (const at of anchors.filter((_, i) => i % every === 0)) {
      const spots = places.spotsAfar(at, block).filter((spot) => this.#canLead(spot, block, at));
      const spot = this.room.best(spots, block, seen, strange);
      if (spot && spot.cost < (best?.cost ?? Infinity)) [anchor, best] = [at, spot];
    }
    return best && { block, spot: best, anchor, cost: COST.afar + best.cost / 2 };
  }

  /**
   * Whether the line from a name to a point crosses no other name.
   * @param {Spot} spot @param {Block} block @param {Pair} at
   */
  #canLead({ x, y }, { width, height }, at) {
    const end = places.nearest(places.around(x, y, width, height), at);
    return !places.boxesAlong(end, at).some((box) => this.room.taken.has(box));
  }

  /** @param {Named} named @param {Pair} point @param {number} index */
  #placePoint(named, point, index) {
    const key = `${named.key}#${index}`;
    const { all, seen } = this.#view;
    const [x, y] = point;
    if (this.#now.has(key) || !places.within([x, y, x, y], all)) return;
    const { ring } = named.style;
    const own = places.around(x, y, 12, 12);
    if (ring && this.room.taken.has(own)) return;
    const wet = (/** @type {number} */ at, /** @type {number} */ level) => this.room.inLake(at, level);
    const window = places.within([x, y, x, y], seen) ? seen : all;
    const radius = named.style.rank < TOWN ? 7 : 4;
    const found = this.#bestBlock(named, window, wet, (block) => places.spotsAround(point, block, radius));
    const placed = found && this.#write(key, named, found.block, found.spot);
    if (!placed || !ring) return;
    placed.boxes.push(own);
    this.room.taken.add(own);
    placed.node.append(this.text.ring(named, point));
  }

  /** @param {string} key @param {Named} named @param {Block} block @param {Spot} spot @param {Pair} [anchor] */
  #write(key, named, block, { x, y }, anchor) {
    const box = places.around(x, y, block.width + 2 * PAD, block.height + PAD);
    const node = svg("g", {}, this.text.straight(named, block, [x, y]));
    const boxes = [box];
    if (anchor) {
      const end = places.nearest(box, anchor);
      node.prepend(this.text.leader(named, end, anchor));
      boxes.push(...places.boxesAlong(end, anchor));
    }
    return this.#put({ key, boxes, node, at: [x, y] });
  }

  /** @param {Named} named @param {Part[]} parts @param {number} most */
  #placeEdge(named, parts, most) {
    const { outside, off } = named.style;
    for (const part of parts) {
      const right = places.turnOf(part.rings[0]) > 0 === outside ? -off : off;
      this.#placeAlong(named, [part.rings[0]], [right], most);
    }
    this.#leadTo(
      named,
      parts.map(({ rings }) => rings[0]),
    );
  }

  /** A name that has no room along its lines stands apart. @param {Named} named @param {Float64Array[]} lines */
  #leadTo(named, lines) {
    if (named.style.rank > PARK || this.#standing(named).length) return;
    const tracks = lines.flatMap((line) => this.room.tracksOf(line));
    const full = { ...named, texts: [this.text.withFigure(named, this.#view.zoom)] };
    const afar = this.#afar(
      full,
      tracks.flatMap((track) => places.pointsOf(track, this.#view.seen)),
    );
    if (afar) this.#write(`${named.key}#0`, full, afar.block, afar.spot, afar.anchor);
  }

  /** Where a name stands already. @param {Named} named */
  #standing({ key }) {
    return [...this.#now.values()].filter((placed) => placed.key.startsWith(`${key}#`));
  }

  /**
   * Write a name along lines, up to so many times, each far from the others.
   * @param {Named} named @param {Float64Array[]} lines @param {number[]} sides @param {number} most
   */
  #placeAlong(named, lines, sides, most) {
    const there = this.#standing(named);
    if (there.length >= most) return;
    const { style } = named;
    const { seen, zoom } = this.#view;
    const { letters, length, height } = this.text.letters(named, zoom);
    const apart = Math.max(style.rank > BELT ? AGAIN_ROAD : AGAIN, length * 1.6);
    const tracks = lines.flatMap((line) => this.room.tracksOf(line));
    const stretches = places.stretchesOf(tracks, length, style.turn, seen);
    let tries = TRIES;
    for (const { track, start, at } of stretches) {
      if (there.length >= most || (tries -= 1) < 0) return;
      if (there.some((one) => Math.hypot(one.at[0] - at[0], one.at[1] - at[1]) < apart)) continue;
      for (const off of sides) {
        const set = places.lettersAlong(track, start, letters, off);
        const boxes = places.letterBoxes(set, height);
        if (!this.room.isFree(boxes, set)) continue;
        const node = this.text.along(named, set, zoom);
        there.push(this.#put({ key: `${named.key}#${there.length}`, boxes, node, at }));
        break;
      }
    }
  }

  /** @param {Named} named @param {Float64Array[]} lines @param {number} most */
  #placePlates(named, lines, most) {
    const there = this.#standing(named);
    const [block] = this.text.blocks(named, this.#view.zoom);
    const tracks = lines.flatMap((line) => this.room.tracksOf(line));
    for (const at of places.middlesOf(tracks, this.#view.seen)) {
      if (there.length >= most) return;
      if (there.some((one) => Math.hypot(one.at[0] - at[0], one.at[1] - at[1]) < AGAIN_PLATE)) continue;
      const box = places.around(...at, block.width + 10, block.height + 6);
      if (!places.within(box, this.#view.seen) || this.room.taken.has(box) || this.room.soft.has(box)) continue;
      const node = this.text.plate(named, block, at);
      there.push(this.#put({ key: `${named.key}#${there.length}`, boxes: [box], node, at }));
    }
  }
}
