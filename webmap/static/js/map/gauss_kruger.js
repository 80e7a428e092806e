// @ts-check
// CGCS2000 3-degree Gauss-Krueger: zone 40 (EPSG:4528, central meridian 120°E) and zone 41 (EPSG:4529, 123°E), in
// which Lingang lies. Krueger's series to the third order of n: within a millimetre in the zone, by the cases of
// tests/data/gauss_kruger_cases.csv.

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
/** Degrees of a zone, and metres its easting begins with: 500 km behind the number of the zone. */
const ZONE_DEGREES = 3;
const ZONE_M = 1e6;
const HALF_M = 5e5;

/** [northing, easting] in metres of a zone. @param {Point} at @param {number} [zone] 40 or 41 */
export function project({ lat, lng }, zone = 41) {
  const phi = (lat * Math.PI) / 180;
  const lambda = ((lng - ZONE_DEGREES * zone) * Math.PI) / 180;
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
  return [RADIUS * x, zone * ZONE_M + HALF_M + RADIUS * y];
}
