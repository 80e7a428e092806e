// @ts-check
// The reference system coordinates are shown in, chosen by the reader and remembered by the browser: under the
// pointer, at a clicked point, at a spot looked up, in the list of corners. The map itself stays WGS 84.

import { t } from "atlas/core/i18n.js";
import { shift } from "atlas/map/gcj02.js";
import { project } from "atlas/map/gauss_kruger.js";

/** @import { Point } from "atlas/core/types.js" */
/** @typedef {"wgs84" | "cgcs2000" | "4529" | "4528" | "gcj02"} SystemId */

/** In the order of the menu. @type {SystemId[]} */
export const SYSTEMS = ["wgs84", "cgcs2000", "4529", "4528", "gcj02"];
/** 3-degree zone of a plane system. @type {Record<string, number>} */
const ZONES = { 4528: 40, 4529: 41 };
const KEY = "atlas-reference-system";
const DIGITS = 5; // of a degree: about one metre
const EXACT_DIGITS = 7; // of a degree: about one centimetre
/** @type {SystemId} */
let chosen = remembered();
/** @type {Set<() => void>} */
const listeners = new Set();

/** The browser's memory; null where the reader forbids it, which the browser says by throwing. */
function memory() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** @returns {SystemId} */
function remembered() {
  const id = memory()?.getItem(KEY);
  return SYSTEMS.find((one) => one === id) ?? "wgs84";
}

/** @returns {SystemId} */
export function system() {
  return chosen;
}

/** Choose a system for all coordinates of the page, and remember it. @param {string} id */
export function choose(id) {
  chosen = SYSTEMS.find((one) => one === id) ?? "wgs84";
  memory()?.setItem(KEY, chosen);
  for (const listener of listeners) listener();
}

/** Call a function when another system is chosen; returns what ends it. @param {() => void} listener */
export function onChoice(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * A point as two numbers of a system: longitude and latitude, or X (north) and Y (east) in metres.
 * @param {Point} at @param {SystemId} [id] @returns {[string, string]}
 */
export function pair(at, id = chosen) {
  const zone = ZONES[id];
  if (zone) {
    const [north, east] = project(at, zone);
    return [north.toFixed(3), east.toFixed(3)];
  }
  const { lat, lng } = id === "gcj02" ? shift(at) : at;
  return [lng.toFixed(EXACT_DIGITS), lat.toFixed(EXACT_DIGITS)];
}

/** The names of the two numbers of a system. @param {SystemId} [id] @returns {[string, string]} */
export function axes(id = chosen) {
  return ZONES[id] ? [t("crs.north"), t("crs.east")] : [t("crs.lon"), t("crs.lat")];
}

/** Where a point is, short, without the name of the system. @param {Point} at @param {SystemId} [id] */
export function position(at, id = chosen) {
  const zone = ZONES[id];
  if (zone) {
    const [north, east] = project(at, zone).map((metres) => metres.toFixed(1));
    return t("crs.plane", { north, east });
  }
  const { lat, lng } = id === "gcj02" ? shift(at) : at;
  return `${lng.toFixed(DIGITS)}, ${lat.toFixed(DIGITS)}`;
}

/**
 * A point as two lines to read: in the chosen system, and beside degrees in metres of zone 41, beside metres in
 * degrees.
 * @param {Point} at
 */
export function coordinates(at) {
  /** @type {SystemId} */
  const other = ZONES[chosen] ? "wgs84" : "4529";
  return [chosen, other].map((id) => `${t(`crs.${id}`)}  ${position(at, id)}`);
}
