// @ts-check
// The legend: the tree in its short form. It lists the layers drawn in this view, each with its look and a switch; one
// that was switched off stays, so that it can be switched on again. Its last line opens the whole tree.

import { el, setChildren } from "atlas/core/dom.js";
import { once, untilThere } from "atlas/core/first_use.js";
import { pick, t } from "atlas/core/i18n.js";
import { classSwatch, styleSwatch, swatch } from "atlas/map/style.js";

/** @import { App, Box, Feature, LayerEntry, LayerStyle, Pair } from "atlas/core/types.js" */
/** @import { AttributeClass, ClassAnswer } from "atlas/map/tiles/tile_types.js" */
/**
 * A row: a layer with its switch, or one of its styles below it.
 * @typedef {{ layer: LayerEntry, single?: boolean, style?: LayerStyle, name?: string, area?: number | null,
 *   by?: ClassAnswer, value?: AttributeClass }} Row `by` and `value`: a class of the column it is coloured by
 */

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
    this.#show(window.lingang.kept(NAME) ? window.lingang.kept(NAME) === "open" : !SMALL.matches);
    untilThere(
      this.#box,
      "focusin",
      once(async () => (await import("atlas/core/roving.js")).rove(this.#box)),
    );
    this.#offerThemes();
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

  /** The themes are fetched when one is asked for, or named by the address. */
  #offerThemes() {
    const button = this.#app.byId("theme-open");
    if (!button) return;
    const begin = once(async () => (await import("atlas/tree/theme_choice.js")).chooseTheme(this.#app));
    button.addEventListener("click", async () => (await begin()).ask());
    const follow = () => this.#app.state.current().theme && begin();
    this.#app.state.watch(follow);
    follow();
  }

  #openTree() {
    this.#app.setTree(true);
    this.#app.byId("tree-close").focus({ preventScroll: true });
  }

  /** Write the rows anew if others are drawn now; else only set the switches. */
  #update() {
    const { layers } = this.#app;
    for (const id of layers.visible) this.#seen.add(id);
    const listed = layers.list.flatMap((layer) => this.#rowsOf(layer));
    const shown = listed.map(nameOf).join();
    if (shown !== this.#shown)
      setChildren(
        this.#rows,
        listed.map((row) => this.#row(row)),
      );
    this.#shown = shown;
    for (const box of this.#rows.querySelectorAll("input")) box.checked = layers.isVisible(box.value);
    for (const row of this.#rows.children) {
      row.classList.toggle("legend-off", !layers.isVisible(row.getAttribute("data-of") ?? ""));
    }
  }

  /**
   * A layer is one row; one whose styles have names of their own has a row for each that is drawn in this view. The
   * background is listed by its railways: its grounds and roads explain themselves.
   * @param {LayerEntry} layer @returns {Row[]}
   */
  #rowsOf(layer) {
    const { id, role, styles, features, tiles, bounds } = layer;
    const hidden = role === "context" && !styles.some(({ recipe }) => recipe === "rail");
    const inView = tiles ? this.#isSeen(bounds) : this.#inView(features);
    if (hidden || !this.#seen.has(id) || !inView) return [];
    const by = this.#app.layers.tiled?.classes.get(id);
    if (by) return [{ layer, single: true }, ...by.classes.map((value) => ({ layer, by, value }))];
    const named = this.#named(layer);
    // One name says no more than the layer, unless only some of its places are drawn.
    const few = named.length < (this.#app.layers.members ? 1 : 2);
    return [{ layer, single: few }, ...(few ? [] : named)];
  }

  /** The styles drawn in this view that have a name, or a scope whose name they take. @param {LayerEntry} layer */
  #named(layer) {
    const byId = new Map(layer.features.map((feature) => [feature.id, feature]));
    /** @type {Map<string, Row>} */
    const named = new Map();
    for (const style of layer.styles) {
      const places = style.features.map((id) => byId.get(id));
      const own = style.recipe === "scope" ? places[0] : undefined;
      const name = own ? pick(own, "name") : pick(style, "title");
      if (!name || named.has(name) || !this.#inView(places)) continue;
      named.set(name, { layer, style, name, area: own?.stated_area_km2 });
    }
    return [...named.values()];
  }

  /** @param {(Feature | undefined)[]} features */
  #inView(features) {
    const { members } = this.#app.layers;
    const drawn = (/** @type {Feature} */ { id, layer }) => !members || layer.role === "context" || members.has(id);
    return features.some((one) => one && drawn(one) && this.#isSeen(one.box));
  }

  /** @param {Box | null | undefined} box */
  #isSeen(box) {
    return Boolean(box && this.#app.map.getBounds().intersects(boundsOf(box)));
  }

  /** @param {Row} row */
  #row({ layer, style, name, area, single, by, value }) {
    if (by && value) {
      const only = async () =>
        (await import("atlas/tree/attribute_style.js")).leaveOnly(this.#app, layer, by.column, value);
      const words = [classSwatch(value, by.opacity), el("span", {}, pick(value, "label"))];
      return el(
        "li",
        { class: "legend-part" },
        el("button", { type: "button", class: "link-button legend-class", onclick: only }, words),
      );
    }
    if (style) {
      const figure = area != null && el("small", {}, ` ${area} km²`);
      return el("li", { class: "legend-part", "data-of": layer.id }, styleSwatch(style), el("span", {}, name, figure));
    }
    const box = el("input", { type: "checkbox", value: layer.id });
    box.addEventListener("change", () => this.#app.layers.toggle(layer.id, box.checked));
    return el(
      "li",
      { "data-of": layer.id },
      el("label", {}, box, single && swatch(layer), el("span", {}, pick(layer, "title"))),
    );
  }
}

/** @param {Row} row */
function nameOf({ layer, style, by, value }) {
  return style?.id ?? [layer.id, by?.column, value?.id].join("/");
}

/** @param {Box} box @returns {[Pair, Pair]} */
function boundsOf([west, south, east, north]) {
  return [
    [south, west],
    [north, east],
  ];
}
