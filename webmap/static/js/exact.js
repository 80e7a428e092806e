// How the layers are drawn: one SVG for all of them, a group for each, and corners that stay where they belong. Leaflet makes
// an SVG of each pane, which the browser then has to blend anew in every frame of a pan, and puts every corner on a whole
// pixel: lines shiver from one zoom to the next, and would not lie where the still of the first view has them.

/* global L */

const MOST_PX = 16000;
const STEPS = 100; // of a pixel: more digits only make longer paths

/** An SVG with a group for each layer; a path goes to the one its option `group` names. */
export const GroupedSvg = L.SVG.extend({
  options: { padding: 0.5, interactive: false },

  initialize(groups, options) {
    L.SVG.prototype.initialize.call(this, options);
    this.groups = groups;
  },

  _initContainer() {
    L.SVG.prototype._initContainer.call(this);
    this._rootGroup.append(...this.groups.values());
  },

  _addPath(shape) {
    this.groups.get(shape.options.group).append(shape._path);
  },

  _removePath(shape) {
    shape._path.remove();
  },

  getEvents() {
    return { ...L.SVG.prototype.getEvents.call(this), moveend: this._moved };
  },

  /** What is drawn reaches beyond the window: as long as it does, a pan changes nothing. */
  _moved() {
    const corner = this._map.containerPointToLayerPoint([0, 0]).round();
    const seen = L.bounds(corner, corner.add(this._map.getSize()));
    if (this._zoom !== this._map.getZoom() || !this._bounds.contains(seen)) this._update();
  },
});

function pixelOf(map, latlng) {
  const origin = map.getPixelOrigin();
  const { x, y } = map.project(latlng);
  return L.point(Math.round((x - origin.x) * STEPS) / STEPS, Math.round((y - origin.y) * STEPS) / STEPS);
}

const corners = (base) => ({
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
    if (Math.max(size.x, size.y) > MOST_PX) base.prototype._clipPoints.call(this);
    else this._parts = this._pxBounds?.intersects(this._renderer._bounds) ? this._rings : [];
  },

  // No thinning out: there are few points, and the still of the first view has them all.
  _simplifyPoints() {},
});
const Area = L.Polygon.extend(corners(L.Polygon));
const Line = L.Polyline.extend(corners(L.Polyline));
const Disc = L.CircleMarker.extend({
  _project() {
    this._point = pixelOf(this._map, this._latlng);
    this._updateBounds();
  },
});

/** Leaflet layers of a GeoJSON geometry. */
export function shapesOf({ type, coordinates, geometries }, options) {
  const latlngs = (depth) => L.GeoJSON.coordsToLatLngs(coordinates, depth);
  switch (type) {
    case "Polygon": return [new Area(latlngs(1), options)];
    case "MultiPolygon": return [new Area(latlngs(2), options)];
    case "LineString": return [new Line(latlngs(0), options)];
    case "MultiLineString": return [new Line(latlngs(1), options)];
    case "Point": return [new Disc(L.GeoJSON.coordsToLatLng(coordinates), options)];
    case "MultiPoint": return latlngs(0).map((latlng) => new Disc(latlng, options));
    default: return geometries.flatMap((geometry) => shapesOf(geometry, options));
  }
}
