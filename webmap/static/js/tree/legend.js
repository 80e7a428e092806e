// @ts-check
// The legend: the tree in its short form. It lists the layers drawn in this view, each with its look and a switch; one
// that was switched off stays, so that it can be switched on again. Its last line opens the whole tree.

import { el, setChildren } from "atlas/core/dom.js";
import { once, untilThere } from "atlas/core/first_use.js";
import { pick, t } from "atlas/core/i18n.js";
import { swatch } from "atlas/map/style.js";

/** @import { App, LayerEntry } from "atlas/core/types.js" */

/** Windows in which the legend begins folded: it would cover the map. */
const SMALL = matchMedia("(max-width: 1199px), (max-height: 759px)");
const NAME = "legend";

/** @param {App} app */
export function showLegend(app) {
  new Legend(app).open();
}

class Legend {
  #app;
  #box;
  #rows;
  #fold;
  /** Layers drawn in this visit. @type {Set<string>} */
  #seen = new Set();
  #shown = "";

  /** @param {App} app */
  constructor(app) {
    this.#app = app;
    this.#box = app.byId("legend");
    this.#rows = app.byId("legend-rows");
    this.#fold = app.byId("legend-fold");
  }

  open() {
    const { layers, map, byId } = this.#app;
    const all = byId("legend-all");
    setChildren(all, t("legend.all", { count: layers.list.length }));
    all.addEventListener("click", () => this.#openTree());
    this.#fold.addEventListener("click", () => {
      const open = this.#box.classList.contains("legend-folded");
      this.#show(open);
      window.lingang.keep(NAME, open ? "open" : "folded");
    });
    this.#show(
      window.lingang.kept(NAME)
        ? window.lingang.kept(NAME) === "open"
        : !SMALL.matches,
    );
    untilThere(
      this.#box,
      "focusin",
      once(async () => (await import("atlas/core/roving.js")).rove(this.#box)),
    );
    layers.onChange(() => this.#update());
    map.on("moveend", () => this.#update());
    this.#update();
    this.#box.hidden = false;
  }

  /** @param {boolean} open */
  #show(open) {
    this.#box.classList.toggle("legend-folded", !open);
    this.#fold.setAttribute("aria-expanded", String(open));
  }

  #openTree() {
    this.#app.setTree(true);
    this.#app.byId("tree-close").focus({ preventScroll: true });
  }

  /** Write the rows anew if others are drawn now; else only set the switches. */
  #update() {
    const { layers } = this.#app;
    for (const id of layers.visible) this.#seen.add(id);
    const listed = layers.list.filter((layer) => this.#isListed(layer));
    const shown = listed.map(({ id }) => id).join();
    if (shown !== this.#shown)
      setChildren(
        this.#rows,
        listed.map((layer) => this.#row(layer)),
      );
    this.#shown = shown;
    for (const box of this.#rows.querySelectorAll("input"))
      box.checked = layers.isVisible(box.value);
  }

  /** The background is listed by its lines; its grounds explain themselves. @param {LayerEntry} layer */
  #isListed({ id, role, geometry, features }) {
    if (!this.#seen.has(id) || (role === "context" && geometry !== "line"))
      return false;
    const view = this.#app.map.getBounds();
    return features.some(
      ({ box }) =>
        box &&
        view.intersects([
          [box[1], box[0]],
          [box[3], box[2]],
        ]),
    );
  }

  /** @param {LayerEntry} layer */
  #row(layer) {
    const box = el("input", { type: "checkbox", value: layer.id });
    box.addEventListener("change", () =>
      this.#app.layers.toggle(layer.id, box.checked),
    );
    return el(
      "li",
      {},
      el("label", {}, box, swatch(layer), el("span", {}, pick(layer, "title"))),
    );
  }
}
