// @ts-check
// Names on the map, in the language of the page. A name is shown when its shape is large enough for it on screen and no
// more important name stands there already: planning before background, larger before smaller.

import { pick, term } from "atlas/core/i18n.js";
import { el } from "atlas/core/dom.js";

/** @import { App, Box, Feature, Reach } from "atlas/core/types.js" */

const LINE_HEIGHT = 15;
const MAX_WIDTH = 128;
const GAP = 3;
// A name that finds its place taken tries one line above and below, as long as it stays within its shape.
const SHIFTS = [0, -17, 17];
// A name of the background is only worth its place from this zoom on.
/** @type {Record<string, number>} */
const CONTEXT_ZOOM = { town: 10, river: 10, lake: 10, bridge: 11, expressway: 11, land: Infinity };
const CONTEXT_ZOOM_OTHER = 12;
const POINT_ZOOM = 11.5;

export class Labels {
  /** @type {Feature | null} */
  #selected = null;
  #group = L.layerGroup();
  onTiles = false;

  /** @param {App["map"]} map @param {App["layers"]} layers */
  constructor(map, layers) {
    this.map = map;
    this.layers = layers;
    map.createPane("atlas-labels").style.zIndex = "650";
    this.#group.addTo(map);
    map.on("zoomend", () => this.update());
    layers.onChange(() => this.update());
  }

  /** The selected place keeps its name whatever stands beside it. @param {Feature | null} feature */
  select(feature) {
    const selected = feature?.geometry ? feature : null;
    if (selected === this.#selected) return;
    this.#selected = selected;
    this.update();
  }

  update() {
    /** @type {Box[]} */
    const taken = [];
    const kept = [];
    const dots = this.#dots();
    for (const feature of this.#candidates(this.map.getZoom())) {
      const chosen = feature === this.#selected;
      const box = this.#box(feature, chosen);
      if (!box) continue;
      const shift = chosen ? 0 : this.#shiftOf(feature, box, taken, dots);
      if (shift === undefined) continue;
      taken.push(moved(box, shift));
      kept.push(marker(feature, chosen, shift));
    }
    this.#group.clearLayers();
    for (const name of kept) this.#group.addLayer(name);
  }

  /**
   * How far a name moves up or down so that it covers no other name and, where that is possible, no point.
   * @param {Feature} feature @param {Box} box @param {Box[]} taken @param {{ feature: Feature, box: Box }[]} dots
   */
  #shiftOf(feature, box, taken, dots) {
    /** @param {number} dy */
    const free = (dy) => this.#fits(feature, box, dy) && !taken.some((other) => overlap(moved(box, dy), other));
    /** @param {number} dy */
    const clear = (dy) => free(dy) && !dots.some((dot) => dot.feature !== feature && overlap(moved(box, dy), dot.box));
    return SHIFTS.find(clear) ?? SHIFTS.find(free);
  }

  /** Where the points of the plans are drawn: a name keeps clear of them where it can. */
  #dots() {
    const layers = this.layers.reachable().filter(({ role }) => role !== "context");
    const points = layers.flatMap(({ features }) => features).filter(({ geometry }) => geometry?.type === "Point");
    return points.map((feature) => {
      const { x, y } = this.map.latLngToLayerPoint(labelAt(feature));
      return { feature, box: /** @type {Box} */ ([x - 6, y - 6, x + 6, y + 6]) };
    });
  }

  /**
   * A shifted name must not leave its shape: its middle is still inside the outline's extent, a line from the edge.
   * @param {Feature} feature @param {Box} box @param {number} dy
   */
  #fits(feature, [, top, , bottom], dy) {
    if (dy === 0) return true;
    if (!is(feature, /Polygon/)) return false;
    const [west, south, east, north] = feature.box;
    const middle = (top + bottom) / 2 + dy;
    const upper = this.map.latLngToLayerPoint([north, west]).y;
    const lower = this.map.latLngToLayerPoint([south, east]).y;
    return middle > upper + LINE_HEIGHT && middle < lower - LINE_HEIGHT;
  }

  /** Features that could be named at a zoom, the most important first. @param {number} zoom */
  #candidates(zoom) {
    const { focused } = this.layers;
    const found = new Set(focused);
    /** @param {Reach} layer @param {Feature} feature */
    const named = (layer, feature) =>
      (!focused.length || layer.role === "context" || found.has(feature)) && worthIt(layer, feature, zoom);
    // A foreign background brings its own names.
    const layers = this.layers.reachable().filter(({ role }) => role !== "context" || !this.onTiles);
    const list = layers.flatMap((layer) => layer.features.filter((feature) => named(layer, feature)));
    list.sort((a, b) => weight(b) - weight(a));
    const first = this.#selected;
    return first ? [first, ...list.filter((feature) => feature !== first)] : list;
  }

  /** Screen box of a name; null when its shape is too small for it. @param {Feature} feature @param {boolean} chosen */
  #box(feature, chosen) {
    const { width, height } = measure(feature);
    if (!chosen && !this.#hasRoom(feature, width, height)) return null;
    const at = this.map.latLngToLayerPoint(labelAt(feature));
    const drop = is(feature, /Point/) ? 14 : beside(feature) ? -height / 2 - GAP : 0;
    const [x, y] = [width / 2 + GAP, height / 2 + GAP];
    return /** @type {Box} */ ([at.x - x, at.y - y + drop, at.x + x, at.y + y + drop]);
  }

  /**
   * Whether a shape is large enough on screen for its name.
   * @param {Feature} feature @param {number} width @param {number} height
   */
  #hasRoom(feature, width, height) {
    if (is(feature, /Point/)) return true;
    const [west, south, east, north] = feature.box;
    const a = this.map.latLngToLayerPoint([north, west]);
    const b = this.map.latLngToLayerPoint([south, east]);
    const room = Math.max(b.x - a.x, is(feature, /Line/) ? b.y - a.y : 0);
    return room >= width * 0.8 && (!is(feature, /Polygon/) || b.y - a.y >= height * 0.9);
  }
}

