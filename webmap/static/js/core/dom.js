// @ts-check
// Builds elements. Strings become text nodes: nothing that comes with the data is ever parsed as HTML.

/** @import { Child, Props } from "atlas/core/types.js" */

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  close: "M5 5l10 10M15 5L5 15",
  chevron: "M7.5 5l5 5-5 5",
  target: "M10 3v3M10 14v3M3 10h3M14 10h3M10 6.5a3.5 3.5 0 100 7 3.5 3.5 0 000-7z",
  table: "M3.5 4.5h13v11h-13zM3.5 8.2h13M3.5 11.9h13M8.2 8.2v7.3",
  back: "M12.5 5l-5 5 5 5",
  up: "M5 12.5l5-5 5 5",
  down: "M5 7.5l5 5 5-5",
  link: "M8.5 11.5a3 3 0 004.2 0l2.6-2.6a3 3 0 00-4.2-4.2l-1 1M11.5 8.5a3 3 0 00-4.2 0l-2.6 2.6a3 3 0 004.2 4.2l1-1",
};

/**
 * Make an element: el("p", { class: "note", onclick: fn }, "text", node, null)
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag @param {Props} [props] @param {Child[]} children
 */
export function el(tag, props = {}, ...children) {
  return fill(document.createElement(tag), props, children);
}

/**
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag @param {Props} [props] @param {Child[]} children
 */
export function svg(tag, props = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

/** @param {keyof ICONS} name */
export function icon(name) {
  return svg("svg", { class: "icon", viewBox: "0 0 20 20", "aria-hidden": "true" }, svg("path", { d: ICONS[name] }));
}

/** Replace what a node holds. @param {Element} node @param {Child[]} children */
export function setChildren(node, ...children) {
  node.replaceChildren(...kept(children));
}

/** Have the browser save a file made here. @param {string} name @param {Blob} blob */
export function saveBlob(name, blob) {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/**
 * Items with the same key together, in the order of the first of each.
 * @template T
 * @param {T[]} items @param {(item: T) => unknown} keyOf
 */
export function groupBy(items, keyOf) {
  /** @type {Map<unknown, T[]>} */
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

/**
 * A button that shows only an icon still says what it does.
 * @param {keyof ICONS} name @param {string} label
 * @param {Props | ((event: MouseEvent) => unknown)} props or only its handler
 */
export function iconButton(name, label, props) {
  const given = typeof props === "function" ? { onclick: props } : props;
  const common = { type: "button", class: "icon-button", title: label, "aria-label": label };
  return el("button", { ...common, ...given }, icon(name));
}

/** @template {Element} T @param {T} node @param {Props} props @param {Child[]} children */
function fill(node, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (value == null || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...kept(children));
  return node;
}

/** @param {Child[]} children @returns {(Node | string)[]} */
function kept(children) {
  /** @param {Child} child @returns {(Node | string)[]} */
  const leaves = (child) => {
    if (child == null || child === false) return [];
    return typeof child === "string" || child instanceof Node ? [child] : child.flatMap(leaves);
  };
  return children.flatMap(leaves);
}
