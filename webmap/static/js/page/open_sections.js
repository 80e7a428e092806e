// @ts-check
// The page of a place: what is folded out stands in the address, so that a link shows it, and paper shows all.

const folds = () => /** @type {HTMLDetailsElement[]} */ ([...document.querySelectorAll("details[id]")]);

/** Open what the address names; a browser opens the folds around it by itself. */
function openNamed() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named instanceof HTMLDetailsElement) named.open = true;
}

for (const fold of folds()) {
  fold.addEventListener("toggle", () => {
    const hash = fold.open ? `#${fold.id}` : location.hash === `#${fold.id}` ? "" : location.hash;
    if (hash !== location.hash) history.replaceState(null, "", hash || location.pathname + location.search);
  });
}
addEventListener("hashchange", openNamed);
addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
});
openNamed();
