// Which shapes lie under a point. Works on longitude and latitude, edges straight as in RFC 7946.

/* global L */

const NEAR_PX = 8;

/**
 * Features of the given layers at a place of the map: points and lines within 8 px first, then polygons, the
 * smallest first, because the smallest is the one the reader most likely means. Of the background only where asked for.
 */
export function hits(map, layers, latlng, { background = false } = {}) {
  const found = [];
  for (const layer of layers) {
    if ((layer.role === "context") !== background) continue;
    for (const feature of layer.features) {
      if (feature.geometry && inReach(map, feature, latlng) && touches(map, feature.geometry, latlng)) found.push(feature);
    }
  }
  return found.sort((a, b) => rank(a) - rank(b) || size(a) - size(b));
}

function rank(feature) {
  return { Point: 0, MultiPoint: 0, LineString: 1, MultiLineString: 1 }[feature.geometry.type] ?? 2;
}

function size(feature) {
  if (feature.area_km2 != null) return feature.area_km2;
  const [west, south, east, north] = feature.box;
  return (east - west) * (north - south) * 1e4;
}

function inReach(map, feature, { lat, lng }) {
  const [west, south, east, north] = feature.box;
  const reach = rank(feature) < 2 ? NEAR_PX * degreesPerPixel(map) : 0;
  return lng >= west - reach && lng <= east + reach && lat >= south - reach && lat <= north + reach;
}

function degreesPerPixel(map) {
  return 360 / (256 * 2 ** map.getZoom());
}

function touches(map, { type, coordinates }, latlng) {
  const at = [latlng.lng, latlng.lat];
  switch (type) {
    case "Polygon": return inPolygon(at, coordinates);
    case "MultiPolygon": return coordinates.some((polygon) => inPolygon(at, polygon));
    case "LineString": return nearLine(map, latlng, coordinates);
    case "MultiLineString": return coordinates.some((line) => nearLine(map, latlng, line));
    case "Point": return nearLine(map, latlng, [coordinates, coordinates]);
    case "MultiPoint": return coordinates.some((point) => nearLine(map, latlng, [point, point]));
    default: return false;
  }
}

function inPolygon(at, [shell, ...holes]) {
  return inRing(at, shell) && !holes.some((hole) => inRing(at, hole));
}

/** Even-odd rule. */
export function inRing([x, y], ring) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

function nearLine(map, latlng, line) {
  const at = map.latLngToLayerPoint(latlng);
  const points = line.map(([lon, lat]) => map.latLngToLayerPoint([lat, lon]));
  return points.slice(1).some((end, i) => L.LineUtil.pointToSegmentDistance(at, points[i], end) <= NEAR_PX);
}
