// @ts-check
// The question and its answers in the panel. The form is that of the page /fit, fetched from there, so that both ask
// the same; what is sent stays on the map.

import { el } from "atlas/core/dom.js";
import { failure } from "atlas/core/error_message.js";
import { pick, t, url } from "atlas/core/i18n.js";
import { rankOf, reasons, reasonsOf, scoreOf } from "atlas/ask/fit_reasons.js";
import { fillPanel, panelBar } from "atlas/panel/panel_bar.js";
import { placeButton } from "atlas/panel/parts.js";

/** @import { App, Child } from "atlas/core/types.js" */
/** @import { Fit, Ranked } from "atlas/core/ask_types.js" */
/** @typedef {{ query: string, answer: Fit | null, failed: unknown }} Asked */

const FORM = "form.fit-form";
const EXAMPLES = ".fit-examples";
/** What the page needs and the map has. */
const NOT_ASKED = ["lang"];

/** @param {App} app @param {Asked} asked */
export function fillFitPanel(app, asked) {
  const { answer, query, failed } = asked;
  const bar = panelBar({ title: t("fit.title"), onClose: app.close });
  const heading = el("h2", { tabindex: "-1", id: "panel-title" }, headingOf(answer));
  const form = el("div", { class: "fit-here-form" }, el("p", { class: "note", role: "status" }, t("panel.loading")));
  const wrapped = answer
    ? el(
        "details",
        { class: "panel-section fold fold-plain" },
        el("summary", {}, el("h3", {}, t("fit.map_change"))),
        form,
      )
    : form;
  const body = el(
    "div",
    { class: "panel-body" },
    failed != null && el("div", { role: "alert" }, failure(failed)),
    el("p", { class: "note" }, answer ? asks(answer) : t("fit.map_first")),
    wrapped,
    answer && [list(app, answer), leftOut(app, answer)],
    query && links(query),
    el("p", { class: "note" }, t("fit.scope")),
  );
  const head = el("header", { class: "place-head" }, heading);
  fillPanel(app.byId("panel"), "fit", bar, el("div", { class: "panel-scroll" }, head, body));
  fetchForm(app, form, query);
}

/** @param {Fit | null} answer */
function headingOf(answer) {
  if (!answer) return t("fit.title");
  return t("fit.map_results", { count: answer.places.length, out: answer.left_out.length });
}

/** @param {Fit} answer */
function asks({ conditions }) {
  return conditions.map((one) => pick(one, "title")).join(t("list.semicolon"));
}

/** @param {string} query */
function links(query) {
  return el(
    "p",
    { class: "panel-links" },
    el("a", { href: url("/fit", { page: true, query }) }, t("fit.map_page")),
    el("a", { href: url("/fit.xlsx", { query }), download: true }, "XLSX"),
    el("a", { href: url("/fit.json", { query }) }, "JSON"),
  );
}

/** @param {App} app @param {Fit} answer */
function list(app, answer) {
  if (!answer.places.length) return el("p", {}, t("fit.no_hit"));
  return el("ol", { class: "asked-list" }, ...answer.places.map((row) => rankedItem(app, answer, row)));
}

/** @param {App} app @param {Fit} answer @param {Ranked} row */
function rankedItem(app, answer, row) {
  const onSelect = (/** @type {string} */ id) => app.open(id, { push: true });
  const line = el(
    "div",
    { class: "fit-place" },
    el("b", {}, el("span", { class: "sr-only" }, `${t("fit.rank")} `), rankOf(row)),
    el("div", {}, placeButton(row.place, { onSelect }), notLocated(row), el("small", {}, scoreOf(row, answer))),
  );
  const why = el("details", { class: "fit-more-why" }, el("summary", {}, t("fit.map_why")));
  why.addEventListener("toggle", () => {
    if (why.childElementCount === 1) why.append(reasons(answer, row.answers));
  });
  return el("li", {}, line, why);
}

/** @param {Ranked} row @returns {Child} */
function notLocated({ located }) {
  return !located && [" ", el("span", { class: "tag" }, t("fit.map_unlocated"))];
}

/** @param {App} app @param {Fit} answer */
function leftOut(app, answer) {
  if (!answer.left_out.length) return null;
  const onSelect = (/** @type {string} */ id) => app.open(id, { push: true });
  const body = el("ul", { class: "asked-list" });
  const count = answer.left_out.length;
  const fold = el(
    "details",
    { class: "panel-section fold fold-plain" },
    el("summary", {}, el("h3", {}, t("fit.why_not", { count }))),
    body,
  );
  fold.addEventListener("toggle", () => {
    if (body.childElementCount) return;
    for (const { place, condition, answer: one } of answer.left_out) {
      body.append(el("li", {}, placeButton(place, { onSelect }), reasonsOf([[answer.conditions[condition], one]])));
    }
  });
  return fold;
}

/**
 * Bring the form of the page, with its conditions set.
 * @param {App} app @param {HTMLElement} box @param {string} query
 * @returns {Promise<void>}
 */
async function fetchForm(app, box, query) {
  const page = url("/fit", { page: true, query });
  let text;
  try {
    const response = await fetch(page, { headers: { Accept: "text/html" } });
    if (!response.ok && query) return await fetchForm(app, box, "");
    text = await response.text();
  } catch {
    box.replaceChildren(el("p", {}, el("a", { href: page }, t("fit.map_page"))));
    return;
  }
  if (box.isConnected) takeForm(app, box, text);
}

/** Take the form and the examples from the page. @param {App} app @param {HTMLElement} box @param {string} text */
function takeForm(app, box, text) {
  // Our own page; its scripts do not run in a document that is only read.
  const read = new DOMParser().parseFromString(text, "text/html");
  const form = /** @type {HTMLFormElement | null} */ (read.querySelector(FORM));
  if (!form) return;
  const examples = read.querySelector(EXAMPLES);
  box.replaceChildren(document.adoptNode(form), ...(examples ? [document.adoptNode(examples)] : []));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(app, new URLSearchParams(/** @type {any} */ (new FormData(form))));
  });
  examples?.addEventListener("click", (event) => followExample(app, event));
  const first = /** @type {HTMLElement | null} */ (form.querySelector("select, input"));
  if (document.activeElement?.id === "tool-fit") first?.focus();
}

/** @param {App} app @param {Event} event */
function followExample(app, event) {
  const link = /** @type {HTMLAnchorElement | null} */ (/** @type {Element} */ (event.target).closest("a"));
  const { ctrlKey, metaKey, shiftKey } = /** @type {MouseEvent} */ (event);
  if (!link || ctrlKey || metaKey || shiftKey) return;
  event.preventDefault();
  ask(app, new URLSearchParams(link.search));
}

/** Put a question; fields left empty say nothing. @param {App} app @param {URLSearchParams} given */
function ask(app, given) {
  const asked = [...given].filter(([name, value]) => value && !NOT_ASKED.includes(name));
  const valued = new Set(asked.map(([name]) => name));
  const kept = asked.filter(([name]) => {
    const [, kind] = name.match(/^(.*)_(?:must|weight)$/) ?? [];
    return !kind || valued.has(kind);
  });
  app.change({ fit: new URLSearchParams(kept).toString(), place: null, at: null });
}
