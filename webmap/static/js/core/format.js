// @ts-check
// Figures as every page, panel and file shows them: the rule of geo/measure/units.py, held to it by the cases of
// tests/data/number_cases.csv. Not Intl.NumberFormat: it rounds the shortest decimal of a figure, Python the figure
// itself, so that panel and page would differ in the last digit.

import { lang } from "atlas/core/i18n.js";

/** A count with its thousands apart. @param {number} value */
export function grouped(value) {
  return written(value, 0, false);
}

/** Units of area: how many are a square kilometre. @type {Record<string, number>} */
const PER_KM2 = { km2: 1, ha: 100, mu: 1500 };
const MOST_PLACES = 6;

/**
 * "1,234.50" without its unit (a share carries its %); a dash for nothing.
 * @param {number | null | undefined} value the exact figure
 * @param {string} [unit] km2, ha, mu, km, m, share, or stated: km² as a source states them
 * @param {{ signed?: boolean, about?: boolean, places?: number }} [options] about: of a schematic shape; places:
 *   decimals instead of those of the rule, of a difference or a bound
 */
export function number(value, unit = "km2", { signed = false, about = false, places } = {}) {
  if (value == null) return "–";
  if (unit === "share") return percent(value, about ? 0 : 1, signed);
  return written(value, places ?? placesOf(value, unit, about), signed);
}

/** A share above zero is never shown as none. @param {number} share @param {number} places @param {boolean} signed */
function percent(share, places, signed) {
  const none = !signed && share > 0 && Number(rounded(share * 100, places)) === 0;
  return none ? `<${places ? 0.1 : 1}%` : `${written(share * 100, places, signed)}%`;
}

/** The decimals of a difference of areas: those of the figure that has the fewest. @param {number[]} areas in km² */
export function differencePlaces(...areas) {
  return Math.min(...areas.map((area) => placesOf(area)));
}

/**
 * The decimal places a figure is printed with; below zero for tens, hundreds and so on.
 * @param {number} value @param {string} [unit] @param {boolean} [about] of a schematic shape
 */
export function placesOf(value, unit = "km2", about = false) {
  const size = Math.abs(value);
  if (about && unit in PER_KM2) return aboutPlaces(size, unit);
  if (unit === "km2") return km2Places(size);
  if (unit === "stated") return statedPlaces(size);
  return unit === "km" ? kilometrePlaces(size) : unit === "ha" && size < 100 ? 1 : 0;
}

/** @param {number} size */
function kilometrePlaces(size) {
  return size > 0 && size < 1 ? 3 : 2;
}

/** Two decimals from 10 km² up, below that four significant digits. @param {number} size */
function km2Places(size) {
  let places = 2;
  if (Number(rounded(size, MOST_PLACES)) === 0) return places;
  while (places < MOST_PLACES && Number(rounded(size, places + 1)) < 10 / 10 ** (places - 2)) places += 1;
  return places;
}

/** The decimals of the shortest text that reads as this figure, which is what a source prints. @param {number} size */
function statedPlaces(size) {
  let places = 0;
  while (places < MOST_PLACES && Number(rounded(size, places)) !== size) places += 1;
  return places;
}

/** Whole square kilometres, or two significant digits of less than ten. @param {number} size @param {string} unit */
function aboutPlaces(size, unit) {
  if (size === 0) return 0;
  const wanted = Math.max(power(size / PER_KM2[unit]) + 1, 2);
  const places = Math.min(wanted - 1 - power(size), MOST_PLACES);
  return Number(rounded(size, places)) >= 10 ** (wanted - places) ? places - 1 : places;
}

/** The power of ten of the first digit, at least -12. @param {number} size */
function power(size) {
  let at = 0;
  while (size >= 10 ** (at + 1)) at += 1;
  while (size < 10 ** at && at > -12) at -= 1;
  return at;
}

/** A day as a text of the language writes it: 2020年9月23日, 23 September 2020. @param {string | null} iso */
export function day(iso) {
  if (!iso) return "";
  const locale = lang === "zh" ? "zh-CN" : "en-GB";
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(iso));
}

/** Zero has no sign, and a minus is a true one. @param {number} value @param {number} digits @param {boolean} signed */
function written(value, digits, signed) {
  const [whole, decimals] = rounded(Math.abs(value), digits).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const text = decimals ? `${grouped}.${decimals}` : grouped;
  if (!/[1-9]/.test(text)) return text;
  return `${value < 0 ? "−" : signed ? "+" : ""}${text}`;
}

/**
 * Round half to even, as Python does; `toFixed` rounds up what lies exactly between.
 * @param {number} size @param {number} digits @returns {string}
 */
function rounded(size, digits) {
  if (digits < 0) return (Number(rounded(size * 10 ** digits, 0)) * 10 ** -digits).toFixed(0);
  // Only a multiple of 1/2^(digits + 1) can lie exactly between two figures, and the factor of two is exact.
  const between = (size * 2 ** (digits + 1)) % 2 === 1;
  if (!between) return size.toFixed(digits);
  const steps = 2 * Math.round((size * 10 ** digits) / 2);
  return (steps / 10 ** digits).toFixed(digits);
}
