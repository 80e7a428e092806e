// @ts-check
// What the page says of a failure: plain words in the reader's language, and folded away what the server said.

import { el } from "atlas/core/dom.js";
import { lang, t, term } from "atlas/core/i18n.js";

/** @import { Child, Failure } from "atlas/core/types.js" */

/** What was wrong, in one or two sentences. @param {unknown} error @param {{ advice?: boolean }} [options] */
export function failureWords(error, { advice = true } = {}) {
  const { key, problem } = /** @type {Failure} */ (error);
  const rule = problem?.rule;
  const known = rule && term("problem", rule);
  if (!known || known === rule) return t(key ?? "error.server");
  return advice ? [known, term("problem_do", rule)].join(t("sentence.between")) : known;
}

/**
 * The words, and the detail for those who look after the service or the file.
 * @param {unknown} error @returns {Child}
 */
export function failure(error) {
  const { detail } = /** @type {Failure} */ (error);
  const shown = detail && el("span", { lang: lang === "en" ? null : "en" }, detail);
  return [
    el("span", {}, failureWords(error)),
    shown && el("details", { class: "failure-detail" }, el("summary", {}, t("problem.details")), shown),
  ];
}
