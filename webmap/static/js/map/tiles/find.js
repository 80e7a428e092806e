// @ts-check
// Which features of a tile lie at a point, and their shapes in degrees. Runs in the worker and so imports nothing.

/** @import { Box, Pair, Shape } from "atlas/core/types.js" */
/** @import { Address, Tile } from "atlas/map/tiles/tile_types.js" */
/** @typedef {{ tile: Tile, address: Address }} Placed a tile and where it lies */

const POINT = 1;
const LINE = 2;

/**
 * Positions of the features of a tile at a point.
 * @param {Tile} tile @param {number} x @param {number} y both in units of the tile
 * @param {number} reach of points and lines, in units
 */
export function featuresAt(tile, x, y, reach) {
  const found = [];
  const { boxes, types } = tile;
  for (let at = 0; at < types.length; at += 1) {
    const near = types[at] === POINT || types[at] === LINE ? reach : 0;
    const i = at * 4;
    const isRight = x >= boxes[i] - near && x <= boxes[i + 2] + near;
    const isInBox = isRight && y >= boxes[i + 1] - near && y <= boxes[i + 3] + near;
    if (isInBox && touches(tile, at, x, y, near)) found.push(at);
  }
  return found;
}

/** Positions of a feature in tiles, by its number. @param {Placed[]} placed @param {number} id */
export function fragments(placed, id) {
  return placed.flatMap(({ tile, address }) => {
    const at = tile.ids.indexOf(id);
    return at < 0 ? [] : [{ tile, address, at }];
  });
}

/**
 * The shape of a feature as far as the tiles at hand hold it, its edge inside them, and the box around it.
 * @param {(Placed & { at: number })[]} parts @returns {{ geometry: Shape, outline: Shape, box: Box }}
 */
export function shapeOf(parts) {
  const type = parts[0].tile.types[parts[0].at];
  const lines = parts.flatMap((part) => linesOf(part).map((line) => line.map((one) => degrees(part, one))));
  const points = lines.flat();
  const [lon, lat] = [points.map(([x]) => x), points.map(([, y]) => y)];
  /** @type {Box} */
  const box = [Math.min(...lon), Math.min(...lat), Math.max(...lon), Math.max(...lat)];
  if (type === POINT) {
    const geometry = /** @type {Shape} */ ({ type: "MultiPoint", coordinates: points });
    return { geometry, outline: geometry, box };
  }
  const edge = parts.flatMap((part) => inside(part).map((line) => line.map((one) => degrees(part, one))));
  const outline = /** @type {Shape} */ ({ type: "MultiLineString", coordinates: edge });
  if (type === LINE) return { geometry: { type: "MultiLineString", coordinates: lines }, outline, box };
  return { geometry: { type: "MultiPolygon", coordinates: parts.flatMap(polygonsOf) }, outline, box };
}

/** @param {Tile} tile @param {number} at @param {number} x @param {number} y @param {number} near */
function touches(tile, at, x, y, near) {
  const lines = linesOf({ tile, at });
  if (tile.types[at] === POINT) return lines.some(([[px, py]]) => Math.hypot(px - x, py - y) <= near);
  if (tile.types[at] === LINE) return lines.some((line) => isNear(line, x, y, near));
  // Even-odd over all rings: a hole turns the answer round.
  return lines.filter((ring) => inRing(ring, x, y)).length % 2 === 1;
}

/** @param {Pair[]} ring @param {number} x @param {number} y */
function inRing(ring, x, y) {
  let isInside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) isInside = !isInside;
  }
  return isInside;
}

/** @param {Pair[]} line @param {number} x @param {number} y @param {number} near */
function isNear(line, x, y, near) {
  return line.slice(1).some(([bx, by], i) => {
    const [ax, ay] = line[i];
    const length = (bx - ax) ** 2 + (by - ay) ** 2;
    const share = length ? Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length)) : 0;
    return Math.hypot(ax + share * (bx - ax) - x, ay + share * (by - ay) - y) <= near;
  });
}

/** @param {{ tile: Tile, at: number }} feature @returns {Pair[][]} */
function linesOf({ tile: { featureStart, partStart, xy }, at }) {
  /** @type {Pair[][]} */
  const lines = [];
  for (let part = featureStart[at]; part < featureStart[at + 1]; part += 1) {
    /** @type {Pair[]} */
    const line = [];
    for (let i = partStart[part]; i < partStart[part + 1]; i += 2) line.push([xy[i], xy[i + 1]]);
    lines.push(line);
  }
  return lines;
}

/**
 * Rings in degrees, each hole with its shell: in a tile the two turn round differently.
 * @param {Placed & { at: number }} part
 */
function polygonsOf(part) {
  /** @type {Pair[][][]} */
  const polygons = [];
  for (const ring of linesOf(part)) {
    const lonlat = ring.map((one) => degrees(part, one));
    if (turn(ring) > 0 || !polygons.length) polygons.push([lonlat]);
    else polygons[polygons.length - 1].push(lonlat);
  }
  return polygons;
}

/** @param {Pair[]} ring */
function turn(ring) {
  return ring.slice(1).reduce((sum, [x, y], i) => sum + ring[i][0] * y - x * ring[i][1], 0);
}

/**
 * The pieces of the lines of a feature inside its tile, without the edge along which it was cut.
 * @param {Placed & { at: number }} part
 */
function inside(part) {
  const { extent } = part.tile;
  /** @type {Pair[][]} */
  const pieces = [];
  for (const line of linesOf(part)) {
    /** @type {Pair[]} */
    let open = [];
    for (let i = 1; i < line.length; i += 1) {
      const piece = clipped(line[i - 1], line[i], extent);
      const joins = piece && open.length > 0 && open[open.length - 1].join() === piece[0].join();
      if (joins) open.push(piece[1]);
      else {
        if (open.length) pieces.push(open);
        open = piece ?? [];
      }
    }
    if (open.length) pieces.push(open);
  }
  return pieces;
}

/**
 * The part of a segment inside the tile (Liang and Barsky).
 * @param {Pair} from @param {Pair} to @param {number} extent @returns {Pair[] | null}
 */
function clipped([ax, ay], [bx, by], extent) {
  const [dx, dy] = [bx - ax, by - ay];
  let [first, last] = [0, 1];
  for (const [step, room] of [
    [-dx, ax],
    [dx, extent - ax],
    [-dy, ay],
    [dy, extent - ay],
  ]) {
    if (step === 0 && room < 0) return null;
    if (step < 0) first = Math.max(first, room / step);
    if (step > 0) last = Math.min(last, room / step);
  }
  if (first > last) return null;
  return [
    [ax + first * dx, ay + first * dy],
    [ax + last * dx, ay + last * dy],
  ];
}

/** @param {Placed} placed @param {Pair} at in units of the tile @returns {Pair} longitude and latitude */
function degrees({ tile, address: { z, x, y } }, [u, v]) {
  const side = 2 ** z;
  const north = Math.PI * (1 - (2 * (y + v / tile.extent)) / side);
  return [((x + u / tile.extent) / side) * 360 - 180, (Math.atan(Math.sinh(north)) * 180) / Math.PI];
}
