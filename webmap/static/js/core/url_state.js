// @ts-check
// The address bar is the share link: view, visible layers with opacity and order, selected place and clicked point,
// spot looked up, filter, open table, drawn shape and basemap live in the part after "#", which needs no request. What
// the reader chooses makes a step for the back button, moving the map does not.

/** @import { State } from "atlas/core/types.js" */

/**
 * How one part is read and written. `coded` leaves the unescaping to `read`; an `empty` one is written without a value.
 * @typedef {{ read: (value: string) => any, write: (value: any) => string, coded?: boolean, empty?: boolean }} Field
 */

/** The page offers no fainter layer (tree/layer_detail.js), and the map sheet prints none (LEAST_OPACITY in Python). */
const LEAST_OPACITY = 10;

const text = (/** @type {string} */ value) => value || null;
const list = (/** @type {string} */ value) => value.split(",").filter(Boolean);

/** @param {string} value @param {string} separator @param {number} count */
function numbers(value, separator, count) {
  const parts = value.split(separator).map(Number.parseFloat);
  return parts.length === count && parts.every(Number.isFinite) ? parts : null;
}

/** Pairs "a:1,b:2" as an object; keys and values are escaped one by one. @param {string} value */
function pairs(value) {
  const parts = list(value).map((part) => part.split(":").map(decode));
  const found = parts.filter((part) => part.length === 2 && part[1]);
  return found.length ? Object.fromEntries(found) : null;
}

/** @param {Record<string, string | number>} value */
function writePairs(value) {
  const parts = Object.entries(value).map((pair) => pair.map(encodeURIComponent).join(":"));
  return parts.join(",");
}

/** @param {unknown} share */
function percent(share) {
  const read = Number.parseInt(String(share), 10);
  return Number.isNaN(read) ? 100 : Math.min(100, Math.max(LEAST_OPACITY, read));
}

/** @type {Field} */
const TEXT = { read: text, write: encodeURIComponent };
/** @type {Record<keyof State, Field>} */
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
    coded: true,
  },
  order: { read: list, write: (ids) => ids.join(",") },
  base: TEXT,
  theme: TEXT,
  by: { read: pairs, write: writePairs, coded: true },
  filter: { read: pairs, write: writePairs, coded: true },
  table: TEXT,
  draw: TEXT,
  swipe: { read: text, write: (value) => encodeURIComponent(value).replace(/%(2C|3B|40)/g, decodeURIComponent) },
  time: TEXT,
  fit: { read: (value) => value, write: encodeURIComponent, empty: true },
  place: TEXT,
  at: {
    read: (value) => {
      const at = numbers(value, ",", 2);
      return at && { lat: at[0], lng: at[1] };
    },
    write: ({ lat, lng }) => `${lat.toFixed(7)},${lng.toFixed(7)}`,
  },
  spot: { read: text, write: (value) => value.split("/").map(encodeURIComponent).join("/").replace("%2C", ",") },
};
const ENTRIES = /** @type {[keyof State, Field][]} */ (Object.entries(FIELDS));

const state = /** @type {State} */ ({});
/** @type {((next: State) => void)[]} */
const listeners = [];
/** @type {Set<() => void>} */
const watchers = new Set();

/** Read the state of an address. @param {string} [address] what stands after "#" @returns {State} */
export function read(address = location.hash.slice(1)) {
  const parts = address.split("&").filter(Boolean);
  const params = new Map(
    parts.map((part) => {
      const cut = part.indexOf("=");
      return cut < 0 ? [part, ""] : [part.slice(0, cut), part.slice(cut + 1)];
    }),
  );
  const found = ENTRIES.map(([name, field]) => {
    const value = params.get(name);
    return [name, value === undefined ? null : field.read(field.coded ? value : decode(value))];
  });
  return Object.fromEntries(found);
}

/** @returns {State} */
export function current() {
  return { ...state };
}

/**
 * Merge a change into the state and the address.
 * @param {Partial<State>} change @param {{ push?: boolean }} [options]
 */
export function write(change, { push = false } = {}) {
  Object.assign(state, change);
  const hash = addressOf(state);
  if (hash !== location.hash.slice(1)) {
    history[push ? "pushState" : "replaceState"](null, "", hash ? `#${hash}` : location.pathname + location.search);
  }
  linkLanguages();
  tellWatchers();
}

/** Set the state to that of the address (at the start and when the reader goes back). */
export function load() {
  Object.assign(state, read());
  linkLanguages();
  return current();
}

/** @param {(next: State) => void} listener */
export function onNavigate(listener) {
  listeners.push(listener);
}

/** Call a function at every change, whoever makes it; returns what ends it. @param {() => void} watcher */
export function watch(watcher) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

function tellWatchers() {
  for (const watcher of watchers) watcher();
}

function arrive() {
  const next = load();
  for (const listener of listeners) listener(next);
  tellWatchers();
}

addEventListener("popstate", arrive);

/**
 * Go to another address of the page, as the back button would.
 * @param {string} address what stands after "#" @param {{ push?: boolean }} [options]
 */
export function go(address, { push = true } = {}) {
  history[push ? "pushState" : "replaceState"](null, "", address ? `#${address}` : location.pathname + location.search);
  arrive();
}

/** What an address has after "#" for a state. @param {Partial<State>} of */
export function addressOf(of) {
  const parts = [];
  for (const [name, { write: format, empty }] of ENTRIES) {
    const value = of[name];
    if (value == null) continue;
    const shown = format(value);
    if (shown || empty) parts.push(`${name}=${shown}`);
  }
  return parts.join("&");
}

/** @param {string} value */
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
    /** @type {HTMLAnchorElement} */ (link).hash = location.hash;
  }
}