/** Whether the geometry is of a kind. @param {Feature} feature @param {RegExp} type */
function is({ geometry }, type) {
  return type.test(geometry?.type ?? "");
}

/** @param {Reach} layer @param {Feature} feature @param {number} zoom */
function worthIt(layer, feature, zoom) {
  if (!feature.geometry || !pick(feature, "name")) return false;
  if (feature.kind === "part") return false; // no document names it
  if (pick(feature, "name") === term("kind", feature.kind)) return false; // an islet called "island" has no name
  if (layer.role === "context") return zoom >= (CONTEXT_ZOOM[feature.kind] ?? CONTEXT_ZOOM_OTHER);
  return !is(feature, /Point/) || zoom >= POINT_ZOOM;
}

/**
 * Planning before background, larger before smaller; the lake, which everything is found by, before all.
 * @param {Feature} feature
 */
function weight({ box: [west, south, east, north], kind, layer }) {
  const extent = (east - west) * (north - south);
  return kind === "lake" ? 100 : (layer.role === "context" ? 0 : 10) + extent;
}

/** @param {Feature} feature @returns {[lat: number, lon: number]} */
function labelAt({ label: [lon, lat] }) {
  return [lat, lon];
}

/** A river or road keeps its name beside it, not struck through by its own line. @param {Feature} feature */
function beside(feature) {
  return feature.layer.role === "context" && is(feature, /Line/);
}

/** Long English names end in an explanation in brackets; the map has no room for it. @param {Feature} feature */
function labelText(feature) {
  return pick(feature, "name").replace(/\s*[(（].*$/, "");
}

/** Width of a character in its label, Chinese and other, in pixels; large names are spaced out by the style sheet. */
const WIDTHS = { large: [14.2, 8.2], usual: [12.2, 6.9], context: [11.7, 6.3] };
const LARGE = new Set(["planning_area", "new_city"]);

/** Width and height of a name on screen, in pixels. @param {Feature} feature */
function measure(feature) {
  const kind = LARGE.has(feature.kind) ? "large" : feature.layer.role === "context" ? "context" : "usual";
  const [chinese, other] = WIDTHS[kind];
  const characters = [...labelText(feature)];
  const width = characters.reduce((sum, char) => sum + (char.charCodeAt(0) > 0x2e80 ? chinese : other), 0);
  const lines = Math.ceil(width / MAX_WIDTH);
  return { width: Math.min(width, MAX_WIDTH), height: lines * LINE_HEIGHT };
}

/** @param {Box} box @param {number} dy @returns {Box} */
function moved([left, top, right, bottom], dy) {
  return [left, top + dy, right, bottom + dy];
}

/** @param {Box} a @param {Box} b */
function overlap(a, b) {
  return a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
}

/** @param {Feature} feature @param {boolean} chosen @param {number} shift in pixels */
function marker(feature, chosen, shift) {
  const classes = ["label", `label-${feature.layer.role}`, `label-kind-${feature.kind}`];
  if (chosen) classes.push("label-chosen");
  if (is(feature, /Point/)) classes.push("label-point");
  if (beside(feature)) classes.push("label-line");
  const html = el("span", { class: classes.join(" ") }, labelText(feature));
  html.style.top = `${shift}px`;
  return L.marker(labelAt(feature), {
    pane: "atlas-labels",
    // Without a size Leaflet writes none, and the style sheet has its way; the types know no null.
    icon: L.divIcon(/** @type {object} */ ({ html, className: "label-anchor", iconSize: null })),
    interactive: false,
    keyboard: false,
  });
}
