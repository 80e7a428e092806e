// @ts-check
// Two of the three frameworks on each other, parted by a divider. The divider is a range input that lies over the whole
// map: mouse, finger and keyboard move it as any other, and it tells its value itself. The state stands in the address.
// A plain script and no module: it must also run in a page opened from a disk.
"use strict";

{
  /** @typedef {"left" | "right"} Side */
  /** @typedef {{ figure: HTMLElement, picture: SVGElement, term: string }} Framework */

  const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const select = (/** @type {string} */ id) => /** @type {HTMLSelectElement} */ (byId(id));
  const maps = byId("frameworks-maps");
  const swipe = byId("swipe");
  const map = byId("swipe-map");
  const divider = /** @type {HTMLInputElement} */ (byId("swipe-at"));
  const languages = /** @type {HTMLAnchorElement} */ (byId("lang-switch"));
  const live = /** @type {HTMLAnchorElement | null} */ (document.getElementById("swipe-live"));
  const sides = { left: select("swipe-left"), right: select("swipe-right") };
  const figures = /** @type {NodeListOf<HTMLElement>} */ (maps.querySelectorAll("[data-framework]"));
  /** @type {Map<string, Framework>} */
  const frameworks = new Map();
  for (const figure of figures) {
    const { framework = "", term = "" } = figure.dataset;
    const picture = /** @type {SVGElement} */ (figure.querySelector("svg"));
    frameworks.set(framework, { figure, picture, term });
  }
  /** @param {Side} side */
  const chosen = (side) => /** @type {Framework} */ (frameworks.get(sides[side].value));

  /** Draw both sides and list what they show beside the map. */
  const show = () => {
    for (const old of map.querySelectorAll(":scope > svg")) old.remove();
    for (const { figure } of frameworks.values()) figure.classList.remove("chosen-left", "chosen-right");
    showSide("left");
    showSide("right");
    move();
  };

  /** @param {Side} side */
  const showSide = (side) => {
    const { figure, picture, term } = chosen(side);
    const copy = /** @type {SVGElement} */ (picture.cloneNode(true));
    copy.classList.add("swipe-picture", `swipe-${side}`);
    map.prepend(copy);
    figure.classList.add(`chosen-${side}`);
    const name = map.querySelector(`.swipe-name-${side}`);
    if (name) name.textContent = term;
  };

  const move = () => {
    const share = Number(divider.value);
    map.style.setProperty("--at", `${share}%`);
    /** @type {Record<string, string | number>} */
    const words = { left: chosen("left").term, right: chosen("right").term, share, rest: 100 - share };
    const text = (swipe.dataset.words ?? "").replace(/\{(\w+)\}/g, (_, name) => String(words[name]));
    divider.setAttribute("aria-valuetext", text);
  };

  /** The address is the link to this very comparison, and so are the links and forms of the page that keep it. */
  const remember = () => {
    if (location.protocol === "file:") return;
    if (live) live.hash = `swipe=${divider.value};@${sides.left.value};@${sides.right.value}`;
    const address = new URL(location.href);
    const language = new URL(languages.href);
    const state = { left: sides.left.value, right: sides.right.value, at: divider.value };
    for (const [name, value] of Object.entries(state)) {
      address.searchParams.set(name, value);
      language.searchParams.set(name, value);
      const fields = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(`form [name="${name}"]`));
      for (const field of fields) field.value = value;
    }
    history.replaceState(null, "", address);
    languages.href = language.href;
  };

  /** Follow one side. A framework beside itself compares nothing: the other side takes what this one had. */
  const follow = (/** @type {HTMLSelectElement} */ one, /** @type {HTMLSelectElement} */ other) => {
    let before = one.value;
    one.addEventListener("focus", () => {
      before = one.value;
    });
    one.addEventListener("change", () => {
      if (other.value === one.value) other.value = before;
      before = one.value;
      show();
      remember();
    });
  };

  follow(sides.left, sides.right);
  follow(sides.right, sides.left);
  byId("swipe-swap").addEventListener("click", () => {
    [sides.left.value, sides.right.value] = [sides.right.value, sides.left.value];
    show();
    remember();
  });
  divider.addEventListener("input", move);
  divider.addEventListener("change", remember);
  if (sides.left.value === sides.right.value) {
    sides.right.value = [...frameworks.keys()].find((id) => id !== sides.left.value) ?? "";
  }
  swipe.hidden = false;
  maps.classList.add("swiped");
  show();
}
