// @ts-check
// The places a reader collects to see them side by side: up to four, kept as long as the window is open. The page that
// compares them has them in its address, and tells here which are left (page/side_places.js).

import { el, setChildren } from "atlas/core/dom.js";
import { config, pick, t, url } from "atlas/core/i18n.js";

/** @import { PlaceName } from "atlas/core/types.js" */

const KEY = "lingang-side";
const MOST = 4;

/** The browser's memory; null where the reader forbids it, which the browser says by throwing. */
function memory() {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

/** Where there is no memory, places are kept until the page is left. @type {string[]} */
let kept = [];

/** @returns {string[]} */
function collected() {
  const noted = memory()?.getItem(KEY);
  return noted == null ? kept : noted.split(",").filter(Boolean);
}

/**
 * A button that collects a place; once it is among them, or no more have room, the way to the page that compares them.
 * @param {PlaceName} place
 */
export function sideStep(place) {
  // The static site has no page for every choice of places.
  if (!config.live) return null;
  const step = el("span", { class: "side-step", "data-side": place.id });
  draw(step, place);
  return step;
}

/** @param {HTMLElement} step @param {PlaceName} place */
function draw(step, place) {
  const places = collected();
  if (places.includes(place.id) || places.length >= MOST) {
    const query = `places=${places.map(encodeURIComponent).join(",")}`;
    const href = url("/side", { page: true, query });
    setChildren(step, el("a", { class: "step", href }, t("side.open", { count: places.length })));
    return;
  }
  const title = t("side.put_title", { name: pick(place, "name") });
  const onclick = () => collect(step, place);
  setChildren(step, el("button", { type: "button", class: "step", title, onclick }, t("side.put")));
}

/** @param {HTMLElement} clicked @param {PlaceName} place */
function collect(clicked, place) {
  kept = [...collected(), place.id];
  memory()?.setItem(KEY, kept.join(","));
  // The same step stands in the panel and at the foot of the sheet.
  for (const step of document.querySelectorAll(".side-step")) {
    if (step instanceof HTMLElement && step.dataset.side === place.id) draw(step, place);
  }
  clicked.querySelector("a")?.focus();
}
