// Two of the three frameworks on each other, parted by a divider. The divider is a range input that lies over the whole map:
// mouse, finger and keyboard move it as any other, and it tells its value itself. The state stands in the address.
// A plain script and no module: it must also run in a page opened from a disk.

(() => {
  const byId = (id) => document.getElementById(id);
  const maps = byId("frameworks-maps");
  const swipe = byId("swipe");
  const map = byId("swipe-map");
  const divider = byId("swipe-at");
  const sides = { left: byId("swipe-left"), right: byId("swipe-right") };
  const figures = new Map([...maps.querySelectorAll("[data-framework]")].map((figure) => [figure.dataset.framework, figure]));

  /** Draw both sides and list what they show beside the map. */
  function choose() {
    for (const old of map.querySelectorAll(":scope > svg")) old.remove();
    for (const figure of figures.values()) figure.classList.remove("chosen-left", "chosen-right");
    for (const [side, { value }] of Object.entries(sides)) {
      const figure = figures.get(value);
      const picture = figure.querySelector("svg").cloneNode(true);
      picture.classList.add("swipe-picture", `swipe-${side}`);
      map.prepend(picture);
      figure.classList.add(`chosen-${side}`);
      map.querySelector(`.swipe-name-${side}`).textContent = figure.dataset.term;
    }
    move();
  }

  function move() {
    const share = Number(divider.value);
    map.style.setProperty("--at", `${share}%`);
    const words = { left: term("left"), right: term("right"), share, rest: 100 - share };
    divider.setAttribute("aria-valuetext", swipe.dataset.words.replace(/\{(\w+)\}/g, (_, name) => words[name]));
  }

  function term(side) {
    return figures.get(sides[side].value).dataset.term;
  }

  /** The address is the link to this very comparison, and so are the links and forms of the page that keep it. */
  function remember() {
    if (location.protocol === "file:") return;
    const address = new URL(location.href);
    const state = { left: sides.left.value, right: sides.right.value, at: divider.value };
    for (const [name, value] of Object.entries(state)) address.searchParams.set(name, value);
    history.replaceState(null, "", address);
    const language = new URL(byId("lang-switch").href);
    for (const [name, value] of Object.entries(state)) {
      language.searchParams.set(name, value);
      for (const field of document.querySelectorAll(`form [name="${name}"]`)) field.value = value;
    }
    byId("lang-switch").href = language;
  }

  for (const [side, other] of [["left", "right"], ["right", "left"]]) {
    let before = sides[side].value;
    sides[side].addEventListener("focus", () => { before = sides[side].value; });
    sides[side].addEventListener("change", () => {
      // A framework beside itself compares nothing: the other side takes what this one had.
      if (sides[other].value === sides[side].value) sides[other].value = before;
      before = sides[side].value;
      choose();
      remember();
    });
  }
  byId("swipe-swap").addEventListener("click", () => {
    [sides.left.value, sides.right.value] = [sides.right.value, sides.left.value];
    choose();
    remember();
  });
  divider.addEventListener("input", move);
  divider.addEventListener("change", remember);
  if (sides.left.value === sides.right.value) {
    sides.right.value = [...figures.keys()].find((id) => id !== sides.left.value);
  }
  swipe.hidden = false;
  maps.classList.add("swiped");
  choose();
})();
