// @ts-check
// The tool in hand: at most one.

/** @import { App } from "atlas/core/types.js" */

let watchesBack = false;

/** The browser's Back goes to another state of the page: a tool in hand is put away. @param {App} app */
function stopOnBack(app) {
  if (watchesBack) return;
  watchesBack = true;
  app.state.onNavigate(() => app.tool?.stop());
}

/**
 * Show which tool is in hand.
 * @param {App} app @param {string} name @param {() => void} stop is called when it is put away
 */
export function hold(app, name, stop) {
  stopOnBack(app);
  const button = app.byId(`tool-${name}`);
  button.setAttribute("aria-pressed", "true");
  document.body.classList.add(`using-${name}`);
  app.tool = {
    name,
    stop: () => {
      app.tool = null;
      button.setAttribute("aria-pressed", "false");
      document.body.classList.remove(`using-${name}`);
      stop();
    },
  };
}

/**
 * Have Escape put the tool away and do nothing else; it comes before the keys of the page.
 * @param {App} app @returns {() => void} what ends it
 */
export function stopOnEscape(app) {
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    app.tool?.stop();
  };
  addEventListener("keydown", onKey, true);
  return () => removeEventListener("keydown", onKey, true);
}
