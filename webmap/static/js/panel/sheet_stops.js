// @ts-check
// The sheet that the panel is on a phone: it stops at three heights. A press of its handle goes to the next one, a drag
// to the nearest.

import { el } from "atlas/core/dom.js";
import { t } from "atlas/core/i18n.js";

const STOPS = /** @type {const} */ (["peek", "half", "full"]);
/** @typedef {typeof STOPS[number]} Stop */
/** Share of the page at which one stop gives way to the next. */
const BOUNDS = [0.43, 0.74];
const DRAG_PX = 6;

/** @returns {Stop} */
function stop() {
  return STOPS.find((name) => document.body.dataset.sheet === name) ?? "half";
}

/** Set the height of the sheet. @param {Stop} name */
export function setStop(name) {
  document.body.dataset.sheet = name;
  const handle = document.querySelector(".panel-grip");
  handle?.setAttribute("aria-expanded", String(name === "full"));
}

/** The handle on the sheet's upper edge. */
export function grip() {
  let dragged = false;
  const handle = el("button", {
    type: "button",
    class: "panel-grip",
    "aria-label": t("panel.grow"),
    "aria-expanded": String(stop() === "full"),
    onclick: () => {
      if (!dragged) setStop(STOPS[(STOPS.indexOf(stop()) + 1) % STOPS.length]);
      dragged = false;
    },
  });
  handle.addEventListener("pointerdown", (down) => {
    handle.setPointerCapture(down.pointerId);
    const move = (/** @type {PointerEvent} */ { clientY }) => {
      dragged ||= Math.abs(clientY - down.clientY) > DRAG_PX;
      if (dragged) setStop(stopAt(1 - clientY / innerHeight));
    };
    handle.addEventListener("pointermove", move);
    const end = () => handle.removeEventListener("pointermove", move);
    handle.addEventListener("pointerup", end, { once: true });
    handle.addEventListener("pointercancel", end, { once: true });
  });
  return handle;
}

/** @param {number} share of the page's height that the sheet would have @returns {Stop} */
function stopAt(share) {
  return STOPS[BOUNDS.filter((bound) => share > bound).length];
}
