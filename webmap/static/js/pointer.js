// What the pointer says while it moves over the map: the name of the shape under it and its coordinates.

import { t, term, pick } from "./i18n.js";
import { el, setChildren } from "./dom.js";
import { coordinates } from "./gauss.js";
import { hits } from "./hit.js";

/** Name the shape under the pointer and write its coordinates into `readout`. */
export function watchPointer(app, readout) {
  const { map, layers } = app;
  const tip = el("div", { class: "hover-tip", hidden: true, "aria-hidden": "true" });
  map.getContainer().append(tip);
  let pending = null;

  map.on("mousemove", (event) => {
    if (!pending) requestAnimationFrame(() => { show(pending); pending = null; });
    pending = event;
  });
  map.on("mouseout", clear);
  map.on("movestart zoomstart", clear);

  function show({ latlng, containerPoint }) {
    readout.textContent = coordinates(latlng).join("\n");
    if (app.tool) {
      clear();
      return;
    }
    const under = hits(map, layers.reachable(), latlng);
    const background = under.length ? [] : hits(map, layers.visibleLayers(), latlng, { background: true }).filter(({ kind }) => kind !== "land");
    map.getContainer().classList.toggle("over-place", under.length > 0);
    layers.hover(under[0] ?? null);
    const named = under[0] ?? background[0];
    tip.hidden = !named || !pick(named, "name");
    if (tip.hidden) return;
    setChildren(
      tip,
      el("strong", {}, pick(named, "name")),
      under.length > 0 && el("span", { class: "tip-kind" }, [term("kind", named.kind), named.grade === "C" && t("map.schematic")].filter(Boolean).join(" · ")),
      under.length > 1 && el("span", { class: "tip-more" }, t("map.more_here", { count: under.length - 1 })),
    );
    place(tip, containerPoint, map.getSize());
  }

  function clear() {
    tip.hidden = true;
    layers.hover(null);
  }
}

function place(tip, { x, y }, size) {
  const left = Math.min(x + 14, size.x - tip.offsetWidth - 8);
  const below = y + 18 + tip.offsetHeight < size.y;
  tip.style.transform = `translate(${Math.max(8, left)}px, ${below ? y + 18 : y - 12 - tip.offsetHeight}px)`;
}
