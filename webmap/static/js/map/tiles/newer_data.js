// @ts-check
// Notices that a layer of the store was replaced, edited or removed while the page is open, and says so: names, legend
// and tiles of the page are still the old ones.

import { getJson } from "atlas/core/api.js";
import { el, iconButton } from "atlas/core/dom.js";
import { config, t } from "atlas/core/i18n.js";

/** @import { App } from "atlas/core/types.js" */

/** How often it is asked while the page is seen; also whenever somebody comes back to it. */
const ASK_MS = 60_000;
/** Coming back several times within it asks once. */
const PAUSE_MS = 2000;

/** @param {App} app */
export function watchData(app) {
  // Its tiles are described with the version of all data; unlike a stored layer it cannot be removed.
  const asked = app.layers.list.find(({ stored }) => !stored);
  if (!asked) return;
  let last = 0;
  const look = async () => {
    if (document.hidden || Date.now() - last < PAUSE_MS) return;
    last = Date.now();
    const version = await versionNow(asked.id);
    if (!version || version === config.version) return;
    stop();
    const reload = el("button", { type: "button", onclick: () => location.reload() }, t("error.reload"));
    app.say(t("map.newer"), reload, iconButton("close", t("panel.close"), app.hush));
  };
  const timer = setInterval(look, ASK_MS);
  const stop = () => {
    clearInterval(timer);
    removeEventListener("focus", look);
    document.removeEventListener("visibilitychange", look);
  };
  addEventListener("focus", look);
  document.addEventListener("visibilitychange", look);
}

/** The version of the data the service has now; null while it does not answer. @param {string} id of a layer */
async function versionNow(id) {
  try {
    const { tiles } = await getJson(`${config.root}/tiles/${id}.json`);
    return new URL(tiles[0], location.href).searchParams.get("v");
  } catch {
    return null; // asked again later
  }
}
