// @ts-check
// The line on top of the side panel: what it shows, and what can be done with it.

import { el, iconButton, setChildren } from "atlas/core/dom.js";
import { t } from "atlas/core/i18n.js";

/** @import { Child } from "atlas/core/types.js" */

/**
 * A control without its function is left out.
 * @typedef {object} BarActions
 * @property {string} [title] stands in the line
 * @property {() => void} onClose
 * @property {(() => void) | null} [onBack]
 * @property {(() => void) | null} [onLocate]
 * @property {(() => void) | null} [onTable]
 */

const SAID_MS = 4000;

/** @param {BarActions} actions */
export function panelBar({ title = t("panel.title"), onClose, onBack, onLocate, onTable }) {
  return el(
    "div",
    { class: "panel-bar" },
    grip(),
    onBack && iconButton("back", t("panel.back"), { id: "panel-back", onclick: onBack }),
    el("span", { class: "panel-bar-title", role: "status" }, title),
    onTable && iconButton("table", t("panel.table"), { id: "panel-table", onclick: onTable }),
    onLocate && iconButton("target", t("panel.locate"), onLocate),
    iconButton("link", t("panel.copy_link"), (event) => copyLink(event, title)),
    iconButton("close", t("panel.close"), { id: "panel-close", onclick: onClose }),
  );
}

/** The handle that makes the panel of a phone taller. */
function grip() {
  const panel = document.getElementById("panel");
  const grow = el("button", {
    type: "button",
    class: "panel-grip",
    "aria-label": t("panel.grow"),
    "aria-expanded": String(panel?.classList.contains("tall")),
    onclick: () => {
      grow.setAttribute("aria-expanded", String(panel?.classList.toggle("tall")));
    },
  });
  return grow;
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
