// @ts-check
// Areas of a place: what was drawn, what the documents state, and how far apart the two are.

import { el } from "atlas/core/dom.js";
import { differencePlaces, number, placesOf } from "atlas/core/format.js";
import { pick, t, term } from "atlas/core/i18n.js";

/** @import { Child, ExplainedArea, Place, PlaceArea } from "atlas/core/types.js" */
/** @typedef {{ area_km2: number | null, area_ha: number | null, area_mu: number | null }} InUnits */

const UNITS = /** @type {const} */ (["km2", "ha", "mu"]);

/** The three units of an area, what is stated, how far apart, how computed. @param {Place} place @returns {Child[]} */
export function areaParts({ area, geometry, attributes }) {
  if (!area) return [];
  const schematic = geometry.grade === "C" && !area.derived;
  return [
    area.derived && el("p", { class: "note" }, t("area.derived_note", { count: area.derived_from.length })),
    el("div", { class: "area-pair" }, drawn(area, schematic || area.derived), statedBeside(area, Boolean(attributes))),
    facts(figures(area)),
    area.verdict === "another_line" && el("p", { class: "note" }, anotherLine(area)),
    area.explained && explained(area.explained),
    schematic && el("p", { class: "note" }, t(schematicNote(area))),
  ];
}

/** @param {PlaceArea} area */
function schematicNote(area) {
  return area.stated_area_km2 == null ? "area.schematic_free_note" : "area.schematic_note";
}

/** @param {PlaceArea} area @returns {[string, Child][]} */
function figures(area) {
  const { method } = area;
  return [
    [t("area.difference"), differenceText(area)],
    [t("area.verdict"), verdict(area)],
    [t("area.inferred"), inferred(area)],
    [t("area.perimeter"), area.perimeter_km != null && `${number(area.perimeter_km, "km")} km`],
    [t("area.method"), method && [pick(method, "name"), method.crs].filter(Boolean).join(" · ")],
  ];
}

/** @param {PlaceArea} area @param {boolean} about */
function drawn(area, about) {
  if (area.area_km2 == null) return null;
  const list = areaList(area, {}, area.uncertainty_km2, about);
  return el("div", {}, el("p", { class: "area-label" }, t("area.drawn")), list);
}

/**
 * Of a layer of the reader's own nothing is stated unless it has such a column.
 * @param {PlaceArea} area @param {boolean} own
 */
function statedBeside(area, own) {
  if (area.derived || (own && area.stated_area_km2 == null)) return null;
  return el("div", {}, el("p", { class: "area-label" }, t("area.stated")), stated(area));
}

/**
 * The three units of an area, one under the other.
 * @param {InUnits} area @param {{ id?: string }} [props] @param {number | null} [uncertainty] in square kilometres
 * @param {boolean} [about] of a schematic shape, or derived from such
 */
export function areaList(area, props = {}, uncertainty = null, about = false) {
  const places = placesOf(area.area_km2 ?? 0, "km2", about);
  const items = UNITS.map((unit) => {
    const bound = unit === "km2" && uncertainty != null && `± ${number(uncertainty, "km2", { places })}`;
    const value = number(area[`area_${unit}`], unit, { about });
    return el(
      "li",
      { "data-unit": unit },
      figure(about ? t("area.about", { value }) : value, t(`unit.${unit}`)),
      bound && [" ", el("span", { class: "area-bound", title: t("area.uncertainty") }, bound)],
    );
  });
  return el("ul", { class: "area-units", ...props }, items);
}

/** A figure and its unit. @param {string} value @param {string} unit @returns {Child[]} */
export function figure(value, unit) {
  return [el("span", { class: "area-value" }, value), " ", el("span", { class: "area-unit" }, unit)];
}

/** How the figure was computed, and what other methods say of the same shape. @param {ExplainedArea[]} methods */
function explained(methods) {
  const head = ["explain.method", "explain.area", "explain.difference"];
  const heads = head.map((key, i) => el("th", { scope: "col", class: i ? "num" : "" }, t(key)));
  return el(
    "details",
    { class: "explained" },
    el("summary", {}, t("explain.title")),
    el("table", { class: "stats" }, el("thead", {}, el("tr", {}, heads)), el("tbody", {}, methods.map(explainedRow))),
  );
}

/** @param {ExplainedArea} method */
function explainedRow(method) {
  const share = method.difference_km2 === 0 ? "" : number(method.difference_share, "share", { signed: true });
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, pick(method, "name")),
    el("td", { class: "num" }, number(method.area_km2)),
    el("td", { class: "num" }, share),
  );
}

/** @param {PlaceArea} area */
function stated(area) {
  if (area.stated_area_km2 == null) return el("p", { class: "note" }, t("area.not_stated"));
  const from = pick(area, "stated_area_source");
  return [
    el("p", { class: "area-stated" }, figure(number(area.stated_area_km2, "stated"), t("unit.km2"))),
    from && el("p", { class: "source" }, from),
  ];
}

/** @param {PlaceArea} area */
function differenceText(area) {
  if (area.difference_km2 == null) return null;
  const { difference_share: part } = area;
  const share = part == null ? "" : ` ${t("area.share", { share: number(part, "share", { signed: true }) })}`;
  const places = differencePlaces(area.area_km2 ?? 0, area.stated_area_km2 ?? 0);
  return `${number(area.difference_km2, "km2", { signed: true, places })} km²${share}`;
}

/**
 * An area of our own arithmetic, with the sum it comes from.
 * @param {PlaceArea} area
 */
function inferred(area) {
  if (area.derived_area_km2 == null) return null;
  return `${number(area.derived_area_km2)} km² ${t("area.share", { share: pick(area, "derived_area_basis") })}`;
}

/** Why a difference within the bound is no scatter. @param {PlaceArea} area */
function anotherLine({ area_km2: drawnArea, scatter_km2: scatter }) {
  const places = placesOf(drawnArea ?? 0);
  return t("area.another_line_note", { scatter: number(scatter, "km2", { places }) });
}

/** @param {PlaceArea} area */
function verdict(area) {
  if (!area.verdict) return null;
  return el("span", { class: `verdict verdict-${area.verdict}` }, term("verdict", area.verdict));
}

/** A list of named facts; one without a value is left out. @param {[name: string, value: Child][]} rows */
export function facts(rows) {
  const known = rows.filter(([, value]) => value);
  return el(
    "dl",
    { class: "facts" },
    known.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]),
  );
}
