// @ts-check
// What lies under a layer of the tree: what it is, how strongly it is drawn, what lies above it, what its edges and
// kinds mean, and the list of its places.

import { el, iconButton, setChildren } from "atlas/core/dom.js";
import { pick, t, term, url } from "atlas/core/i18n.js";
import { swatch } from "atlas/map/style.js";
import { attributeChoice } from "atlas/tree/attribute_style.js";
import { moveLayer, onMove } from "atlas/tree/layer_order.js";

/** @import { App, Feature, LayerEntry } from "atlas/core/types.js" */

/** @param {Element} detail @param {LayerEntry} layer @param {App} app */
export function fillDetail(detail, layer, app) {
  const description = pick(layer, "description");
  setChildren(
    detail,
    description && el("p", { class: "tree-description" }, description),
    links(layer),
    opacity(layer, app),
    layer.role !== "context" && order(layer, app),
    layer.role === "planning" && legend(layer, app),
    layer.tiles && attributeChoice(layer, app),
    layer.role !== "context" && !layer.tiles && places(layer, app),
  );
}

/** Links the tree follows (`follow` in tree/tree.js), and those to pages and files. @param {LayerEntry} layer */
function links(layer) {
  const { id, features, located } = layer;
  const named = layer.role !== "context";
  const drawn = features.some(({ geometry }) => /Polygon$/.test(geometry?.type ?? ""));
  const areal = named && (drawn || (layer.tiles && layer.geometry === "polygon"));
  const zoom = { type: "button", class: "link-button", "data-zoom": id };
  const table = { href: url(`/tables/${id}`, { page: true }), "data-table": id };
  return el(
    "p",
    { class: "tree-downloads" },
    located > 0 && el("button", zoom, t("tree.zoom")),
    named && el("a", table, t("table.title")),
    areal && el("a", { href: url(`/stats/${id}`, { page: true }) }, t("stats.title")),
    areal && el("a", { href: url(`/stats/${id}.xlsx`), download: true }, "XLSX"),
  );
}

/** @param {LayerEntry} layer @param {App} app */
function opacity(layer, app) {
  const { layers, state } = app;
  const now = () => layers.opacity[layer.id] ?? 100;
  const shown = el("output", {});
  const slider = el("input", {
    type: "range",
    min: 10,
    max: 100,
    step: 10,
    "aria-label": t("tree.opacity_of", { name: pick(layer, "title") }),
    oninput: () => {
      layers.setOpacity({ ...layers.opacity, [layer.id]: Number(slider.value) });
      sync();
    },
    // One step of the history for the whole movement of the slider.
    onchange: () =>
      state.write({ opacity: Object.keys(layers.opacity).length ? layers.opacity : null }, { push: true }),
  });
  const sync = () => {
    slider.value = String(now());
    setChildren(shown, `${now()}%`);
  };
  sync();
  layers.onChange(sync);
  return el("div", { class: "tree-control tree-opacity" }, el("span", {}, t("tree.opacity")), slider, shown);
}

/** @param {LayerEntry} layer @param {App} app */
function order(layer, app) {
  const { layers } = app;
  const name = pick(layer, "title");
  const place = el("output", {});
  const tell = () => {
    const stack = layers.stacked();
    setChildren(place, t("tree.position", { at: stack.indexOf(layer.id) + 1, count: stack.length }));
  };
  onMove(tell);
  tell();
  layers.onChange(tell);
  return el(
    "div",
    { class: "tree-control tree-order" },
    el("span", {}, t("tree.order")),
    iconButton("up", t("tree.raise", { name }), () => moveLayer(app, layer.id, -1)),
    iconButton("down", t("tree.lower", { name }), () => moveLayer(app, layer.id, 1)),
    place,
  );
}

/** @typedef {"kind" | "grade"} Trait */

/**
 * Grades with their edge and kinds, each with its number of places; a click shows only those on the map.
 * @param {LayerEntry} layer @param {App} app
 */
function legend(layer, app) {
  const kinds = counts(layer, "kind");
  const grades = counts(layer, "grade");
  return el(
    "ul",
    { class: "tree-legend", "aria-label": t("tree.legend_of", { name: pick(layer, "title") }) },
    grades.map(([grade, count]) => legendEntry(layer, app, "grade", grade, count, swatch(layer, grade))),
    kinds.length > 1 && kinds.map(([kind, count]) => legendEntry(layer, app, "kind", kind, count)),
  );
}

/** How many features of a layer have each value. @param {LayerEntry} layer @param {Trait} name */
function counts(layer, name) {
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const { [name]: value } of layer.features) {
    if (value) found.set(value, (found.get(value) ?? 0) + 1);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * @param {LayerEntry} layer @param {App} app
 * @param {Trait} name @param {string} value @param {number} count @param {Element} [picture]
 */
function legendEntry(layer, app, name, value, count, picture) {
  const words = [picture, el("span", {}, term(name, value)), el("span", { class: "tree-count" }, String(count))];
  const onclick = () => {
    if (app.isNarrow()) app.setTree(false);
    app.change({ filter: { layer: layer.id, [name]: value }, place: null, at: null });
  };
  const props = { type: "button", class: "link-button legend-entry", title: t("filter.show_only"), onclick };
  return el("li", {}, el("button", { ...props, "data-filter": `${name}:${value}` }, words));
}

/** @param {LayerEntry} layer @param {App} app */
function places(layer, app) {
  const items = layer.features.map((feature) => placeItem(feature, app));
  return el("ul", { class: "tree-places" }, items);
}

/** @param {Feature} feature @param {App} app */
function placeItem({ id, geometry, grade, ...names }, app) {
  const onclick = () => app.open(id, { push: true, focus: true, show: true });
  return el(
    "li",
    {},
    el("button", { type: "button", class: "link-button", "data-place": id, onclick }, pick(names, "name")),
    !geometry && el("span", { class: "tag" }, t("place.unlocated_tag")),
    grade && el("abbr", { class: `grade grade-${grade}`, title: term("grade", grade) }, grade),
  );
}
