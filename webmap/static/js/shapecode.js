// A drawn shape as a short text for the address: differences of coordinates, zigzag, in digits of base 64 that need no
// escaping. "a" begins polygons, "l" lines, in steps of 1e-6° (0.1 m), finer than any hand draws; "A" and "L" the same of a
// file, in steps of 1e-8° (1 mm), as surveyed parcels come. "." parts rings, "~" parts polygons or lines.

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const DRAWN = 1e6;
const SURVEYED = 1e8;
/** A longer text makes an address that mail programs break. */
export const MOST_CHARACTERS = 6000;

/** Round a GeoJSON geometry to the steps, so that what is measured is what the address says. */
export function rounded({ type, coordinates }, { surveyed = false } = {}) {
  const steps = surveyed ? SURVEYED : DRAWN;
  const round = (value) => (typeof value === "number" ? Math.round(value * steps) / steps : value.map(round));
  return { type, coordinates: round(coordinates) };
}

export function encode({ type, coordinates }, { surveyed = false } = {}) {
  const steps = surveyed ? SURVEYED : DRAWN;
  const areal = /Polygon$/.test(type);
  const parts = /^Multi/.test(type) ? coordinates : [coordinates];
  const ring = (points) => {
    const kept = areal ? points.slice(0, -1) : points;
    let before = [0, 0];
    return kept.map((point) => point.slice(0, 2).map((value, i) => {
      const step = Math.round(value * steps);
      const text = number(step - before[i]);
      before[i] = step;
      return text;
    }).join("")).join("");
  };
  const body = parts.map((part) => (areal ? part.map(ring).join(".") : ring(part))).join("~");
  const letter = areal ? "a" : "l";
  return `${surveyed ? letter.toUpperCase() : letter}${body}`;
}

/** The geometry of a text, null if it is none. */
export function decode(text) {
  const letter = text[0]?.toLowerCase();
  const areal = letter === "a";
  if (!areal && letter !== "l") return null;
  const steps = text[0] === letter ? DRAWN : SURVEYED;
  try {
    const parts = text.slice(1).split("~").map((part) => part.split(".").map((ring) => points(ring, areal, steps)));
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

function points(text, areal, steps) {
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
    out.push([x / steps, y / steps]);
  }
  if (out.length < (areal ? 3 : 2)) throw new RangeError("too few points");
  return areal ? [...out, out[0]] : out;
}
