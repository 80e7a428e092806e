// @ts-check
// How the layers are drawn: one SVG for all of them, a group for each layer, and in it one path for each paint. The
// corners are written once, in the pixels of one zoom: a zoom changes the transform of the whole and the lengths of the
// paints, no path. Leaflet would make an SVG of each pane, which the browser has to blend anew in every frame of a pan,
// write every path anew at every zoom, and put its corners on whole pixels, where the first view has them not.

import { svg } from "atlas/core/dom.js";
import { atZoom, drawOrder, isDrawn } from "atlas/map/style.js";

/** @import { Feature, LayerStyle, Paint, Props, Shape } from "atlas/core/types.js" */
/** @typedef {ThisType<any> & Record<string, unknown>} Members of a Leaflet class, whose own members have no types */
/** @typedef {{ paint: Paint, style?: LayerStyle, node: SVGElement, place: string }} Painted `place`: of an arrow */

const WORLD = 256 * 2 ** 10; // pixels
/** Middle of the drawing in pixels of that world: numbers near it are short and exact. */
const [X0, Y0] = pixel([121.7, 31]).map(Math.round);
const DECIMALS = 3; // 0.1 m
const ARROW_HEAD = "M1.5 0L.5-.42V.42z"; // as in geo/screen/first_view.py

/** @param {number[]} lonlat */
function pixel([lon, lat]) {
  const sin = Math.sin((lat * Math.PI) / 180);
  return [WORLD * (lon / 360 + 0.5), WORLD * (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI))];
}

/** @param {number[]} lonlat */
function at(lonlat) {
  const [x, y] = pixel(lonlat);
  return `${+(x - X0).toFixed(DECIMALS)} ${+(y - Y0).toFixed(DECIMALS)}`;
}

/**
 * A method of the class that is extended; those with an underscore are not in Leaflet's types.
 * @param {{ prototype: any }} base @param {string} name @returns {(this: any, ...given: unknown[]) => any}
 */
function inherited(base, name) {
  return base.prototype[name];
}

/**
 * An SVG with a group for each layer. `onScale` is told the zoom and the size of its pixel on screen.
 * @typedef {(zoom: number, scale: number) => void} OnScale
 * @type {new (groups: Map<string, SVGGElement>, onScale: OnScale, options: object) =>
 *   import("leaflet").SVG & { groups: typeof groups }}
 */
export const GroupedSvg = L.SVG.extend(
  /** @type {Members} */ ({
    options: { padding: 0.5, interactive: false },

    /** @param {Map<string, SVGGElement>} groups @param {OnScale} onScale @param {object} options */
    initialize(groups, onScale, options) {
      inherited(L.SVG, "initialize").call(this, options);
      this.groups = groups;
      this._onScale = onScale;
    },

    _initContainer() {
      inherited(L.SVG, "_initContainer").call(this);
      this._rootGroup.append(...this.groups.values());
      this._rootGroup.setAttribute("stroke-linejoin", "round");
    },

    getEvents() {
      return { ...inherited(L.SVG, "getEvents").call(this), moveend: this._moved };
    },

    /** What is drawn reaches beyond the window: as long as it does, a pan changes nothing. */
    _moved() {
      const corner = this._map.containerPointToLayerPoint([0, 0]).round();
      const seen = L.bounds(corner, corner.add(this._map.getSize()));
      if (this._zoom !== this._map.getZoom() || !this._bounds.contains(seen)) this._update();
    },

    _update() {
      inherited(L.SVG, "_update").call(this);
      const zoom = this._zoom;
      const scale = (256 * 2 ** zoom) / WORLD;
      const { x, y } = this._map.getPixelOrigin();
      const transform = `matrix(${scale} 0 0 ${scale} ${X0 * scale - x} ${Y0 * scale - y})`;
      if (transform === this._placed) return;
      this._placed = transform;
      this._rootGroup.setAttribute("transform", transform);
      if (zoom === this._scaled) return;
      this._scaled = zoom;
      this._onScale(zoom, scale);
    },
  }),
);

/**
 * A layer as nodes, one for each paint, the lowest first.
 * @param {LayerStyle[]} styles @param {Feature[]} features
 * @param {string} [prefix] of ids, for what is drawn twice
 */
