// Figures as the page shows them; the same rule as format_number() in webmap/pages/map.py.

import { lang } from "./i18n.js";

const LOCALE = lang === "zh" ? "zh-CN" : "en";

/** "1,234.50" without its unit (a share carries its %); a dash for nothing. */
export function number(value, unit = "km2", { signed = false } = {}) {
  if (value == null) return "–";
  const share = unit === "share";
  const digits = digitsFor(Math.abs(value), unit);
  const text = new Intl.NumberFormat(LOCALE, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: signed ? "exceptZero" : "auto",
  }).format(share ? value * 100 : value).replace(/^-(?=[0.,]+$)/, "").replace("-", "−");
  return share ? `${text}%` : text;
}

/** Two decimals, as a column of areas needs them; the server has rounded so that they add up. */
export function fixed(value, { signed = false } = {}) {
  const options = { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: signed ? "exceptZero" : "auto" };
  return value == null ? "" : new Intl.NumberFormat(LOCALE, options).format(value).replace(/^-(?=[0.,]+$)/, "").replace("-", "−");
}

function digitsFor(size, unit) {
  if (unit === "km2" || unit === "km") return size > 0 && size < 1 ? 3 : 2;
  if (unit === "ha") return size < 100 ? 1 : 0;
  return unit === "share" ? 1 : 0;
}
