// @ts-check
// Keeps the places that stand side by side for the map (panel/side_by_side.js), and lets the page of a place add itself
// to those collected. Without it the link of that page begins a comparison with its place alone.

const KEY = "lingang-side";
const MOST = 4;
const memory = (() => {
  try {
    return window.sessionStorage;
  } catch {
    return null; // the reader forbids it
  }
})();

const compared = document.querySelector("[data-places]");
if (compared instanceof HTMLElement) memory?.setItem(KEY, compared.dataset.places ?? "");

const link = document.querySelector("a[data-side-add]");
if (link instanceof HTMLAnchorElement) {
  const kept = (memory?.getItem(KEY) ?? "").split(",").filter(Boolean);
  const places = [...new Set([...kept, link.dataset.sideAdd])];
  const address = new URL(link.href);
  if (places.length <= MOST) address.searchParams.set("places", places.join(","));
  link.href = address.href;
}
