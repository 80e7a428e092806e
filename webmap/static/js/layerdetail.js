// What lies under a layer of the tree: what it is, how strongly it is drawn, what lies above it, what its edges and kinds
// mean, and the list of its places.

import { el, iconButton, setChildren } from "./dom.js";
import { pick, t, term, url } from "./i18n.js";
import { gradeSwatch } from "./style.js";
import { tableLink, zoomer } from "./tree.js";

/** What tells the place of a layer in the stack, for every layer that was opened: moving one moves others. */
const positions = [];

export function fillDetail(detail, layer, app) {
  const description = pick(layer, "description");
  setChildren(
    detail,
    description && el("p", { class: "tree-description" }, description),
    links(layer, app),
    opacity(layer, app),
    layer.role !== "context" && order(layer, app),
    layer.role === "planning" && legend(layer, app),
    layer.role !== "context" && places(layer, app),
  );
}

function links(layer, app) {
  const named = layer.role !== "context";
  const areal = named && layer.features.some(({ geometry }) => /Polygon$/.test(geometry?.type ?? ""));
  return el(
    "p",
    { class: "tree-downloads" },
    layer.located > 0 && el("button", { type: "button", class: "link-button", onclick: zoomer(layer, app) }, t("tree.zoom")),
    named && tableLink(layer, app, {}, t("table.title")),
    areal && el("a", { href: url(`/stats/${layer.id}`, { page: true }) }, t("stats.title")),
    areal && el("a", { href: url(`/stats/${layer.id}.xlsx`), download: true }, "XLSX"),
  );
}

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
    onchange: () => state.write({ opacity: Object.keys(layers.opacity).length ? layers.opacity : null }, { push: true }),
  });
  const sync = () => {
    slider.value = String(now());
    setChildren(shown, `${now()}%`);
  };
  sync();
  layers.onChange(sync);
  return el("div", { class: "tree-control tree-opacity" }, el("span", {}, t("tree.opacity")), slider, shown);
}

function order(layer, app) {
  const { layers, state } = app;
  const name = pick(layer, "title");
  const place = el("output", {});
  const tell = () => {
    const stack = layers.stacked();
    setChildren(place, t("tree.position", { at: stack.indexOf(layer.id) + 1, count: stack.length }));
  };
  const move = (step) => () => {
    const stack = layers.stacked();
    // A step counts among the layers that are shown: moving past a hidden one would change nothing to see.
    const from = stack.indexOf(layer.id);
    let to = from + step;
    while (stack[to] && !layers.isVisible(stack[to])) to += step;
    if (!stack[to]) return;
    stack.splice(to, 0, ...stack.splice(from, 1));
    layers.setOrder(stack);
    state.write({ order: layers.order }, { push: true });
    for (const one of positions) one();
  };
  positions.push(tell);
  tell();
  layers.onChange(tell);
  return el(
    "div",
    { class: "tree-control tree-order" },
    el("span", {}, t("tree.order")),
    iconButton("up", t("tree.raise", { name }), move(-1)),
    iconButton("down", t("tree.lower", { name }), move(1)),
    place,
  );
}

/** Grades with their edge and kinds, each with its number of places; a click shows only those on the map. */
function legend(layer, app) {
  const count = (name) => {
    const found = new Map();
    for (const feature of layer.features) {
      if (feature[name]) found.set(feature[name], (found.get(feature[name]) ?? 0) + 1);
    }
    return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  };
  const kinds = count("kind");
  const entry = (name, picture) => ([value, number]) =>
    el("li", {}, el("button", {
      type: "button",
      class: "link-button legend-entry",
      "data-filter": `${name}:${value}`,
      title: t("filter.show_only"),
      onclick: () => {
        if (app.isNarrow()) app.setTree(false);
        app.change({ filter: { layer: layer.id, [name]: value }, place: null, at: null });
      },
    }, picture?.(value), el("span", {}, term(name, value)), el("span", { class: "tree-count" }, String(number))));
  return el(
    "ul",
    { class: "tree-legend", "aria-label": t("tree.legend_of", { name: pick(layer, "title") }) },
    count("grade").map(entry("grade", (grade) => gradeSwatch(layer, grade))),
    kinds.length > 1 && kinds.map(entry("kind")),
  );
}

function places(layer, app) {
  return el(
    "ul",
    { class: "tree-places" },
    layer.features.map((feature) =>
      el(
        "li",
        {},
        el(
          "button",
          { type: "button", class: "link-button", "data-place": feature.id, onclick: () => app.open(feature.id, { push: true, focus: true, show: true }) },
          pick(feature, "name"),
        ),
        !feature.geometry && el("span", { class: "tag" }, t("place.unlocated_tag")),
        feature.grade && el("abbr", { class: `grade grade-${feature.grade}`, title: term("grade", feature.grade) }, feature.grade),
      )),
  );
}
