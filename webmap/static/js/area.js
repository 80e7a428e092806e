// Areas of a place: what was drawn, what the documents state, and how far apart the two are.

import { el } from "./dom.js";
import { number } from "./format.js";
import { pick, t, term } from "./i18n.js";

const UNITS = ["km2", "ha", "mu"];

export function areaSection({ area, geometry, attributes }) {
  if (!area) return null;
  return el(
    "section",
    { class: "panel-section area", "data-section": "area" },
    el("h3", {}, t(area.derived ? "area.derived" : "area.title")),
    area.derived && el("p", { class: "note" }, t("area.derived_note", { count: area.derived_from.length })),
    el(
      "div",
      { class: "area-pair" },
      area.area_km2 != null && el("div", {}, el("p", { class: "area-label" }, t("area.drawn")), el("ul", { class: "area-units" }, UNITS.map((unit) => unitItem(area, unit)))),
      !area.derived && !(attributes && area.stated_area_km2 == null) && el("div", {}, el("p", { class: "area-label" }, t("area.stated")), stated(area)),
    ),
    facts([
      [t("area.difference"), differenceText(area)],
      [t("area.verdict"), verdict(area)],
      [t("area.perimeter"), area.perimeter_km != null && `${number(area.perimeter_km, "km")} km`],
      [t("area.method"), area.method && `${pick(area.method, "name")}${area.method.crs ? ` · ${area.method.crs}` : ""}`],
    ]),
    explained(area),
    geometry.grade === "C" && !area.derived && el("p", { class: "note" }, t("area.schematic_note")),
  );
}

/** How the figure was computed, and what other methods would have said of the same shape. */
function explained({ explained: methods }) {
  if (!methods) return null;
  const row = (method) => el("tr", {},
    el("th", { scope: "row" }, pick(method, "name")),
    el("td", { class: "num" }, number(method.area_km2)),
    el("td", { class: "num" }, method.difference_km2 === 0 ? "" : number(method.difference_share, "share", { signed: true })));
  const head = ["explain.method", "explain.area", "explain.difference"];
  return el("details", { class: "explained" },
    el("summary", {}, t("explain.title")),
    el("table", { class: "stats" },
      el("thead", {}, el("tr", {}, head.map((key, i) => el("th", { scope: "col", class: i ? "num" : "" }, t(key))))),
      el("tbody", {}, methods.map(row))));
}

function unitItem(area, unit) {
  const bound = unit === "km2" && area.uncertainty_km2 != null;
  return el(
    "li",
    { "data-unit": unit },
    el("span", { class: "area-value" }, number(area[`area_${unit}`], unit)),
    " ",
    el("span", { class: "area-unit" }, t(`unit.${unit}`)),
    bound && " ",
    bound && el("span", { class: "area-bound", title: t("area.uncertainty") }, `± ${number(area.uncertainty_km2)}`),
  );
}

function stated(area) {
  if (area.stated_area_km2 == null) return el("p", { class: "note" }, t("area.not_stated"));
  const from = pick(area, "stated_area_source");
  return [
    el("p", { class: "area-stated" }, el("span", { class: "area-value" }, number(area.stated_area_km2)), " ", el("span", { class: "area-unit" }, t("unit.km2"))),
    from && el("p", { class: "source" }, from),
  ];
}

function differenceText(area) {
  if (area.difference_km2 == null) return null;
  const share = area.difference_share == null ? "" : ` (${number(area.difference_share, "share", { signed: true })})`;
  return `${number(area.difference_km2, "km2", { signed: true })} km²${share}`;
}

function verdict(area) {
  if (!area.verdict) return null;
  return el("span", { class: `verdict verdict-${area.verdict}` }, term("verdict", area.verdict));
}

function facts(rows) {
  return el("dl", { class: "facts" }, rows.filter(([, value]) => value).map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}
