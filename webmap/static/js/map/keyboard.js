// @ts-check
// The map by keyboard alone: the arrow keys move it under a cross, the shape there is named, Enter opens it.

import { el, setChildren } from "atlas/core/dom.js";
import { pick, t, term } from "atlas/core/i18n.js";
import { firstToOpen, hits } from "atlas/map/hit_test.js";

/** @import { App, Feature } from "atlas/core/types.js" */

/** @param {App} app */
export function watchKeys(app) {
  const { map } = app;
  const container = map.getContainer();
  const cross = el("div", { class: "draw-cross", "aria-hidden": "true" });
  const under = el("p", { class: "map-under", role: "status" });
  app.byId("main").append(cross, under);
  const here = () => (app.layers && !app.tool ? hits(map, app.layers.reachable(map.getCenter()), map.getCenter()) : []);
  const byKey = () => document.body.classList.contains("by-key") && document.activeElement === container;
  const tell = () => name(app, under, byKey() ? here() : []);

  container.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== container) return;
    const first = firstToOpen(here());
    if (first) app.open(first.id, { at: map.getCenter(), push: true, keepView: true, focus: true });
    else if (!app.tool) app.change({ place: null, at: map.getCenter() }, { keepView: true });
  });
  container.addEventListener("focus", tell);
  container.addEventListener("blur", () => setChildren(under));
  addEventListener("pointerdown", () => setChildren(under));
  map.on("moveend", tell);
  tell();
}

/** Name the first of the shapes under the cross. @param {App} app @param {Element} under @param {Feature[]} found */
function name(app, under, found) {
  const [first] = found;
  if (!first) {
    setChildren(under);
    return;
  }
  setChildren(
    under,
    el("strong", {}, pick(first, "name")),
    ` ${term("kind", first.kind)} `,
    found.length > 1 && `${t("map.more_here", { count: found.length - 1 })} `,
    el("kbd", {}, t("map.enter")),
  );
  app.layers.hover(first);
}
