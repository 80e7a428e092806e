// @ts-check
// The worker of the vector tiles: fetches them, reads and draws them, and says what lies at a point. The page gets a
// picture of each tile and so never waits for the shapes, however many they are. A worker has no import map, so the
// page names the addresses of its modules.

/** @import { Address, Hit, Look, Message, Question, Tile, Want } from "atlas/map/tiles/tile_types.js" */
/** @typedef {typeof import("atlas/map/tiles/decode.js") & typeof import("atlas/map/tiles/paint.js")
 *   & typeof import("atlas/map/tiles/find.js") & { PbfReader: new (bytes: ArrayBuffer) =>
 *   import("atlas/map/tiles/tile_types.js").Reader }} Modules */
/**
 * @typedef {{ layer: string, address: Address, tile: Promise<Tile | null>, read: Tile | null,
 *   stop: AbortController }} Kept
 */

/** Tiles kept as they were read, for another look, another zoom of the same tiles, or a question. */
const MOST_KEPT = 96;
const scope = /** @type {any} */ (self);
/** @type {Promise<Modules>} */
let modules;
/** @type {Map<string, string>} */
const addresses = new Map();
/** @type {Map<string, Look>} */
const looks = new Map();
/** In the order of their last use. @type {Map<string, Kept>} */
const kept = new Map();
/** Tiles the page waits for. @type {Map<string, string>} */
const wanted = new Map();

scope.onmessage = (/** @type {MessageEvent<Message>} */ { data }) => {
  if (data.do === "begin") modules = load(data.modules);
  else if (data.do === "layer") setAddress(data.layer, data.address);
  else if (data.do === "look") looks.set(data.layer, data.look);
  else if (data.do === "tile") draw(data.want);
  else if (data.do === "drop") drop(data.key);
  else if (data.do === "find") answer(data.question);
};

/** @param {Record<string, string>} named @returns {Promise<Modules>} */
async function load(named) {
  return Object.assign({}, ...(await Promise.all(Object.values(named).map((address) => import(address)))));
}

/**
 * Take the address of the tiles of a layer; those read before are not the newest.
 * @param {string} layer @param {string} address
 */
function setAddress(layer, address) {
  addresses.set(layer, address);
  for (const [key, one] of kept) if (one.layer === layer) kept.delete(key);
}

/** @param {string} layer @param {Address} address */
function nameOf(layer, { z, x, y }) {
  return `${layer}/${z}/${x}/${y}`;
}

/** @param {string} layer @param {Address} address */
function tileOf(layer, address) {
  const name = nameOf(layer, address);
  const one = kept.get(name) ?? begun(layer, address);
  kept.delete(name);
  kept.set(name, one);
  for (const [first] of kept) {
    if (kept.size <= MOST_KEPT) break;
    kept.delete(first);
  }
  return one.tile;
}

/** @param {string} layer @param {Address} address @returns {Kept} */
function begun(layer, { z, x, y }) {
  const stop = new AbortController();
  const address = { z, x, y };
  /** @type {Kept} */
  const one = { layer, address, tile: read(layer, address, stop.signal), read: null, stop };
  const name = nameOf(layer, address);
  one.tile.then(
    (tile) => (one.read = tile),
    () => kept.get(name) === one && kept.delete(name),
  );
  return one;
}

/** @param {string} layer @param {Address} address @param {AbortSignal} signal @returns {Promise<Tile | null>} */
async function read(layer, { z, x, y }, signal) {
  const template = addresses.get(layer) ?? "";
  const address = template.replace("{z}", String(z)).replace("{x}", String(x)).replace("{y}", String(y));
  const response = await fetch(address, { signal });
  if (!response.ok) throw new Error(`${response.status}`);
  if (response.status === 204) return null;
  const { PbfReader, decode } = await modules;
  const bytes = await response.arrayBuffer();
  return bytes.byteLength ? decode(new PbfReader(bytes)) : null;
}

/** @param {Want} want */
async function draw(want) {
  const { key, layer } = want;
  wanted.set(key, nameOf(layer, want));
  try {
    const tile = await tileOf(layer, want);
    if (!wanted.has(key)) return;
    const bitmap = tile && (await picture(tile, want));
    if (wanted.delete(key)) scope.postMessage({ key, bitmap }, bitmap ? [bitmap] : []);
  } catch {
    if (wanted.delete(key)) scope.postMessage({ key, bitmap: null, failed: true });
  }
}

/** @param {Tile} tile @param {Want} want */
async function picture(tile, want) {
  const look = looks.get(want.layer);
  if (!look) return null;
  const { paint, painterOf, valueOf } = await modules;
  const surface = new OffscreenCanvas(want.width, want.height);
  const canvas = /** @type {OffscreenCanvasRenderingContext2D} */ (surface.getContext("2d"));
  paint(canvas, tile, want, look, painterOf(tile, look, valueOf));
  return surface.transferToImageBitmap();
}

/** The page does not want a tile any more. One that is under way is given up. @param {string} key */
function drop(key) {
  const name = wanted.get(key);
  if (!name) return;
  wanted.delete(key);
  if ([...wanted.values()].includes(name)) return;
  kept.get(name)?.stop.abort();
}

/** @param {Question} question */
async function answer({ layer, z, column, row, reach, ask }) {
  const address = { z, x: Math.floor(column), y: Math.floor(row) };
  /** @type {Hit[]} */
  let hits = [];
  try {
    const tile = await tileOf(layer, address);
    if (tile) hits = await hitsOf(layer, tile, address, [column - address.x, row - address.y, reach]);
  } catch {
    // Without the tile nothing is known to lie there; the tile itself is reported where it is drawn.
  }
  scope.postMessage({ ask, hits });
}

/** @param {string} layer @param {Tile} tile @param {Address} address @param {number[]} at as shares of a side */
async function hitsOf(layer, tile, address, at) {
  const { featuresAt, fragments, propertiesOf, shapeOf } = await modules;
  const [x, y, reach] = at.map((share) => share * tile.extent);
  const placed = neighbours(layer, address);
  return featuresAt(tile, x, y, reach).map((one) => ({
    properties: propertiesOf(tile, one),
    ...shapeOf(fragments(placed, tile.ids[one])),
  }));
}

/**
 * Tiles of the same zoom that are there, in which a feature may go on.
 * @param {string} layer @param {Address} address
 */
function neighbours(layer, { z }) {
  const there = [...kept.values()].filter((one) => one.layer === layer && one.address.z === z);
  return there.flatMap(({ read: tile, address }) => (tile ? [{ tile, address }] : []));
}
