// @ts-check
// The corners of a shape as a table: number, the two numbers in the reference system the reader chose, and the side to
// the next corner. It can be copied into a spreadsheet or a drawing program.

import { el, setChildren } from "atlas/core/dom.js";
import { t } from "atlas/core/i18n.js";
import { axes, choose, onChoice, pair, system, SYSTEMS } from "atlas/map/reference_system.js";
import { sideLength } from "atlas/shapes/sides.js";
import { copied } from "atlas/panel/panel_bar.js";
import { lengthText } from "atlas/shapes/side_labels.js";
import { ShapePaths } from "atlas/shapes/shape_paths.js";

/** @import { Shape } from "atlas/core/types.js" */
/** @typedef {{ name: string, ring: number, at: import("leaflet").LatLng, side: number | null }} Corner */

/** Rows that are shown; all are copied. */
const MOST_ROWS = 300;

/** A folded list of the corners. @param {Shape} geometry @param {{ open?: boolean }} [options] */
export function cornerList(geometry, { open = false } = {}) {
  const corners = cornersOf(geometry);
  const body = el("div", {});
  const fold = el(
    "details",
    { class: "corner-list", "data-section": "corners", open },
    el("summary", {}, t("corners.title", { count: corners.length })),
    body,
  );
  const fill = () => fold.open && setChildren(body, content(corners));
  fold.addEventListener("toggle", fill);
  const end = onChoice(() => (fold.isConnected ? fill() : end()));
  fill();
  return fold;
}

/** A choice of the reference system, the same everywhere. @param {string} id */
export function systemChoice(id) {
  const options = SYSTEMS.map((one) => el("option", { value: one, selected: one === system() }, t(`crs.${one}`)));
  const select = el("select", { id, "aria-label": t("crs.choice") }, options);
  select.addEventListener("change", () => choose(select.value));
  return select;
}

/** @param {Shape} geometry @returns {Corner[]} */
function cornersOf(geometry) {
  if (/Point/.test(geometry.type)) return [];
  let number = 0;
  return new ShapePaths(geometry).paths.flatMap(({ points, closed }, ring) =>
    points.map((at, i) => {
      number += 1;
      const last = i === points.length - 1;
      const side = last && !closed ? null : sideLength(at, points[(i + 1) % points.length]);
      return { name: `J${number}`, ring: ring + 1, at, side };
    }),
  );
}

/** @param {Corner[]} corners */
function content(corners) {
  const [first, second] = axes();
  const head = [t("corners.number"), first, second, t("corners.side")];
  const rows = corners.slice(0, MOST_ROWS).map(({ name, at, side }) => {
    const cells = [...pair(at), side == null ? "" : lengthText(side)];
    const figures = cells.map((cell) => el("td", { class: "num" }, cell));
    return el("tr", {}, el("th", { scope: "row" }, name), figures);
  });
  const heads = head.map((name, i) => el("th", { scope: "col", class: i ? "num" : "" }, name));
  return [
    el("div", { class: "corner-tools" }, systemChoice("corner-system"), copyButton(corners)),
    el(
      "div",
      { class: "table-scroll", tabindex: "0", role: "region", "aria-label": t("corners.number") },
      el("table", { class: "stats corners" }, el("thead", {}, el("tr", {}, heads)), el("tbody", {}, rows)),
    ),
    corners.length > MOST_ROWS && el("p", { class: "note" }, t("corners.more", { count: corners.length - MOST_ROWS })),
  ];
}

/** @param {Corner[]} corners */
function copyButton(corners) {
  const button = el("button", { type: "button", id: "corners-copy" }, t("corners.copy"));
  button.addEventListener("click", async () => {
    const done = await copied(tabbed(corners));
    setChildren(button, t(done ? "corners.copied" : "corners.not_copied"));
  });
  return button;
}

/** @param {Corner[]} corners */
function tabbed(corners) {
  const head = [t("corners.number"), t("corners.ring"), ...axes(), t("corners.side_m")];
  const rows = corners.map(({ name, ring, at, side }) => [name, ring, ...pair(at), side?.toFixed(2) ?? ""]);
  return [[t(`crs.${system()}`)], head, ...rows].map((row) => row.join("\t")).join("\n");
}
