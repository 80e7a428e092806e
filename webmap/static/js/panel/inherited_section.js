// @ts-check
// What applies to a place through those above it. That may be a hundred rows and more: they are counted by place and by
// kind, and the rows of a kind are made when it is opened.

import { el, groupBy } from "atlas/core/dom.js";
import { pick, t, term } from "atlas/core/i18n.js";
import { fold, placeButton, source } from "atlas/panel/parts.js";
import { figureLines, measureLines } from "atlas/panel/policy_section.js";

/** @import { Child, Indicator, Inherited, Measure, Place } from "atlas/core/types.js" */
/** @import { Select } from "atlas/panel/parts.js" */
/** @typedef {{ through: Inherited["through"], kind: string, lines: () => Child, row: Inherited }} Entry */

/** @param {Place} place @param {Select} actions */
export function inheritedSection({ inherited: { targets, measures } }, actions) {
  const entries = [...targets.map(asTarget), ...measures.map(asMeasure)];
  if (!entries.length) return null;
  const holders = groupBy(entries, ({ through }) => through.id);
  const gist = holders.map((rows) => `${pick(rows[0].through, "name")} ${rows.length}`).join(" · ");
  return fold(
    "inherited",
    gist,
    holders.map((rows) => holder(rows, actions)),
  );
}

/** @param {Indicator & Inherited} row @returns {Entry} */
function asTarget(row) {
  return { through: row.through, kind: t("fold.indicators"), lines: () => figureLines(row), row };
}

/** @param {Measure & Inherited} row @returns {Entry} */
function asMeasure(row) {
  return { through: row.through, kind: term("theme", row.theme), lines: () => measureLines(row), row };
}

/** What applies through one place, by kind. @param {Entry[]} entries @param {Select} actions */
function holder(entries, actions) {
  const [{ through }] = entries;
  const kinds = groupBy(entries, ({ kind }) => kind).sort((one, other) => rank(other) - rank(one));
  return el(
    "div",
    { class: "inherited-holder", "data-through": through.id },
    el("h4", {}, t("lead.above"), " ", placeButton(through, actions), " ", el("small", {}, String(entries.length))),
    kinds.map(kindOf),
  );
}

/** Targets first, then what there is most of. @param {Entry[]} entries */
function rank(entries) {
  return entries[0].kind === t("fold.indicators") ? Infinity : entries.length;
}

/** @param {Entry[]} entries */
function kindOf(entries) {
  const body = el("div", { class: "inherited-rows" });
  const fill = () => body.replaceChildren(...entries.map(item));
  const head = el("summary", {}, entries[0].kind, " ", el("small", {}, String(entries.length)));
  return el("details", { class: "inherited-kind", ontoggle: () => body.childElementCount || fill() }, head, body);
}

/** @param {Entry} entry */
function item({ lines, row }) {
  return el("div", { class: "claim" }, lines(), source(row));
}
