// @ts-check
// The rows of the list of plots: what each is called, its size, and how it lies to the planning places. A verdict has a
// sign and a word; what cannot be told is one of its own.

import { el } from "atlas/core/dom.js";
import { number } from "atlas/core/format.js";
import { pick, t } from "atlas/core/i18n.js";

/** @import { App, Child } from "atlas/core/types.js" */
/** @import { Plot, Plots, PlotZone } from "atlas/shapes/site_types.js" */
/** @typedef {"inside" | "partly" | "cannot_be_told" | "outside"} Verdict */

/** Layers that have a column of their own. */
const AREAS = "functional_areas";
const PARKS = "parks";
const SCOPES = "scopes";
/** A conflict that is none for sure. */
const UNSURE = "boundary_unsure";
const METRES = 1000;
/** @type {Record<Verdict, { look: string, sign: string }>} */
const LOOKS = {
  inside: { look: "verdict-yes", sign: "✓" },
  partly: { look: "verdict-part", sign: "◐" },
  cannot_be_told: { look: "verdict-unknown", sign: "?" },
  outside: { look: "verdict-no", sign: "✕" },
};

/**
 * The scope most plots have to do with, of several the largest: the list has its verdict in a column.
 * @param {App} app @param {Plots} plots
 */
export function mainScope(app, { items }) {
  const size = (/** @type {string} */ id) => app.layers.feature(id)?.area_km2 ?? 0;
  /** @type {Map<string, { zone: PlotZone, count: number }>} */
  const seen = new Map();
  for (const zone of items.flatMap(({ zones }) => zones.filter(({ layer }) => layer === SCOPES))) {
    const row = seen.get(zone.id) ?? { zone, count: 0 };
    seen.set(zone.id, { zone, count: row.count + 1 });
  }
  const [first] = [...seen.values()].sort((a, b) => b.count - a.count || size(b.zone.id) - size(a.zone.id));
  return first?.zone ?? null;
}

/** How a plot lies to a place. @param {Plot} plot @param {string | undefined} id @returns {Verdict} */
export function verdictTo({ zones }, id) {
  return zones.find((zone) => zone.id === id)?.verdict ?? "outside";
}

/** Whether of a plot something cannot be told. @param {Plot} plot */
export function isUnsure({ zones }) {
  return zones.some(({ layer, verdict }) => [SCOPES, AREAS, PARKS].includes(layer) && verdict === "cannot_be_told");
}

/**
 * Whether a plot lies outside the scope, or in no functional area, or in no park.
 * @param {Plot} plot @param {string | undefined} scope
 */
export function isOutside(plot, scope) {
  return verdictTo(plot, scope) === "outside" || [AREAS, PARKS].some((layer) => !zonesOf(plot, layer).length);
}

/** @param {Plot} plot @param {string} layer best known first */
function zonesOf({ zones }, layer) {
  const order = ["inside", "partly", "cannot_be_told"];
  const rank = (/** @type {PlotZone} */ { verdict, share_of_plot: share }) => order.indexOf(verdict) - (share ?? 0);
  return zones.filter((zone) => zone.layer === layer).sort((a, b) => rank(a) - rank(b));
}

/** The heads of the columns. @param {App} app @param {PlotZone | null} scope */
export function heads(app, scope) {
  const title = (/** @type {string} */ layer) => pick(app.layers.byId.get(layer), "title");
  return [
    { text: "#", num: true },
    { text: t("plots.plot") },
    { text: t("unit.ha"), num: true },
    { text: t("unit.mu"), num: true },
    { text: scope ? pick(scope, "name") : title(SCOPES) },
    { text: title(AREAS) },
    { text: title(PARKS) },
    { text: t("plots.conflicts") },
  ];
}

/**
 * The cells of a row behind number and name.
 * @param {Plot} plot @param {PlotZone | null} scope @param {{ text: string }[]} names of the columns
 */
export function cells(plot, scope, names) {
  const { area } = plot;
  const cell = (/** @type {number} */ column, /** @type {Child} */ content, look = "") =>
    el("td", { class: look, "data-column": names[column].text }, content);
  return [
    cell(2, number(area?.area_ha, "ha", { places: 2 }), "num"),
    cell(3, number(area?.area_mu, "mu", { places: 1 }), "num"),
    cell(
      4,
      pill(
        verdictTo(plot, scope?.id),
        plot.zones.find(({ id }) => id === scope?.id),
      ),
    ),
    cell(5, best(plot, AREAS)),
    cell(6, [best(plot, PARKS), nearest(plot)]),
    cell(7, conflictNotes(plot)),
  ];
}

