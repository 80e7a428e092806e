// @ts-check
// Which shapes lie under a point. Works on longitude and latitude, edges straight as in RFC 7946.

/** @import { Feature, Point, Reach, Shape } from "atlas/core/types.js" */
/** @typedef {import("leaflet").Map} LeafletMap */
/** @typedef {number[]} Position longitude before latitude */

const NEAR_PX = 8;
/** @type {Record<string, number>} */
const RANKS = { Point: 0, MultiPoint: 0, LineString: 2, MultiLineString: 2 };
const AREA_RANK = 1;
const PART_RANK = 3;
/** A part of a larger place, of which no document says anything. */
const PART = "part";

/**
 * Features of the given layers at a place of the map: points within 8 px, then areas, the smallest first, because the
 * smallest is the one the reader most likely means, then lines within 8 px, which have no size, and last the parts no
 * document speaks of. Of the background only where asked for.
 * @param {LeafletMap} map @param {Reach[]} layers @param {Point} latlng @param {{ background?: boolean }} [options]
 */
export function hits(map, layers, latlng, { background = false } = {}) {
  const found = [];
  for (const layer of layers) {
    if ((layer.role === "context") !== background) continue;
    for (const feature of layer.features) {
      const { geometry } = feature;
      if (geometry && inReach(map, feature, latlng) && touches(map, geometry, latlng)) found.push(feature);
    }
  }
  return found.sort((a, b) => rank(a) - rank(b) || size(a) - size(b));
}

/** The one of the shapes found that a click opens; a part is opened from the list only. @param {Feature[]} found */
export function firstToOpen(found) {
  return found.find(({ kind }) => kind !== PART) ?? null;
}

/** @param {Feature} feature */
function rank({ geometry, kind }) {
  return kind === PART ? PART_RANK : (RANKS[geometry?.type ?? ""] ?? AREA_RANK);
}

/** @param {Feature} feature */
function size(feature) {
  if (feature.area_km2 != null) return feature.area_km2;
  const [west, south, east, north] = feature.box;
  return (east - west) * (north - south) * 1e4;
}

/** @param {LeafletMap} map @param {Feature} feature @param {Point} latlng */
function inReach(map, feature, { lat, lng }) {
  const [west, south, east, north] = feature.box;
  const reach = (feature.geometry?.type ?? "") in RANKS ? NEAR_PX * degreesPerPixel(map) : 0;
  return lng >= west - reach && lng <= east + reach && lat >= south - reach && lat <= north + reach;
}

/** @param {LeafletMap} map */
function degreesPerPixel(map) {
  return 360 / (256 * 2 ** map.getZoom());
}

/** @param {LeafletMap} map @param {Shape} shape @param {Point} latlng */
function touches(map, shape, latlng) {
  const at = [latlng.lng, latlng.lat];
  switch (shape.type) {
    case "Polygon":
      return inPolygon(at, shape.coordinates);
    case "MultiPolygon":
      return shape.coordinates.some((polygon) => inPolygon(at, polygon));
    case "LineString":
      return nearLine(map, latlng, shape.coordinates);
    case "MultiLineString":
      return shape.coordinates.some((line) => nearLine(map, latlng, line));
    case "Point":
      return nearLine(map, latlng, [shape.coordinates, shape.coordinates]);
    case "MultiPoint":
      return shape.coordinates.some((point) => nearLine(map, latlng, [point, point]));
  }
}

/** @param {Position} at @param {Position[][]} rings */
function inPolygon(at, [shell, ...holes]) {
  return inRing(at, shell) && !holes.some((hole) => inRing(at, hole));
}

/** Even-odd rule. @param {Position} at @param {Position[]} ring */
export function inRing([x, y], ring) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** @param {LeafletMap} map @param {Point} latlng @param {Position[]} line */
function nearLine(map, latlng, line) {
  const at = map.latLngToLayerPoint(latlng);
  const points = line.map(([lon, lat]) => map.latLngToLayerPoint([lat, lon]));
  return points.slice(1).some((end, i) => L.LineUtil.pointToSegmentDistance(at, points[i], end) <= NEAR_PX);
}
