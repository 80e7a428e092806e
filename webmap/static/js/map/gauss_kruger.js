// @ts-check
// CGCS2000 3-degree Gauss-Krueger, zone 41 (EPSG:4529, central meridian 123°E), for the coordinates under the pointer
// and of a clicked point. Krueger's series to the third order of n: within a millimetre in the zone, by the cases of
// tests/data/gauss_kruger_cases.csv.

import { t } from "atlas/core/i18n.js";

/** @import { Point } from "atlas/core/types.js" */

const A = 6378137;
const F = 1 / 298.257222101;
const N = F / (2 - F);
const E = Math.sqrt(F * (2 - F));
const RADIUS = (A / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64);
const ALPHA = [
  N / 2 - (2 / 3) * N ** 2 + (5 / 16) * N ** 3,
  (13 / 48) * N ** 2 - (3 / 5) * N ** 3,
  (61 / 240) * N ** 3,
];
const DIGITS = 5; // of a degree: about one metre
const MERIDIAN = 123;
const FALSE_EASTING = 41500000;

/** [northing, easting] in metres. @param {Point} at */
export function project({ lat, lng }) {
  const phi = (lat * Math.PI) / 180;
  const lambda = ((lng - MERIDIAN) * Math.PI) / 180;
  const tau = Math.sinh(Math.atanh(Math.sin(phi)) - E * Math.atanh(E * Math.sin(phi)));
  const xi = Math.atan2(tau, Math.cos(lambda));
  const eta = Math.atanh(Math.sin(lambda) / Math.sqrt(1 + tau ** 2));
  let x = xi;
  let y = eta;
  ALPHA.forEach((alpha, i) => {
    const j = 2 * (i + 1);
    x += alpha * Math.sin(j * xi) * Math.cosh(j * eta);
    y += alpha * Math.cos(j * xi) * Math.sinh(j * eta);
  });
  return [RADIUS * x, FALSE_EASTING + RADIUS * y];
}

/** A point as two lines to read: degrees, and metres of the zone. @param {Point} latlng */
export function coordinates(latlng) {
  const [north, east] = project(latlng);
  return [
    t("map.coordinates", { lon: latlng.lng.toFixed(DIGITS), lat: latlng.lat.toFixed(DIGITS) }),
    t("map.coordinates_plane", { north: north.toFixed(1), east: east.toFixed(1) }),
  ];
}
