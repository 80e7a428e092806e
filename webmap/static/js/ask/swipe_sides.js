// @ts-check
// The two sides under the divider: which layers each shows, or which framework of a document, and how the address says
// so: `50;@clusters;scopes,parks,coast`. A framework is its own places, the outline of the whole, and the background.

import { config, pick, t, url } from "atlas/core/i18n.js";
import { getJson } from "atlas/core/api.js";

/** @import { App, Feature, LayerEntry, Reach } from "atlas/core/types.js" */
/** @typedef {{ id: string, layer: string }} Member */
/**
 * @typedef {object} Framework
 * @property {string} id
 * @property {string} term_zh
 * @property {string} term_en
 * @property {Member & { name_zh: string, name_en: string }} holder
 * @property {{ short_zh: string, short_en: string } | null} document
 * @property {Member[]} parts
 */
/** @typedef {{ framework: string | null, layers: string[] }} Side */
/** @typedef {{ at: number, sides: [Side, Side] }} Swipe `at`: percent from the left */

const OUTLINES = "scopes";
const MIDDLE = 50;
/** What a reader sees who has chosen nothing yet. */
export const FIRST = `${MIDDLE};@clusters;@parks`;
/** @type {Promise<Framework[]> | null} */
let asked = null;

/** The frameworks of the documents, asked for once. @returns {Promise<Framework[]>} */
export function readFrameworks() {
  asked ??= getJson(url(`/frameworks.json?v=${config.version}`)).then(
    ({ frameworks }) => frameworks,
    (error) => {
      asked = null;
      throw error;
    },
  );
  return /** @type {Promise<Framework[]>} */ (asked);
}

/** @param {string} text @param {App["layers"]} layers @param {Framework[]} frameworks @returns {Swipe} */
export function readSwipe(text, layers, frameworks) {
  const [at, ...sides] = text.split(";");
  const share = Number.parseFloat(at);
  const read = (/** @type {number} */ i) => readSide(sides[i] ?? "", layers, frameworks);
  return { at: Number.isFinite(share) ? clamp(share) : MIDDLE, sides: [read(0), read(1)] };
}

/** @param {string} text @param {App["layers"]} layers @param {Framework[]} frameworks @returns {Side} */
function readSide(text, layers, frameworks) {
  const framework = frameworks.find(({ id }) => text === `@${id}`);
  if (framework) return sideOf(framework, layers);
  const ids = new Set(text.split(","));
  return { framework: null, layers: layers.list.filter(({ id }) => ids.has(id)).map(({ id }) => id) };
}

/** @param {Framework} framework @param {App["layers"]} layers @returns {Side} */
export function sideOf(framework, layers) {
  const used = new Set([OUTLINES, ...framework.parts.map(({ layer }) => layer)]);
  const background = (/** @type {LayerEntry} */ { role, visible }) => role === "context" && visible;
  const shown = layers.list.filter((layer) => used.has(layer.id) || background(layer));
  return { framework: framework.id, layers: shown.map(({ id }) => id) };
}

/** @param {Swipe} swipe */
export function writeSwipe({ at, sides }) {
  return [at, ...sides.map(({ framework, layers }) => (framework ? `@${framework}` : layers.join(",")))].join(";");
}

/** @param {number} share */
export function clamp(share) {
  return Math.round(Math.min(100, Math.max(0, share)) * 10) / 10;
}

/** What a side is called. @param {Side} side @param {Framework[]} frameworks */
export function nameOf({ framework, layers }, frameworks) {
  const found = frameworks.find(({ id }) => id === framework);
  return found ? pick(found, "term") : t("swipe.own", { count: layers.length });
}

/** What names and clicks ask of a side: its layers with the features it shows, as if there were no others. */
export class SideView {
  /** @type {Feature[]} */
  focused = [];
  /** @type {Set<Feature>} */
  leftOut = new Set();
  /** @type {import("atlas/core/types.js").GroupSpot[]} */
  pointGroups = [];
  /** The places of a framework; null where whole layers are shown. @type {Set<string> | null} */
  members = null;
  /** @type {LayerEntry[]} */
  #shown = [];

  /** @param {Side} side @param {App["layers"]} layers @param {Framework[]} frameworks */
  set({ framework, layers: ids }, layers, frameworks) {
    const found = frameworks.find(({ id }) => id === framework);
    const members = found ? new Set([found.holder, ...found.parts].map(({ id }) => id)) : null;
    this.members = members;
    const kept = (/** @type {LayerEntry} */ layer) =>
      members && layer.role !== "context"
        ? { ...layer, features: layer.features.filter(({ id }) => members.has(id)) }
        : layer;
    this.#shown = layers.list.filter(({ id }) => ids.includes(id)).map(kept);
  }

  visibleLayers() {
    return this.#shown;
  }

  /** @returns {Reach[]} */
  reachable() {
    return this.#shown;
  }

  onChange() {}
}
