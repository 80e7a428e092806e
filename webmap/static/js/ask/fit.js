// @ts-check
// Which parks fit, on the map: the places of a question in the colour of their answer with their ranks, form and list
// in the panel, and at each place why it has its rank. The question is part of the address, as on its page.

import { getJson } from "atlas/core/api.js";
import { el, iconButton } from "atlas/core/dom.js";
import { failureWords } from "atlas/core/error_message.js";
import { config, t, url } from "atlas/core/i18n.js";
import { AnswerOnMap, askedChip, bringIntoView } from "atlas/ask/answer_on_map.js";
import { fillFitPanel } from "atlas/ask/fit_panel.js";
import { whyRanked } from "atlas/ask/fit_reasons.js";

/** @import { App } from "atlas/core/types.js" */
/** @import { ThemeClass } from "atlas/core/theme_types.js" */
/** @import { Fit, FitAnswer } from "atlas/core/ask_types.js" */

const OPACITY = 0.62;
/** Classes of the answers with the custom property of their colour (base.css); the unknown is hatched. */
const CLASSES = { all: "--yes", some: "--bar-fill", unknown: "--unknown", out: "--edge" };
const OUT_WEIGHT = 1.2;
/** @type {FitOnMap | null} */
let shown = null;

/**
 * Show the answers to a question; null ends it, an empty one is the form.
 * @param {App} app @param {string | null} query @param {{ keepView?: boolean }} [options]
 */
export async function showFit(app, query, { keepView = false } = {}) {
  app.byId("tool-fit")?.setAttribute("aria-pressed", String(query != null));
  if (query != null) shown ??= new FitOnMap(app);
  await shown?.show(query, keepView);
}

/** Show form and list in the panel. @param {App} app */
export function showFitPanel(app) {
  shown ??= new FitOnMap(app);
  shown.fillPanel();
}

class FitOnMap {
  #app;
  #drawing;
  /** @type {Fit | null} */
  #answer = null;
  /** @type {string | null} */
  #query = null;
  /** @type {unknown} */
  #failed = null;

  /** @param {App} app */
  constructor(app) {
    this.#app = app;
    this.#drawing = new AnswerOnMap(app, "fit");
    addEventListener("atlas:place", (event) => this.#explain(/** @type {CustomEvent<string>} */ (event).detail));
  }

  /** @param {string | null} query @param {boolean} keepView */
  async show(query, keepView) {
    this.#query = query;
    [this.#answer, this.#failed] = [null, null];
    if (!query) {
      this.#drawing.end();
      askedChip(this.#app, "fit");
      return;
    }
    try {
      const answer = await getJson(url(`/fit.json?${query}&v=${config.version}`));
      if (this.#query !== query) return;
      this.#answer = answer;
      this.#draw(answer, keepView);
    } catch (error) {
      if (this.#query !== query) return;
      this.#failed = error;
      this.#drawing.end();
      this.#chip(failureWords(error));
    }
  }

  fillPanel() {
    fillFitPanel(this.#app, { query: this.#query ?? "", answer: this.#answer, failed: this.#failed });
  }

  /** @param {Fit} answer @param {boolean} keepView */
  #draw(answer, keepView) {
    const { layers } = this.#app;
    const { places, left_out: out } = answer;
    const rows = [
      ...places.map(({ place, answers }) => ({ place, class: classOf(answers), whole: false })),
      ...out.map(({ place }) => ({ place, class: "out", whole: true })),
    ];
    const features = rows.flatMap(({ place }) => layers.feature(place.id) ?? []).filter(({ geometry }) => geometry);
    const title = t("fit.map_results", { count: places.length, out: out.length });
    this.#drawing.show({
      title: t("fit.title"),
      answer: { opacity: OPACITY, classes: classes(), places: rows },
      features,
      numbers: new Map(places.map(({ place, rank }) => [place.id, String(rank)])),
      notes: [el("p", { class: "note" }, t("fit.map_numbers"))],
    });
    this.#chip(title);
    const ranked = places.flatMap(({ place }) => layers.feature(place.id) ?? []).filter(({ geometry }) => geometry);
    if (!keepView) bringIntoView(this.#app, layers.bounds(ranked));
  }

  /** @param {string} words */
  #chip(words) {
    const onclick = () => this.#app.change({ fit: null }, { keepView: true });
    const close = iconButton("close", t("fit.map_close"), { id: "fit-close", onclick });
    askedChip(this.#app, "fit", el("span", { role: "status" }, words), close);
  }

  /** Say in the panel of a place why it has its rank. @param {string} id */
  #explain(id) {
    if (!this.#answer) return;
    const scrolled = this.#app.byId("panel").querySelector(".panel-scroll");
    const why = whyRanked(this.#answer, id);
    if (why) scrolled?.querySelector(".panel-body")?.before(why);
  }
}

/** @returns {ThemeClass[]} */
function classes() {
  return Object.entries(CLASSES).map(([id, property]) => {
    const label = t(`fit.map_${id}`);
    const weight = id === "out" ? { weight: OUT_WEIGHT } : {};
    return { id, label_zh: label, label_en: label, colour: `var(${property})`, step: 1, ...weight };
  });
}

/** What fails a soft condition meets some; else one unknown answer leaves all unknown. @param {FitAnswer[]} answers */
function classOf(answers) {
  const found = new Set(answers.map(({ answer }) => answer));
  if (found.has("no")) return "some";
  return found.has("unknown") ? "unknown" : "all";
}
