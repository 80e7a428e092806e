// The layer tree: groups as the plans group, a legend beside each layer. What lies under a layer (its places, opacity, order,
// legend) is built when it is opened, so that everything on the map can also be reached with the keyboard.

import { t, pick, url } from "./i18n.js";
import { el, icon, iconButton } from "./dom.js";
import { swatch } from "./style.js";

/** Build the tree into `root`. */
export function buildTree(root, app) {
  const { layers } = app;
  const boxes = new Map();
  const groups = [];
  for (const group of layers.groups) {
    const members = layers.list.filter((layer) => layer.group === group.id);
    if (members.length) groups.push(groupSection(group, members, app, boxes));
  }
  root.replaceChildren(...groups.map(({ node }) => node));
  const sync = () => {
    for (const [id, { box, node }] of boxes) {
      box.checked = layers.isVisible(id);
      node.classList.toggle("layer-off", !box.checked);
    }
    for (const { refresh } of groups) refresh();
  };
  layers.onChange(sync);
  sync();
}

function groupSection(group, members, app, boxes) {
  const { layers } = app;
  const body = el("ul", { class: "tree-layers", id: `group-${group.id}` });
  body.append(...members.map((layer) => layerItem(layer, app, boxes)));
  const mark = members[0].role === "workspace" && el("p", { class: "note tree-mark" }, t("workspace.mark"));
  // A group of one layer needs no switch of its own beside that of the layer.
  if (members.length === 1) {
    const node = el("section", { class: "tree-group tree-single", "data-group": group.id }, el("h3", {}, pick(group, "title")), mark, body);
    return { node, refresh: () => node.classList.toggle("group-off", !layers.isVisible(members[0].id)) };
  }
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
  const node = el("section", { class: "tree-group", "data-group": group.id }, head, mark, body);
  const refresh = () => {
    const shown = members.filter(({ id }) => layers.isVisible(id)).length;
    all.checked = shown > 0;
    all.indeterminate = shown > 0 && shown < members.length;
    node.classList.toggle("group-off", shown === 0);
  };
  return { node, refresh };
}

function layerItem(layer, app, boxes) {
  const name = pick(layer, "title");
  const box = el("input", { type: "checkbox", onchange: () => app.layers.toggle(layer.id, box.checked) });
  const detail = el("div", { class: "tree-detail", id: `detail-${layer.id}`, hidden: true });
  const onopen = async () => {
    if (!detail.childElementCount) (await import("./layerdetail.js")).fillDetail(detail, layer, app);
  };
  const row = el(
    "div",
    { class: "tree-row" },
    discloser(null, detail, false, { name, onopen }),
    el("label", { title: pick(layer, "description") || null }, box, swatch(layer), el("span", { class: "tree-name" }, name, layer.role !== "context" && [" ", countBadge(layer)])),
    el("span", { class: "row-tools" },
      layer.located > 0 && iconButton("target", t("tree.zoom_to", { name }), zoomer(layer, app)),
      layer.role !== "context" && tableLink(layer, app, { class: "icon-button", title: t("tree.table_of", { name }), "aria-label": t("tree.table_of", { name }) }, icon("table"))),
  );
  const node = el("li", { class: "tree-layer", "data-layer": layer.id }, row, detail);
  boxes.set(layer.id, { box, node });
  return node;
}

/** What brings a layer into view. */
export function zoomer(layer, app) {
  return async () => {
    if (app.isNarrow()) app.setTree(false);
    (await import("./places.js")).zoomTo(app, layer);
  };
}

/** A plain click opens the table under the map; the address of the link is the table as a page of its own. */
export function tableLink(layer, app, props, ...content) {
  return el("a", {
    ...props,
    href: url(`/tables/${layer.id}`, { page: true }),
    onclick: (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (app.isNarrow()) app.setTree(false);
      if (!app.layers.isVisible(layer.id)) app.layers.toggle(layer.id, true);
      app.change({ table: layer.id }, { keepView: true });
    },
  }, ...content);
}

/** "24", or "3/20" where only three of twenty places could be located. */
function countBadge({ count, located }) {
  const text = located === count ? String(count) : `${located}/${count}`;
  return el("span", { class: "tree-count", title: t("tree.count", { count, located }) }, text);
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
