// @ts-check
// The places of a theme in the colours of their classes, over the layers, which step back. Points and lines grow with
// the class; what no document says is hatched; an area that holds others is drawn by its line.

import { svg } from "atlas/core/dom.js";

/** @import { Feature } from "atlas/core/types.js" */
/** @import { ThemeAnswer, ThemeClass, ThemeRow } from "atlas/core/theme_types.js" */

const UNKNOWN = "unknown";
const POINT = 4;
const LINE = 2;

export class ThemeDrawing {
  #group = L.featureGroup();
  #renderer;
  #hatch;

  /** @param {import("leaflet").Map} map @param {string} [name] of its pane, and of the hatch `<name>-unknown` */
  constructor(map, name = "theme") {
    this.pane = `atlas-${name}`;
    this.#hatch = `${name}-unknown`;
    map.createPane(this.pane).style.zIndex = "415";
    this.#renderer = L.svg({ pane: this.pane, padding: 0.5 });
    this.#group.addTo(map);
    map.addLayer(this.#renderer);
  }

  clear() {
    this.#group.clearLayers();
  }

  /** @param {Pick<ThemeAnswer, "opacity" | "classes" | "places">} answer @param {Feature[]} features */
  draw(answer, features) {
    this.clear();
    const classes = new Map(answer.classes.map((one) => [one.id, one]));
    const rows = new Map(answer.places.map((row) => [row.place.id, row]));
    this.#drawHatch(classes.get(UNKNOWN)?.colour ?? "");
    // Answers lie over what has none, small places over large ones.
    const height = (/** @type {Feature} */ { id }) => Number(rows.get(id)?.class !== UNKNOWN);
    for (const feature of [...features].sort((a, b) => height(a) - height(b) || sizeOf(b) - sizeOf(a))) {
      const row = rows.get(feature.id);
      const one = row && classes.get(row.class);
      if (!row || !one || !feature.geometry) continue;
      const own = { pane: this.pane, renderer: this.#renderer, interactive: false };
      const style = { ...styleOf(one, row, feature, answer.opacity, this.#hatch), ...own };
      const radius = POINT + one.step;
      const pointToLayer = (/** @type {unknown} */ _, /** @type {import("leaflet").LatLng} */ at) =>
        L.circleMarker(at, { ...style, radius });
      L.geoJSON(feature.geometry, { style, pointToLayer }).eachLayer((shape) => this.#group.addLayer(shape));
    }
  }

  /** The pattern lives in the drawing. @param {string} colour */
  #drawHatch(colour) {
    const root = /** @type {any} */ (this.#renderer)._container;
    if (root.querySelector("pattern")) return;
    const size = { width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
    const line = svg("path", { d: "M0 0v7", stroke: colour, "stroke-width": 2.4, "stroke-opacity": 0.7 });
    root.prepend(svg("defs", {}, svg("pattern", { id: this.#hatch, ...size }, line)));
  }
}

/**
 * @param {ThemeClass} one @param {ThemeRow} row @param {Feature} feature @param {number} share of the fill
 * @param {string} hatch
 */
function styleOf(one, { whole }, { geometry }, share, hatch) {
  const { id, colour, step } = one;
  const kind = geometry?.type ?? "";
  const unknown = id === UNKNOWN;
  const fill = unknown ? { fillColor: `url(#${hatch})`, fillOpacity: 1 } : { fillColor: colour, fillOpacity: share };
  const line = { color: colour, opacity: unknown ? 0.6 : 1 };
  // The rim of a point stands in the style sheet (map.css).
  if (/Point/.test(kind)) return { ...line, ...fill, className: unknown ? "" : "theme-point", weight: 1.2 };
  if (/Line/.test(kind)) return { ...line, weight: LINE + step, fill: false };
  return { ...line, ...fill, weight: outlineOf(one, whole), fill: !whole };
}

/** @param {ThemeClass} one @param {boolean} whole */
function outlineOf({ id, weight }, whole) {
  return weight ?? (whole && id !== UNKNOWN ? LINE + 1 : 1);
}

/** Area of the box of a feature; larger ones lie below. @param {Feature} feature */
function sizeOf({ geometry, box }) {
  if (!box || /Point/.test(geometry?.type ?? "")) return 0;
  return (box[2] - box[0]) * (box[3] - box[1]);
}
