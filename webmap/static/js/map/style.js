// @ts-check
// How a layer looks. The attributes come with the layer (geo/atlas/symbology.py), for the map and the legend alike; the
// hatches of its fills are patterns that stand in the page. Hatches keep fills apart in black-and-white copies.

import { svg } from "atlas/core/dom.js";

/** @import { LayerEntry, Props, Shape } from "atlas/core/types.js" */
/** @typedef {Pick<LayerEntry, "geometry" | "looks" | "role" | "style">} Drawn */

/** @param {Shape} shape */
function shapeKind({ type }) {
  if (/Polygon$/.test(type)) return "area";
  return /Line/.test(type) ? "line" : "point";
}

/** Leaflet options of one feature. @param {LayerEntry} layer @param {Shape} geometry @param {string | null} grade */
export function shapeOptions(layer, geometry, grade) {
  const look = layer.looks[shapeKind(geometry)][grade === "C" ? "schematic" : "known"];
  return {
    stroke: look.stroke !== "none",
    color: look.stroke,
    weight: look["stroke-width"],
    opacity: 1,
    dashArray: look["stroke-dasharray"] ?? null,
    lineCap: look["stroke-linecap"],
    fill: look.fill !== "none",
    fillColor: look.fill,
    fillOpacity: look["fill-opacity"],
    radius: look.r,
  };
}

/** Legend picture of a layer. @param {Drawn} layer */
export function swatch(layer) {
  const { style } = layer;
  /** @type {Props} */
  const stroke = { stroke: style.stroke || "none", "stroke-width": Math.min(style.stroke_width || 0, 3) };
  if (style.dash) stroke["stroke-dasharray"] = halved(style.dash);
  return svg("svg", { class: "swatch", viewBox: "0 0 28 18", "aria-hidden": "true" }, picture(layer, stroke));
}

/** Half the length of the dash on the map: the legend picture is only 28 px wide. @param {string} dash */
function halved(dash) {
  const parts = dash.split(/[ ,]+/).map((part) => Number(part) / 2);
  return parts.join(" ");
}

/** @param {Drawn} layer @param {Props} stroke */
function picture({ geometry, looks, role, style }, stroke) {
  if (geometry === "line") return svg("path", { d: "M2 13C9 3 17 16 26 5", fill: "none", ...stroke });
  if (geometry === "point") {
    const disc = { cx: 14, cy: 9, r: role === "context" ? 2.5 : 5 };
    return svg("circle", { ...disc, ...stroke, "stroke-width": 1.5, fill: style.fill });
  }
  const { fill, "fill-opacity": opacity } = looks.area.known;
  return svg("rect", { x: 2, y: 2, width: 24, height: 14, rx: 1.5, ...stroke, fill, "fill-opacity": opacity });
}

/** Legend picture of the shapes of one grade: the edge tells it. @param {LayerEntry} layer @param {string} grade */
export function gradeSwatch(layer, grade) {
  const look = layer.looks[layer.geometry === "line" ? "line" : "area"][grade === "C" ? "schematic" : "known"];
  const dash = String(look["stroke-dasharray"] ?? "");
  return swatch({ ...layer, style: { ...layer.style, dash, stroke_width: Math.min(layer.style.stroke_width, 2) } });
}
