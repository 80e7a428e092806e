// @ts-check
// Reads a vector tile (Mapbox Vector Tile 2.1) into flat arrays, which are drawn and searched without an object for
// each corner. Runs in the worker and so imports nothing: a worker has no import map.

/** @import { Reader, Tile } from "atlas/map/tiles/tile_types.js" */
/** @typedef {Tile & { tags: number[][], keys: string[], values: (string | number | boolean | null)[] }} Growing */

const MOVE = 1;
const CLOSE = 7;
const POLYGON = 3;

/** Read the first layer of a tile; ours have one. @param {Reader} reader @returns {Tile} */
export function decode(reader) {
  const tile = empty();
  let isRead = false;
  reader.readFields((field) => {
    if (field !== 3 || isRead) return;
    isRead = true;
    const end = reader.readVarint() + reader.pos;
    reader.readFields((name) => readLayer(name, tile, reader), null, end);
  }, null);
  tile.featureStart.push(tile.partStart.length);
  tile.partStart.push(tile.xy.length);
  return tile;
}

/** What a feature carries. @param {Tile} tile @param {number} at @returns {Record<string, any>} */
export function propertiesOf({ tags, keys, values }, at) {
  /** @type {Record<string, any>} */
  const found = {};
  for (let i = 0; i + 1 < tags[at].length; i += 2) found[keys[tags[at][i]]] = values[tags[at][i + 1]];
  return found;
}

/** One value of a feature, undefined where it has none. @param {Tile} tile @param {number} at @param {number} key */
export function valueOf({ tags, values }, at, key) {
  const list = tags[at];
  for (let i = 0; i + 1 < list.length; i += 2) if (list[i] === key) return values[list[i + 1]];
  return undefined;
}

/** @returns {Tile} */
function empty() {
  return {
    extent: 4096,
    ids: [],
    types: [],
    boxes: [],
    featureStart: [],
    partStart: [],
    xy: [],
    tags: [],
    keys: [],
    values: [],
  };
}

/** @param {number} name @param {Tile} tile @param {Reader} reader */
function readLayer(name, tile, reader) {
  if (name === 2) readFeature(tile, reader);
  else if (name === 3) tile.keys.push(reader.readString());
  else if (name === 4) tile.values.push(readValue(reader));
  else if (name === 5) tile.extent = reader.readVarint();
}

/** @param {Reader} reader */
function readValue(reader) {
  const end = reader.readVarint() + reader.pos;
  /** @type {string | number | boolean | null} */
  let value = null;
  const read = (/** @type {number} */ name) => {
    if (name === 1) value = reader.readString();
    else if (name === 2) value = reader.readFloat();
    else if (name === 3) value = reader.readDouble();
    else if (name === 4) value = reader.readVarint(true);
    else if (name === 5) value = reader.readVarint();
    else if (name === 6) value = reader.readSVarint();
    else if (name === 7) value = reader.readBoolean();
  };
  reader.readFields(read, null, end);
  return value;
}

/** @param {Tile} tile @param {Reader} reader */
function readFeature(tile, reader) {
  const end = reader.readVarint() + reader.pos;
  let [id, type, from] = [0, 0, -1];
  /** @type {number[]} */
  const tags = [];
  const read = (/** @type {number} */ name) => {
    if (name === 1) id = reader.readVarint();
    else if (name === 2) reader.readPackedVarint(tags);
    else if (name === 3) type = reader.readVarint();
    else if (name === 4) from = reader.pos;
  };
  reader.readFields(read, null, end);
  if (from < 0) return;
  reader.pos = from;
  tile.ids.push(id);
  tile.types.push(type);
  tile.tags.push(tags);
  tile.featureStart.push(tile.partStart.length);
  readGeometry(tile, reader, type);
  reader.pos = end;
}

/**
 * Add the corners of a feature. The last corner of a ring is its first again.
 * @param {Tile} tile @param {Reader} reader @param {number} type
 */
function readGeometry({ xy, partStart, boxes }, reader, type) {
  const end = reader.readVarint() + reader.pos;
  let [x, y, command, left] = [0, 0, 0, 0];
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  while (reader.pos < end) {
    if (!left) {
      const packed = reader.readVarint();
      command = packed & 7;
      left = packed >> 3;
    }
    left -= 1;
    if (command === CLOSE) {
      const first = partStart[partStart.length - 1];
      if (type === POLYGON && first < xy.length) xy.push(xy[first], xy[first + 1]);
      continue;
    }
    x += reader.readSVarint();
    y += reader.readSVarint();
    if (command === MOVE) partStart.push(xy.length);
    xy.push(x, y);
    west = Math.min(west, x);
    east = Math.max(east, x);
    north = Math.min(north, y);
    south = Math.max(south, y);
  }
  boxes.push(west, north, east, south);
}
