// Draws /map.json. Every layer has its own pane, stacked by the layer's `order` or as the reader wishes, so that showing
// and hiding never changes what lies on top. Shapes are not interactive for Leaflet: hit.js asks the geometry itself.

import { pathOptions, pointOptions } from "./style.js";

/* global L */

const PANE_BASE = 410;
const CASING = { color: "#fff", weight: 7, opacity: 0.9 };
const SELECTED = { color: "#b3261e", weight: 3, opacity: 1 };
const FOCUSED = { color: "#7a1fa2", weight: 2.5, opacity: 1, fill: true, fillColor: "#7a1fa2", fillOpacity: 0.16 };
const SHEET = { stroke: false, fillColor: "#eff0ec" };
// Steps in which the background fades: how far inside its end, as a share of its size, and how much paper lies over it. A
// blur would be smoother and costs half of all frames.
const FADES = [[0.03, 0.16], [0.024, 0.2], [0.018, 0.25], [0.012, 0.33], [0.006, 0.5], [0, 1]];
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
    for (const layer of this.list) this.#prepare(layer);
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
    for (const { id } of this.list) this.map.getPane(`atlas-${id}`).style.opacity = (this.opacity[id] ?? 100) / 100;
  }

  /** Planning layers from top to bottom, as drawn. */
  stacked() {
    const planning = this.list.filter(({ role }) => role === "planning").sort((a, b) => b.order - a.order).map(({ id }) => id);
    const wanted = (this.order ?? []).filter((id) => planning.includes(id));
    return wanted.length === planning.length ? wanted : planning;
  }

  /** Stack the planning layers; null is the order of the catalogue. */
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

  /** Frame the whole, moved north where a tall screen would show blank paper south of the background; `covered` as in places.js. */
  frame(bounds, covered = [0, 0]) {
    this.map.fitBounds(bounds, { animate: false, paddingBottomRight: covered });
    const size = this.map.getSize();
    const south = this.sheet ? this.map.latLngToContainerPoint(this.sheet.pad(-FADES[0][0]).getSouthWest()).y : size.y;
    const free = size.y - covered[1] - this.map.latLngToContainerPoint(L.latLngBounds(bounds).getSouthWest()).y;
    const blank = Math.min(size.y - south, free);
    if (blank > 0) this.map.panBy([0, -blank], { animate: false });
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
    const heights = planning.map((id) => this.byId.get(id).order).sort((a, b) => b - a);
    planning.forEach((id, i) => { this.map.getPane(`atlas-${id}`).style.zIndex = PANE_BASE + heights[i]; });
  }

  /** The background ends somewhere. What lies beyond is blank paper, so that nobody takes it for open sea. */
  #drawSheet() {
    const drawn = this.list.filter(({ role }) => role === "context").flatMap(({ features }) => features);
    const sheet = this.bounds(drawn.filter(({ geometry }) => /Polygon$/.test(geometry?.type)));
    if (!sheet) return;
    this.sheet = sheet;
    this.map.createPane("atlas-sheet").style.zIndex = PANE_BASE + 9;
    const corners = (box) => [box.getSouthWest(), box.getNorthWest(), box.getNorthEast(), box.getSouthEast()];
    const base = { ...SHEET, pane: "atlas-sheet", renderer: L.svg({ pane: "atlas-sheet", padding: 0.5 }), interactive: false };
    for (const [inset, fillOpacity] of FADES) {
      L.polygon([corners(sheet.pad(20)), corners(sheet.pad(-inset))], { ...base, fillOpacity }).addTo(this.map);
    }
  }

  #prepare(layer) {
    const pane = this.map.createPane(`atlas-${layer.id}`);
    pane.style.zIndex = PANE_BASE + layer.order;
    pane.classList.add("atlas-pane", `atlas-pane-${layer.role}`);
    for (const feature of layer.features) {
      feature.layer = layer;
      feature.box = feature.geometry ? boxOf(feature.geometry.coordinates) : null;
      if (layer.role === "planning") this.places.set(feature.id, feature);
    }
  }

  #draw(id) {
    if (this.drawn.has(id)) return this.drawn.get(id);
    const layer = this.byId.get(id);
    const pane = `atlas-${id}`;
    const base = { pane, renderer: L.svg({ pane, padding: 0.5 }), interactive: false };
    const group = L.featureGroup();
    // The largest first, so that no small shape is hidden under a large one.
    const features = layer.features.filter(({ geometry }) => geometry).sort((a, b) => extent(b) - extent(a));
    for (const feature of features) {
      const point = /Point$/.test(feature.geometry.type);
      const style = { ...base, ...(point ? pointOptions : pathOptions)(layer, feature) };
      L.geoJSON(feature.geometry, {
        ...base,
        style,
        pointToLayer: (_, at) => L.circleMarker(at, style),
      }).eachLayer((shape) => group.addLayer(shape));
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
export function boxOf(coordinates, box = [Infinity, Infinity, -Infinity, -Infinity]) {
  if (typeof coordinates[0] === "number") {
    const [lon, lat] = coordinates;
    return [Math.min(box[0], lon), Math.min(box[1], lat), Math.max(box[2], lon), Math.max(box[3], lat)];
  }
  return coordinates.reduce((all, part) => boxOf(part, all), box);
}
