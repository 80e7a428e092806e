// The layer tree: groups as the plans group, a legend beside each layer, and under each layer its places, so that
// everything on the map can also be reached with the keyboard.

import { t, term, pick, url } from "./i18n.js";
import { el, icon, iconButton } from "./dom.js";
import { swatch } from "./style.js";

/** Build the tree into `root`; `zoomTo(layer)` and `select(feature)` are the caller's. */
export function buildTree(root, layers, { zoomTo, select }) {
  const boxes = new Map();
  const groups = [];
  for (const group of layers.groups) {
    const members = layers.list.filter((layer) => layer.group === group.id);
    if (!members.length) continue;
    groups.push(groupSection(group, members, layers, boxes, { zoomTo, select }));
  }
  root.replaceChildren(...groups.map(({ node }) => node));
  const sync = () => {
    for (const [id, box] of boxes) box.checked = layers.isVisible(id);
    for (const { refresh } of groups) refresh();
  };
  layers.onChange(sync);
  sync();
}

function groupSection(group, members, layers, boxes, actions) {
  const body = el("ul", { class: "tree-layers", id: `group-${group.id}` });
  const all = el("input", {
    type: "checkbox",
    "aria-label": t("tree.show_group", { name: pick(group, "title") }),
    onchange: () => {
      const ids = new Set(layers.visible);
      for (const { id } of members) ids[all.checked ? "add" : "delete"](id);
      layers.show([...ids]);
    },
  });
  const head = el("div", { class: "tree-group-head" }, all, el("h3", {}, discloser(pick(group, "title"), body, true)));
  body.append(...members.map((layer) => layerItem(layer, layers, boxes, actions)));
  const refresh = () => {
    const shown = members.filter(({ id }) => layers.isVisible(id)).length;
    all.checked = shown > 0;
    all.indeterminate = shown > 0 && shown < members.length;
  };
  return { node: el("section", { class: "tree-group", "data-group": group.id }, head, body), refresh };
}

function layerItem(layer, layers, boxes, { zoomTo, select }) {
  const name = pick(layer, "title");
  const box = el("input", { type: "checkbox", onchange: () => layers.toggle(layer.id, box.checked) });
  boxes.set(layer.id, box);
  const detail = el("div", { class: "tree-detail", id: `detail-${layer.id}`, hidden: true });
  const located = layer.features.some((feature) => feature.geometry);
  return el(
    "li",
    { class: "tree-layer", "data-layer": layer.id },
    el(
      "div",
      { class: "tree-row" },
      discloser(null, detail, false, { name, onopen: () => fillDetail(detail, layer, select) }),
      el("label", { title: pick(layer, "description") || null }, box, swatch(layer), el("span", { class: "tree-name" }, name)),
      layer.role === "planning" && countBadge(layer),
      located && iconButton("target", t("tree.zoom_to", { name }), () => zoomTo(layer)),
      hasTable(layer) && el(
        "a",
        { class: "icon-button", href: url(`/stats/${layer.id}`, { page: true }), title: t("tree.stats_of", { name }), "aria-label": t("tree.stats_of", { name }) },
        icon("table"),
      ),
    ),
    detail,
  );
}

/** Only polygons have areas to account for. */
function hasTable(layer) {
  return layer.role === "planning" && layer.features.some((feature) => /Polygon$/.test(feature.geometry?.type ?? ""));
}

/** "24", or "3/20" where only three of twenty places could be located. */
function countBadge({ count, located }) {
  const text = located === count ? String(count) : `${located}/${count}`;
  return el("span", { class: "tree-count", title: t("tree.count", { count, located }) }, text);
}

function fillDetail(detail, layer, select) {
  if (detail.childElementCount) return;
  const description = pick(layer, "description");
  if (description) detail.append(el("p", { class: "tree-description" }, description));
  if (hasTable(layer)) detail.append(downloads(layer));
  if (layer.role !== "planning") return;
  detail.append(
    el("ul", { class: "tree-places" }, layer.features.map((feature) =>
      el(
        "li",
        {},
        el(
          "button",
          { type: "button", class: "link-button", "data-place": feature.id, onclick: () => select(feature) },
          pick(feature, "name"),
        ),
        !feature.geometry && el("span", { class: "tag" }, t("place.unlocated_tag")),
        feature.grade && el("abbr", { class: `grade grade-${feature.grade}`, title: term("grade", feature.grade) }, feature.grade),
      ))),
  );
}

function downloads(layer) {
  const path = `/stats/${layer.id}`;
  return el(
    "p",
    { class: "tree-downloads" },
    el("a", { href: url(path, { page: true }) }, t("stats.title")),
    el("a", { href: url(`${path}.csv`), download: true }, "CSV"),
    el("a", { href: url(`${path}.xlsx`), download: true }, "XLSX"),
  );
}

/** A button that opens and closes a part of the tree. */
function discloser(text, target, open, { name, onopen } = {}) {
  const button = el(
    "button",
    {
      type: "button",
      class: text ? "disclose" : "disclose icon-button",
      "aria-expanded": String(open),
      "aria-controls": target.id,
      "aria-label": text ? null : t("tree.details_of", { name }),
      title: text ? null : t("tree.details_of", { name }),
    },
    icon("chevron"),
    text,
  );
  button.addEventListener("click", () => {
    const opening = button.getAttribute("aria-expanded") !== "true";
    if (opening) onopen?.();
    button.setAttribute("aria-expanded", String(opening));
    target.hidden = !opening;
  });
  target.hidden = !open;
  return button;
}
