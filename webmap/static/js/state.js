// The address bar is the share link: view, visible layers, selected place and the point that was clicked live in
// the part after "#", which needs no request. A selection or a switched layer makes a step for the back button, moving the map does not.

const state = { view: null, layers: null, place: null, at: null };
const listeners = [];

export function read() {
  const params = new URLSearchParams(location.hash.slice(1));
  const view = numbers(params.get("map"), "/", 3);
  const at = numbers(params.get("at"), ",", 2);
  return {
    view: view && { zoom: view[0], lat: view[1], lng: view[2] },
    layers: params.has("layers") ? params.get("layers").split(",").filter(Boolean) : null,
    place: params.get("place") || null,
    at: at && { lat: at[0], lng: at[1] },
  };
}

export function current() {
  return { ...state };
}

/** Merge a change into the state and the address. */
export function write(change, { push = false } = {}) {
  Object.assign(state, change);
  const hash = toHash();
  if (hash !== location.hash.slice(1)) {
    history[push ? "pushState" : "replaceState"](null, "", hash ? `#${hash}` : location.pathname + location.search);
  }
  linkLanguages();
}

/** Take over the state of the address (at the start and when the reader goes back). */
export function load() {
  Object.assign(state, read());
  linkLanguages();
  return current();
}

export function onNavigate(listener) {
  listeners.push(listener);
}

addEventListener("popstate", () => {
  const next = load();
  for (const listener of listeners) listener(next);
});

function toHash() {
  const parts = [];
  const { view, layers, place, at } = state;
  if (view) parts.push(`map=${+view.zoom.toFixed(2)}/${view.lat.toFixed(4)}/${view.lng.toFixed(4)}`);
  if (layers) parts.push(`layers=${layers.join(",")}`);
  if (place) parts.push(`place=${encodeURIComponent(place)}`);
  if (place && at) parts.push(`at=${at.lat.toFixed(5)},${at.lng.toFixed(5)}`);
  return parts.join("&");
}

function numbers(text, separator, count) {
  const values = (text ?? "").split(separator).map(Number.parseFloat);
  return values.length === count && values.every(Number.isFinite) ? values : null;
}

/** The language switch is a plain link; it keeps the view by carrying the same hash. */
function linkLanguages() {
  for (const link of document.querySelectorAll("[data-keep-view]")) {
    link.hash = location.hash;
  }
}
