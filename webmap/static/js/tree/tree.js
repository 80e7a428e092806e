// @ts-check
// The layer tree: groups as the plans group, a legend beside each layer. What lies under a layer (its places, opacity,
// order, legend) is built when it is opened, so that everything on the map can also be reached with the keyboard.

import { grouped } from "atlas/core/format.js";
import { t, pick, url } from "atlas/core/i18n.js";
import { el, icon, iconButton } from "atlas/core/dom.js";
import { rove } from "atlas/core/roving.js";
import { swatch } from "atlas/map/style.js";
import { moveLayer } from "atlas/tree/layer_order.js";

/** @import { App, LayerEntry } from "atlas/core/types.js" */
/** @typedef {Map<string, { box: HTMLInputElement, node: HTMLElement }>} Boxes checkbox and row of each layer */
/** @typedef {{ node: Element, refresh: () => void }} Group */

/** What the keys up and down go over, see core/roving.js. */
const ROWS = ".tree-row, .tree-group-head, .tree-control, .tree-downloads, .tree-legend li, .tree-places li";

/** Build the tree into `root`. @param {HTMLElement} root @param {App} app */
export function buildTree(root, app) {
  const { layers } = app;
  /** @type {Boxes} */
  const boxes = new Map();
  /** @type {Group[]} */
  const groups = [];
  for (const group of layers.groups) {
    const members = layers.list.filter((layer) => layer.group === group.id);
    if (members.length) groups.push(groupSection(group, members, app, boxes));
  }
  root.replaceChildren(...groups.map(({ node }) => node));
  root.addEventListener("click", (event) => follow(event, app));
  root.addEventListener("keydown", (event) => move(event, app));
  const sync = () => {
    for (const [id, { box, node }] of boxes) {
      box.checked = layers.isVisible(id);
      node.classList.toggle("layer-off", !box.checked);
    }
    for (const { refresh } of groups) refresh();
  };
  layers.onChange(sync);
  sync();
  rove(root, { row: ROWS, first: "label input, .tree-group-head input" });
}

/** Alt with up or down moves the layer that has the focus. @param {KeyboardEvent} event @param {App} app */
function move(event, app) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const row = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-layer]"));
  if (!event.altKey || !step || !row) return;
  event.preventDefault();
  moveLayer(app, row.dataset.layer ?? "", step);
}

/**
 * Follow the links of a layer, here and under it. A plain click opens the table under the map; the address of the link
 * is the table as a page of its own.
 * @param {MouseEvent} event @param {App} app
 */
async function follow(event, app) {
  const target = /** @type {Element} */ (event.target);
  const link = /** @type {HTMLElement | null} */ (target.closest("[data-zoom], [data-table]"));
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const { openTable, zoomToLayer } = await import("atlas/tree/layer_links.js");
  const { table, zoom } = link.dataset;
  if (table) openTable(app, table);
  else if (zoom) zoomToLayer(app, zoom);
}

/**
 * @param {{ id: string }} group @param {LayerEntry[]} members @param {App} app @param {Boxes} boxes @returns {Group}
 */
function groupSection(group, members, app, boxes) {
  const { layers } = app;
  const title = pick(group, "title");
  const body = el("ul", { class: "tree-layers", id: `group-${group.id}` });
  body.append(...members.map((layer) => layerItem(layer, app, boxes)));
  const mark = members[0].role === "workspace" && el("p", { class: "note tree-mark" }, t("workspace.mark"));
  const section = { class: "tree-group", "data-group": group.id };
  // A group of one layer is one row: its name would only be said twice.
  if (members.length === 1 && !mark) {
    const node = el("section", { ...section, class: "tree-group tree-single", "aria-label": title }, body);
    return { node, refresh: () => node.classList.toggle("group-off", !layers.isVisible(members[0].id)) };
  }
  const all = el("input", { type: "checkbox", "aria-label": t("tree.show_group", { name: title }) });
  all.addEventListener("change", () => {
    const ids = new Set(layers.visible);
    for (const { id } of members) ids[all.checked ? "add" : "delete"](id);
    layers.show([...ids]);
  });
  const head = el("div", { class: "tree-group-head" }, all, el("h3", {}, discloser(title, body, true)));
  const node = el("section", section, head, mark, body);
  const refresh = () => {
    const shown = members.filter(({ id }) => layers.isVisible(id)).length;
    all.checked = shown > 0;
    all.indeterminate = shown > 0 && shown < members.length;
    node.classList.toggle("group-off", shown === 0);
  };
  return { node, refresh };
}

/** @param {LayerEntry} layer @param {App} app @param {Boxes} boxes */
function layerItem(layer, app, boxes) {
  const name = pick(layer, "title");
  const named = layer.role !== "context";
  const box = el("input", { type: "checkbox" });
  box.addEventListener("change", () => app.layers.toggle(layer.id, box.checked));
  const detail = el("div", { class: "tree-detail", id: `detail-${layer.id}`, hidden: true });
  const onopen = async () => {
    if (!detail.childElementCount) (await import("atlas/tree/layer_detail.js")).fillDetail(detail, layer, app);
  };
  const words = el("span", { class: "tree-name" }, name, named && [" ", countBadge(layer)]);
  const row = el(
    "div",
    { class: "tree-row" },
    discloser(null, detail, false, { name, onopen }),
    el("label", { title: pick(layer, "description") || null }, box, swatch(layer), words),
    el("span", { class: "row-tools" }, layer.located > 0 && zoomButton(layer, name), named && tableIcon(layer, name)),
  );
  const node = el("li", { class: "tree-layer", "data-layer": layer.id }, row, detail);
  boxes.set(layer.id, { box, node });
  return node;
}

/** @param {LayerEntry} layer @param {string} name */
function zoomButton(layer, name) {
  return iconButton("target", t("tree.zoom_to", { name }), { "data-zoom": layer.id });
}

/** @param {LayerEntry} layer @param {string} name */
function tableIcon({ id }, name) {
  const label = t("tree.table_of", { name });
  const props = { href: url(`/tables/${id}`, { page: true }), "data-table": id };
  return el("a", { ...props, class: "icon-button", title: label, "aria-label": label }, icon("table"));
}

/** "24", or "3/20" where only three of twenty places could be located. @param {LayerEntry} layer */
function countBadge({ count, located }) {
  const text = located === count ? grouped(count) : `${grouped(located)}/${grouped(count)}`;
  return el("span", { class: "tree-count", title: t("tree.count", { count, located }) }, text);
}

/**
 * A button that opens and closes a part of the tree.
 * @param {string | null} text @param {HTMLElement} target @param {boolean} open
 * @param {{ name?: string, onopen?: () => void }} [options] `name` of what it opens, for a button without text
 */
function discloser(text, target, open, { name, onopen } = {}) {
  const label = text ? null : t("tree.details_of", { name });
  const props = { type: "button", class: text ? "disclose" : "disclose icon-button", "aria-expanded": String(open) };
  const names = { "aria-controls": target.id, "aria-label": label, title: label };
  const button = el("button", { ...props, ...names }, icon("chevron"), text);
  button.addEventListener("click", () => {
    const opening = button.getAttribute("aria-expanded") !== "true";
    if (opening) onopen?.();
    button.setAttribute("aria-expanded", String(opening));
    target.hidden = !opening;
  });
  target.hidden = !open;
  return button;
}
