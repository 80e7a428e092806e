// @ts-check
// The layers that are drawn by vector tiles, because they have too many features for one document: stored layers, and
// large ones of a workspace. Loaded when the first of them is shown. A feature is known here only once it is pointed at
// or opened.

import { getJson } from "atlas/core/api.js";
import { once } from "atlas/core/first_use.js";
import { config, url } from "atlas/core/i18n.js";
import { GroupedSvg } from "atlas/map/svg_renderer.js";
import { TileGrid } from "atlas/map/tiles/tile_grid.js";

/** @import { App, Box, Feature, LayerEntry, Paint, Point, ShapeKind } from "atlas/core/types.js" */
/** @import { ClassAnswer, Hit } from "atlas/map/tiles/tile_types.js" */
/** @typedef {App["layers"]} Stack */
/** @typedef {{ node: SVGSVGElement, root: SVGGElement }} Sheet an SVG above a grid */

const OWN = "own";
const NEAR_PX = 8;
/** How soon it is asked whether tiles are built, later less often. */
const BUILDING_MS = 4000;

export class TiledLayers {
  #map;
  #layers;
  #pane;
  /** @type {Map<string, TileGrid>} */
  #grids = new Map();
  /** @type {Map<string, () => Promise<TileGrid>>} */
  #opening = new Map();
  /** @type {Sheet[]} */
  #sheets = [];
  #asked = 0;
  /** Features found last under the pointer, the shapes of which are as the tiles have them. @type {Feature[]} */
  near = [];
  /** Classes a layer is coloured by. @type {Map<string, ClassAnswer>} */
  classes = new Map();
  /**
   * The layer of which features are brought out, by the values of its columns.
   * @type {{ id: string, columns: Record<string, string> } | null}
   */
  filter = null;

  /** @param {import("leaflet").Map} map @param {Stack} layers @param {HTMLElement} pane */
  constructor(map, layers, pane) {
    this.#map = map;
    this.#layers = layers;
    this.#pane = pane;
  }

