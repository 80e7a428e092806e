// @ts-check
// What drawing and correcting share: the bar with its buttons, the figure the server says of the shape so far, the
// switch for snapping, and the mark that shows what a point snaps to.

import { postJson } from "atlas/core/api.js";
import { el, setChildren } from "atlas/core/dom.js";
import { failureWords } from "atlas/core/error_message.js";
import { number } from "atlas/core/format.js";
import { pick, t, term, url } from "atlas/core/i18n.js";
import { snap } from "atlas/shapes/snap.js";

/** @import { App, Child, Props, Shape } from "atlas/core/types.js" */
/** @import { SiteAnswer } from "atlas/shapes/site_types.js" */
/** @typedef {import("leaflet").LatLng} LatLng */

/** Pane of the reader's own shapes: over the layers, under their names. */
export const PANE = "atlas-drawn";
/** Pane of the numbers of plots, over all names. */
export const NUMBERS = "atlas-numbers";
// Colours stand in the style sheet (drawing.css).
export const LINE = { pane: PANE, className: "drawn-outline", weight: 2.5, interactive: false, fill: false };
/** Steps in one degree: what is shown while drawing is what the link keeps. */
const STEPS = 1e6;
const TYPING = /^(INPUT|SELECT|TEXTAREA)$/;
const PRESSED_BY_KEY = /^(BUTTON|A|SUMMARY)$/;
const FIGURE_WAIT_MS = 150;

let snapping = false;

/** @param {App} app @param {string} [name] */
export function ownPane({ map }, name = PANE) {
  if (!map.getPane(name)) map.createPane(name).style.zIndex = name === PANE ? "625" : "655";
  return name;
}

/** @param {string} key of its words @param {() => void} onclick @param {Props} [props] */
export function barButton(key, onclick, props = {}) {
  return el("button", { type: "button", onclick, ...props }, t(key));
}

/** A bar at the edge of the map. @param {Child[]} content */
export function drawingBar(...content) {
  return el("div", { class: "draw-bar", role: "status" }, ...content);
}

/** What to do: by pointer, by touch, and by keys for those who use them. @param {"area" | "length" | "edit"} job */
export function hints(job) {
  return [
    el("span", { class: "draw-hint" }, term("draw_hint", job)),
    el("span", { class: "draw-hint-short" }, t(job === "edit" ? "draw.touch_edit" : "draw.touch")),
    el("span", { class: "draw-keys" }, t(job === "edit" ? "draw.keys_edit" : "draw.keys")),
  ];
}

/** Whether a key is meant for a field or a button and not for the shape. @param {KeyboardEvent} event */
export function isForControl({ target, key }) {
  const { tagName = "" } = /** @type {Partial<Element>} */ (target ?? {});
  return TYPING.test(tagName) || ((key === "Enter" || key === " ") && PRESSED_BY_KEY.test(tagName));
}

/** Keep a key from the map and the page. @param {Event} event */
export function keep(event) {
  event.preventDefault();
  event.stopPropagation();
}

/** @param {KeyboardEvent} event */
export function isUndo({ key, ctrlKey, metaKey, shiftKey }) {
  return (ctrlKey || metaKey) && !shiftKey && key.toLowerCase() === "z";
}

/** @param {KeyboardEvent} event */
export function isRedo({ key, ctrlKey, metaKey, shiftKey }) {
  const letter = key.toLowerCase();
  return (ctrlKey || metaKey) && (letter === "y" || (shiftKey && letter === "z"));
}

/** @param {KeyboardEvent} event */
export function isSnapKey({ key, ctrlKey, metaKey, altKey }) {
  return key.toLowerCase() === "s" && !ctrlKey && !metaKey && !altKey;
}

/** The switch for snapping; it stays as it was left. @param {App} app */
export class Snapping {
  #app;
  #mark = L.circleMarker([0, 0], { ...LINE, className: "snap-mark", radius: 8, weight: 2.5 });
  #note = el("span", { class: "draw-snapped", "aria-live": "polite" });
  button;

  /** @param {App} app */
  constructor(app) {
    this.#app = app;
    this.button = barButton("draw.snap", () => this.toggle(), { id: "draw-snap", title: t("draw.snap_title") });
    this.button.setAttribute("aria-pressed", String(snapping));
    this.parts = [this.button, this.#note];
  }

  toggle() {
    snapping = !snapping;
    this.button.setAttribute("aria-pressed", String(snapping));
    if (!snapping) this.remove();
  }

  /** Where a point of the pointer comes to lie, in the steps of the link. @param {LatLng} latlng @returns {LatLng} */
  at(latlng) {
    const found = snapping ? snap(this.#app, latlng) : null;
    setChildren(this.#note, found && t("draw.snapped", { name: pick(found.feature, "name") }));
    if (found) this.#mark.setLatLng(found.latlng).addTo(this.#app.map);
    else this.#mark.remove();
    return inSteps(found?.latlng ?? latlng);
  }

  remove() {
    this.#mark.remove();
    setChildren(this.#note);
  }
}

/** @param {LatLng} latlng */
function inSteps({ lat, lng }) {
  return L.latLng(Math.round(lat * STEPS) / STEPS, Math.round(lng * STEPS) / STEPS);
}

/** The size of the shape so far, as the server says it. */
export class Figure {
  node = el("output", { class: "draw-figure", id: "draw-figure" });
  /** @type {AbortController | null} */
  #running = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * Ask for the size of a shape, a moment after the last change; null takes the figure away.
   * @param {Shape | null} shape
   */
  ask(shape) {
    this.stop();
    if (!shape) setChildren(this.node);
    else this.#timer = setTimeout(() => this.#ask(shape), FIGURE_WAIT_MS);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#running?.abort();
  }

  /** @param {Shape} shape */
  async #ask(shape) {
    this.#running = new AbortController();
    const { signal } = this.#running;
    try {
      setChildren(this.node, words(await postJson(url("/measure?brief=1"), shape, { signal })));
    } catch (error) {
      if (!signal.aborted) setChildren(this.node, failureWords(error, { advice: false }));
    }
  }
}

/** @param {SiteAnswer} answer */
function words({ area, length_km: length }) {
  if (!area) return `${number(length, "km")} km`;
  const parts = [`${number(area.area_km2)} km²`, `${number(area.area_ha, "ha")} ${t("unit.ha")}`];
  return `${[...parts, `${number(area.area_mu, "mu")} ${t("unit.mu")}`].join(" · ")}`;
}
