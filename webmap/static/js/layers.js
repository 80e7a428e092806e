// Draws /map.json. Every layer has its own pane, stacked by the layer's `order`, so that showing and hiding never
// changes what lies on top. Shapes are not interactive for Leaflet: hit.js asks the geometry itself.

import { pathOptions, pointOptions } from "./style.js";

/* global L */

const PANE_BASE = 410;
const CASING = { color: "#fff", weight: 7, opacity: 0.9 };
const SELECTED = { color: "#b3261e", weight: 3, opacity: 1 };
const SHEET = { color: "#a9b1b5", weight: 1, fillColor: "#f1f1ee", fillOpacity: 1 };
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
    this.listeners = [];
    for (const layer of this.list) this.#prepare(layer);
    this.#drawSheet();
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
    for (const listener of this.listeners) listener();
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

  feature(placeId) {
    return this.places.get(placeId) ?? null;
  }

  /** Bounds of a layer or of one feature; null without geometry. */
  bounds(item) {
    const boxes = (item.features ?? [item]).map((feature) => feature.box).filter(Boolean);
    if (!boxes.length) return null;
    return boxes.reduce((all, [west, south, east, north]) => all.extend([[south, west], [north, east]]), L.latLngBounds([]));
  }

  mark(feature) {
    this.#outline(this.selectMark, feature, [CASING, SELECTED]);
  }

  hover(feature) {
    this.#outline(this.hoverMark, feature, [HOVERED]);
  }

  /**
   * The background ends somewhere. What lies beyond is left blank behind a neat line, as on a printed sheet, so that
   * nobody takes the end of the data for open sea.
   */
  #drawSheet() {
    const drawn = this.list.filter(({ role }) => role === "context").flatMap(({ features }) => features);
    const sheet = this.bounds({ features: drawn.filter(({ geometry }) => /Polygon$/.test(geometry?.type)) });
    if (!sheet) return;
    this.map.createPane("atlas-sheet").style.zIndex = PANE_BASE - 1;
    const corners = (box) => [box.getSouthWest(), box.getNorthWest(), box.getNorthEast(), box.getSouthEast()];
    L.polygon([corners(sheet.pad(20)), corners(sheet)], {
      ...SHEET,
      pane: "atlas-sheet",
      renderer: L.svg({ pane: "atlas-sheet", padding: 0.5 }),
      interactive: false,
    }).addTo(this.map);
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
    for (const feature of layer.features) {
      if (!feature.geometry) continue;
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
    return { group: L.featureGroup().addTo(this.map), base, id: null };
  }

  #outline(mark, feature, strokes) {
    const id = feature?.geometry ? `${feature.layer.id}/${feature.id}` : null;
    if (id === mark.id) return;
    mark.id = id;
    mark.group.clearLayers();
    if (!id) return;
    for (const stroke of strokes) {
      L.geoJSON(feature.geometry, {
        style: { ...mark.base, ...stroke },
        interactive: false,
        pointToLayer: (_, at) => L.circleMarker(at, { ...mark.base, ...stroke, radius: 8 }),
      }).eachLayer((shape) => mark.group.addLayer(shape));
    }
  }
}

/** [west, south, east, north] of nested coordinates. */
function boxOf(coordinates, box = [Infinity, Infinity, -Infinity, -Infinity]) {
  if (typeof coordinates[0] === "number") {
    const [lon, lat] = coordinates;
    return [Math.min(box[0], lon), Math.min(box[1], lat), Math.max(box[2], lon), Math.max(box[3], lat)];
  }
  return coordinates.reduce((all, part) => boxOf(part, all), box);
}
