// @ts-check
// How the layers are drawn: one SVG for all of them, a group for each layer, and exact corners. Leaflet makes an SVG of
// each pane, which the browser then has to blend anew in every frame of a pan, and puts every corner on a whole pixel:
// lines would shiver from one zoom to the next, and would not lie where the first view has them.

/** @import { Geometry } from "atlas/core/types.js" */
/** @typedef {ThisType<any> & Record<string, unknown>} Members of a Leaflet class, whose own members have no types */
/** @typedef {new (latlngs: any, options: object) => import("leaflet").Path} PathClass */

const MOST_PX = 16000;
const STEPS = 100; // of a pixel: more digits only make longer paths

/**
 * A method of the class that is extended; those with an underscore are not in Leaflet's types.
 * @param {{ prototype: any }} base @param {string} name @returns {(this: any, ...given: unknown[]) => any}
 */
function inherited(base, name) {
  return base.prototype[name];
}

/**
 * An SVG with a group for each layer; a path goes to the one its option `group` names.
 * @type {new (groups: Map<string, SVGGElement>, options: object) => import("leaflet").SVG & { groups: typeof groups }}
 */
export const GroupedSvg = L.SVG.extend(
  /** @type {Members} */ ({
    options: { padding: 0.5, interactive: false },

    /** @param {Map<string, SVGGElement>} groups @param {object} options */
    initialize(groups, options) {
      inherited(L.SVG, "initialize").call(this, options);
      this.groups = groups;
    },

    _initContainer() {
      inherited(L.SVG, "_initContainer").call(this);
      this._rootGroup.append(...this.groups.values());
    },

    /** @param {any} shape */
    _addPath(shape) {
      this.groups.get(shape.options.group).append(shape._path);
    },

    /** @param {any} shape */
    _removePath(shape) {
      shape._path.remove();
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
  }),
);

/** @param {import("leaflet").Map} map @param {import("leaflet").LatLng} latlng */
function pixelOf(map, latlng) {
  const origin = map.getPixelOrigin();
  const { x, y } = map.project(latlng);
  return L.point(Math.round((x - origin.x) * STEPS) / STEPS, Math.round((y - origin.y) * STEPS) / STEPS);
}

/** @param {{ prototype: object }} base @returns {Members} */
const corners = (base) => ({
  /** @param {any[]} latlngs @param {import("leaflet").Point[][]} rings @param {import("leaflet").Bounds} bounds */
  _projectLatlngs(latlngs, rings, bounds) {
    if (!(latlngs[0] instanceof L.LatLng)) {
      for (const part of latlngs) this._projectLatlngs(part, rings, bounds);
      return;
    }
    const ring = latlngs.map((latlng) => pixelOf(this._map, latlng));
    for (const point of ring) bounds.extend(point);
    rings.push(ring);
  },

  /** Only what has grown very large is cut to what is seen: a cut moves the dashes of its line. */
  _clipPoints() {
    const size = this._pxBounds?.getSize() ?? L.point(0, 0);
    if (Math.max(size.x, size.y) > MOST_PX) inherited(base, "_clipPoints").call(this);
    else this._parts = this._pxBounds?.intersects(this._renderer._bounds) ? this._rings : [];
  },

  // No thinning out: there are few points, and the first view has them all.
  _simplifyPoints() {},
});
/** @type {PathClass} */
const Area = L.Polygon.extend(corners(L.Polygon));
/** @type {PathClass} */
const Line = L.Polyline.extend(corners(L.Polyline));
/** @type {PathClass} */
const Disc = L.CircleMarker.extend(
  /** @type {Members} */ ({
    _project() {
      this._point = pixelOf(this._map, this._latlng);
      this._updateBounds();
    },
  }),
);

/**
 * Leaflet layers of a GeoJSON geometry.
 * @param {Geometry} geometry @param {object} options @returns {import("leaflet").Path[]}
 */
export function shapesOf(geometry, options) {
  if (geometry.type === "GeometryCollection") return geometry.geometries.flatMap((part) => shapesOf(part, options));
  const latlngs = (/** @type {number} */ depth) => L.GeoJSON.coordsToLatLngs(geometry.coordinates, depth);
  switch (geometry.type) {
    case "Polygon":
      return [new Area(latlngs(1), options)];
    case "MultiPolygon":
      return [new Area(latlngs(2), options)];
    case "LineString":
      return [new Line(latlngs(0), options)];
    case "MultiLineString":
      return [new Line(latlngs(1), options)];
    case "Point":
      return [new Disc(L.GeoJSON.coordsToLatLng(/** @type {[number, number]} */ (geometry.coordinates)), options)];
    case "MultiPoint":
      return latlngs(0).map((latlng) => new Disc(latlng, options));
  }
}
