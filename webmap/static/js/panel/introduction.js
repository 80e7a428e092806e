// @ts-check
// The introduction: it stands in the page from the start, in place of the panel. Here it is closed, opened again, and
// its examples are asked.

/** @import { App } from "atlas/core/types.js" */

const page = document.body.classList;
/** What the address says of the introduction in the storage of the browser. */
const NAME = "introduction";

/**
 * Do what a button or a link of the introduction, or one that leads to it, is for.
 * @param {App} app @param {Element} part
 */
export function answer(app, part) {
  const { ask, value = "" } = /** @type {HTMLElement} */ (part).dataset;
  if (part.id === "intro-close") close(app);
  else if (ask) askFor(app, ask, value);
  else open(app);
}

/** Show the introduction, over what the panel shows. @param {App} app */
export function open(app) {
  if (app.isNarrow()) app.setTree(false);
  if (!page.contains("intro-open")) app.opener = document.activeElement;
  page.add("intro-open");
  app.byId("intro-title").focus({ preventScroll: true });
}

/** Close it for this visit and the next ones. @param {App} app */
export function close(app) {
  const { map, frame } = app;
  const untouched = !app.state.current().map;
  page.remove("intro-open");
  window.lingang.keep(NAME, "closed");
  const { opener } = app;
  const next = opener instanceof HTMLElement && opener.isConnected ? opener : map.getContainer();
  app.opener = null;
  next.focus({ preventScroll: true });
  // The opening view fits the map as it is now.
  const [right] = window.lingang.fit.paddingBottomRight ?? [0];
  window.lingang.fit = { paddingBottomRight: [right, 0] };
  map.invalidateSize({ animate: false, pan: false });
  if (untouched) map.fitBounds(frame, { ...window.lingang.fit, animate: false });
}

/** @param {App} app @param {string} ask @param {string} value */
function askFor(app, ask, value) {
  if (ask === "place") app.open(value, { push: true, focus: true, show: true });
  else if (ask === "site") app.change({ draw: value, place: null, at: null });
  else if (ask === "industry") app.change({ filter: { industry: value }, place: null, at: null, draw: null });
  else if (ask === "words") search(app, value);
}

/** @param {App} app @param {string} words */
function search(app, words) {
  const input = /** @type {HTMLInputElement} */ (app.byId("search-input"));
  input.value = words;
  input.focus();
  input.dispatchEvent(new Event("input", { bubbles: true }));
}
