// @ts-check
// Targets and measures of a place: figures beside their base, who acts, how firmly.

import { el } from "atlas/core/dom.js";
import { lang, pick, t, term } from "atlas/core/i18n.js";
import { fold, source, tag } from "atlas/panel/parts.js";

/** @import { Figure, Indicator, Measure, Place, Wording } from "atlas/core/types.js" */

/** @param {Place} place */
export function indicatorSection({ indicators }) {
  if (!indicators.length) return null;
  const [first] = indicators;
  const gist = t("gist.first", { first: `${pick(first, "name")} ${figureText(first)}`, count: indicators.length });
  return fold("indicators", gist, el("ul", { class: "figures" }, indicators.map(indicatorItem)));
}

/** @param {Indicator} row */
function indicatorItem(row) {
  const compared = row.compared.filter(({ figure }) => figure).map(comparedNote);
  return el("li", {}, figureLines(row), compared, source(row));
}

/** A figure with its name, what limits it and what it is measured over. @param {Indicator} row */
export function figureLines(row) {
  const qualifiers = (pick(row, "qualifier") ?? "").split(";").map((word) => word.trim());
  const year = row.year ? t("indicator.year", { year: row.year }) : "";
  const notes = [qualifiers.join(t("list.separator")), year].filter(Boolean);
  return [
    el(
      "p",
      { class: "figure-name" },
      pick(row, "name"),
      tag(term("indicator_kind", row.kind)),
      row.passed && tag(t("indicator.passed")),
    ),
    el(
      "p",
      { class: "figure-value" },
      el("strong", {}, figureText(row)),
      notes.map((part) => [" ", el("span", {}, part)]),
    ),
    el("p", { class: "note" }, t("indicator.extent", { extent: pick(row, "extent") })),
  ];
}

/** @param {Figure} row */
function figureText({ value, value_en: english, unit }) {
  return lang === "zh" ? `${value}${unit ?? ""}` : english;
}

/** The base of a target, and whether the two may be compared. @param {Indicator["compared"][number]} row */
function comparedNote(row) {
  const { kind, figure } = row;
  if (!figure) return null;
  const year = figure.year ? ` (${figure.year})` : "";
  const parts = [term("target_kind", kind), `${pick(figure, "name")} ${figureText(figure)}${year}`, pick(row, "note")];
  return el("p", { class: "note" }, parts.filter(Boolean).join(" · "));
}

/** @param {Place} place */
export function measureSection({ measures }) {
  if (!measures.length) return null;
  const gist = t("gist.first", { first: pick(measures[0], "title"), count: measures.length });
  return fold("measures", gist, measures.map(measureItem));
}

/** A measure of policy. @param {Measure} row */
function measureItem(row) {
  const { basis, deadline, firmness, lead, partners } = row;
  const strengths = [...new Set(firmness.map(({ strength }) => strength ?? ""))].filter(Boolean);
  const notes = [
    firmness.length > 0 && t("policy.firmness", { verbs: words(firmness) }),
    lead.length > 0 && t("policy.lead", { names: words(lead) }),
    partners.length > 0 && t("policy.partners", { names: words(partners) }),
    deadline && t("policy.deadline", { time: words([deadline]) }),
  ];
  return el(
    "div",
    { class: "claim" },
    el(
      "p",
      { class: "figure-name" },
      pick(row, "title"),
      tag(term("theme", row.theme)),
      strengths.map((strength) => tag(term("strength", strength))),
      basis === "reading" && tag(t("relation.reading")),
    ),
    el("p", { class: "summary" }, pick(row, "summary")),
    notes.map((note) => note && el("p", { class: "note" }, note)),
    source(row),
  );
}

/** @param {Measure} row */
export function measureLines(row) {
  return [
    el("p", { class: "figure-name" }, pick(row, "title"), tag(term("theme", row.theme))),
    el("p", { class: "summary" }, pick(row, "summary")),
  ];
}

/** @param {Wording[]} list */
function words(list) {
  return list.map(({ zh, en }) => (lang === "zh" ? zh : (en ?? zh))).join(t("list.separator"));
}
