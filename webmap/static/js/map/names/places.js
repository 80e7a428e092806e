// @ts-check
// Where a name has room, in pixels of the map: inside an area, beside it, at a point, or along a line.

/** @import { Pair } from "atlas/core/types.js" */
/** @import { Letter, Part, PixelBox as Box, Spot, Stretch, Track } from "atlas/core/name_types.js" */
/** @typedef {{ width: number, height: number }} Size */

const CELL = 64;
const COLUMNS = 65536;
/** @type {never[]} */
const NONE = [];
const STEP = 6; // between the points of a track
const ROWS = 8; // rows of an area in which room is looked for
const OVERHANG = 60; // cost of a name wider than its shape
const OUTSIDE = 120;
const LEADERS = [48, 76, 108, 144, 190, 240];
const DIRECTIONS = 20;
const BEND = 3; // steps on each side of a point over which a line may turn by no more than SHARP
const APART = 3; // between the letters of two names along lines
const SHARP = 1.03;
const SMOOTH = 10; // half the length over which the turn of a letter is taken

/** @param {Box} a @param {Box} b */
export function overlap(a, b) {
  return a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
}

/** @param {Box} inner @param {Box} outer */
export function within(inner, outer) {
  return inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3];
}

/** @param {number} x @param {number} y @param {number} width @param {number} height @returns {Box} */
export function around(x, y, width, height) {
  return [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
}

/** @param {Box} box */
export function areaOf([left, top, right, bottom]) {
  return (right - left) * (bottom - top);
}

/** @param {Box} a @param {Box} b @returns {Box} */
export function common(a, b) {
  return [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
}

/** Boxes with a weight, found by place. */
export class Boxes {
  /** @type {Map<number, { box: Box, weight: number }[]>} */
  #cells = new Map();

  /** @param {Box} box @param {number} [weight] */
  add(box, weight = 1) {
    const [last, lowest] = [cellOf(box[2]), cellOf(box[3])];
    for (let row = cellOf(box[1]); row <= lowest; row += 1) {
      for (let column = cellOf(box[0]); column <= last; column += 1) {
        const key = row * COLUMNS + column;
        const there = this.#cells.get(key);
        if (there) there.push({ box, weight });
        else this.#cells.set(key, [{ box, weight }]);
      }
    }
  }

  /**
   * Sum of the weights of what a box overlaps, no further than to a limit; what spans several cells may count twice.
   * @param {Box} box @param {number} [most]
   */
  weight(box, most = Infinity) {
    let sum = 0;
    const [last, lowest] = [cellOf(box[2]), cellOf(box[3])];
    for (let row = cellOf(box[1]); row <= lowest; row += 1) {
      for (let column = cellOf(box[0]); column <= last; column += 1) {
        for (const entry of this.#cells.get(row * COLUMNS + column) ?? NONE) {
          if (overlap(entry.box, box)) sum += entry.weight;
        }
        if (sum >= most) return sum;
      }
    }
    return sum;
  }

  /** @param {Box} box */
  has(box) {
    return this.weight(box, 1) > 0;
  }
}

/** @param {number} pixels */
function cellOf(pixels) {
  return Math.floor(pixels / CELL);
}

/** Where a horizontal line crosses the rings, from left to right. @param {Float64Array[]} rings @param {number} y */
function crossings(rings, y) {
  const found = [];
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [above, below] = [ring[j + 1] > y, ring[i + 1] > y];
      if (above !== below)
        found.push(ring[j] + ((y - ring[j + 1]) / (ring[i + 1] - ring[j + 1])) * (ring[i] - ring[j]));
    }
  }
  return found.sort((a, b) => a - b);
}

/** Whether a point lies in an area; its holes are outside. @param {Part} part @param {number} x @param {number} y */
export function holds({ rings, box }, x, y) {
  if (x < box[0] || x > box[2] || y < box[1] || y > box[3]) return false;
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const crosses = ring[j + 1] > y !== ring[i + 1] > y;
      if (crosses && ring[j] + ((y - ring[j + 1]) / (ring[i + 1] - ring[j + 1])) * (ring[i] - ring[j]) < x) {
        inside = !inside;
      }
    }
  }
  return inside;
}

/**
 * Stretches of a row that lie in the area from its upper to its lower edge.
 * @param {Float64Array[]} rings @param {number} y @param {number} height
 */
