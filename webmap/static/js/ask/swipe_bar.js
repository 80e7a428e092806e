// @ts-check
// The bar over a compared map: what each side shows, chosen from the frameworks of the documents or layer by layer in
// the tree, which follows the side in hand.

import { el, iconButton, setChildren, svg } from "atlas/core/dom.js";
import { pick, t, term } from "atlas/core/i18n.js";

/** @import { Framework, Swipe } from "atlas/ask/swipe_sides.js" */
/**
 * @typedef {object} Actions
 * @property {(side: number, framework: string | null) => void} choose
 * @property {(side: number) => void} openLayers
 * @property {() => void} swap
 * @property {() => void} close
 */

const SIDES = ["left", "right"];
const SWAP = "M4 7h11l-3-3M16 13H5l3 3";

/** @param {Framework[]} frameworks @param {Actions} actions */
export function swipeBar(frameworks, actions) {
  const sides = SIDES.map((name, i) => {
    const sign = el("span", { class: "swipe-sign", "aria-hidden": "true" }, term("swipe", name));
    const own = el("option", { value: "" });
    const select = el(
      "select",
      { id: `swipe-set-${name}`, "aria-label": t("swipe.shows", { side: term("swipe", name) }) },
      ...frameworks.map((one) => el("option", { value: one.id }, titleOf(one))),
      own,
    );
    select.addEventListener("change", () => actions.choose(i, select.value || null));
    const onclick = () => actions.openLayers(i);
    const button = { type: "button", class: "swipe-layers", id: `swipe-layers-${name}`, onclick };
    const label = t("swipe.layers_of", { side: term("swipe", name) });
    const layers = el("button", { ...button, "aria-pressed": "false", "aria-label": label }, t("swipe.layers"));
    return { own, select, layers, node: el("div", { class: "swipe-side" }, sign, select, layers) };
  });
  const picture = svg("svg", { class: "icon", viewBox: "0 0 20 20", "aria-hidden": "true" }, svg("path", { d: SWAP }));
  const names = { title: t("swipe.swap"), "aria-label": t("swipe.swap"), id: "swipe-sides" };
  const swap = el("button", { type: "button", class: "icon-button", ...names, onclick: actions.swap }, picture);
  const close = iconButton("close", t("swipe.close"), { id: "swipe-close", onclick: actions.close });
  const middle = el("div", { class: "swipe-middle" }, swap, close);
  const node = el(
    "div",
    { class: "swipe-bar", id: "swipe-bar", role: "group", "aria-label": t("swipe.bar") },
    sides[0].node,
    middle,
    sides[1].node,
  );

  /** Show what the sides are. @param {Swipe} swipe @param {number} inHand the side the tree follows */
  const show = (swipe, inHand) => {
    sides.forEach(({ own, select, layers }, i) => {
      const { framework, layers: ids } = swipe.sides[i];
      setChildren(own, framework ? t("swipe.choose") : t("swipe.own", { count: ids.length }));
      select.value = framework ?? "";
      layers.setAttribute("aria-pressed", String(i === inHand));
    });
  };
  return { node, show };
}

/** @param {Framework} framework */
function titleOf(framework) {
  const document = framework.document && pick(framework.document, "short");
  return document ? `${pick(framework, "term")} · ${document}` : pick(framework, "term");
}
