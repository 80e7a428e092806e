// The address bar is the share link: view, visible layers with opacity and order, selected place and clicked point, filter,
// open table, drawn shape and basemap live in the part after "#", which needs no request. What the reader chooses makes a
// step for the back button, moving the map does not.

const text = (value) => value || null;
const list = (value) => value.split(",").filter(Boolean);
const numbers = (value, separator, count) => {
  const parts = value.split(separator).map(Number.parseFloat);
  return parts.length === count && parts.every(Number.isFinite) ? parts : null;
};

/** Pairs "a:1,b:2" as an object; keys and values are escaped one by one. */
const pairs = (value) => {
  const found = list(value).map((part) => part.split(":").map(decode)).filter((part) => part.length === 2 && part[1]);
  return found.length ? Object.fromEntries(found) : null;
};
const writePairs = (value) =>
  Object.entries(value).map(([key, one]) => `${key}:${encodeURIComponent(one)}`).join(",");

/** The page offers no fainter layer (layerdetail.js), and the sheet prints none (geo/printing/sheet/request.py). */
const LEAST_OPACITY = 10;
const percent = (share) => {
  const read = Number.parseInt(share, 10);
  return Number.isNaN(read) ? 100 : Math.min(100, Math.max(LEAST_OPACITY, read));
};

const FIELDS = {
  map: {
    read: (value) => {
      const view = numbers(value, "/", 3);
      return view && { zoom: view[0], lat: view[1], lng: view[2] };
    },
    write: ({ zoom, lat, lng }) => `${+zoom.toFixed(2)}/${lat.toFixed(4)}/${lng.toFixed(4)}`,
  },
  layers: { read: list, write: (ids) => ids.join(","), empty: true },
  opacity: {
    read: (value) => Object.fromEntries(Object.entries(pairs(value) ?? {}).map(([id, share]) => [id, percent(share)])),
    write: writePairs,
  },
  order: { read: list, write: (ids) => ids.join(",") },
  base: { read: text, write: encodeURIComponent },
  filter: { read: pairs, write: writePairs },
  table: { read: text, write: encodeURIComponent },
  draw: { read: text, write: encodeURIComponent },
  place: { read: text, write: encodeURIComponent },
  at: {
    read: (value) => {
      const at = numbers(value, ",", 2);
      return at && { lat: at[0], lng: at[1] };
    },
    write: ({ lat, lng }) => `${lat.toFixed(7)},${lng.toFixed(7)}`,
  },
};

const state = {};
const listeners = [];
const watchers = new Set();

export function read() {
  const params = new Map(location.hash.slice(1).split("&").filter(Boolean).map((part) => {
    const cut = part.indexOf("=");
    return cut < 0 ? [part, ""] : [part.slice(0, cut), part.slice(cut + 1)];
  }));
  const found = {};
  for (const [name, { read: parse }] of Object.entries(FIELDS)) {
    found[name] = params.has(name) ? parse(parse === pairs || name === "opacity" ? params.get(name) : decode(params.get(name))) : null;
  }
  return found;
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
  tellWatchers();
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

/** Call a function at every change, whoever makes it; returns what ends it. */
export function watch(watcher) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

function tellWatchers() {
  for (const watcher of watchers) watcher();
}

addEventListener("popstate", () => {
  const next = load();
  for (const listener of listeners) listener(next);
  tellWatchers();
});

function toHash() {
  const parts = [];
  for (const [name, { write: format, empty }] of Object.entries(FIELDS)) {
    const value = state[name];
    if (value == null || (name === "at" && !state.place)) continue;
    const shown = format(value);
    if (shown || empty) parts.push(`${name}=${shown}`);
  }
  return parts.join("&");
}

function decode(value) {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** The language switch is a plain link; it keeps the view by carrying the same hash. */
function linkLanguages() {
  for (const link of document.querySelectorAll("[data-keep-view]")) {
    link.hash = location.hash;
  }
}