function stretches(rings, y, height) {
  let kept = pairs(crossings(rings, y));
  for (const at of [y - height / 2, y + height / 2]) {
    if (!kept.length) return kept;
    const other = pairs(crossings(rings, at));
    kept = kept.flatMap(([a, b]) => other.map(([c, d]) => [Math.max(a, c), Math.min(b, d)]));
    kept = kept.filter(([a, b]) => b > a);
  }
  return kept;
}

/** @param {number[]} values @returns {number[][]} */
function pairs(values) {
  return Array.from({ length: values.length >> 1 }, (_, i) => [values[2 * i], values[2 * i + 1]]);
}

/** @param {number} value @param {number} least @param {number} most */
function clamp(value, least, most) {
  return Math.max(least, Math.min(most, value));
}

/**
 * Spots in what is seen of an area, the best first: where the whole name lies in it, as near as can be to its label
 * point, or to the middle of what is seen if that point is out of view.
 * @param {Part} part @param {Size} size of the name @param {Box} seen @returns {Spot[]}
 */
export function spotsInside({ rings, box, label }, { width, height }, seen) {
  const room = common(box, seen);
  if (room[2] <= room[0] || room[3] <= room[1]) return [];
  const inView = within([...label, ...label], seen);
  const [aimX, aimY] = inView ? label : [(room[0] + room[2]) / 2, (room[1] + room[3]) / 2];
  /** @type {Spot[]} */
  const found = [];
  for (const y of rowsOf(room, height, aimY)) {
    for (const [a, b] of stretches(rings, y, height)) {
      const [from, to] = [Math.max(a, room[0]) + width / 2, Math.min(b, room[2]) - width / 2];
      const columns = from > to ? [] : [clamp(aimX, from, to), (from + to) / 2, from, to];
      found.push(...columns.map((x) => ({ x, y, cost: Math.hypot(x - aimX, (y - aimY) * 1.5) })));
    }
  }
  return found.sort((a, b) => a.cost - b.cost);
}

/** Rows of a box in which a name fits. @param {Box} room @param {number} height @param {number} aim */
function rowsOf([, from, , to], height, aim) {
  const [top, bottom] = [from + height / 2, to - height / 2];
  if (top > bottom) return [];
  const rows = Array.from({ length: ROWS + 1 }, (_, i) => top + ((bottom - top) * i) / ROWS);
  return [clamp(aim, top, bottom), ...rows];
}

/**
 * About the label point, for a name a little wider than its shape, and lines above and below.
 * @param {Part} part @param {Size} size @returns {Spot[]}
 */
export function spotsOverhanging({ rings, box, label: [x, y] }, { width, height }) {
  if ((box[2] - box[0]) * 1.5 < width || (box[3] - box[1]) * 1.6 < height) return [];
  const rows = [y, y - height * 0.8, y + height * 0.8].filter((at) => crossings(rings, at).length > 0);
  return rows.map((at) => ({ x, y: at, cost: OVERHANG + Math.abs(at - y) }));
}

/**
 * Spots just above and below an area, then left and right of it.
 * @param {Box} box of what is seen of it @param {Size} size @returns {Spot[]}
 */
export function spotsBeside(box, { width, height }) {
  const [left, top, right, bottom] = box;
  const [middle, level] = [(left + right) / 2, (top + bottom) / 2];
  const [dx, dy] = [width / 2 + 5, height / 2 + 4];
  const shift = Math.max(0, (right - left - width) / 2, width / 3);
  const rows = [top - dy, bottom + dy].flatMap((y, i) =>
    [0, -shift, shift].map((by) => ({ x: middle + by, y, cost: OUTSIDE + i * 4 + Math.abs(by) / 4 })),
  );
  return [...rows, { x: left - dx, y: level, cost: OUTSIDE + 30 }, { x: right + dx, y: level, cost: OUTSIDE + 30 }];
}

/** Spots around a point. @param {Pair} point @param {Size} size @param {number} radius @returns {Spot[]} */
export function spotsAround([x, y], { width, height }, radius) {
  const [dx, dy] = [width / 2 + radius + 2, height / 2 + radius + 1];
  return [
    { x, y: y + dy, cost: 0 },
    { x, y: y - dy, cost: 6 },
    { x: x + dx, y, cost: 8 },
    { x: x - dx, y, cost: 8 },
    { x: x + dx - radius, y: y + dy - radius, cost: 14 },
    { x: x - dx + radius, y: y - dy + radius, cost: 14 },
  ];
}

