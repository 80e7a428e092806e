// @ts-check
// Names on the map, in the language of the page. Each has a rank: the first have the choice of their place, and no two
// overlap (map/names/placer.js). A pan keeps them; what has come into view is named once the map rests. What places the
// names is loaded once the layers are drawn.

import { svg } from "atlas/core/dom.js";
import { pick, term } from "atlas/core/i18n.js";

/** @import { App, Feature, Reach } from "atlas/core/types.js" */
/** @import { Named, Names, NameStyle, PixelBox } from "atlas/core/name_types.js" */
/** @typedef {"focused" | "leftOut" | "pointGroups" | "onChange" | "reachable" | "visibleLayers"} Asked */
/** @typedef {Pick<App["layers"], Asked>} NamedLayers what names ask of the layers */

const PANE = "atlas-labels";
const RESERVE = 0.5; // of the window, on each side, in which names are placed too
const MOVED = 0.2; // of the window: after a longer pan, what has come into view is named
const LATE_MS = 300;
const MOST_TOGETHER = 3; // names of places with one shape, from a zoom on; one below it
const TOGETHER_ZOOM = 11;
const GRID_ZOOM = 12.5;
const FIGURES = [36, 16]; // room of the figures of kilometre lines at the left and at the upper edge
// What stands over the map and would hide a name.
const OVER = ".map-frame > :not(.atlas-map, script, noscript, .map-notice, .hover-tip, .map-under), .leaflet-control";
/** @type {WeakMap<Feature, string>} */
const TEXTS = new WeakMap();
const NUMBER = /^[A-Z]\d+/; // of an expressway, at the head of its name

// Safari has no idle callbacks.
const whenIdle = (/** @type {() => void} */ act) =>
  "requestIdleCallback" in window ? requestIdleCallback(act, { timeout: LATE_MS }) : setTimeout(act, 1);
const cancel = (/** @type {any} */ waiting) => (window.cancelIdleCallback ?? clearTimeout)(waiting);

/**
 * An SVG that reaches beyond the window: as long as it does, a pan changes nothing in it.
 * @type {new (options: object) => import("leaflet").SVG}
 */
const NamesSvg = L.SVG.extend(
  /** @type {ThisType<any>} */ ({
    getEvents() {
      return { .../** @type {any} */ (L.SVG.prototype).getEvents.call(this), moveend: this._moved };
    },

    _moved() {
      const corner = this._map.containerPointToLayerPoint([0, 0]).round();
      const seen = L.bounds(corner, corner.add(this._map.getSize()));
      if (this._zoom !== this._map.getZoom() || !this._bounds.contains(seen)) this._update();
    },
  }),
);

export class Labels {
  /** @type {Feature | null} */
  #selected = null;
  #group = svg("g", { class: "names" });
  /** @type {import("atlas/map/names/placer.js").NamePlacer | null} */
  #placer = null;
  /** @type {import("leaflet").Point | null} upper left corner of the window when names were last placed */
  #corner = null;
  /** @type {PixelBox[]} what stands over the map, in pixels of the window */
  #over = [];
  /** @type {any} */
  #waiting = 0;
  onTiles = false;
  /** Names are not shown now. */
  isAway = false;
  /** Names of the same places elsewhere. @type {Labels[]} */
  twins = [];
  /** More boxes without a name, in pixels of the map. @type {(() => PixelBox[]) | null} */
  alsoCovered = null;

  /**
   * @param {App["map"]} map @param {NamedLayers} layers @param {Names} names
   * @param {string} [pane]
   */
  constructor(map, layers, names, pane = PANE) {
    this.map = map;
    this.pane = pane;
    this.layers = layers;
    this.names = names;
    map.createPane(pane).style.zIndex = "650";
    this.#waiting = whenIdle(() => this.#load());
  }

