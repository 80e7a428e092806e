// @ts-check
// Themes on the map: a list to choose from in the legend, the classes of the chosen one with their counts, and the way
// back. The answers come from /themes/<id>.json, as on its page; the theme is part of the address.

import { getJson, keyOf } from "atlas/core/api.js";
import { el, groupBy, setChildren } from "atlas/core/dom.js";
import { config, pick, t, term, url } from "atlas/core/i18n.js";
import { classRow, entitleLegend } from "atlas/map/answer_legend.js";
import { ThemeDrawing } from "atlas/map/theme_drawing.js";

/** @import { App } from "atlas/core/types.js" */
/** @import { ThemeAnswer, ThemeEntry } from "atlas/core/theme_types.js" */

/** Fetch the list and follow the address from now on. @param {App} app */
export async function chooseTheme(app) {
  const { themes } = await getJson(url(`/themes.json?v=${config.version}`));
  const choice = new ThemeChoice(app, themes);
  await choice.follow();
  return choice;
}

class ThemeChoice {
  #app;
  #box;
  #drawing;
  #select;
  #rest = el("div", { "aria-live": "polite" });
  /** @type {string | null} */
  #shown = null;
  /** @type {ThemeAnswer | null} */
  #answer = null;
  #asked = false;

  /** @param {App} app @param {ThemeEntry[]} themes */
  constructor(app, themes) {
    this.#app = app;
    this.#box = app.byId("theme-box");
    this.#drawing = new ThemeDrawing(app.map);
    const groups = groupBy(
      themes.filter(({ many }) => many),
      ({ group }) => group,
    );
    const options = groups.map((rows) =>
      el("optgroup", { label: term("theme_group", rows[0].group) }, ...rows.map(optionOf)),
    );
    this.#select = el("select", { id: "theme-select" }, el("option", { value: "" }, t("themes.none")), ...options);
    this.#select.addEventListener("change", () => this.#choose(this.#select.value || null));
    setChildren(this.#box, el("label", { class: "theme-pick" }, t("themes.choose"), this.#select), this.#rest);
    app.state.watch(() => this.follow());
    app.layers.onChange(() => this.#draw());
  }

  /** Open the list for the reader. */
  ask() {
    this.#asked = true;
    this.#open(true);
    this.#select.focus();
  }

  /** Show the theme the address names. */
  async follow() {
    const { theme } = this.#app.state.current();
    if (theme === this.#shown) {
      if (this.#answer) this.#draw();
      return;
    }
    this.#shown = theme;
    this.#select.value = theme ?? "";
    this.#open(Boolean(theme) || this.#asked);
    this.#answer = null;
    this.#draw();
    if (!theme) return;
    try {
      const answer = await getJson(url(`/themes/${encodeURIComponent(theme)}.json?v=${config.version}`));
      if (this.#shown === theme) this.#answer = answer;
    } catch (error) {
      if (this.#shown === theme) this.#tell(keyOf(error));
      return;
    }
    this.#draw();
  }

  /** Say why there is no answer, and offer the way back. @param {string} key */
  #tell(key) {
    const gone = key === "error.not_found";
    // The list has no such entry and would stand empty.
    if (gone) this.#select.value = "";
    const words = el("p", { class: "note" }, t(gone ? "themes.gone" : key));
    setChildren(this.#rest, words, el("p", { class: "theme-links" }, this.#closeButton()));
  }

  #closeButton() {
    return el("button", { type: "button", class: "link-button", onclick: () => this.#close() }, t("themes.close"));
  }

  /** @param {string | null} theme */
  #choose(theme) {
    this.#app.state.write({ theme }, { push: true });
  }

  #close() {
    this.#asked = false;
    this.#choose(null);
    this.#open(false);
    this.#app.byId("theme-open").focus();
  }

  /** @param {boolean} open */
  #open(open) {
    this.#box.hidden = !open;
    this.#app.byId("theme-open").setAttribute("aria-expanded", String(open));
  }

  /** Colour the places of the layers that are on, and say what is on others. */
  #draw() {
    const { fit, time } = this.#app.state.current();
    // Two answers in colour would be told by one legend: the theme waits until the other ends.
    const answer = fit || time ? null : this.#answer;
    this.#app.map.getContainer().classList.toggle("themed", Boolean(answer));
    entitleLegend("theme", answer && pick(answer, "title"));
    if (!answer) {
      this.#drawing.clear();
      setChildren(this.#rest);
      return;
    }
    const { layers } = this.#app;
    const planned = layers.visibleLayers().filter(({ role }) => role === "planning");
    const shown = planned.flatMap(({ features }) => features.filter(({ geometry }) => geometry));
    this.#drawing.draw(answer, shown);
    const drawn = new Set(shown.map(({ id }) => id));
    setChildren(this.#rest, ...this.#legend(answer, drawn));
  }

  /** @param {ThemeAnswer} answer @param {Set<string>} drawn ids of the places on the map */
  #legend(answer, drawn) {
    const counts = new Map(answer.classes.map(({ id }) => [id, 0]));
    for (const row of answer.places)
      if (drawn.has(row.place.id)) counts.set(row.class, (counts.get(row.class) ?? 0) + 1);
    const off = answer.places.filter(
      ({ place, class: name }) =>
        name !== "unknown" && !drawn.has(place.id) && this.#app.layers.feature(place.id)?.geometry,
    );
    const page = url(`/themes/${encodeURIComponent(answer.id)}`, { page: true });
    return [
      el("ul", { class: "theme-rows" }, ...answer.classes.map((one) => classRow(one, counts.get(one.id) ?? 0))),
      el("p", { class: "note" }, pick(answer, "about")),
      off.length ? this.#others(off.map(({ place }) => place.layer)) : null,
      el("p", { class: "theme-links" }, el("a", { href: page }, t("themes.table")), this.#closeButton()),
    ];
  }

  /** Places with an answer that no layer shows. @param {string[]} places the layer of each */
  #others(places) {
    const { layers } = this.#app;
    const show = () => layers.show([...layers.visible, ...places]);
    const button = el("button", { type: "button", class: "link-button", onclick: show }, t("themes.show_more"));
    return el("p", { class: "note" }, t("themes.more", { count: places.length }), " ", button);
  }
}

/** @param {ThemeEntry} one */
function optionOf(one) {
  return el("option", { value: one.id }, pick(one, "title"));
}