/** Spots farther off, for a name with a leader line. @param {Pair} point @param {Size} size @returns {Spot[]} */
export function spotsAfar([x, y], { width, height }) {
  return LEADERS.flatMap((far) =>
    Array.from({ length: DIRECTIONS }, (_, i) => {
      const angle = (2 * Math.PI * i) / DIRECTIONS;
      const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
      return { x: x + dx * (far + width / 2), y: y + dy * (far + height / 2), cost: far };
    }),
  );
}

/** Part of a segment within a box, as shares of its length; null outside. @param {number[]} ends @param {Box} box */
function clipped([x0, y0, x1, y1], [left, top, right, bottom]) {
  let [from, to] = [0, 1];
  const sides = [
    [x0 - x1, x0 - left],
    [x1 - x0, right - x0],
    [y0 - y1, y0 - top],
    [y1 - y0, bottom - y0],
  ];
  for (const [slope, gap] of sides) {
    if (slope === 0 && gap < 0) return null;
    if (slope < 0) from = Math.max(from, gap / slope);
    if (slope > 0) to = Math.min(to, gap / slope);
  }
  return from < to ? [from, to] : null;
}

/**
 * Stretches of a line within a box, as points one step apart, with the turns summed up to each.
 * @param {Float64Array} line x and y in turn @param {Box} box @returns {Track[]}
 */
export function tracksOf(line, box) {
  /** @type {number[][]} */
  const runs = [];
  let [run, over] = [/** @type {number[]} */ ([]), 0];
  const close = () => {
    if (run.length > 4) runs.push(run);
    [run, over] = [[], 0];
  };
  for (let i = 0; i + 3 < line.length; i += 2) {
    const ends = [line[i], line[i + 1], line[i + 2], line[i + 3]];
    const part = clipped(ends, box);
    if (!part || part[0] > 0) close();
    if (!part) continue;
    const length = Math.hypot(ends[2] - ends[0], ends[3] - ends[1]);
    let at = part[0] * length + over;
    for (; at <= part[1] * length; at += STEP) {
      run.push(ends[0] + ((ends[2] - ends[0]) * at) / length, ends[1] + ((ends[3] - ends[1]) * at) / length);
    }
    over = at - part[1] * length;
    if (part[1] < 1) close();
  }
  close();
  return runs.map(trackOf);
}

/** @param {number[]} run @returns {Track} */
function trackOf(run) {
  const count = run.length / 2;
  const [x, y, turned, bends] = Array.from({ length: 4 }, () => new Float64Array(count));
  let before = 0;
  for (let i = 0; i < count; i += 1) [x[i], y[i]] = [run[2 * i], run[2 * i + 1]];
  for (let i = 1; i < count; i += 1) {
    const heading = Math.atan2(y[i] - y[i - 1], x[i] - x[i - 1]);
    const turn = i === 1 ? 0 : Math.abs(Math.atan2(Math.sin(heading - before), Math.cos(heading - before)));
    turned[i] = turned[i - 1] + turn;
    before = heading;
  }
  for (let i = 1; i < count; i += 1) {
    const bend = turned[Math.min(count - 1, i + BEND)] - turned[Math.max(0, i - BEND)];
    bends[i] = bends[i - 1] + (bend > SHARP ? 1 : 0);
  }
  return { x, y, turned, bends };
}

/**
 * Where on a track a name of a length can begin, the straightest first, and of these the nearest to a point.
 * @param {Track[]} tracks @param {number} length @param {number} most sum of turns @param {Box} seen
 * @returns {Stretch[]}
 */
export function stretchesOf(tracks, length, most, seen) {
  const [aimX, aimY] = [(seen[0] + seen[2]) / 2, (seen[1] + seen[3]) / 2];
  const steps = Math.ceil(length / STEP) + 2;
  const found = [];
  for (const track of tracks) {
    const hop = Math.max(2, Math.round(steps / 10));
    for (let start = 0; start + steps < track.x.length; start += hop) {
      const turn = track.turned[start + steps] - track.turned[start + 1];
      if (turn > most || track.bends[start + steps] > track.bends[start + 1]) continue;
      const middle = start + (steps >> 1);
      /** @type {Pair} */
      const at = [track.x[middle], track.y[middle]];
      if (!within([...at, ...at], seen)) continue;
      found.push({ track, start: start + 1, at, cost: turn * 260 + Math.hypot(at[0] - aimX, at[1] - aimY) * 0.35 });
    }
  }
  return found.sort((a, b) => a.cost - b.cost);
}

