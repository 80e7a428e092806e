// @ts-check
// GCJ-02 for the screen: the datum of Gaode's tiles. The map projection is shifted, so that every layer is drawn
// where it belongs on those tiles, while all coordinates of the page stay WGS84. The same formula as gcj02 in Python,
// held to it by the cases of tests/data/gcj02_cases.csv.

/** @import { Point } from "atlas/core/types.js" */

const A = 6378245;
const E2 = 0.006693421622965943;
const ROUNDS = 5;

/** Sum of sine waves: [amplitude in metres, half a period in degrees]. @param {number} v @param {number[][]} list */
function waves(v, list) {
  return list.reduce((sum, [amplitude, half]) => sum + (amplitude * Math.sin((v * Math.PI) / half) * 2) / 3, 0);
}

const SHORT_WAVES = [
  [20, 1 / 6],
  [20, 0.5],
];
const EAST_WAVES = [...SHORT_WAVES, [20, 1], [40, 3], [150, 12], [300, 30]];
const NORTH_WAVES = [
  [20, 1],
  [40, 3],
  [160, 12],
  [320, 30],
];

/** Where GCJ-02 has a true position. @param {Point} at */
export function shift({ lat, lng }) {
  const x = lng - 105;
  const y = lat - 35;
  const root = Math.sqrt(Math.abs(x));
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves(x, EAST_WAVES);
  const slope = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root;
  const north = slope + waves(x, SHORT_WAVES) + waves(y, NORTH_WAVES);
  const phi = (lat * Math.PI) / 180;
  const w2 = 1 - E2 * Math.sin(phi) ** 2;
  const vertical = A / Math.sqrt(w2);
  const meridian = (vertical * (1 - E2)) / w2;
  const there = [(north / meridian) * 180, (east / (vertical * Math.cos(phi))) * 180].map((turn) => turn / Math.PI);
  return L.latLng(lat + there[0], lng + there[1]);
}

/** The true position of a GCJ-02 one, by repetition: after five rounds far below a millimetre. @param {Point} there */
export function unshift(there) {
  let here = there;
  for (let round = 0; round < ROUNDS; round += 1) {
    const { lat, lng } = shift(here);
    here = L.latLng(here.lat + there.lat - lat, here.lng + there.lng - lng);
  }
  return L.latLng(here.lat, here.lng);
}

/** Web Mercator with the shift built in. @returns {import("leaflet").CRS} */
export function shiftedCrs() {
  const { SphericalMercator } = L.Projection;
  return L.extend({}, L.CRS.EPSG3857, {
    projection: {
      ...SphericalMercator,
      project: (/** @type {import("leaflet").LatLng} */ latlng) => SphericalMercator.project(shift(latlng)),
      unproject: (/** @type {import("leaflet").Point} */ point) => unshift(SphericalMercator.unproject(point)),
    },
  });
}
