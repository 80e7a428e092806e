// @ts-check
// Lengths of sides and angles at corners while one draws, as the server reports them: geodesics on the ellipsoid of
// CGCS2000, here by the formula of the middle latitude. Below 10 km it is within a millimetre of the server, by the
// cases of tests/data/side_cases.csv. The area, and every length that is printed, come from the server.

/** @import { Point } from "atlas/core/types.js" */

const A = 6378137;
const F = 1 / 298.257222101;
const E2 = F * (2 - F);
const RADIAN = Math.PI / 180;

/**
 * East and north of `b` as seen from `a`, metres, and half the turn of the meridians.
 * @param {Point} a @param {Point} b
 */
function between(a, b) {
  const phi = ((a.lat + b.lat) / 2) * RADIAN;
  const dLat = (b.lat - a.lat) * RADIAN;
  const dLng = (b.lng - a.lng) * RADIAN;
  const w2 = 1 - E2 * Math.sin(phi) ** 2;
  const vertical = A / Math.sqrt(w2);
  const meridian = (vertical * (1 - E2)) / w2;
  const east = vertical * Math.cos(phi) * dLng * (1 - (dLng * Math.sin(phi)) ** 2 / 24);
  const north = meridian * dLat * Math.cos(dLng / 2) * (1 + (dLng * Math.cos(phi)) ** 2 / 12);
  return { east, north, turn: (dLng * Math.sin(phi)) / 2 };
}

/** Length of a side in metres. @param {Point} a @param {Point} b */
export function sideLength(a, b) {
  const { east, north } = between(a, b);
  return Math.hypot(east, north);
}

/** Direction of a side at its first end, degrees clockwise from north. @param {Point} a @param {Point} b */
export function azimuth(a, b) {
  const { east, north, turn } = between(a, b);
  return ((Math.atan2(east, north) - turn) / RADIAN + 360) % 360;
}

/**
 * The angle at a corner, degrees clockwise from the next side to the one before: the inner angle of a ring drawn
 * clockwise.
 * @param {Point} before @param {Point} at @param {Point} after
 */
function turnAt(before, at, after) {
  return (azimuth(at, before) - azimuth(at, after) + 360) % 360;
}

/** Whether a ring runs clockwise on the map. @param {Point[]} ring not closed */
function isClockwise(ring) {
  const twice = ring.reduce((sum, at, i) => {
    const next = ring[(i + 1) % ring.length];
    return sum + (next.lng - at.lng) * (next.lat + at.lat);
  }, 0);
  return twice > 0;
}

/**
 * Inner angles of a ring, or those at the middle points of a line (of the two the smaller), degrees.
 * @param {Point[]} points not closed @param {boolean} closed @returns {(number | null)[]}
 */
export function angles(points, closed) {
  const count = points.length;
  if (count < 3) return points.map(() => null);
  const flip = closed && !isClockwise(points);
  return points.map((at, i) => {
    if (!closed && (i === 0 || i === count - 1)) return null;
    const turn = turnAt(points[(i + count - 1) % count], at, points[(i + 1) % count]);
    if (!closed) return Math.min(turn, 360 - turn);
    return flip ? 360 - turn : turn;
  });
}