/**
 * The letters of a name along a track, so that they read from left to right: the middle of each, and its turn.
 * @param {Track} track @param {number} start @param {{ char: string, advance: number }[]} letters
 * @param {number} off to the right of the direction of the track @returns {Letter[]}
 */
export function lettersAlong(track, start, letters, off) {
  const total = letters.reduce((sum, { advance }) => sum + advance, 0);
  const from = start * STEP;
  const back = pointAt(track, from + total).x < pointAt(track, from).x - 1;
  let along = from + (back ? total : 0);
  return letters.map(({ char, advance }) => {
    const middle = along + ((back ? -1 : 1) * advance) / 2;
    along += back ? -advance : advance;
    const reach = Math.max(advance / 2, SMOOTH);
    const [a, at, b] = [middle - reach, middle, middle + reach].map((where) => pointAt(track, where));
    const heading = Math.atan2(b.y - a.y, b.x - a.x);
    const x = (at.x * 2 + a.x + b.x) / 4 - Math.sin(heading) * off;
    const y = (at.y * 2 + a.y + b.y) / 4 + Math.cos(heading) * off;
    return { char, advance, x, y, angle: heading + (back ? Math.PI : 0) };
  });
}

/** Boxes around letters on a line. @param {Letter[]} letters @param {number} height @returns {Box[]} */
export function letterBoxes(letters, height) {
  return letters.map(({ x, y, angle, advance }) => {
    const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
    return around(x, y, advance * cos + height * sin + APART, advance * sin + height * cos + APART);
  });
}

/** Middles of the stretches that are seen, then places farther along. @param {Track[]} tracks @param {Box} seen */
export function middlesOf(tracks, seen) {
  const found = tracks.flatMap(({ x, y }) => {
    const inView = Array.from(x, (_, i) => i).filter((i) => within([x[i], y[i], x[i], y[i]], seen));
    const middle = inView.length >> 1;
    const hops = inView.filter((_, i) => (i - middle) % 8 === 0);
    return hops.map((i) => ({ at: /** @type {Pair} */ ([x[i], y[i]]), far: Math.abs(i - (inView[middle] ?? 0)) }));
  });
  return found.sort((a, b) => a.far - b.far).map(({ at }) => at);
}

/** Points of a track that are seen, some way apart. @param {Track} track @param {Box} seen @returns {Pair[]} */
export function pointsOf({ x, y }, seen) {
  const points = Array.from({ length: x.length >> 4 }, (_, i) => /** @type {Pair} */ ([x[16 * i], y[16 * i]]));
  return points.filter((at) => within([...at, ...at], seen));
}

/** The point of a box that is nearest to another point. @param {Box} box @param {Pair} point @returns {Pair} */
export function nearest([left, top, right, bottom], [x, y]) {
  return [clamp(x, left, right), clamp(y, top, bottom)];
}

/** Small boxes along a straight line. @param {Pair} from @param {Pair} to @returns {Box[]} */
export function boxesAlong([x0, y0], [x1, y1]) {
  const count = Math.ceil(Math.hypot(x1 - x0, y1 - y0) / 8);
  return Array.from({ length: count }, (_, i) =>
    around(x0 + ((x1 - x0) * i) / count, y0 + ((y1 - y0) * i) / count, 4, 4),
  );
}

/** @param {Track} track @param {number} along */
function pointAt({ x, y }, along) {
  const at = clamp(along / STEP, 0, x.length - 1.001);
  const i = Math.floor(at);
  const share = at - i;
  return { x: x[i] + (x[i + 1] - x[i]) * share, y: y[i] + (y[i + 1] - y[i]) * share };
}

/** Twice the area of a ring; positive if it runs clockwise on the screen. @param {Float64Array} ring */
export function turnOf(ring) {
  let sum = 0;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2)
    sum += ring[j] * ring[i + 1] - ring[i] * ring[j + 1];
  return sum;
}
