// @ts-check
// Go to a coordinate: typed in any of the usual writings, read by the server's search, in the reference system the
// reader chose; the same choice decides how coordinates are shown.

import { getJson } from "atlas/core/api.js";
import { el, iconButton, setChildren } from "atlas/core/dom.js";
import { failureWords } from "atlas/core/error_message.js";
import { pick, t, url } from "atlas/core/i18n.js";
import { onChoice, position, system } from "atlas/map/reference_system.js";
import { hold, stopOnEscape } from "atlas/tools/active_tool.js";
import { systemChoice } from "atlas/shapes/corner_list.js";

/** @import { App } from "atlas/core/types.js" */
/** @typedef {{ lon: number, lat: number, read_as: string, on_map: boolean, places: object[] }} Found */

const LARGEST_DEGREE = 360;

/** Open the form. @param {App} app */
export function openGoTo(app) {
  new GoTo(app).open();
}

class GoTo {
  #app;
  #field = el("input", { id: "go-to-input", autocomplete: "off", spellcheck: "false", inputmode: "text" });
  #answer = el("div", { class: "go-to-answer", role: "status" });
  #form;

  /** @param {App} app */
  constructor(app) {
    this.#app = app;
    const onsubmit = (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      this.#go();
    };
    this.#form = el(
      "form",
      { class: "go-to", id: "go-to", "aria-label": t("go_to.title"), onsubmit },
      el("div", { class: "sheet-head" }, el("h2", {}, t("go_to.title")), this.#closeButton()),
      el("label", { class: "go-to-row" }, el("span", {}, t("crs.choice")), systemChoice("go-to-system")),
      el("div", { class: "go-to-row" }, this.#field, el("button", { type: "submit", class: "button" }, t("go_to.go"))),
      el("p", { class: "note" }, t("go_to.writings")),
      this.#answer,
    );
    this.#label();
  }

  #closeButton() {
    return iconButton("close", t("panel.close"), { onclick: () => this.#app.tool?.stop() });
  }

  #label() {
    const [lat, lng] = [30.9, 121.9];
    this.#field.setAttribute("aria-label", t("go_to.title"));
    this.#field.setAttribute("placeholder", position({ lat, lng }));
  }

  open() {
    const app = this.#app;
    app.byId("main").append(this.#form);
    const endKeys = stopOnEscape(app);
    const endChoice = onChoice(() => this.#label());
    hold(app, "coordinates", () => {
      endKeys();
      endChoice();
      this.#form.remove();
      app.byId("tool-coordinates").focus();
    });
    this.#field.focus();
  }

  async #go() {
    const typed = this.#field.value.trim();
    if (!typed) return;
    try {
      const asked = encodeURIComponent(inSystem(typed));
      const found = await getJson(url("/search", { query: `q=${asked}&most=6` }));
      this.#take(found.coordinates ?? []);
    } catch (error) {
      setChildren(this.#answer, failureWords(error));
    }
  }

  /** @param {Found[]} found */
  #take(found) {
    if (found.length > 1) {
      const items = found.map((one) => {
        const onclick = () => this.#show(one);
        const button = el("button", { type: "button", class: "link-button", onclick }, position(at(one)));
        return el("li", {}, button, " ", el("span", { class: "overlap-kind" }, meaning(one)));
      });
      setChildren(this.#answer, el("p", {}, t("go_to.several")), el("ul", {}, items));
    } else if (found.length) this.#show(found[0]);
    else setChildren(this.#answer, t("go_to.nothing"));
  }

  /** @param {Found} one */
  #show(one) {
    const { lat, lon } = one;
    const words = one.on_map ? "go_to.shown" : "go_to.off_map";
    setChildren(this.#answer, t(words, { system: one.read_as, at: position(at(one)) }));
    // On a phone the form lies over the spot, which carries its coordinates itself.
    if (this.#app.isNarrow() && one.on_map) this.#app.tool?.stop();
    this.#app.change({ spot: `${lat.toFixed(7)},${lon.toFixed(7)}`, place: null, at: null });
  }
}

/** @param {Found} found */
function at({ lat, lon }) {
  return { lat, lng: lon };
}

/** @param {Found} found */
function meaning({ read_as: system, places }) {
  return [system, ...places.slice(0, 1).map((place) => pick(place, "name"))].join(" · ");
}

/** The text with the system it is to be read in, unless the numbers are of another kind. @param {string} typed */
function inSystem(typed) {
  const chosen = system();
  const numbers = (typed.match(/\d+(?:\.\d+)?/g) ?? []).map(Number);
  const degrees = numbers.every((one) => one <= LARGEST_DEGREE);
  if (/[a-z]{3}|坐标|火星|高德|百度/i.test(typed)) return typed;
  if (chosen === "gcj02" && degrees) return `GCJ-02 ${typed}`;
  return /^\d+$/.test(chosen) && !degrees ? `EPSG:${chosen} ${typed}` : typed;
}
