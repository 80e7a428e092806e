// Draws /map.json. Every layer has its own group, stacked by the layer's `order` or as the reader wishes, so that showing
// and hiding never changes what lies on top. Shapes are not interactive for Leaflet: hit.js asks the geometry itself.

import { svg } from "./dom.js";
import { GroupedSvg, shapesOf } from "./exact.js";
import { shapeOptions } from "./style.js";

/* global L */

const PANE = "atlas-layers";
const PAPER = "sheet";
const CASING = { color: "#fff", weight: 7, opacity: 0.9 };
const SELECTED = { color: "#b3261e", weight: 3, opacity: 1 };
const FOCUSED = { color: "#7a1fa2", weight: 2.5, opacity: 1, fill: true, fillColor: "#7a1fa2", fillOpacity: 0.16 };
const HOVERED = { color: "#12263a", weight: 2.5, opacity: 0.85 };

export class Layers {
  constructor(map, bundle) {
    this.map = map;
    this.groups = bundle.groups;
    this.list = bundle.layers;
    this.byId = new Map(this.list.map((layer) => [layer.id, layer]));
    this.places = new Map();
    this.drawn = new Map();
    this.visible = new Set();
    this.opacity = {};
    this.order = null;
    this.listeners = [];
    this.focused = [];
    this.sheet = bundle.sheet;
    for (const layer of this.list) this.#prepare(layer);
    map.createPane(PANE).style.zIndex = 410;
    const group = (id, role) => [id, svg("g", { class: `layer layer-${role}`, "data-drawn": id })];
    this.renderer = new GroupedSvg(new Map([...this.list.map(({ id, role }) => group(id, role)), group(PAPER, PAPER)]), { pane: PANE });
    map.addLayer(this.renderer);
    this.#stack();
    this.#drawSheet();
    this.focusMarks = this.#markPane("atlas-focus", 620);
    this.hoverMark = this.#markPane("atlas-hover", 630);
    this.selectMark = this.#markPane("atlas-select", 640);
  }

  onChange(listener) {
    this.listeners.push(listener);
  }

  defaults() {
    return this.list.filter((layer) => layer.visible).map((layer) => layer.id);
  }

  isVisible(id) {
    return this.visible.has(id);
  }

  /** Show exactly these layers. */
  show(ids) {
    const wanted = new Set(ids.filter((id) => this.byId.has(id)));
    for (const { id } of this.list) {
      if (wanted.has(id) === this.visible.has(id)) continue;
      if (wanted.has(id)) {
        this.visible.add(id);
        this.#draw(id).addTo(this.map);
      } else {
        this.visible.delete(id);
        this.drawn.get(id).remove();
      }
    }
    this.#tell();
  }

  toggle(id, on) {
    const ids = new Set(this.visible);
    if (on) ids.add(id);
    else ids.delete(id);
    this.show([...ids]);
  }

  /** Ids of the visible layers in tree order, or null when they are those of a fresh page. */
  visibleIds() {
    const ids = this.list.filter(({ id }) => this.visible.has(id)).map(({ id }) => id);
    return ids.join() === this.defaults().join() ? null : ids;
  }

  visibleLayers() {
    return this.list.filter(({ id }) => this.visible.has(id));
  }

  /** The visible layers, and with them the places brought out of layers that are not. */
  reachable() {
    const others = this.focused.filter(({ layer }) => !this.visible.has(layer.id));
    return others.length ? [...this.visibleLayers(), { id: "focus", role: "planning", features: others }] : this.visibleLayers();
  }

  /** Percent by layer id; a layer left out is drawn in full. */
  setOpacity(shares) {
    this.opacity = Object.fromEntries(Object.entries(shares ?? {}).filter(([id, share]) => this.byId.has(id) && share < 100));
    for (const { id } of this.list) this.renderer.groups.get(id).style.opacity = (this.opacity[id] ?? 100) / 100;
  }

  /** Layers of the plans and of the reader's own from top to bottom, as drawn. */
  stacked() {
    const planning = this.list.filter(({ role }) => role !== "context").sort((a, b) => b.order - a.order).map(({ id }) => id);
    const wanted = (this.order ?? []).filter((id) => planning.includes(id));
    return wanted.length === planning.length ? wanted : planning;
  }

  /** Stack them; null is the order of the catalogue. */
  setOrder(order) {
    this.order = null;
    const usual = this.stacked().join();
    this.order = order?.join() === usual ? null : order;
    this.#stack();
  }

  feature(placeId) {
    return this.places.get(placeId) ?? null;
  }

