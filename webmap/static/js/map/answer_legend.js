// @ts-check
// What the legend says of places in the colours of an answer: its title and a row for each class.

import { el, svg } from "atlas/core/dom.js";
import { pick, t } from "atlas/core/i18n.js";

/** @import { ThemeClass } from "atlas/core/theme_types.js" */

/** Titles by who gave them, the latest last. @type {Map<string, string>} */
const titles = new Map();

/**
 * A folded legend says what the colours are; null takes the title back, and an earlier one of another stands again.
 * @param {string} giver @param {string | null} title
 */
export function entitleLegend(giver, title) {
  titles.delete(giver);
  if (title) titles.set(giver, title);
  const fold = /** @type {Element} */ (document.getElementById("legend-fold"));
  fold.replaceChildren(...fold.children, [...titles.values()].at(-1) ?? t("legend.title"));
}

/** @param {ThemeClass} one @param {number} count @param {string} [hatch] pattern of what is not told */
export function classRow(one, count, hatch = "theme-unknown") {
  const fill = one.id === "unknown" ? `url(#${hatch})` : one.colour;
  const sign = svg(
    "svg",
    { class: "theme-sign", viewBox: "0 0 18 14", "aria-hidden": "true" },
    svg("rect", { x: 1, y: 1, width: 16, height: 12, rx: 2, fill, stroke: one.colour }),
  );
  return el("li", {}, sign, el("span", {}, pick(one, "label")), el("b", {}, String(count)));
}