  /** Show what is visible now, as strongly and as high as the reader wishes. */
  async follow() {
    const tiled = this.#layers.list.filter((layer) => layer.tiles);
    const wanted = tiled.filter(({ id }) => this.#layers.isDrawn(id));
    const opened = await Promise.allSettled(wanted.map((layer) => this.#open(layer)));
    for (const { id } of tiled) {
      const grid = this.#grids.get(id);
      if (!grid) continue;
      grid.node.style.opacity = String((this.#layers.opacity[id] ?? 100) / 100);
      grid.show(this.#layers.isDrawn(id));
    }
    this.#stack();
    // One that was removed from the store while the page was open keeps no other from being shown.
    opened.forEach((one, i) => {
      if (one.status === "rejected") this.#leave(wanted[i], one.reason);
    });
  }

  /** Switch off a layer the service no longer has. @param {LayerEntry} layer @param {any} reason */
  #leave({ id }, reason) {
    if (reason?.problem?.status !== 404) throw reason;
    this.#layers.toggle(id, false);
  }

  /** Colour a layer by classes; null ends it. @param {string} id @param {ClassAnswer | null} answer */
  colour(id, answer) {
    if (answer) this.classes.set(id, answer);
    else this.classes.delete(id);
    this.#restyle(id);
    this.#layers.tell();
  }

  /** Bring out the features whose columns have these values. @param {TiledLayers["filter"]} filter */
  bringOut(filter) {
    const before = this.filter?.id;
    this.filter = filter;
    for (const id of new Set([before, filter?.id])) if (id) this.#restyle(id);
  }

  /** Whether all tiles of the view are drawn. */
  isComplete() {
    const shown = [...this.#grids].filter(([id]) => this.#layers.isDrawn(id));
    return shown.length > 0 && shown.every(([, grid]) => grid.isComplete());
  }

  /** Find what lies at a point, for `near`; an answer that comes late is passed over. @param {Point} at */
  async look(at) {
    this.#asked += 1;
    const asked = this.#asked;
    const latlng = L.latLng(at.lat, at.lng);
    const shown = [...this.#grids].filter(([id]) => this.#layers.isDrawn(id));
    const found = await Promise.all(
      shown.map(async ([id, grid]) => {
        const layer = /** @type {LayerEntry} */ (this.#layers.byId.get(id));
        return (await grid.find(latlng, NEAR_PX)).map((hit) => featureOf(layer, hit));
      }),
    );
    if (asked === this.#asked) this.near = found.flat();
  }

  /**
   * Make a feature known before it is opened: what lies at the point first, else the whole record.
   * @param {string} id @param {Point | null} at
   */
  async prepare(id, at) {
    if (at) {
      await this.follow();
      await this.look(at);
    }
    if (this.#layers.feature(id)) return;
    const found = this.near.find((one) => one.id === id);
    const whole = this.#read(id);
    if (!found) {
      this.#adopt(await whole);
      return;
    }
    this.#layers.adopt(found);
    whole.then((feature) => this.#adopt(feature));
  }

  /** Take the whole shape, and mark it anew where its place is open. @param {Feature | null} feature */
  #adopt(feature) {
    if (!feature) return;
    const isMarked = this.#layers.marked?.id === feature.id;
    this.#layers.adopt(feature);
    if (!isMarked) return;
    this.#layers.mark(null);
    this.#layers.mark(feature);
    this.#layers.tell(); // its name stands once, not in each of the tiles it was cut by
  }

  /** @param {string} id @returns {Promise<Feature | null>} */
  async #read(id) {
    try {
      const address = url(`/places/${encodeURIComponent(id)}.geojson?v=${config.version}`);
      const { geometry, properties } = await getJson(address);
      const layer = this.#layers.byId.get(properties.layer);
      if (!layer?.tiles || !geometry) return null;
      const box = boxOf(geometry);
      const known = { ...properties, place_id: id, area_km2: properties.area?.area_km2 };
      return { ...plain(layer, known, box), geometry, box };
    } catch {
      return null; // the panel tells of it
    }
  }

  /** @param {LayerEntry} layer */
  #open(layer) {
    const { id } = layer;
    const open = this.#opening.get(id) ?? once(() => this.#begin(layer));
    this.#opening.set(id, open);
    return open();
  }

  /** @param {LayerEntry} layer */
  async #begin(layer) {
    const { id, role, bounds } = layer;
    const described = await this.#describe(layer);
    const grid = new TileGrid(this.#map, this.#pane, { id, role, box: bounds ?? null, ...described });
    this.#grids.set(id, grid);
    this.#restyle(id);
    if (described.isBuilding) this.#await(layer, grid);
    return grid;
  }

  /**
   * Ask how far the tiles reach and where they are: on this service, whatever name it goes by.
   * @param {LayerEntry} layer
   */
  async #describe({ tiles }) {
    const answer = await getJson(`${config.root}${tiles}?v=${config.version}`);
    const { pathname, search } = new URL(answer.tiles[0], location.href);
    const address = `${location.origin}${decodeURI(pathname)}${search}`;
    return { address, maxzoom: Number(answer.maxzoom), isBuilding: "building" in answer };
  }

  /**
   * Draw anew once the server has built the tiles; until then it sends some of the features.
   * @param {LayerEntry} layer @param {TileGrid} grid @param {number} [delay]
   */
  #await(layer, grid, delay = BUILDING_MS) {
    const again = () => this.#await(layer, grid, Math.min(2 * delay, 16 * BUILDING_MS));
    setTimeout(async () => {
      try {
        const described = await this.#describe(layer);
        if (described.isBuilding) again();
        else grid.renew(described);
      } catch {
        again(); // the server is away for a moment
      }
    }, delay);
  }

  /** @param {string} id */
  #restyle(id) {
    const grid = this.#grids.get(id);
    const layer = this.#layers.byId.get(id);
    if (!grid || !layer) return;
    /** @type {Partial<Record<ShapeKind, Paint[]>>} */
    const paints = {};
    for (const { shape, paints: own } of layer.styles) paints[shape] ??= own.filter(({ at }) => at !== "stops");
    const filter = this.filter?.id === id ? this.filter.columns : null;
    const found = getComputedStyle(this.#pane).getPropertyValue("--found").trim();
    grid.node.classList.toggle("tile-found", filter !== null);
    grid.setLook({ paints, by: this.classes.get(id) ?? null, filter, found });
  }

  /** Bring grids and groups of the SVG into their order: what lies above a grid needs an SVG of its own. */
  #stack() {
    const sheets = [this.#sheetOf(this.#layers.renderer), ...this.#sheets];
    let [at, height, isAbove] = [0, 0, false];
    sheets[0].node.style.zIndex = "0"; // the style sheet of Leaflet lifts every SVG
    for (const id of this.#layers.heights()) {
      const grid = this.#grids.get(id);
      if (grid && this.#layers.isDrawn(id)) {
        height += 1;
        grid.node.style.zIndex = String(height);
        isAbove = true;
        continue;
      }
      const group = this.#layers.renderer.groups.get(id);
      // What is not shown needs no SVG; it comes into one when it is.
      if (!group || (isAbove && !group.childElementCount)) continue;
      if (isAbove) {
        at += 1;
        height += 1;
        sheets[at] ??= this.#addSheet();
        sheets[at].node.style.zIndex = String(height);
        isAbove = false;
      }
      sheets[at].root.append(group);
    }
  }

  #addSheet() {
    const layer = new GroupedSvg(new Map(), () => {}, { pane: this.#layers.renderer.options.pane });
    this.#map.addLayer(layer);
    const sheet = this.#sheetOf(layer);
    this.#sheets.push(sheet);
    return sheet;
  }

  /** @param {import("leaflet").SVG} layer @returns {Sheet} */
  #sheetOf(layer) {
    const { _container: node, _rootGroup: root } = /** @type {any} */ (layer);
    return { node, root };
  }
}

/** @param {LayerEntry} layer @param {Hit} hit @returns {Feature} */
function featureOf(layer, { properties, geometry, outline, box }) {
  return { ...plain(layer, properties, box), geometry, outline, box };
}

/**
 * @param {LayerEntry} layer @param {Record<string, any>} properties @param {Box} box
 * @returns {Omit<Feature, "geometry" | "box">}
 */
function plain(layer, { place_id: id, name_zh, name_en, grade, area_km2 }, [west, south, east, north]) {
  const figures = { accuracy_m: null, area_km2: area_km2 ?? null, stated_area_km2: null };
  const known = { ...{ name_zh, name_en }, ...figures, kind: OWN, grade: grade ?? null };
  return { ...known, id, label: [(west + east) / 2, (south + north) / 2], layer };
}

/** @param {import("geojson").Geometry} geometry @returns {Box} */
function boxOf(geometry) {
  const bounds = L.geoJSON(geometry).getBounds();
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
}
