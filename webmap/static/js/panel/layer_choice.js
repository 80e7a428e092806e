// @ts-check
// What lies under one click, as one line of the panel's bar: how many shapes, a list to choose from, and steps from one
// to the next, by buttons and by the keys [ and ].

import { el, icon, iconButton } from "atlas/core/dom.js";
import { number } from "atlas/core/format.js";
import { pick, t, term } from "atlas/core/i18n.js";

/** @import { Feature } from "atlas/core/types.js" */
/** @typedef {{ features: Feature[], id: string, onSelect: (id: string) => void }} Choice */

/** @type {Choice | null} what the keys step through */
let current = null;

addEventListener("keydown", (event) => {
  const step = { "[": -1, "]": 1 }[event.key];
  const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
  if (!step || typing || event.ctrlKey || event.metaKey || event.altKey || !current) return;
  if (!document.querySelector(".panel .layer-choice")) return;
  event.preventDefault();
  go(current, step);
});

/** The shapes under a click, for the bar of the panel; nothing where there is one only. @param {Choice} choice */
export function layerChoice(choice) {
  const { features, id } = choice;
  const at = features.findIndex((feature) => feature.id === id);
  current = features.length > 1 && at >= 0 ? choice : null;
  if (!current) return null;
  const list = el("ol", {}, features.map(row(choice)));
  const box = el("nav", { class: "overlaps", "aria-label": t("panel.layers"), hidden: true }, list);
  const button = opener(features.length - 1, box);
  box.addEventListener("keydown", (event) => walk(event, box, button));
  return el(
    "div",
    { class: "layer-choice" },
    button,
    el(
      "span",
      { class: "layer-steps" },
      iconButton("back", t("panel.step_back"), { id: "layer-back", onclick: () => go(choice, -1) }),
      el("span", { class: "layer-count" }, `${at + 1}/${features.length}`),
      iconButton("chevron", t("panel.step_on"), { id: "layer-on", onclick: () => go(choice, 1) }),
    ),
    box,
  );
}

/** @param {number} others @param {HTMLElement} box */
function opener(others, box) {
  const button = el(
    "button",
    { type: "button", class: "layer-open", id: "layer-open", "aria-expanded": "false", onclick: () => toggle() },
    t("panel.more_here", { count: others }),
    icon("down"),
  );
  const toggle = () => {
    box.hidden = !box.hidden;
    button.setAttribute("aria-expanded", String(!box.hidden));
    if (!box.hidden) /** @type {HTMLElement | null} */ (box.querySelector("[aria-current]"))?.focus();
  };
  return button;
}

/** Go to the next or the one before, round and round. @param {Choice} choice @param {number} step */
function go({ features, id, onSelect }, step) {
  const at = features.findIndex((feature) => feature.id === id);
  onSelect(features[(at + step + features.length) % features.length].id);
}

/**
 * Arrow keys move in the list, Escape closes it.
 * @param {KeyboardEvent} event @param {HTMLElement} box @param {HTMLElement} button
 */
function walk(event, box, button) {
  const rows = [...box.querySelectorAll("button")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") button.click();
  else if (step) rows[(rows.findIndex((one) => one === event.target) + step + rows.length) % rows.length].focus();
  else return;
  event.preventDefault();
  if (event.key === "Escape") button.focus();
}

/** @param {Choice} choice @returns {(feature: Feature) => HTMLElement} */
function row({ id, onSelect }) {
  return (feature) => {
    const part = feature.kind === "part";
    const area = number(feature.area_km2, "km2", { about: feature.grade === "C" });
    const chosen = feature.id === id ? "true" : null;
    const onclick = () => onSelect(feature.id);
    const button = el(
      "button",
      { type: "button", "data-place": feature.id, "aria-current": chosen, onclick },
      el("span", { class: "overlap-name" }, pick(feature, "name")),
      el("span", { class: "overlap-kind" }, part ? t("panel.part") : term("kind", feature.kind)),
      feature.area_km2 != null && el("span", { class: "overlap-area" }, `${area} km²`),
    );
    return el("li", { class: part ? "overlap-part" : null }, button);
  };
}
