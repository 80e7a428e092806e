// @ts-check
// The order of the layers on each other, as the reader wishes it.

/** @import { App } from "atlas/core/types.js" */

/**
 * Functions that write the position of a layer in the stack, for every layer that was opened: moving one moves others.
 * @type {(() => void)[]}
 */
const listeners = [];

/** Call a function whenever a layer was moved. @param {() => void} listener */
export function onMove(listener) {
  listeners.push(listener);
}

/**
 * Move a layer up (-1) or down (1). A step counts among the layers that are shown: moving past a hidden one would
 * change nothing to see.
 * @param {App} app @param {string} id @param {number} step
 */
export function moveLayer({ layers, state }, id, step) {
  const stack = layers.stacked();
  const from = stack.indexOf(id);
  let to = from + step;
  while (stack[to] && !layers.isVisible(stack[to])) to += step;
  if (from < 0 || !stack[to]) return;
  stack.splice(to, 0, ...stack.splice(from, 1));
  layers.setOrder(stack);
  state.write({ order: layers.order }, { push: true });
  for (const listener of listeners) listener();
}
