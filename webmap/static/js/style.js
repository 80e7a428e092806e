// How a layer looks. The attributes come with the layer (geo/atlas/symbology.py), for the map and the legend alike; the hatches of its
// fills are patterns that stand in the page. Hatches keep fills apart in black-and-white copies.

import { svg } from "./dom.js";

/** SVG attributes of one feature. */
function lookOf(layer, { geometry, grade }) {
  const shape = /Polygon$/.test(geometry.type) ? "area" : /Line/.test(geometry.type) ? "line" : "point";
  return layer.looks[shape][grade === "C" ? "schematic" : "known"];
}

/** Leaflet options of one feature. */
export function shapeOptions(layer, feature) {
  const look = lookOf(layer, feature);
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

/** Legend picture of a layer. */
export function swatch(layer) {
  const { style, geometry } = layer;
  const stroke = { stroke: style.stroke || "none", "stroke-width": Math.min(style.stroke_width || 0, 3) };
  // Half the length of the dash on the map: the legend picture is only 28 px wide.
  if (style.dash) stroke["stroke-dasharray"] = style.dash.split(/[ ,]+/).map((part) => part / 2).join(" ");
  return svg("svg", { class: "swatch", viewBox: "0 0 28 18", "aria-hidden": "true" }, shape(layer, geometry, style, stroke));
}

function shape(layer, geometry, style, stroke) {
  if (geometry === "line") return svg("path", { d: "M2 13C9 3 17 16 26 5", fill: "none", ...stroke });
  if (geometry === "point") {
    return svg("circle", { cx: 14, cy: 9, r: layer.role === "context" ? 2.5 : 5, ...stroke, "stroke-width": 1.5, fill: style.fill });
  }
  const { fill, "fill-opacity": opacity } = layer.looks.area.known;
  return svg("rect", { x: 2, y: 2, width: 24, height: 14, rx: 1.5, ...stroke, fill, "fill-opacity": opacity });
}

/** Legend picture of the shapes of one grade: the edge tells it. */
export function gradeSwatch(layer, grade) {
  const shape = layer.geometry === "line" ? "line" : "area";
  const dash = layer.looks[shape][grade === "C" ? "schematic" : "known"]["stroke-dasharray"];
  return swatch({ ...layer, style: { ...layer.style, dash: dash ?? "", stroke_width: Math.min(layer.style.stroke_width, 2) } });
}