/**
 * What a plot is at odds with; how many lines it lies too near to tell is a number, the account names them.
 * @param {Plot} plot
 */
function conflictNotes({ conflicts }) {
  const firm = conflicts.filter(({ code }) => code !== UNSURE);
  const unsure = conflicts.length - firm.length;
  const notes = firm.map((row) => pick(row, "text"));
  if (unsure) notes.push(t("plots.unsure_lines", { count: unsure }));
  return notes.map((words) => el("span", { class: "plot-conflict" }, words));
}

/**
 * The place of a layer a plot lies in most surely, and how many more.
 * @param {Plot} plot @param {string} layer @returns {Child}
 */
function best(plot, layer) {
  const [zone, ...others] = zonesOf(plot, layer);
  if (!zone) return pill("outside");
  const more = others.length > 0 && el("span", { class: "plot-more" }, t("plots.more", { count: others.length }));
  return [el("span", { class: "plot-zone" }, pick(zone, "name"), more), pill(zone.verdict, zone)];
}

/** The nearest park of a plot that is in none. @param {Plot} plot @returns {Child} */
function nearest(plot) {
  const park = plot.nearest_park;
  if (!park || zonesOf(plot, PARKS).length) return null;
  const [distance, pm] = [park.distance_m, park.pm_m].map((metres) => number(metres / METRES, "km"));
  return el("span", { class: "plot-near" }, t("plots.nearest", { name: pick(park, "name"), distance, pm }));
}

/** A verdict as sign, word and figure. @param {Verdict} verdict @param {PlotZone} [zone] */
export function pill(verdict, zone) {
  const { look, sign } = LOOKS[verdict];
  const figure = zone && verdict !== "inside" ? figureOf(zone) : "";
  const words = figure ? t("plots.verdict_by", { figure, verdict: t(`plots.${verdict}`) }) : t(`plots.${verdict}`);
  return el("span", { class: `plot-verdict ${look}` }, el("span", { "aria-hidden": "true" }, sign), ` ${words}`);
}

/** @param {PlotZone} zone */
function figureOf({ share_of_plot: share, distance_m: metres }) {
  if (metres) return t("plots.apart", { distance: number(metres / METRES, "km") });
  return share == null ? "" : number(share, "share");
}

/** How a plot lies to every place that reaches it. @param {App} app @param {Plot} plot */
export function zoneList(app, { zones }) {
  if (!zones.length) return el("p", { class: "note" }, t("draw.nothing"));
  const items = zones.map((zone) => {
    const onclick = () => app.open(zone.id, { push: true });
    const name = el("button", { type: "button", class: "link-button", onclick }, pick(zone, "name"));
    const kind = el("span", { class: "overlap-kind" }, pick(app.layers.byId.get(zone.layer), "title"));
    return el("li", { "data-place": zone.id }, name, kind, pill(zone.verdict, zone));
  });
  return el("ul", { class: "plot-zones" }, items);
}

/** The sum of all plots, of exact values: what the rounded rows miss stands beside it. @param {Plots} plots */
export function totalRow({ items, total: { area, overlap } }) {
  if (!area) return null;
  const { area_ha: hectares, area_mu: mu } = area;
  const shared = overlap && t("plots.overlap", { area: number(overlap.area_ha, "ha", { places: 2 }) });
  return el(
    "tr",
    { class: "stats-total" },
    el("td", {}),
    el("th", { scope: "row" }, t("plots.total")),
    el("td", { class: "num" }, number(hectares, "ha", { places: 2 })),
    el("td", { class: "num" }, number(mu, "mu", { places: 1 })),
    el("td", { colspan: 4, class: "note" }, rounding(items, hectares), shared && ` ${shared}`),
  );
}

/** @param {Plot[]} items @param {number} exact in hectares */
function rounding(items, exact) {
  const hundredths = (/** @type {number} */ value) => Math.round(value * 100);
  const rows = items.reduce((sum, { area }) => sum + hundredths(area?.area_ha ?? 0), 0);
  const gap = (rows - hundredths(exact)) / 100;
  if (!gap) return t("plots.exact");
  const figures = [number(rows / 100, "ha", { places: 2 }), number(gap, "ha", { places: 2, signed: true })];
  return t("plots.rounding", { rows: figures[0], gap: figures[1] });
}
