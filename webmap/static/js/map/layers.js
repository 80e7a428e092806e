// @ts-check
// Draws /map.json. Every layer has its own group, stacked by the layer's `order` or as the reader wishes, so that
// showing and hiding never changes what lies on top. Leaflet sees no clicks on shapes: map/hit_test.js asks the
// geometry itself.

import { svg } from "atlas/core/dom.js";
import { once } from "atlas/core/first_use.js";
import { GroupedSvg, framePath, paintedNodes, repaint, withoutPoints } from "atlas/map/svg_renderer.js";

/** @import { Box, Feature, GroupSpot, LayerEntry, MapDocument, Point, Reach } from "atlas/core/types.js" */
/** @typedef {import("atlas/map/tiles/tiled_layers.js").TiledLayers} TiledLayers */
/** @typedef {import("leaflet").PathOptions} PathOptions */
/** @typedef {{ group: import("leaflet").FeatureGroup, base: PathOptions, id: string }} Mark outlines over the layers */

const PANE = "atlas-layers";
const MARGIN = "sheet";
const CITY = "municipal"; // group of the layers whose points are grouped
// Their colours stand in the style sheet (map.css).
const CASING = { className: "mark-casing", weight: 8, opacity: 1 };
const SELECTED = { className: "mark-selected", weight: 2.4, opacity: 1 };
const FOCUSED = { className: "mark-focused", weight: 2.5, opacity: 1, fill: true, fillOpacity: 0.16 };
const HOVERED = { className: "mark-hovered", weight: 2.5, opacity: 0.85 };

