// @ts-check
// Coordinates as people write them, for pages without the service: degrees in either order, and metres of the zones of
// Lingang, as geo/places/search_coordinates.py reads them. Shifted systems and far zones need the service.

import { fold } from "atlas/offline/names.js";
import { project } from "atlas/map/gauss_kruger.js";

/** @import { CoordinateHit } from "atlas/find/search_types.js" */
/** @import { Box } from "atlas/core/types.js" */

const NUMBER = String.raw`\d{1,9}(?:\.\d{1,12})?`;
const ANGLE = new RegExp(
  `(-?${NUMBER})(?:\\s*[°度d]\\s*(?:(${NUMBER})\\s*[′'分m]\\s*(?:(${NUMBER})\\s*(?:″|"|秒|s|′′|'')\\s*)?)?)?`,
  "g",
);
const SYSTEMS = /wgs-?84|cgcs-?2000|2000国家大地坐标系|国家2000/g;
const FILLER =
  /坐标系?|[东北]经?纬?|经度?|纬度?|longitude|latitude|lon|lng|lat|geo|east|north|[nexy]|[:=,;、()[\]|/\s米m]/g;
const [LON, LAT] = [
  [73, 136],
  [3, 54],
];
const ZONE_M = 1e6;
/** @type {[zone: number, plain: string, numbered: string][]} */
const ZONES = [
  [40, "EPSG:4549", "EPSG:4528"],
  [41, "EPSG:4550", "EPSG:4529"],
];
const ROUNDS = 40;

/**
 * The points a text may mean, those of the map if there are any.
 * @param {string} text @param {Box} bounds @returns {CoordinateHit[]}
 */
export function coordinates(text, [west, south, east, north]) {
  const pair = numbers(fold(text).replace(/’/g, "'").replace(/[”“]/g, '"'));
  const hits = (pair ? readings(pair) : []).map(([lon, lat, readAs]) => {
    const [n, e] = project({ lat, lng: lon });
    const onMap = lon >= west && lon <= east && lat >= south && lat <= north;
    return { lon, lat, north: n, east: e, read_as: readAs, on_map: onMap, places: [] };
  });
  const near = hits.filter((hit) => hit.on_map);
  return near.length ? near : hits.slice(0, 1);
}

/** The two numbers of a text; null if there are not two, or something else stands beside them. @param {string} plain */
function numbers(plain) {
  const text = plain.replace(SYSTEMS, " ");
  const found = [...text.matchAll(ANGLE)].map(([, degrees, minutes = "0", seconds = "0"]) => {
    const size = Math.abs(Number(degrees)) + Number(minutes) / 60 + Number(seconds) / 3600;
    return degrees.startsWith("-") ? -size : size;
  });
  return found.length === 2 && !text.replace(ANGLE, " ").replace(FILLER, "") ? found : null;
}

/** @param {number[]} pair @returns {[lon: number, lat: number, system: string][]} */
function readings([a, b]) {
  const orders = [
    [a, b],
    [b, a],
  ];
  const degrees = orders.find(([lon, lat]) => within(lon, LON) && within(lat, LAT));
  if (degrees) return [[degrees[0], degrees[1], "EPSG:4490"]];
  return orders.flatMap(([north, east]) => metres(north, east));
}

/** @param {number} value @param {number[]} limits */
function within(value, [least, most]) {
  return value >= least && value <= most;
}

/** @param {number} north @param {number} east @returns {[lon: number, lat: number, system: string][]} */
function metres(north, east) {
  if (!within(north, [3e5, 6e6])) return [];
  return ZONES.flatMap(([zone, plain, numbered]) => {
    if (within(east, [1e5, 9e5])) return [[...unproject(north, zone * ZONE_M + east, zone), plain]];
    return within(east - zone * ZONE_M, [1e5, 9e5]) ? [[...unproject(north, east, zone), numbered]] : [];
  });
}

/**
 * Longitude and latitude of a point of a zone, by repetition.
 * @param {number} north @param {number} east @param {number} zone @returns {[number, number]}
 */
function unproject(north, east, zone) {
  let [lat, lng] = [north / 111e3, zone * 3];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [n, e] = project({ lat, lng }, zone);
    lat += (north - n) / 111e3;
    lng += (east - e) / (111e3 * Math.cos((lat * Math.PI) / 180));
  }
  return [lng, lat];
}
