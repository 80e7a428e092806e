// One place for how a layer looks. Map and legend are drawn from the same style object of the layer, hatch included,
// so that they cannot disagree. Hatches keep fills apart in black-and-white copies.

import { svg } from "./dom.js";

const TILE = 8;
const DASH_GRADE_C = "5 4";
const DASH_CONTEXT_C = "2 3";

const HATCHES = {
  diagonal: [`M-2 2L2 -2M0 ${TILE}L${TILE} 0M${TILE - 2} ${TILE + 2}L${TILE + 2} ${TILE - 2}`],
  back_diagonal: [`M-2 ${TILE - 2}L2 ${TILE + 2}M0 0L${TILE} ${TILE}M${TILE - 2} -2L${TILE + 2} 2`],
  cross: [`M0 0L${TILE} ${TILE}M0 ${TILE}L${TILE} 0`],
  horizontal: [`M0 ${TILE / 2}H${TILE}`],
  vertical: [`M${TILE / 2} 0V${TILE}`],
};

let defs;

/** Paint of a layer's fill: a colour, or the url of a pattern made on first use. */
export function fillPaint(layer) {
  const { hatch, fill } = layer.style;
  if (!hatch || hatch === "none") return fill || "none";
  const id = `hatch-${layer.id}`;
  if (!document.getElementById(id)) patterns().append(pattern(id, layer.style));
  return `url(#${id})`;
}

/** Leaflet path options of one feature. */
export function pathOptions(layer, feature) {
  const { style } = layer;
  const areal = /Polygon$/.test(feature.geometry.type);
  return {
    stroke: Boolean(style.stroke) && style.stroke_width > 0,
    color: style.stroke,
    weight: style.stroke_width,
    opacity: 1,
    dashArray: dashOf(layer, feature, areal),
    lineCap: "butt",
    fill: areal && Boolean(style.fill),
    fillColor: fillPaint(layer),
    // A pattern carries its own opacity: its ground is faint, its lines are not.
    fillOpacity: isHatched(style) ? 1 : style.fill_opacity,
  };
}

/**
 * A schematic (grade C) outline has short dashes whatever the layer's own dash is, because that is what tells it
 * from a surveyed one. An axis keeps the dash of its layer: it has no outline. The background only hints at it.
 */
function dashOf({ style, role }, { grade }, areal) {
  if (grade !== "C" || (!areal && style.dash)) return style.dash || null;
  return role === "context" ? DASH_CONTEXT_C : DASH_GRADE_C;
}

/** Leaflet options of a point; an uncertain one (grade C) is pale with a broken edge, one of the background a dot. */
export function pointOptions(layer, feature) {
  const { style } = layer;
  if (layer.role === "context") {
    return { radius: 2, stroke: false, fillColor: style.fill, fillOpacity: 1 };
  }
  const vague = feature.grade === "C";
  return {
    radius: vague ? 5.5 : 5,
    color: style.stroke,
    weight: 1.6,
    dashArray: vague ? "2.5 2" : null,
    opacity: 1,
    fillColor: style.fill,
    fillOpacity: vague ? 0.55 : 0.95,
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
  return svg("rect", {
    x: 2, y: 2, width: 24, height: 14, rx: 1.5, ...stroke,
    fill: fillPaint(layer), "fill-opacity": isHatched(style) ? 1 : style.fill_opacity,
  });
}

/** Legend picture of the shapes of one grade: the edge tells it. */
export function gradeSwatch(layer, grade) {
  const dash = dashOf(layer, { grade }, layer.geometry !== "line");
  return swatch({ ...layer, style: { ...layer.style, dash: dash ?? "", stroke_width: Math.min(layer.style.stroke_width, 2) } });
}

function isHatched(style) {
  return Boolean(style.hatch) && style.hatch !== "none";
}

function pattern(id, style) {
  const ground = svg("rect", { width: TILE, height: TILE, fill: style.fill || "none", "fill-opacity": style.fill_opacity });
  const lines = style.hatch === "dots"
    ? svg("circle", { cx: TILE / 2, cy: TILE / 2, r: 1.1, fill: style.stroke, "fill-opacity": 0.6 })
    : (HATCHES[style.hatch] ?? []).map((d) =>
      svg("path", { d, stroke: style.stroke, "stroke-width": 0.9, "stroke-opacity": 0.42, fill: "none" }));
  return svg("pattern", { id, width: TILE, height: TILE, patternUnits: "userSpaceOnUse" }, ground, lines);
}

/** Patterns live in one SVG of no size: a display:none one would not paint. */
function patterns() {
  if (!defs) {
    defs = svg("defs");
    document.body.append(svg("svg", { class: "pattern-defs", width: 0, height: 0, "aria-hidden": "true" }, defs));
  }
  return defs;
}