export function paintedNodes(styles, features, prefix = "") {
  const byId = new Map(features.map((feature) => [feature.id, feature]));
  const paths = new Map(styles.map((style) => [style.id, style.drawn.map((id) => shapePath(byId.get(id))).join("")]));
  /** @type {Painted[]} */
  const painted = [];
  const nodes = drawOrder(styles).flatMap(({ style, paint }) => {
    const d = paths.get(style.id) ?? "";
    if (paint.part === "arrow") {
      const heads = style.heads.map((head) => arrowNode(head, paint));
      painted.push(...heads);
      return heads.map(({ node }) => node);
    }
    const node = svg("path", {
      d: paint.at === "stops" ? style.stops.map(dot).join("") : d,
      "vector-effect": "non-scaling-stroke",
      ...attributes(paint),
    });
    painted.push({ paint, style, node, place: "" });
    return paint.inside ? [clipped(node, `${prefix}clip-${style.id}-${painted.length}`, d)] : [node];
  });
  return { nodes, painted };
}

/** Set what changes with the zoom. @param {Painted[]} painted @param {number} zoom @param {number} scale */
export function repaint(painted, zoom, scale) {
  for (const { paint, node, place } of painted) {
    const { part, width = 0, opacity = 1, inside } = paint;
    if (part === "arrow") node.setAttribute("transform", `${place} scale(${atZoom(width, zoom) / scale})`);
    else if (part !== "fill") node.setAttribute("stroke-width", String(atZoom(width, zoom) * (inside ? 2 : 1)));
    node.setAttribute(part === "fill" ? "fill-opacity" : "stroke-opacity", String(atZoom(opacity, zoom)));
    node.style.display = isDrawn(paint, zoom) ? "" : "none";
  }
}

/**
 * Draw the points of a layer without some of them.
 * @param {Painted[]} painted @param {Feature[]} features @param {Set<Feature>} without
 */
export function withoutPoints(painted, features, without) {
  const byId = new Map(features.filter((one) => !without.has(one)).map((one) => [one.id, one]));
  for (const { style, node } of painted) {
    if (style?.shape === "point") node.setAttribute("d", style.drawn.map((id) => shapePath(byId.get(id))).join(""));
  }
}

/** Path of a ring around a box with a hole. @param {number[][]} outer @param {number[][]} inner */
export function framePath(outer, inner) {
  return [outer, inner].map((ring) => linePath(ring, true)).join("");
}

/** @param {Paint} paint @returns {Props} */
function attributes({ part, colour, dash, cap }) {
  if (part === "fill") return { fill: colour };
  const ends = part === "dot" ? "round" : cap;
  return { fill: "none", stroke: colour, "stroke-linecap": ends ?? null, "stroke-dasharray": dash ?? null };
}

/** @param {SVGElement} node @param {string} id @param {string} d */
function clipped(node, id, d) {
  node.setAttribute("clip-path", `url(#${id})`);
  return svg("g", {}, node, svg("clipPath", { id }, svg("path", { d })));
}

/** @param {number[]} head tip and a point behind it @param {Paint} paint @returns {Painted} */
function arrowNode([lon, lat, backLon, backLat], paint) {
  const [tip, back] = [pixel([lon, lat]), pixel([backLon, backLat])];
  const angle = (Math.atan2(tip[1] - back[1], tip[0] - back[0]) * 180) / Math.PI;
  const place = `translate(${at([lon, lat])}) rotate(${angle})`;
  return { paint, node: svg("path", { d: ARROW_HEAD, fill: paint.colour }), place };
}

/** A line without length: its round ends make a disc as wide as the stroke. @param {number[]} lonlat */
function dot(lonlat) {
  return `M${at(lonlat)}h0`;
}

/** @param {number[][]} line @param {boolean} closed */
function linePath(line, closed) {
  const corners = closed ? line.slice(0, -1) : line;
  return `M${corners.map(at).join("L")}${closed ? "z" : ""}`;
}

/** @param {Feature | undefined} feature */
function shapePath(feature) {
  return feature?.geometry ? geometryPath(feature.geometry) : "";
}

/** @param {Shape | { type: "GeometryCollection", geometries: Shape[] }} shape @returns {string} */
function geometryPath(shape) {
  switch (shape.type) {
    case "GeometryCollection":
      return shape.geometries.map(geometryPath).join("");
    case "Polygon":
      return shape.coordinates.map((ring) => linePath(ring, true)).join("");
    case "MultiPolygon":
      return shape.coordinates.flatMap((rings) => rings.map((ring) => linePath(ring, true))).join("");
    case "LineString":
      return linePath(shape.coordinates, false);
    case "MultiLineString":
      return shape.coordinates.map((line) => linePath(line, false)).join("");
    case "Point":
      return dot(shape.coordinates);
    case "MultiPoint":
      return shape.coordinates.map(dot).join("");
  }
}
