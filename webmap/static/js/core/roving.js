// @ts-check
// A group of controls as one stop of the tab key: the arrow keys move among them. Up and down go from row to row, left
// and right within a row; Home and End go to the ends.

const CONTROLS = "button, a[href], input, summary";
const STEPS = /** @type {Record<string, [row: number, column: number]>} */ ({
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
});

/** Controls that a key up or down moves themselves; the other keys move sliders too. */
const MOVING = /** @type {Record<string, string>} */ ({ ArrowUp: "select", ArrowDown: "select" });

/**
 * @typedef {object} Options
 * @property {string} [row] what makes a row of several controls; without it each control is a row
 * @property {string} [first] the control of a row that up and down lead to
 */

/** @param {HTMLElement} root @param {Options} [options] */
export function rove(root, options = {}) {
  const settle = () => {
    const all = controls(root);
    const now = all.find((node) => node.tabIndex === 0) ?? all[0];
    for (const node of root.querySelectorAll(CONTROLS)) setStop(node, node === now);
  };
  root.addEventListener("focusin", ({ target }) => {
    if (!(target instanceof HTMLElement) || !target.matches(CONTROLS)) return;
    for (const node of root.querySelectorAll(CONTROLS)) setStop(node, node === target);
  });
  root.addEventListener("keydown", (event) => onKey(root, options, event));
  new MutationObserver(settle).observe(root, { childList: true, subtree: true, attributeFilter: ["hidden"] });
  settle();
}

/** @param {Element} node @param {boolean} on */
function setStop(node, on) {
  const index = on ? 0 : -1;
  if (/** @type {HTMLElement} */ (node).tabIndex !== index) /** @type {HTMLElement} */ (node).tabIndex = index;
}

/** The controls in sight. @param {HTMLElement} root @returns {HTMLElement[]} */
function controls(root) {
  const all = /** @type {HTMLElement[]} */ ([...root.querySelectorAll(CONTROLS)]);
  return all.filter((node) => node.offsetParent && !(/** @type {HTMLButtonElement} */ (node).disabled));
}

/** @param {HTMLElement} root @param {Options} options @param {KeyboardEvent} event */
function onKey(root, options, event) {
  const at = /** @type {HTMLElement} */ (event.target);
  // A slider keeps the keys that move it, and a list those that choose.
  const slides = at.matches(MOVING[event.key] ?? "select, input[type=range]");
  const goes = event.key in STEPS || event.key === "Home" || event.key === "End";
  if (!goes || slides || event.altKey) return;
  event.preventDefault();
  goal(root, options, at, event.key)?.focus();
}

/** @param {HTMLElement} root @param {Options} options @param {HTMLElement} at @param {string} key */
function goal(root, options, at, key) {
  const [row, column] = STEPS[key] ?? [0, 0];
  if (row) return inRow(root, options, at, row);
  return column ? beside(root, options, at, column) : end(root, key);
}

/** @param {HTMLElement} root @param {string} key */
function end(root, key) {
  const all = controls(root);
  return all[key === "Home" ? 0 : all.length - 1];
}

/** @param {HTMLElement} root @param {Options} options @param {HTMLElement} at @param {number} step */
function beside(root, options, at, step) {
  const all = controls(root);
  const next = all[all.indexOf(at) + step];
  return next && (!options.row || next.closest(options.row) === at.closest(options.row)) ? next : null;
}

/** @param {HTMLElement} root @param {Options} options @param {HTMLElement} at @param {number} step */
function inRow(root, { row, first }, at, step) {
  const all = controls(root);
  const rowOf = (/** @type {HTMLElement} */ node) => (row && node.closest(row)) || node;
  let i = all.indexOf(at);
  while (all[i] && rowOf(all[i]) === rowOf(at)) i += step;
  if (!all[i]) return null;
  const members = all.filter((node) => rowOf(node) === rowOf(all[i]));
  return members.find((node) => first && node.matches(first)) ?? members[0];
}
