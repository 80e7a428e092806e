// The line on top of the side panel: what it shows, and what can be done with it.

import { el, iconButton, setChildren } from "./dom.js";
import { t } from "./i18n.js";

const SAID_MS = 4000;

/** `title` stands in the line; the other entries are functions, a control without its function is left out. */
export function panelBar({ title = t("panel.title"), onClose, onBack, onLocate, onTable }) {
  const panel = () => document.getElementById("panel");
  const grow = el("button", {
    type: "button",
    class: "panel-grip",
    "aria-label": t("panel.grow"),
    "aria-expanded": String(panel().classList.contains("tall")),
    onclick: () => grow.setAttribute("aria-expanded", String(panel().classList.toggle("tall"))),
  });
  return el(
    "div",
    { class: "panel-bar" },
    grow,
    onBack && iconButton("back", t("panel.back"), onBack, { id: "panel-back" }),
    el("span", { class: "panel-bar-title", role: "status" }, title),
    onTable && iconButton("table", t("panel.table"), onTable, { id: "panel-table" }),
    onLocate && iconButton("target", t("panel.locate"), onLocate),
    iconButton("link", t("panel.copy_link"), (event) => copyLink(event, title)),
    iconButton("close", t("panel.close"), onClose, { id: "panel-close" }),
  );
}

/** Fill the panel anew; `name` tells what it shows now. */
export function fillPanel(root, name, ...content) {
  delete root.dataset.place;
  root.dataset.shows = name;
  setChildren(root, ...content);
  root.scrollTop = 0;
}

async function copyLink(event, title) {
  const status = event.currentTarget.parentElement.querySelector("[role=status]");
  setChildren(status, t(await copied(location.href) ? "panel.copied" : "panel.copy_failed"));
  setTimeout(() => setChildren(status, title), SAID_MS);
}

/** Browsers give the clipboard only to secure addresses; an office server on plain HTTP has the older way left. */
async function copied(text) {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false; // the reader or the office forbids it
    }
  }
  const before = document.activeElement;
  const field = document.body.appendChild(el("textarea", { class: "sr-only", readonly: true, "aria-hidden": "true", tabindex: "-1" }, text));
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  before?.focus();
  return done;
}
