// @ts-check
// Why a place has its rank: each condition with its answer, the reason and what it rests on.

import { el } from "atlas/core/dom.js";
import { pick, t, term } from "atlas/core/i18n.js";
import { sourceLink } from "atlas/panel/parts.js";

/** @import { Child } from "atlas/core/types.js" */
/** @import { Evidence, Fit, FitAnswer, Ranked } from "atlas/core/ask_types.js" */

/** A part of the panel of a place; null where the question was not put to it. @param {Fit} fit @param {string} id */
export function whyRanked(fit, id) {
  const row = fit.places.find(({ place }) => place.id === id);
  const out = fit.left_out.find(({ place }) => place.id === id);
  if (!row && !out) return null;
  const rank = row ? t("fit.map_rank", { rank: rankOf(row), score: scoreOf(row, fit) }) : t("fit.map_out");
  return el(
    "details",
    { class: "panel-section fold fold-plain fit-here", open: true },
    el("summary", {}, el("h3", {}, rank)),
    row ? reasons(fit, row.answers) : out && reasonsOf([[fit.conditions[out.condition], out.answer]]),
  );
}

/** @param {Ranked} row */
export function rankOf({ rank, tied }) {
  return `${rank}${tied ? "=" : ""}`;
}

/** A score is a range where something is unknown. @param {Ranked} row @param {Fit} fit */
export function scoreOf({ certain, possible }, { most }) {
  const score = certain === possible ? String(certain) : `${certain}–${possible}`;
  return t("fit.map_score", { score, most });
}

/** @param {Fit} fit @param {FitAnswer[]} answers one for each condition */
export function reasons(fit, answers) {
  return reasonsOf(answers.map((one, i) => [fit.conditions[i], one]));
}

/** @param {[condition: Fit["conditions"][number], answer: FitAnswer][]} pairs */
export function reasonsOf(pairs) {
  return el("dl", { class: "fit-why fit-reasons" }, ...pairs.flatMap(([condition, one]) => reason(condition, one)));
}

/** @param {object} condition @param {FitAnswer} one @returns {HTMLElement[]} */
function reason(condition, one) {
  const verdict = el("b", {}, term("fit_answer", one.answer));
  const evidence = one.evidence.map((said) => el("li", {}, ...words(said)));
  return [
    el("dt", {}, pick(condition, "title")),
    el(
      "dd",
      {},
      el("p", { class: `fit-${one.answer}` }, verdict, ` ${pick(one, "reason")}`),
      evidence.length > 0 && el("ul", {}, ...evidence),
    ),
  ];
}

/** @param {Evidence & Record<string, any>} said @returns {Child[]} */
function words(said) {
  const own = said.grade === "named" || said.grade === "reserved";
  const style = `fit-grade fit-${own ? "yes" : "unknown"}`;
  const grade = said.grade && el("span", { class: style }, term("fit_grade", said.grade));
  const source = said.document ? sourceLink(said) : said.outside && outside(said.outside);
  return [grade, ` ${pick(said, "sentence")} `, source];
}

/** What rests on no document names its page. @param {NonNullable<Evidence["outside"]>} source @returns {Child[]} */
function outside(source) {
  const name = `${pick(source, "publisher")} ${source.date}`;
  const { address } = source;
  const props = { class: "source-link", href: address, rel: "noreferrer" };
  return [
    el("span", { class: "fit-grade fit-outside" }, t("fit.outside")),
    " ",
    address.startsWith("http") ? el("a", props, name) : `${name}, ${address}`,
  ];
}
