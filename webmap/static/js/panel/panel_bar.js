// @ts-check
// The line on top of the side panel: what it shows, and what can be done with it.

import { el, iconButton, setChildren } from "atlas/core/dom.js";
import { t } from "atlas/core/i18n.js";
import { grip } from "atlas/panel/sheet_stops.js";

/** @import { Child } from "atlas/core/types.js" */

/**
 * A control without its function is left out.
 * @typedef {object} BarActions
 * @property {string} [title] stands in the line
 * @property {Child} [choice] stands in its place
 * @property {() => void} onClose
 * @property {(() => void) | null} [onBack]
 * @property {(() => void) | null} [onLocate]
 * @property {(() => void) | null} [onTable]
 */

const SAID_MS = 4000;

/** @param {BarActions} actions */
export function panelBar({ title = t("panel.title"), choice = null, onClose, onBack, onLocate, onTable }) {
  const said = choice ? "" : title;
  return el(
    "div",
    { class: "panel-bar" },
    grip(),
    onBack && iconButton("back", t("panel.back"), { id: "panel-back", onclick: onBack }),
    choice,
    el("span", { class: "panel-bar-title", role: "status" }, said),
    onTable && iconButton("table", t("panel.table"), { id: "panel-table", onclick: onTable }),
    onLocate && iconButton("target", t("panel.locate"), onLocate),
    iconButton("link", t("panel.copy_link"), (event) => copyLink(event, said)),
    iconButton("close", t("panel.close"), { id: "panel-close", onclick: onClose }),
  );
}

/** Fill the panel anew. @param {HTMLElement} root @param {string} name what it shows now @param {Child[]} content */
export function fillPanel(root, name, ...content) {
  delete root.dataset.place;
  root.dataset.shows = name;
  document.body.dataset.panel = name;
  setChildren(root, ...content);
  root.scrollTop = 0;
}

/** @param {MouseEvent} event @param {string} title */
async function copyLink(event, title) {
  const button = /** @type {Element} */ (event.currentTarget);
  const status = button.parentElement?.querySelector("[role=status]");
  const words = t((await copied(location.href)) ? "panel.copied" : "panel.copy_failed");
  if (!status) return;
  setChildren(status, words);
  setTimeout(() => setChildren(status, title), SAID_MS);
}

/**
 * Browsers give the clipboard only to secure addresses; an office server on plain HTTP has the older way left.
 * @param {string} text
 */
export async function copied(text) {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false; // the reader or the office forbids it
    }
  }
  const before = document.activeElement;
  const hidden = { class: "sr-only", readonly: true, "aria-hidden": "true", tabindex: "-1" };
  const field = document.body.appendChild(el("textarea", hidden, text));
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return done;
}
