// Shapes whose corners stay where they belong. Leaflet puts every corner on a whole pixel: lines then shiver from one zoom to
// the next, and would not lie where the still of the first view has them.

/* global L */

const STEPS = 100; // of a pixel: more digits only make longer paths

function pixelOf(map, latlng) {
  const origin = map.getPixelOrigin();
  const { x, y } = map.project(latlng);
  return L.point(Math.round((x - origin.x) * STEPS) / STEPS, Math.round((y - origin.y) * STEPS) / STEPS);
}

const corners = {
  _projectLatlngs(latlngs, rings, bounds) {
    if (!(latlngs[0] instanceof L.LatLng)) {
      for (const part of latlngs) this._projectLatlngs(part, rings, bounds);
      return;
    }
    const ring = latlngs.map((latlng) => pixelOf(this._map, latlng));
    for (const point of ring) bounds.extend(point);
    rings.push(ring);
  },
};
const Area = L.Polygon.extend(corners);
const Line = L.Polyline.extend(corners);
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