  /** Bounds of a layer, of one feature or of a list of features; null without geometry. */
  bounds(item) {
    const features = Array.isArray(item) ? item : item.features ?? [item];
    const boxes = features.map((feature) => feature.box).filter(Boolean);
    if (!boxes.length) return null;
    return boxes.reduce((all, [west, south, east, north]) => all.extend([[south, west], [north, east]]), L.latLngBounds([]));
  }

  mark(feature) {
    this.#outline(this.selectMark, feature ? [feature] : [], [CASING, SELECTED]);
  }

  hover(feature) {
    this.#outline(this.hoverMark, feature ? [feature] : [], [HOVERED]);
  }

  /** Bring out some places and let all else step back; null ends it. */
  focus(features) {
    this.focused = (features ?? []).filter(({ geometry }) => geometry);
    this.map.getContainer().classList.toggle("focused", Boolean(features));
    this.#outline(this.focusMarks, this.focused, [FOCUSED]);
    this.#tell();
  }

  #tell() {
    for (const listener of this.listeners) listener();
  }

  #stack() {
    const planning = this.stacked();
    const orders = planning.map((id) => this.byId.get(id).order).sort((a, b) => b - a);
    const height = new Map(this.list.map(({ id, order }) => [id, order]));
    planning.forEach((id, i) => height.set(id, orders[i]));
    height.set(PAPER, this.sheet?.order ?? 0);
    for (const [id] of [...height].sort(([, a], [, b]) => a - b)) this.renderer.groups.get(id).parentNode.append(this.renderer.groups.get(id));
  }

  /** The paper over the ends of the background, in steps that fade. */
  #drawSheet() {
    const corners = ([west, south, east, north]) => [[west, south], [west, north], [east, north], [east, south]];
    for (const { outer, inner, opacity } of this.sheet?.fades ?? []) {
      const style = { renderer: this.renderer, group: PAPER, interactive: false, stroke: false, fillColor: this.sheet.fill, fillOpacity: opacity };
      for (const shape of shapesOf({ type: "Polygon", coordinates: [corners(outer), corners(inner)] }, style)) shape.addTo(this.map);
    }
  }

  #prepare(layer) {
    for (const feature of layer.features) {
      feature.layer = layer;
      feature.box = feature.geometry ? boxOf(feature.geometry.coordinates) : null;
      if (layer.role !== "context") this.places.set(feature.id, feature);
    }
  }

  #draw(id) {
    if (this.drawn.has(id)) return this.drawn.get(id);
    const layer = this.byId.get(id);
    const group = L.featureGroup();
    // The largest first, so that no small shape is hidden under a large one.
    const features = layer.features.filter(({ geometry }) => geometry).sort((a, b) => extent(b) - extent(a));
    for (const feature of features) {
      const style = { renderer: this.renderer, group: id, interactive: false, ...shapeOptions(layer, feature) };
      for (const shape of shapesOf(feature.geometry, style)) group.addLayer(shape);
    }
    this.drawn.set(id, group);
    return group;
  }

  #markPane(name, zIndex) {
    this.map.createPane(name).style.zIndex = zIndex;
    const base = { pane: name, renderer: L.svg({ pane: name, padding: 0.5 }), interactive: false, fill: false };
    return { group: L.featureGroup().addTo(this.map), base, id: "" };
  }

  #outline(mark, features, strokes) {
    const shown = features.filter(({ geometry }) => geometry);
    const id = shown.map((feature) => `${feature.layer.id}/${feature.id}`).join();
    if (id === mark.id) return;
    mark.id = id;
    mark.group.clearLayers();
    for (const feature of shown) {
      // A wide extent that holds other marked places stays an outline: filled, it would drown them.
      const filled = !/Line/.test(feature.geometry.type) && !shown.some((other) => other !== feature && within(other.box, feature.box));
      for (const stroke of strokes) {
        const style = { ...mark.base, ...stroke, fill: Boolean(stroke.fill) && filled };
        L.geoJSON(feature.geometry, {
          style,
          interactive: false,
          pointToLayer: (_, at) => L.circleMarker(at, { ...style, radius: 8 }),
        }).eachLayer((shape) => mark.group.addLayer(shape));
      }
    }
  }
}

function within(inner, outer) {
  return inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3];
}

function extent({ box: [west, south, east, north] }) {
  return (east - west) * (north - south);
}

/** [west, south, east, north] of nested coordinates. */
export function boxOf(coordinates) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const extend = (part) => {
    if (typeof part[0] !== "number") { part.forEach(extend); return; }
    const [lon, lat] = part;
    if (lon < box[0]) box[0] = lon;
    if (lat < box[1]) box[1] = lat;
    if (lon > box[2]) box[2] = lon;
    if (lat > box[3]) box[3] = lat;
  };
  extend(coordinates);
  return box;
}
