// @ts-check
// The divider between two sides of the map: dragged by mouse or finger, moved by keys, and it says where it stands.

import { el, svg } from "atlas/core/dom.js";
import { t } from "atlas/core/i18n.js";

const ARROWS = "M7.5 5l-5 5 5 5M12.5 5l5 5-5 5";
const STEP = 1;
const LARGE_STEP = 10;

/** @typedef {{ onMove: (share: number) => void, onRest: () => void }} Listener */

export class Divider {
  #listener;
  #share = 0;
  node;

  /** @param {Listener} listener `onMove` is told the share of the width it stands at, `onRest` when it rests there */
  constructor(listener) {
    this.#listener = listener;
    const drawn = { class: "icon", viewBox: "0 0 20 20", "aria-hidden": "true" };
    const picture = svg("svg", drawn, svg("path", { d: ARROWS }));
    const range = { "aria-valuemin": "0", "aria-valuemax": "100", "aria-orientation": "horizontal" };
    this.node = el(
      "div",
      { class: "divider", id: "divider", role: "slider", tabindex: "0", "aria-label": t("swipe.divider"), ...range },
      el("span", { class: "divider-handle" }, picture),
    );
    this.node.addEventListener("keydown", (event) => this.#onKey(event));
    this.node.addEventListener("pointerdown", (event) => this.#take(event));
  }

  /** @param {number} share percent from the left @param {string} words what it says */
  set(share, words) {
    this.#share = share;
    this.node.style.setProperty("--at", String(share / 100));
    this.node.setAttribute("aria-valuenow", String(Math.round(share)));
    this.node.setAttribute("aria-valuetext", words);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const step = event.shiftKey ? LARGE_STEP : STEP;
    /** @type {Record<string, number>} */
    const shares = {
      ArrowLeft: this.#share - step,
      ArrowDown: this.#share - step,
      ArrowRight: this.#share + step,
      ArrowUp: this.#share + step,
      PageDown: this.#share - LARGE_STEP,
      PageUp: this.#share + LARGE_STEP,
      Home: 0,
      End: 100,
    };
    if (!(event.key in shares)) return;
    event.preventDefault();
    event.stopPropagation();
    this.#listener.onMove(shares[event.key]);
    this.#listener.onRest();
  }

  /** @param {PointerEvent} event */
  #take(event) {
    if (event.button) return;
    event.preventDefault();
    this.node.focus({ preventScroll: true });
    this.node.setPointerCapture(event.pointerId);
    const map = this.node.parentElement?.querySelector(".atlas-map") ?? this.node;
    const frame = map.getBoundingClientRect();
    const follow = (/** @type {PointerEvent} */ { clientX }) =>
      this.#listener.onMove(((clientX - frame.left) / frame.width) * 100);
    const leave = () => {
      this.node.removeEventListener("pointermove", follow);
      this.#listener.onRest();
    };
    this.node.addEventListener("pointermove", follow);
    this.node.addEventListener("lostpointercapture", leave, { once: true });
  }
}
