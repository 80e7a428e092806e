// @ts-check
// The page's side of the worker that draws vector tiles (map/tiles/worker.js): one worker for all layers, started when
// the first of them is shown.

/** @import { Answer, Hit, Look, Message, Question, Want } from "atlas/map/tiles/tile_types.js" */
/** @typedef {(bitmap: ImageBitmap | null, failed: boolean) => void} OnTile */

const PBF = "../../../vendor/pbf-5.1.2/index.js";

class TileDrawer {
  #worker = new Worker(import.meta.resolve("atlas/map/tiles/worker.js"), { type: "module" });
  /** @type {Map<string, OnTile>} */
  #tiles = new Map();
  /** @type {Map<number, (hits: Hit[]) => void>} */
  #asked = new Map();
  #count = 0;

  constructor() {
    const modules = {
      pbf: new URL(PBF, import.meta.url).href,
      decode: import.meta.resolve("atlas/map/tiles/decode.js"),
      paint: import.meta.resolve("atlas/map/tiles/paint.js"),
      find: import.meta.resolve("atlas/map/tiles/find.js"),
    };
    this.#worker.addEventListener("message", ({ data }) => this.#take(data));
    this.#send({ do: "begin", modules });
  }

  /** @param {string} layer @param {string} address with {z}, {x} and {y} */
  addLayer(layer, address) {
    this.#send({ do: "layer", layer, address });
  }

  /** @param {string} layer @param {Look} look */
  setLook(layer, look) {
    this.#send({ do: "look", layer, look });
  }

  /** Ask for the picture of a tile. @param {Omit<Want, "key">} want @param {OnTile} onTile @returns {string} its key */
  draw(want, onTile) {
    this.#count += 1;
    const key = String(this.#count);
    this.#tiles.set(key, onTile);
    this.#send({ do: "tile", want: { ...want, key } });
    return key;
  }

  /** @param {string} key */
  drop(key) {
    if (this.#tiles.delete(key)) this.#send({ do: "drop", key });
  }

  /** What lies at a point. @param {Omit<Question, "ask">} question @returns {Promise<Hit[]>} */
  find(question) {
    this.#count += 1;
    const ask = this.#count;
    return new Promise((resolve) => {
      this.#asked.set(ask, resolve);
      this.#send({ do: "find", question: { ...question, ask } });
    });
  }

  /** @param {Message} message */
  #send(message) {
    this.#worker.postMessage(message);
  }

  /** @param {Answer} answer */
  #take(answer) {
    if ("ask" in answer) {
      this.#asked.get(answer.ask)?.(answer.hits);
      this.#asked.delete(answer.ask);
      return;
    }
    const onTile = this.#tiles.get(answer.key);
    this.#tiles.delete(answer.key);
    if (onTile) onTile(answer.bitmap, answer.failed ?? false);
    else answer.bitmap?.close();
  }
}

/** @type {TileDrawer | null} */
let drawer = null;

/** The worker of the page, started when it is first asked for. */
export function tileDrawer() {
  drawer ??= new TileDrawer();
  return drawer;
}
