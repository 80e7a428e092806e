// A drawn shape as a short text for the address: differences of coordinates in steps of 1e-6° (0.1 m), zigzag, in digits of
// base 64 that need no escaping. "a" begins polygons, "l" lines; "." parts rings, "~" parts polygons or lines.

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const STEPS = 1e6;
/** A longer text makes an address that mail programs break. */
export const MOST_CHARACTERS = 6000;

/** Round a GeoJSON geometry to the steps, so that what is measured is what the address says. */
export function rounded({ type, coordinates }) {
  const round = (value) => (typeof value === "number" ? Math.round(value * STEPS) / STEPS : value.map(round));
  return { type, coordinates: round(coordinates) };
}

export function encode({ type, coordinates }) {
  const areal = /Polygon$/.test(type);
  const parts = /^Multi/.test(type) ? coordinates : [coordinates];
  const ring = (points) => {
    const kept = areal ? points.slice(0, -1) : points;
    let before = [0, 0];
    return kept.map((point) => point.slice(0, 2).map((value, i) => {
      const step = Math.round(value * STEPS);
      const text = number(step - before[i]);
      before[i] = step;
      return text;
    }).join("")).join("");
  };
  const body = parts.map((part) => (areal ? part.map(ring).join(".") : ring(part))).join("~");
  return `${areal ? "a" : "l"}${body}`;
}

/** The geometry of a text, null if it is none. */
export function decode(text) {
  const areal = text[0] === "a";
  if (!areal && text[0] !== "l") return null;
  try {
    const parts = text.slice(1).split("~").map((part) => part.split(".").map((ring) => points(ring, areal)));
    if (areal) return parts.length > 1 ? { type: "MultiPolygon", coordinates: parts } : { type: "Polygon", coordinates: parts[0] };
    const lines = parts.map(([line]) => line);
    return lines.length > 1 ? { type: "MultiLineString", coordinates: lines } : { type: "LineString", coordinates: lines[0] };
  } catch {
    return null;
  }
}

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

function points(text, areal) {
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
  const out = [];
  let [x, y] = [0, 0];
  for (let i = 0; i + 1 < values.length; i += 2) {
    x += values[i];
    y += values[i + 1];
    out.push([x / STEPS, y / STEPS]);
  }
  if (out.length < (areal ? 3 : 2)) throw new RangeError("too few points");
  return areal ? [...out, out[0]] : out;
}