export class Layers {
  /** @type {Map<string, Feature>} */
  #places = new Map();
  /** @type {Map<string, ReturnType<typeof paintedNodes>>} */
  #drawn = new Map();
  #zoom = 0;
  #scale = 1;
  /** @type {(() => void)[]} */
  #listeners = [];
  /** @type {Set<string>} */
  visible = new Set();
  /** @type {Record<string, number>} */
  opacity = {};
  /** @type {string[] | null} */
  order = null;
  /** @type {Feature[]} */
  focused = [];
  /** Set while two sets of layers lie under a divider. @type {import("atlas/core/types.js").LayerStack["sides"]} */
  sides = null;
  /** Places of the planning layers that are drawn, where they are not all. @type {Set<string> | null} */
  members = null;
  /** Layers shown by a side of the divider that is not in hand. @type {Set<string>} */
  elsewhere = new Set();
  /** Points that stand in a group and not alone. @type {Set<Feature>} */
  leftOut = new Set();
  /** @type {GroupSpot[]} */
  pointGroups = [];
  /** The layers drawn by vector tiles, once there are any to show. @type {TiledLayers | null} */
  tiled = null;
  /** @type {() => Promise<TiledLayers>} */
  tiles = once(async () => {
    const { TiledLayers } = await import("atlas/map/tiles/tiled_layers.js");
    this.tiled = new TiledLayers(this.map, this, /** @type {HTMLElement} */ (this.map.getPane(PANE)));
    return this.tiled;
  });
  /** The place that is open. @type {Feature | null} */
  marked = null;
  #groups = once(async () => {
    const { PointGroups } = await import("atlas/map/point_groups.js");
    return new PointGroups(this.map, this);
  });

  /** @param {import("leaflet").Map} map @param {MapDocument} answer */
  constructor(map, { groups, layers, sheet }) {
    this.map = map;
    this.groups = groups;
    this.list = layers;
    this.byId = new Map(layers.map((layer) => [layer.id, layer]));
    this.margin = sheet;
    for (const layer of layers) this.#prepare(layer);
    map.createPane(PANE).style.zIndex = "410";
    this.renderer = new GroupedSvg(groupsOf(layers), (zoom, scale) => this.#repaint(zoom, scale), { pane: PANE });
    map.addLayer(this.renderer);
    this.#stack();
    this.#drawMargin();
    this.focusMarks = this.#markPane("atlas-focus", 620);
    this.hoverMark = this.#markPane("atlas-hover", 630);
    this.selectMark = this.#markPane("atlas-select", 640);
  }

  /** @param {() => void} listener */
  onChange(listener) {
    this.#listeners.push(listener);
  }

  defaults() {
    return this.list.filter((layer) => layer.visible).map((layer) => layer.id);
  }

  /** @param {string} id */
  isVisible(id) {
    return this.visible.has(id);
  }

  /** Whether a layer is shown anywhere on the map. @param {string} id */
  isDrawn(id) {
    return this.visible.has(id) || this.elsewhere.has(id);
  }

  /** Show exactly these layers. @param {string[]} ids */
  show(ids) {
    const wanted = new Set(ids.filter((id) => this.byId.has(id)));
    for (const layer of this.list) {
      const { id } = layer;
      if (wanted.has(id) === this.visible.has(id)) continue;
      if (wanted.has(id)) {
        this.visible.add(id);
        if (!layer.tiles) this.#draw(layer);
      } else {
        this.visible.delete(id);
        this.#groupOf(layer.id).replaceChildren();
      }
    }
    this.tell();
  }

  /** @param {string} id @param {boolean} on */
  toggle(id, on) {
    const ids = new Set(this.visible);
    if (on) ids.add(id);
    else ids.delete(id);
    this.show([...ids]);
  }

  /** Ids of the visible layers in tree order, or null when they are those of a fresh page. */
  visibleIds() {
    const ids = this.visibleLayers().map(({ id }) => id);
    return ids.join() === this.defaults().join() ? null : ids;
  }

  visibleLayers() {
    return this.list.filter(({ id }) => this.visible.has(id));
  }

  /**
   * The visible layers, with what lies under the pointer of those drawn by tiles, and with the places brought out of
   * layers that are not visible; under a divider the layers of the side a point is on, without a point those of both.
   * @param {import("atlas/core/types.js").Point | null} [at] @returns {Reach[]}
   */
  reachable(at = null) {
    if (this.sides) return this.sides(at);
    const others = this.focused.filter(({ layer }) => !this.visible.has(layer.id));
    const near = this.#near().filter(({ layer }) => this.visible.has(layer.id));
    return [
      ...this.visibleLayers(),
      ...(near.length ? [{ id: "tiles", role: "workspace", features: near }] : []),
      ...(others.length ? [{ id: "focus", role: "planning", features: others }] : []),
    ];
  }

  /** Features known of layers drawn by tiles: what lies under the pointer, and the marked one wherever that is. */
  #near() {
    const near = this.tiled?.near ?? [];
    const marked = this.marked?.layer.tiles ? [this.marked] : [];
    return [...near.filter(({ id }) => id !== this.marked?.id), ...marked];
  }

  /** Find what lies at a point in layers drawn by tiles, for `reachable`. @param {Point} at */
  async look(at) {
    if (this.#hasTiles()) await (await this.tiles()).look(at);
  }

  /** Percent by layer id; a layer left out is drawn in full. @param {Record<string, number> | null} shares */
  setOpacity(shares) {
    const known = Object.entries(shares ?? {}).filter(([id, share]) => this.byId.has(id) && share < 100);
    this.opacity = Object.fromEntries(known);
    for (const { id } of this.list) this.#groupOf(id).style.opacity = String((this.opacity[id] ?? 100) / 100);
    this.tiled?.follow();
  }

  /** Layers of the plans and of the reader's own from top to bottom, as drawn. */
  stacked() {
    const layers = this.list.filter(({ role }) => role !== "context").sort((a, b) => b.order - a.order);
    const usual = layers.map(({ id }) => id);
    const wanted = (this.order ?? []).filter((id) => usual.includes(id));
    return wanted.length === usual.length ? wanted : usual;
  }

  /** Stack them; null is the order of the catalogue. @param {string[] | null} order */
  setOrder(order) {
    this.order = null;
    const usual = this.stacked().join();
    this.order = order?.join() === usual ? null : order;
    this.#stack();
  }

  /** @param {string} placeId */
  feature(placeId) {
    return this.#places.get(placeId) ?? null;
  }

  /** Make a feature of a layer drawn by tiles known. @param {Feature} feature */
  adopt(feature) {
    this.#places.set(feature.id, feature);
  }

  /**
   * Bounds of a layer, of one feature or of a list of features; null without geometry.
   * @param {Feature | Feature[] | LayerEntry} item
   */
  bounds(item) {
    const features = Array.isArray(item) ? item : "features" in item ? item.features : [item];
    const boxes = [...features.map((feature) => feature.box), "tiles" in item && item.bounds].filter((box) => !!box);
    if (!boxes.length) return null;
    const all = L.latLngBounds([]);
    for (const [west, south, east, north] of boxes) all.extend([south, west]).extend([north, east]);
    return all;
  }

  /** @param {Feature | null} feature */
  mark(feature) {
    this.marked = feature;
    this.#outline(this.selectMark, feature ? [feature] : [], [CASING, SELECTED]);
  }

  /** @param {Feature | null} feature */
  hover(feature) {
    this.#outline(this.hoverMark, feature ? [feature] : [], [HOVERED]);
  }

  /** Bring out some places and let all else step back; null ends it. @param {Feature[] | null} features */
  focus(features) {
    this.focused = (features ?? []).filter(({ geometry }) => geometry);
    this.map.getContainer().classList.toggle("focused", Boolean(features));
    this.#outline(this.focusMarks, this.focused, [FOCUSED]);
    this.tell();
  }

  /** Draw all points but those that stand in a group. @param {Set<Feature>} points @param {GroupSpot[]} groups */
  leaveOut(points, groups) {
    this.leftOut = points;
    this.pointGroups = groups;
    for (const [id, { painted }] of this.#drawn) {
      const layer = this.byId.get(id);
      if (layer?.group === CITY) withoutPoints(painted, layer.features, points);
    }
  }

  /** Tell whoever follows the layers. */
  tell() {
    for (const listener of this.#listeners) listener();
    this.#regroup();
    this.tile();
  }

  /** Draw the layers that are drawn by tiles, and wait until their grids are there. */
  async tile() {
    if (this.tiled || this.#hasTiles()) await (await this.tiles()).follow();
  }

  #hasTiles() {
    return this.list.some(({ id, tiles }) => tiles && this.isDrawn(id));
  }

  async #regroup() {
    const wanted = this.leftOut.size || this.visibleLayers().some(({ group }) => group === CITY);
    if (wanted) (await this.#groups()).update();
  }

  /** The SVG group of a layer. @param {string} id @returns {SVGGElement} */
  #groupOf(id) {
    return /** @type {SVGGElement} */ (this.renderer.groups.get(id));
  }

  /** Names of the groups in their order, the lowest first. What a reader stacks shares the heights of these layers. */
  heights() {
    const height = new Map(this.list.map(({ id, order }) => [id, order]));
    const stacked = this.stacked();
    const orders = stacked.map((id) => height.get(id) ?? 0).sort((a, b) => b - a);
    stacked.forEach((id, i) => height.set(id, orders[i]));
    height.set(MARGIN, this.margin?.order ?? 0);
    return [...height].sort(([, a], [, b]) => a - b).map(([id]) => id);
  }

  /** Bring the groups into their order. */
  #stack() {
    for (const id of this.heights()) {
      const group = this.#groupOf(id);
      group.parentNode?.append(group);
    }
    this.tiled?.follow();
  }

  /** The white margin over the ends of the background, in steps that fade. */
  #drawMargin() {
    if (!this.margin) return;
    const { fill, fades } = this.margin;
    for (const { outer, inner, opacity } of fades) {
      const d = framePath(cornersOf(outer), cornersOf(inner));
      this.#groupOf(MARGIN).append(svg("path", { d, fill, "fill-opacity": opacity, "fill-rule": "evenodd" }));
    }
  }

  /** @param {LayerEntry} layer */
  #prepare(layer) {
    for (const feature of layer.features) {
      feature.layer = layer;
      if (feature.geometry) feature.box = boxOf(feature.geometry.coordinates);
      if (layer.role !== "context") this.#places.set(feature.id, feature);
    }
  }

  /** @param {LayerEntry} layer */
  #draw({ id, styles, features }) {
    const known = this.#drawn.get(id) ?? paintedNodes(styles, features);
    this.#drawn.set(id, known);
    repaint(known.painted, this.#zoom, this.#scale);
    this.#groupOf(id).replaceChildren(...known.nodes);
  }

  /** The lengths of what is shown follow the zoom. @param {number} zoom @param {number} scale */
  #repaint(zoom, scale) {
    this.#zoom = zoom;
    this.#scale = scale;
    for (const id of this.visible) repaint(this.#drawn.get(id)?.painted ?? [], zoom, scale);
  }

  /** @param {string} name @param {number} zIndex @returns {Mark} */
  #markPane(name, zIndex) {
    this.map.createPane(name).style.zIndex = String(zIndex);
    const base = { pane: name, renderer: L.svg({ pane: name, padding: 0.5 }), interactive: false, fill: false };
    return { group: L.featureGroup().addTo(this.map), base, id: "" };
  }

  /** @param {Mark} mark @param {Feature[]} features @param {PathOptions[]} strokes */
  #outline(mark, features, strokes) {
    const shown = features.filter(({ geometry }) => geometry);
    const id = shown.map((feature) => `${feature.layer.id}/${feature.id}`).join();
    if (id === mark.id) return;
    mark.id = id;
    mark.group.clearLayers();
    for (const { geometry: whole, outline, box } of shown) {
      const geometry = outline ?? whole;
      // Do not fill a place that contains other marked places: the fill would hide them.
      const filled =
        !/Line/.test(geometry?.type ?? "") && !shown.some((other) => other.box !== box && within(other.box, box));
      for (const stroke of strokes) {
        const style = { ...mark.base, ...stroke, fill: Boolean(stroke.fill) && filled };
        const pointToLayer = (/** @type {unknown} */ _, /** @type {import("leaflet").LatLng} */ at) =>
          L.circleMarker(at, { ...style, radius: 8 });
        L.geoJSON(geometry, { style, pointToLayer }).eachLayer((shape) => mark.group.addLayer(shape));
      }
    }
  }
}

/** An SVG group for each layer and one for the margin. @param {LayerEntry[]} layers */
export function groupsOf(layers) {
  const names = [...layers.map(({ id, role }) => [id, role]), [MARGIN, MARGIN]];
  return new Map(names.map(([id, role]) => [id, svg("g", { class: `layer layer-${role}`, "data-drawn": id })]));
}

/** @param {Box} box */
function cornersOf([west, south, east, north]) {
  return [
    [west, south],
    [west, north],
    [east, north],
    [east, south],
    [west, south],
  ];
}

/** @param {Box} inner @param {Box} outer */
function within(inner, outer) {
  return inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3];
}

/** Box around nested coordinates. @param {unknown[]} coordinates @returns {Box} */
export function boxOf(coordinates) {
  /** @type {Box} */
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  /** @param {any[]} part */
  const extend = (part) => {
    if (typeof part[0] !== "number") {
      part.forEach(extend);
      return;
    }
    const [lon, lat] = part;
    if (lon < box[0]) box[0] = lon;
    if (lat < box[1]) box[1] = lat;
    if (lon > box[2]) box[2] = lon;
    if (lat > box[3]) box[3] = lat;
  };
  extend(coordinates);
  return box;
}
