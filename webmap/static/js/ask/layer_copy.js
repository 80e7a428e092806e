// @ts-check
// The layers drawn once more, in a pane of their own that shows a part of the window: one side of the divider.

import { paintedNodes, repaint, GroupedSvg } from "atlas/map/svg_renderer.js";
import { groupsOf } from "atlas/map/layers.js";

/** @import { App, LayerEntry } from "atlas/core/types.js" */

const FAR = 1e6; // pixels beyond any window
const HEIGHT = "411"; // that of the layers themselves

export class LayerCopy {
  #app;
  /** @type {ReturnType<typeof paintedNodes>["painted"]} */
  #painted = [];
  #zoom = 0;
  #scale = 1;

  /** @param {App} app @param {string} pane its name */
  constructor(app, pane) {
    this.#app = app;
    this.pane = pane;
    const { map, layers } = app;
    map.createPane(pane).style.zIndex = HEIGHT;
    const onScale = (/** @type {number} */ zoom, /** @type {number} */ scale) => {
      [this.#zoom, this.#scale] = [zoom, scale];
      repaint(this.#painted, zoom, scale);
    };
    this.renderer = new GroupedSvg(groupsOf(layers.list), onScale, { pane });
    map.addLayer(this.renderer);
  }

  /** Draw layers with the features they hold, in the order of the map. @param {LayerEntry[]} list */
  draw(list) {
    const { layers } = this.#app;
    const { groups } = this.renderer;
    const shown = new Map(list.map((layer) => [layer.id, layer]));
    this.#painted = [];
    for (const id of layers.heights()) groups.get(id)?.replaceChildren(...this.#nodes(id, shown.get(id)));
    repaint(this.#painted, this.#zoom, this.#scale);
    this.stack();
  }

  /** Bring the layers into the order and the opacity the reader gave them. */
  stack() {
    const { layers } = this.#app;
    for (const id of layers.heights()) {
      const group = this.renderer.groups.get(id);
      if (!group) continue;
      group.parentNode?.append(group);
      group.style.opacity = String((layers.opacity[id] ?? 100) / 100);
    }
  }

  /** What is no layer, the white margin, is copied as it stands. @param {string} id @param {LayerEntry} [layer] */
  #nodes(id, layer) {
    if (layer) {
      const { nodes, painted } = paintedNodes(layer.styles, layer.features, `${this.pane}-`);
      this.#painted.push(...painted);
      return nodes;
    }
    const { layers } = this.#app;
    return layers.byId.has(id) ? [] : [...(layers.renderer.groups.get(id)?.cloneNode(true).childNodes ?? [])];
  }

  /** Show what lies between two verticals, in pixels of the map. @param {number} left @param {number} right */
  clip(left, right) {
    clipPane(this.#app, this.pane, left, right);
  }
}

/**
 * Cut a pane off at two verticals. It moves with the map, so this is done anew while the map moves.
 * @param {App} app @param {string} pane @param {number} left @param {number} right in pixels of the map
 */
export function clipPane({ map }, pane, left, right) {
  const node = map.getPane(pane);
  if (node) node.style.clipPath = between(left, right);
}

/**
 * Cut off the layers drawn by tiles, which are drawn once for both sides.
 * @param {App} app @param {((id: string) => [left: number, right: number]) | null} ends of each; null shows them whole
 */
export function clipTiles({ map }, ends) {
  for (const node of map.getContainer().querySelectorAll("[data-tiles]")) {
    const { dataset, style } = /** @type {HTMLElement} */ (node);
    style.clipPath = ends ? between(...ends(dataset.tiles ?? "")) : "";
  }
}

/** @param {number} left @param {number} right */
function between(left, right) {
  const corners = [
    [left, -FAR],
    [right, -FAR],
    [right, FAR],
    [left, FAR],
  ];
  return `polygon(${corners.map(([x, y]) => `${x}px ${y}px`).join(",")})`;
}