  async #load() {
    const [{ NamePlacer }] = await Promise.all([
      import("atlas/map/names/placer.js"),
      // Asked for at once, not one after another.
      import("atlas/map/names/places.js"),
      import("atlas/map/names/room.js"),
      import("atlas/map/names/shapes.js"),
      import("atlas/map/names/text.js"),
    ]);
    const { map, names } = this;
    const look = { stroke: names.halo, "stroke-width": names.halo_width, "font-family": familyOf(map) };
    for (const [name, value] of Object.entries(look)) this.#group.setAttribute(name, String(value));
    this.#placer = new NamePlacer(names, familyOf(map));
    const renderer = new NamesSvg({ pane: this.pane, padding: RESERVE, interactive: false });
    map.addLayer(renderer);
    Reflect.get(renderer, "_rootGroup").append(this.#group);
    renderer.on("update", () => this.update());
    map.on("moveend", () => this.#moved());
    map.on("zoomend", () => this.#showGrid());
    map.on("regrouped", () => this.update());
    this.layers.onChange(() => this.update());
    this.#lookOver();
    this.update();
    this.#showGrid();
  }

  /** The selected place keeps its name whatever stands beside it. @param {Feature | null} feature */
  select(feature) {
    const selected = feature?.geometry ? feature : null;
    if (selected === this.#selected) return;
    this.#selected = selected;
    for (const twin of this.twins) twin.select(feature);
    this.update();
  }

  /** Place the names anew; those in view keep their places where these are still free. */
  update() {
    if (!this.#placer || this.isAway) return;
    cancel(this.#waiting);
    const { x, y } = (this.#corner = this.map.containerPointToLayerPoint([0, 0]));
    const { x: width, y: height } = this.map.getSize();
    // The reserve moves by steps, so that what was found in it can be used again.
    const [left, top] = [Math.round((2 * x) / width) * (width / 2), Math.round((2 * y) / height) * (height / 2)];
    /** @type {PixelBox} */
    const seen = [x, y, x + width, y + height];
    const placed = this.#placer.place(this.#candidates(), {
      zoom: this.map.getZoom(),
      origin: this.map.getPixelOrigin(),
      seen,
      all: [left - 0.75 * width, top - 0.75 * height, left + 1.75 * width, top + 1.75 * height],
      over: this.#covered(seen),
      shown: this.layers.visibleLayers(),
    });
    this.#group.replaceChildren(...placed);
    this.#waiting = whenIdle(() => this.#lookOver() && this.update());
  }

  #moved() {
    if (!this.#corner) return;
    const { x, y } = this.map.containerPointToLayerPoint([0, 0]).subtract(this.#corner);
    const size = this.map.getSize();
    if (Math.abs(x) < size.x * MOVED && Math.abs(y) < size.y * MOVED) return;
    cancel(this.#waiting);
    this.#waiting = whenIdle(() => this.update());
  }

  /** Kilometre lines come with the first zoom that shows them. */
  async #showGrid() {
    if (this.map.getZoom() < GRID_ZOOM) return;
    (await import("atlas/map/km_grid.js")).watchGrid(this.map, this.names);
  }

  /**
   * Look for what stands over the map. Asked for in a handler, it would have the browser lay out the page at once;
   * between two of them it costs nothing.
   */
  #lookOver() {
    const { left, top, width, height } = this.map.getContainer().getBoundingClientRect();
    const boxes = [...document.querySelectorAll(OVER)].map((node) => node.getBoundingClientRect());
    const shown = boxes.filter((box) => box.width && box.height && box.width < width * 0.9);
    const before = this.#over.join();
    this.#over = shown.map((box) => [box.left - left, box.top - top, box.right - left, box.bottom - top]);
    return this.#over.join() !== before && width > 0 && height > 0;
  }

  /** Boxes in which no name is seen, in pixels of the map. @param {PixelBox} seen @returns {PixelBox[]} */
  #covered([x, y, right, bottom]) {
    /** @type {PixelBox[]} */
    const covered = this.#over.map((box) => [box[0] + x, box[1] + y, box[2] + x, box[3] + y]);
    covered.push(...(this.alsoCovered?.() ?? []));
    for (const { middle, size } of this.layers.pointGroups) {
      const at = this.map.latLngToLayerPoint([middle[1], middle[0]]);
      covered.push([at.x - size / 2, at.y - size / 2, at.x + size / 2, at.y + size / 2]);
    }
    if (this.map.getZoom() < GRID_ZOOM) return covered;
    return [...covered, [x, y, right, y + FIGURES[1]], [x, y, x + FIGURES[0], bottom]];
  }

  /** What could be named at this zoom, the first rank first and the larger before the smaller. @returns {Named[]} */
  #candidates() {
    /** @type {Map<unknown, Feature[]>} */
    const together = new Map();
    for (const layer of this.layers.reachable()) {
      for (const feature of this.#wanted(layer)) {
        const key = feature.same_shape ?? (layer.role === "context" ? labelText(feature) : feature);
        together.set(key, [...(together.get(key) ?? []), feature]);
      }
    }
    const all = [...together.values()].map((features) => this.#named(features));
    // A place of the documents may be a landmark too: one name is enough.
    const planned = new Set(
      all.filter(({ feature }) => feature.layer.role !== "context").flatMap(({ texts }) => texts),
    );
    const named = all.filter(({ feature, texts }) => feature.layer.role !== "context" || !planned.has(texts[0]));
    return named.sort(
      (a, b) => Number(b.chosen) - Number(a.chosen) || a.style.rank - b.style.rank || b.extent - a.extent,
    );
  }

  /** Features of a layer that could be named. @param {Reach} layer */
  #wanted(layer) {
    const context = layer.role === "context";
    // A foreign background brings its own names.
    if (context && this.onTiles) return [];
    const zoom = this.map.getZoom();
    const found = context ? new Set() : new Set(this.layers.focused);
    return layer.features.filter((feature) => {
      if (feature.id === this.#selected?.id) return true;
      if (this.layers.leftOut.has(feature)) return false;
      return (!found.size || found.has(feature)) && this.#isWorthIt(layer, feature, zoom);
    });
  }

  /** @param {Reach} layer @param {Feature} feature @param {number} zoom */
  #isWorthIt(layer, feature, zoom) {
    const style = this.#styleOf(feature);
    if (!style || !feature.geometry || zoom < style.zoom) return false;
    // An islet called "island" has no name.
    return layer.role !== "context" || pick(feature, "name") !== term("kind", feature.kind);
  }

  /** @param {Feature} feature @returns {NameStyle | undefined} */
  #styleOf({ name_style: name }) {
    return this.names.styles[name ?? ""];
  }

  /** One name for the places of one shape, or the pieces of one road. @param {Feature[]} features @returns {Named} */
  #named(features) {
    const rank = (/** @type {Feature} */ feature) => this.#styleOf(feature)?.rank ?? Infinity;
    const chosen = features.find((feature) => feature.id === this.#selected?.id);
    const [first] = features.sort((a, b) => rank(a) - rank(b));
    const lead = chosen ?? first;
    const most = chosen || this.map.getZoom() < TOGETHER_ZOOM ? 1 : MOST_TOGETHER;
    const texts = [...new Set([lead, ...features].map(labelText))].slice(0, most);
    const [west, south, east, north] = lead.box;
    const context = lead.layer.role === "context";
    const usual = context ? this.names.context_ink : this.names.ink;
    // As tiles have it, a shape is in pieces; once it is whole, their names go.
    const how = `${chosen ? "!" : ""}${lead.outline ? "~" : ""}`;
    return {
      key: `${lead.layer.id}/${lead.id}/${texts.join("/")}${how}`,
      feature: lead,
      features: context ? features : [lead],
      texts,
      chosen: Boolean(chosen),
      style: this.#styleOf(lead) ?? this.names.styles.own,
      colour: inkOf(lead) ?? usual,
      extent: (east - west) * (north - south),
    };
  }
}

/** @param {App["map"]} map */
function familyOf(map) {
  return getComputedStyle(map.getContainer()).fontFamily;
}

/**
 * The map has no room for the explanation in brackets that ends long English names, nor beside the number of an
 * expressway for its name.
 * @param {Feature} feature
 */
function labelText(feature) {
  const known = TEXTS.get(feature);
  if (known !== undefined) return known;
  const text = pick(feature, "name").replace(/\s*[(（].*$/, "");
  const short = feature.kind === "expressway" ? (text.match(NUMBER)?.[0] ?? text) : text;
  TEXTS.set(feature, short);
  return short;
}

/** The colour a layer has for the names of its places, if it has one. @param {Feature} feature */
function inkOf({ id, layer }) {
  return layer.styles.find(({ features }) => features.includes(id))?.ink ?? null;
}
