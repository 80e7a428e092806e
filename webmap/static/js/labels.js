// Names on the map, in the language of the page. A name is shown when its shape is large enough for it on screen and no
// more important name stands there already: planning before background, larger before smaller.

import { pick, term } from "./i18n.js";
import { el } from "./dom.js";

/* global L */

const LINE_HEIGHT = 15;
const MAX_WIDTH = 128;
const GAP = 3;
// A name that finds its place taken tries one line above and below, as long as it stays within its shape.
const SHIFTS = [0, -17, 17];
// A name of the background is only worth its place from this zoom on.
const CONTEXT_ZOOM = { town: 10, river: 10, lake: 10, bridge: 11, expressway: 11, land: Infinity };
const CONTEXT_ZOOM_OTHER = 12;
const POINT_ZOOM = 11.5;

export class Labels {
  constructor(map, layers) {
    this.map = map;
    this.layers = layers;
    const pane = map.createPane("atlas-labels");
    pane.style.zIndex = 650;
    this.group = L.layerGroup().addTo(map);
    map.on("zoomend", () => this.update());
    layers.onChange(() => this.update());
  }

  /** The selected place keeps its name whatever stands beside it. */
  select(feature) {
    const selected = feature?.geometry ? feature : null;
    if (selected === (this.selected ?? null)) return;
    this.selected = selected;
    this.update();
  }

  update() {
    const taken = [];
    const kept = [];
    const dots = this.#dots();
    for (const feature of this.#candidates(this.map.getZoom())) {
      const chosen = feature === this.selected;
      const box = this.#box(feature, chosen);
      const free = (dy) => this.#fits(feature, box, dy) && !taken.some((other) => overlap(moved(box, dy), other));
      const clear = (dy) => free(dy) && !dots.some((dot) => dot.feature !== feature && overlap(moved(box, dy), dot.box));
      const shift = box && (chosen ? 0 : SHIFTS.find(clear) ?? SHIFTS.find(free));
      if (shift == null) continue;
      taken.push(moved(box, shift));
      kept.push(marker(feature, chosen, shift));
    }
    this.group.clearLayers();
    for (const name of kept) this.group.addLayer(name);
  }

  /** Where the points of the plans are drawn: a name keeps clear of them where it can. */
  #dots() {
    const points = this.layers.reachable().filter(({ role }) => role !== "context").flatMap(({ features }) => features).filter(({ geometry }) => geometry?.type === "Point");
    return points.map((feature) => {
      const { x, y } = this.map.latLngToLayerPoint(labelAt(feature));
      return { feature, box: [x - 6, y - 6, x + 6, y + 6] };
    });
  }

  /** A shifted name must not leave its shape: its middle is still inside the outline's extent, a line from the edge. */
  #fits(feature, [, top, , bottom], dy) {
    if (dy === 0) return true;
    if (!/Polygon/.test(feature.geometry.type)) return false;
    const [west, south, east, north] = feature.box;
    const middle = (top + bottom) / 2 + dy;
    const upper = this.map.latLngToLayerPoint([north, west]).y;
    const lower = this.map.latLngToLayerPoint([south, east]).y;
    return middle > upper + LINE_HEIGHT && middle < lower - LINE_HEIGHT;
  }

  #candidates(zoom) {
    const list = [];
    const focused = this.layers.focused.length ? new Set(this.layers.focused) : null;
    for (const layer of this.layers.reachable()) {
      if (layer.role === "context" && this.onTiles) continue; // the tiles bring their own names
      for (const feature of layer.features) {
        if (focused && layer.role !== "context" && !focused.has(feature)) continue;
        if (feature.geometry && pick(feature, "name") && worthIt(layer, feature, zoom)) list.push(feature);
      }
    }
    list.sort((a, b) => weight(b) - weight(a));
    return this.selected ? [this.selected, ...list.filter((feature) => feature !== this.selected)] : list;
  }

  /** Screen box of a name, or null when its shape is too small for it. */
  #box(feature, chosen) {
    const { width, height } = measure(feature);
    const at = this.map.latLngToLayerPoint(labelAt(feature));
    const [west, south, east, north] = feature.box;
    const a = this.map.latLngToLayerPoint([north, west]);
    const b = this.map.latLngToLayerPoint([south, east]);
    const type = feature.geometry.type;
    const room = Math.max(b.x - a.x, /Line/.test(type) ? b.y - a.y : 0);
    if (!chosen && !/Point/.test(type) && (room < width * 0.8 || (/Polygon/.test(type) && b.y - a.y < height * 0.9))) return null;
    const drop = /Point/.test(type) ? 14 : beside(feature) ? -height / 2 - GAP : 0;
    return [at.x - width / 2 - GAP, at.y - height / 2 - GAP + drop, at.x + width / 2 + GAP, at.y + height / 2 + GAP + drop];
  }
}

function worthIt(layer, feature, zoom) {
  if (feature.kind === "part") return false; // no document names it
  if (pick(feature, "name") === term("kind", feature.kind)) return false; // an islet called "island" has no name
  if (layer.role === "context") return zoom >= (CONTEXT_ZOOM[feature.kind] ?? CONTEXT_ZOOM_OTHER);
  return !/Point/.test(feature.geometry.type) || zoom >= POINT_ZOOM;
}

/** Planning before background, larger before smaller; the lake, which everything is found by, before all. */
function weight({ box: [west, south, east, north], kind, layer }) {
  const extent = (east - west) * (north - south);
  return kind === "lake" ? 100 : (layer.role === "context" ? 0 : 10) + extent;
}

function labelAt({ label: [lon, lat] }) {
  return [lat, lon];
}

/** A river or road keeps its name beside it, not struck through by its own line. */
function beside({ geometry, layer }) {
  return layer.role === "context" && /Line/.test(geometry.type);
}

/** Long English names end in an explanation in brackets; the map has no room for it. */
function labelText(feature) {
  return pick(feature, "name").replace(/\s*[(（].*$/, "");
}

/** Width of a character in its label, Chinese and other, in pixels; large names are spaced out by the style sheet. */
const WIDTHS = { large: [14.2, 8.2], usual: [12.2, 6.9], context: [11.7, 6.3] };
const LARGE = new Set(["planning_area", "new_city"]);

function measure(feature) {
  const [chinese, other] = WIDTHS[LARGE.has(feature.kind) ? "large" : feature.layer.role === "context" ? "context" : "usual"];
  const width = [...labelText(feature)].reduce((sum, char) => sum + (char.charCodeAt(0) > 0x2e80 ? chinese : other), 0);
  const lines = Math.ceil(width / MAX_WIDTH);
  return { width: Math.min(width, MAX_WIDTH), height: lines * LINE_HEIGHT };
}

function moved([left, top, right, bottom], dy) {
  return [left, top + dy, right, bottom + dy];
}

function overlap(a, b) {
  return a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
}

function marker(feature, chosen, shift) {
  const { geometry, kind, layer } = feature;
  const classes = ["label", `label-${layer.role}`, `label-kind-${kind}`];
  if (chosen) classes.push("label-chosen");
  if (/Point/.test(geometry.type)) classes.push("label-point");
  if (beside(feature)) classes.push("label-line");
  const html = el("span", { class: classes.join(" ") }, labelText(feature));
  html.style.top = `${shift}px`;
  return L.marker(labelAt(feature), {
    pane: "atlas-labels",
    icon: L.divIcon({ html, className: "label-anchor", iconSize: null }),
    interactive: false,
    keyboard: false,
  });
}
