// What the page says of a failure: plain words in the reader's language, and folded away what the server said in its own.

import { el } from "./dom.js";
import { lang, t, term } from "./i18n.js";

/** What was wrong, in one sentence or two. */
export function failureWords(error, { advice = true } = {}) {
  const rule = error.problem?.rule;
  const known = rule && term("problem", rule);
  if (!known || known === rule) return t(error.key ?? "error.server");
  return advice ? [known, term("problem_do", rule)].join(t("sentence.between")) : known;
}

/** The words, and the detail for those who look after the service or the file. */
export function failure(error) {
  return [
    el("span", {}, failureWords(error)),
    error.detail && el("details", { class: "failure-detail" }, el("summary", {}, t("problem.details")), el("span", { lang: lang === "en" ? null : "en" }, error.detail)),
  ];
}
