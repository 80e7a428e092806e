// @ts-check
// An answer for many places on the map: their colours over the layers, which step back, numbers on them, the legend.

import { el, setChildren } from "atlas/core/dom.js";
import { classRow, entitleLegend } from "atlas/map/answer_legend.js";
import { boxOf } from "atlas/map/layers.js";
import { ThemeDrawing } from "atlas/map/theme_drawing.js";
import { covered } from "atlas/panel/select_place.js";

/** @import { App, Child, Feature, Shape } from "atlas/core/types.js" */
/** @import { PixelBox } from "atlas/core/name_types.js" */
/** @import { ThemeAnswer } from "atlas/core/theme_types.js" */
/**
 * @typedef {object} Shown
 * @property {string} title of the legend
 * @property {Pick<ThemeAnswer, "opacity" | "classes" | "places">} answer
 * @property {Feature[]} features what is drawn of it
 * @property {Map<string, string>} numbers to write on places, the most important first
 * @property {Child[]} notes below the classes
 */

const APART = 22; // pixels two numbers keep apart
const NUMBERS_HEIGHT = "645";
const TOP = 60; // pixels below the line that names the question

/** The answer that has the map: one that ends after the next has begun leaves it alone. @type {AnswerOnMap | null} */
let holder = null;

export class AnswerOnMap {
  #app;
  #drawing;
  #pane;
  #numbers = L.layerGroup();
  #box;
  /** @type {Shown | null} */
  #shown = null;
  /** @type {import("leaflet").LatLng[]} */
  #spots = [];

  /** @param {App} app @param {string} name */
  constructor(app, name) {
    this.#app = app;
    this.name = name;
    this.#drawing = new ThemeDrawing(app.map, name);
    this.#pane = `atlas-${name}-numbers`;
    app.map.createPane(this.#pane).style.zIndex = NUMBERS_HEIGHT;
    this.#numbers.addTo(app.map);
    this.#box = el("div", { class: "asked-box", "data-asked": name, "aria-live": "polite" });
    app.map.on("zoomend", () => this.#shown && this.#number(this.#shown));
  }

  /** @param {Shown} shown */
  show(shown) {
    const { map, layers, labels } = this.#app;
    this.#shown = shown;
    holder = this;
    this.#drawing.draw(shown.answer, shown.features);
    map.getContainer().classList.add("asked");
    layers.focused = shown.features;
    labels.alsoCovered = () => this.#taken();
    this.#number(shown);
    this.#explain(shown);
  }

  end() {
    if (!this.#shown) return;
    const { map, layers, labels } = this.#app;
    this.#shown = null;
    this.#drawing.clear();
    this.#numbers.clearLayers();
    this.#box.remove();
    if (holder === this) {
      holder = null;
      map.getContainer().classList.remove("asked");
      layers.focused = [];
      labels.alsoCovered = null;
    }
    labels.update();
    entitleLegend(this.name, null);
  }

  /** Write the numbers where there is room; a name keeps off them. @param {Shown} shown */
  #number({ numbers, answer }) {
    const { map, layers, labels } = this.#app;
    const wholes = new Set(answer.places.filter(({ whole }) => whole).map(({ place }) => place.id));
    this.#numbers.clearLayers();
    /** @type {import("leaflet").Point[]} */
    const taken = [];
    this.#spots = [];
    for (const [id, text] of numbers) {
      const feature = layers.feature(id);
      if (!feature?.geometry) continue;
      const [lng, lat] = (wholes.has(id) && onLine(feature.geometry)) || feature.label;
      const at = L.latLng(lat, lng);
      const pixel = map.latLngToLayerPoint(at);
      if (taken.some((other) => Math.abs(other.x - pixel.x) < APART && Math.abs(other.y - pixel.y) < APART)) continue;
      taken.push(pixel);
      this.#spots.push(at);
      const icon = L.divIcon({ className: "asked-number", html: el("span", {}, text) });
      L.marker(at, { icon, pane: this.#pane, interactive: false, keyboard: false }).addTo(this.#numbers);
    }
    labels.update();
  }

  /** @returns {PixelBox[]} */
  #taken() {
    const half = APART / 2;
    return this.#spots.map((spot) => {
      const { x, y } = this.#app.map.latLngToLayerPoint(spot);
      return [x - half, y - half, x + half, y + half];
    });
  }

  /** @param {Shown} shown */
  #explain({ title, answer, features, notes }) {
    const drawn = new Set(features.map(({ id }) => id));
    const count = (/** @type {string} */ id) =>
      answer.places.filter((row) => row.class === id && drawn.has(row.place.id)).length;
    const rows = answer.classes.map((one) => classRow(one, count(one.id), `${this.name}-unknown`));
    setChildren(this.#box, el("ul", { class: "theme-rows" }, ...rows), ...notes);
    if (!this.#box.isConnected) this.#app.byId("legend-body").prepend(this.#box);
    entitleLegend(this.name, title);
  }
}

/**
 * Where the number of an area stands that holds others: on the northern end of its line. In its middle it would seem to
 * be that of what lies there.
 * @param {Shape} shape @returns {number[] | null}
 */
function onLine(shape) {
  const polygons =
    shape.type === "Polygon" ? [shape.coordinates] : shape.type === "MultiPolygon" ? shape.coordinates : [];
  const [longest] = polygons.map(([shell]) => shell).sort((a, b) => extentOf(b) - extentOf(a));
  return longest ? longest.reduce((best, corner) => (corner[1] > best[1] ? corner : best)) : null;
}

/** @param {number[][]} ring */
function extentOf(ring) {
  const [west, south, east, north] = boxOf(ring);
  return (east - west) * (north - south);
}

/**
 * Bring places into the part of the map that no panel covers.
 * @param {App} app @param {import("leaflet").LatLngBoundsExpression | null} bounds
 */
export function bringIntoView(app, bounds) {
  if (!bounds) return;
  const [right, bottom] = covered(app);
  /** @type {import("leaflet").FitBoundsOptions} */
  const free = { paddingTopLeft: [24, TOP], paddingBottomRight: [24 + right, 24 + bottom] };
  app.map.fitBounds(bounds, { ...free, animate: false, maxZoom: 13 });
}

/**
 * A line on the map that names the question and ends it.
 * @param {App} app @param {string} name of the part of the address @param {Child[]} content
 */
export function askedChip(app, name, ...content) {
  document.getElementById(`chip-${name}`)?.remove();
  if (!content.length) return null;
  const chip = el("p", { class: "asked-chip", id: `chip-${name}` }, ...content);
  app.byId("filter-chip").after(chip);
  return chip;
}
