// Builds elements. Strings become text nodes: nothing that comes with the data is ever parsed as HTML.

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

/** el("p", {class: "note", onclick: fn}, "text", node, null) */
export function el(tag, props = {}, ...children) {
  return fill(document.createElement(tag), props, children);
}

export function svg(tag, props = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

export function icon(name) {
  return svg("svg", { class: "icon", viewBox: "0 0 20 20", "aria-hidden": "true" }, svg("path", { d: ICONS[name] }));
}

/** Replace what a node holds. */
export function setChildren(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return node;
}

/** Have the browser save a file made here. */
export function saveBlob(name, blob) {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** Items with the same key together, in the order of the first of each. */
export function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(item);
  }
  return [...groups.values()];
}

/** A button that shows only an icon still says what it does. */
export function iconButton(name, label, onclick, props = {}) {
  return el("button", { type: "button", class: "icon-button", title: label, "aria-label": label, onclick, ...props }, icon(name));
}

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (value == null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return node;
}
