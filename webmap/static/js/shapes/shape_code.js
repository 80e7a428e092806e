// @ts-check
// A drawn shape as a short text for the address: differences of coordinates, zigzag, in digits of base 64 that need
// no escaping. "a" begins polygons, "l" lines, in steps of 1e-6° (0.1 m), finer than any hand draws; "A" and "L" the
// same of a file, in steps of 1e-8° (1 mm), as surveyed parcels come. "." parts rings, "~" parts polygons or lines,
// "!" parts shapes, and "*" stands before the name of one.

/** @import { Shape } from "atlas/core/types.js" */
/** @import { OwnShape } from "atlas/shapes/site_types.js" */
/** @typedef {number[]} Position longitude before latitude */

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const DRAWN = 1e6;
const SURVEYED = 1e8;
/** A longer text makes an address that mail programs break. */
export const MOST_CHARACTERS = 6000;

/**
 * Round a GeoJSON geometry to the steps, so that what is measured is what the address says.
 * @template {Shape} T
 * @param {T} shape @param {{ surveyed?: boolean }} [options] @returns {T}
 */
export function rounded(shape, { surveyed = false } = {}) {
  const steps = surveyed ? SURVEYED : DRAWN;
  /** @param {any} value @returns {any} */
  const round = (value) => (typeof value === "number" ? Math.round(value * steps) / steps : value.map(round));
  return { ...shape, coordinates: round(shape.coordinates) };
}

/** What a name may not hold as it is; "'" and a digit stand for it. */
const MARKS = ["'", "!", "*"];

/** Several shapes with their names. @param {OwnShape[]} shapes of polygons or lines */
export function encodeAll(shapes) {
  const texts = shapes.map(({ geometry, name, surveyed }) => {
    const masked = [...name].map((letter) => (MARKS.includes(letter) ? `'${MARKS.indexOf(letter)}` : letter)).join("");
    return encode(geometry, { surveyed }) + (masked && `*${masked}`);
  });
  return texts.join("!");
}

/** The shapes of a text, null if one of them is none. @param {string} text @returns {OwnShape[] | null} */
export function decodeAll(text) {
  const shapes = text.split("!").map((part) => {
    const [code, masked = ""] = part.split("*");
    const name = masked.replace(/'(\d)/g, (_, digit) => MARKS[digit] ?? "");
    return { geometry: decode(code), name, surveyed: /^[AL]/.test(code) };
  });
  return shapes.every(({ geometry }) => geometry) ? /** @type {OwnShape[]} */ (shapes) : null;
}

/** @param {Shape} shape of polygons or lines @param {{ surveyed?: boolean }} [options] */
export function encode({ type, coordinates }, { surveyed = false } = {}) {
  const steps = surveyed ? SURVEYED : DRAWN;
  const areal = /Polygon$/.test(type);
  const parts = /** @type {any[]} */ (/^Multi/.test(type) ? coordinates : [coordinates]);
  /** A ring ends where it begins: its last point need not be written. @param {Position[]} points */
  const ring = (points) => line(areal ? points.slice(0, -1) : points, steps);
  const body = parts.map((part) => (areal ? part.map(ring).join(".") : ring(part))).join("~");
  const letter = areal ? "a" : "l";
  return `${surveyed ? letter.toUpperCase() : letter}${body}`;
}

/** @param {Position[]} points @param {number} steps in one degree */
function line(points, steps) {
  const before = [0, 0];
  const texts = points.flatMap((point) =>
    point.slice(0, 2).map((value, i) => {
      const step = Math.round(value * steps);
      const text = number(step - before[i]);
      before[i] = step;
      return text;
    }),
  );
  return texts.join("");
}

/** The geometry of a text, null if it is none. @param {string} text @returns {Shape | null} */
export function decode(text) {
  const letter = text[0]?.toLowerCase();
  if (letter !== "a" && letter !== "l") return null;
  const steps = text[0] === letter ? DRAWN : SURVEYED;
  try {
    const parts = text.slice(1).split("~");
    return letter === "a" ? polygons(parts, steps) : lines(parts, steps);
  } catch {
    return null; // an address somebody has cut or changed
  }
}

/** @param {string[]} parts @param {number} steps @returns {Shape} */
function polygons(parts, steps) {
  const shapes = parts.map((part) => part.split(".").map((ring) => closed(points(ring, 3, steps))));
  if (shapes.length === 1) return { type: "Polygon", coordinates: shapes[0] };
  return { type: "MultiPolygon", coordinates: shapes };
}

/** @param {string[]} parts @param {number} steps @returns {Shape} */
function lines(parts, steps) {
  const shapes = parts.map((part) => points(part.split(".")[0], 2, steps));
  if (shapes.length === 1) return { type: "LineString", coordinates: shapes[0] };
  return { type: "MultiLineString", coordinates: shapes };
}

/** @param {Position[]} ring */
function closed(ring) {
  return [...ring, ring[0]];
}

/** @param {number} value */
function number(value) {
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  let out = "";
  do {
    const low = rest % 32;
    rest = Math.floor(rest / 32);
    out += DIGITS[low + (rest ? 32 : 0)];
  } while (rest);
  return out;
}

/** @param {string} text */
function numbers(text) {
  const values = [];
  let value = 0;
  let weight = 1;
  for (const character of text) {
    const digit = DIGITS.indexOf(character);
    if (digit < 0) throw new RangeError(character);
    value += (digit % 32) * weight;
    weight *= 32;
    if (digit < 32) {
      values.push(value % 2 ? -(value + 1) / 2 : value / 2);
      value = 0;
      weight = 1;
    }
  }
  return values;
}

/** @param {string} text @param {number} least of points @param {number} steps in one degree */
function points(text, least, steps) {
  const values = numbers(text);
  const out = [];
  let [x, y] = [0, 0];
  for (let i = 0; i + 1 < values.length; i += 2) {
    x += values[i];
    y += values[i + 1];
    out.push([x / steps, y / steps]);
  }
  if (out.length < least) throw new RangeError("too few points");
  return out;
}
