// @ts-check
// Pictures of how a layer looks, for tree and legend, from the paints the map draws (geo/atlas/symbology.py).

import { svg } from "atlas/core/dom.js";

/** @import { ByZoom, LayerEntry, LayerStyle, Paint, Props } from "atlas/core/types.js" */

const SWATCH_ZOOM = 12;
const MOST_WIDTH = 9;
const AREA = "M3 3H25V15H3z";
const LINE = "M1 9H27";
const SHAPES = ["area", "line", "point"];
const MANY = 1e6;

/**
 * A length or a share at a zoom: between two stops it is interpolated, as `geo.atlas.looks.paint.at_zoom` does.
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
  const parts = style.recipe === "scope" ? scopePicture(style) : style.paints.map((paint) => picture(style, paint));
  return svg("svg", { class: "swatch", viewBox: "0 0 28 18", "aria-hidden": "true" }, parts);
}

/**
 * Picture of a layer: of the areas most of its places are drawn as, else lines, else points; or of those of a grade.
 * @param {Pick<LayerEntry, "styles">} layer @param {string} [grade]
 */
export function swatch({ styles }, grade) {
  const wanted = styles.filter(({ schematic }) => grade === undefined || schematic === (grade === "C"));
  /** @param {LayerStyle} style */
  const rank = ({ shape, features }) => SHAPES.indexOf(shape) * MANY - features.length;
  const [best] = [...(wanted.length ? wanted : styles)].sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
  return best ? styleSwatch(best) : svg("svg", { class: "swatch", viewBox: "0 0 28 18", "aria-hidden": "true" });
}

/** Picture of a class of values. @param {{ colour: string }} one @param {number} opacity */
export function classSwatch({ colour }, opacity) {
  const area = svg("path", { d: AREA, fill: colour, "fill-opacity": opacity, stroke: colour });
  return svg("svg", { class: "swatch", viewBox: "0 0 28 18", "aria-hidden": "true" }, area);
}

/** @param {LayerStyle} style @param {Paint} paint */
function picture({ shape }, paint) {
  const { part, colour, opacity = 1, width = 0, dash, cap } = paint;
  const share = atZoom(opacity, SWATCH_ZOOM);
  const px = Math.min(atZoom(width, SWATCH_ZOOM), MOST_WIDTH);
  if (part === "fill") return svg("path", { d: AREA, fill: colour, "fill-opacity": share });
  if (part === "arrow") return svg("path", { d: "M27 9L18 5V13z", fill: colour });
  if (part === "dot") return svg("circle", { cx: 14, cy: 9, r: px / 2, fill: colour, "fill-opacity": share });
  const ends = { "stroke-dasharray": dash ?? null, "stroke-linecap": cap ?? null };
  return svg("path", { d: shape === "area" ? AREA : LINE, ...strokeOf(colour, px, share), ...ends });
}

/** A scope is its line alone, as wide as it is seen, on what glows along it. @param {LayerStyle} style */
function scopePicture({ paints }) {
  const width = (/** @type {Paint | undefined} */ paint) => atZoom(paint?.width ?? 0, SWATCH_ZOOM);
  // On a stroke of paper lies the line, and on it a stroke of paper where another scope runs beside it.
  const lines = paints.filter(({ level }) => level > 0);
  const at = lines.map(({ colour }) => colour !== lines[0].colour).lastIndexOf(true);
  const own = lines[at] ?? paints[paints.length - 1];
  const hidden = own.inside ? lines[at + 1] : undefined;
  const soft = paints.filter(({ level }) => level === 0);
  return [
    ...soft.map(({ colour, opacity = 1, width: px = 0 }) =>
      svg("path", { d: LINE, ...strokeOf(colour, atZoom(px, SWATCH_ZOOM), atZoom(opacity, SWATCH_ZOOM)) }),
    ),
    svg("path", { d: LINE, ...strokeOf(own.colour, width(own) - width(hidden), 1) }),
  ];
}

/** @param {string} colour @param {number} px @param {number} share @returns {Props} */
function strokeOf(colour, px, share) {
  return { stroke: colour, "stroke-width": px, "stroke-opacity": share, fill: "none" };
}
