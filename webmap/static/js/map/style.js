// @ts-check
// Pictures of how a layer looks, for tree and legend, from the paints the map draws (geo/atlas/symbology.py).

import { svg } from "atlas/core/dom.js";

/** @import { ByZoom, LayerEntry, LayerStyle, Paint, Props } from "atlas/core/types.js" */

const SWATCH_ZOOM = 12;
const MOST_WIDTH = 9;
const AREA = "M3 3H25V15H3z";
const LINE = "M1 9H27";
const EDGE = "M1 5H27V25H1z";

/**
 * A length or a share at a zoom: between two stops it is interpolated, as `geo.atlas.paint.at_zoom` does.
 * @param {ByZoom} value @param {number} zoom
 */
export function atZoom(value, zoom) {
  if (typeof value === "number") return value;
  const next = value.findIndex(([stop]) => zoom <= stop);
  if (next === 0) return value[0][1];
  if (next < 0) return value[value.length - 1][1];
  const [[low, before], [high, after]] = [value[next - 1], value[next]];
  return before + ((after - before) * (zoom - low)) / (high - low);
}

/** Whether a shape is drawn at a zoom, or only from a larger one. @param {Paint} paint @param {number} zoom */
export function isDrawn(paint, zoom) {
  return zoom >= (paint.least_zoom ?? 0);
}

/** The paints of styles from the lowest up, each with its style. @param {LayerStyle[]} styles */
export function drawOrder(styles) {
  const pairs = styles.flatMap((style) => style.paints.map((paint) => ({ style, paint })));
  return pairs.sort((a, b) => a.paint.level - b.paint.level);
}

/** Picture of a style. @param {LayerStyle} style */
export function styleSwatch(style) {
  const parts = style.paints.map((paint) => picture(style, paint));
  return svg("svg", { class: "swatch", viewBox: "0 0 28 18", "aria-hidden": "true" }, parts);
}

/**
 * Picture of a layer: of its first style, or of the first of a grade.
 * @param {Pick<LayerEntry, "styles">} layer @param {string} [grade]
 */
export function swatch({ styles }, grade) {
  const wanted = styles.find(({ schematic }) => grade !== undefined && schematic === (grade === "C"));
  const style = wanted ?? styles[0];
  return style ? styleSwatch(style) : svg("svg", { class: "swatch", viewBox: "0 0 28 18", "aria-hidden": "true" });
}

/** @param {LayerStyle} style @param {Paint} paint */
function picture(style, paint) {
  const { part, colour, opacity = 1, width = 0 } = paint;
  const share = atZoom(opacity, SWATCH_ZOOM);
  const px = Math.min(atZoom(width, SWATCH_ZOOM), MOST_WIDTH);
  if (part === "fill") return svg("path", { d: AREA, fill: colour, "fill-opacity": share });
  if (part === "arrow") return svg("path", { d: "M27 9L18 5V13z", fill: colour });
  if (part === "dot") return svg("circle", { cx: 14, cy: 9, r: px / 2, fill: colour, "fill-opacity": share });
  return svg("path", { d: outline(style), fill: "none", "stroke-opacity": share, ...strokeOf(paint, px) });
}

/** A scope is its line alone: a strip inside its edge lies as far from it as on the map. @param {LayerStyle} style */
function outline({ recipe, shape }) {
  if (recipe === "scope") return EDGE;
  return shape === "area" ? AREA : LINE;
}

/** @param {Paint} paint @param {number} px @returns {Props} */
function strokeOf({ colour, dash, cap, inside }, px) {
  const cut = inside ? { "clip-path": "polygon(1px 5px, 27px 5px, 27px 25px, 1px 25px)" } : {};
  const ends = { "stroke-dasharray": dash ?? null, "stroke-linecap": cap ?? null };
  return { stroke: colour, "stroke-width": inside ? px * 2 : px, ...ends, ...cut };
}
