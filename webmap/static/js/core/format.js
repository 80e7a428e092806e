// @ts-check
// Figures as the page shows them: the rule of `number` and `fixed` in webmap/i18n.py, held to it by the cases of
// tests/data/number_cases.csv. Not Intl.NumberFormat: it rounds the shortest decimal of a figure, Python the figure
// itself, so that panel and page would differ in the last digit.

import { lang } from "atlas/core/i18n.js";

/**
 * "1,234.50" without its unit (a share carries its %); a dash for nothing.
 * @param {number | null | undefined} value
 * @param {string} [unit] km2, ha, mu, km, m or share
 * @param {{ signed?: boolean }} [options]
 */
export function number(value, unit = "km2", { signed = false } = {}) {
  if (value == null) return "–";
  if (unit === "share") return `${written(value * 100, 1, signed)}%`;
  return written(value, digitsFor(Math.abs(value), unit), signed);
}

/**
 * Two decimals, as a column of areas needs them; the server has rounded so that they add up.
 * @param {number | null | undefined} value
 * @param {{ signed?: boolean }} [options]
 */
export function fixed(value, { signed = false } = {}) {
  return value == null ? "" : written(value, 2, signed);
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
 * @param {number} size @param {number} digits
 */
function rounded(size, digits) {
  // Only a multiple of 1/2^(digits + 1) can lie exactly between two figures, and the factor of two is exact.
  const between = (size * 2 ** (digits + 1)) % 2 === 1;
  if (!between) return size.toFixed(digits);
  const steps = 2 * Math.round((size * 10 ** digits) / 2);
  return (steps / 10 ** digits).toFixed(digits);
}

/** @param {number} size @param {string} unit */
function digitsFor(size, unit) {
  if (unit === "km2" || unit === "km") return size > 0 && size < 1 ? 3 : 2;
  return unit === "ha" && size < 100 ? 1 : 0;
}
