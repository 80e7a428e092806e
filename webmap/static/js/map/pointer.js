// @ts-check
// What the pointer says while it moves over the map: the name of the shape under it and its coordinates.

import { t, term, pick } from "atlas/core/i18n.js";
import { el, setChildren } from "atlas/core/dom.js";
import { number } from "atlas/core/format.js";
import { position, system } from "atlas/map/reference_system.js";
import { hits } from "atlas/map/hit_test.js";

/** @import { App, Feature } from "atlas/core/types.js" */
/** @typedef {import("leaflet").LeafletMouseEvent} MapEvent */

/**
 * Name the shape under the pointer and write its coordinates into `readout`.
 * @param {App} app @param {Element} readout
 */
export function watchPointer(app, readout) {
  const { map, layers } = app;
  const tip = el("div", { class: "hover-tip", hidden: true, "aria-hidden": "true" });
  map.getContainer().append(tip);
  /** @type {MapEvent | null} */
  let pending = null;
  const clear = () => {
    tip.hidden = true;
    layers.hover(null);
  };

  map.on("mousemove", (event) => {
    if (!pending) {
      requestAnimationFrame(() => {
        const last = /** @type {MapEvent} */ (pending);
        pending = null;
        readout.textContent = `${t(`crs.${system()}`)}  ${position(last.latlng)}`;
        if (app.tool) clear();
        else layers.look(last.latlng).then(() => show(app, tip, last));
      });
    }
    pending = event;
  });
  map.on("mouseout", clear);
  map.on("movestart zoomstart", clear);
}

/** @param {App} app @param {HTMLElement} tip @param {MapEvent} event */
function show({ map, layers }, tip, { latlng, containerPoint }) {
  const under = hits(map, layers.reachable(latlng), latlng);
  const [named] = under.length ? under : background(map, layers, latlng);
  map.getContainer().classList.toggle("over-place", under.length > 0);
  layers.hover(under[0] ?? null);
  tip.hidden = !pick(named, "name");
  if (tip.hidden) return;
  setChildren(
    tip,
    el("strong", {}, pick(named, "name")),
    under.length > 0 && el("span", { class: "tip-kind" }, kindOf(named)),
    under.length > 1 && el("span", { class: "tip-more" }, t("map.more_here", { count: under.length - 1 })),
  );
  place(tip, containerPoint, map.getSize());
}

/** @param {App["map"]} map @param {App["layers"]} layers @param {import("leaflet").LatLng} latlng */
function background(map, layers, latlng) {
  return hits(map, layers.visibleLayers(), latlng, { background: true }).filter(({ kind }) => kind !== "land");
}

/** @param {Feature} feature */
function kindOf({ kind, grade, layer, area_km2: area }) {
  const own = layer.tiles && area !== null && `${number(area)} km²`;
  return [term("kind", kind), grade === "C" && t("map.schematic"), own].filter(Boolean).join(" · ");
}

/** @param {HTMLElement} tip @param {{ x: number, y: number }} at @param {{ x: number, y: number }} size */
function place(tip, { x, y }, size) {
  const left = Math.min(x + 14, size.x - tip.offsetWidth - 8);
  const below = y + 18 + tip.offsetHeight < size.y;
  tip.style.transform = `translate(${Math.max(8, left)}px, ${below ? y + 18 : y - 12 - tip.offsetHeight}px)`;
}
