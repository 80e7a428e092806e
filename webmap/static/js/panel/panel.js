// @ts-check
// The side panel: everything the atlas knows about one place, built from text nodes only. What the map knows of it, its
// name above all, stands at once; the rest when its record has come.

import { ApiError, getJson } from "atlas/core/api.js";
import { el, setChildren } from "atlas/core/dom.js";
import { failure } from "atlas/core/error_message.js";
import { config, pick, t, url } from "atlas/core/i18n.js";
import { identityOf, kindLine, nextSteps, otherName, placeHead } from "atlas/panel/head.js";
import { layerChoice } from "atlas/panel/layer_choice.js";
import { fillPanel, panelBar } from "atlas/panel/panel_bar.js";
import { placeButton } from "atlas/panel/parts.js";
import { sections } from "atlas/panel/sections.js";

/** @import { Feature, Place, Point } from "atlas/core/types.js" */
/** @import { HeadActions } from "atlas/panel/head.js" */
/** @import { BarActions } from "atlas/panel/panel_bar.js" */

/**
 * @typedef {object} PlaceActions
 * @property {Feature | null} feature the place on the map
 * @property {Point | null} at the clicked point
 * @property {boolean} focus move the focus to the heading
 * @property {((place: Place) => void) | null} onRead
 * @property {Promise<Place>} [asked] the record, if it is asked for already
 */
/** @typedef {(id: string, options?: { sameSpot?: boolean }) => void} OnSelect */
/** @typedef {BarActions & Omit<HeadActions, "onSelect"> & PlaceActions & { onSelect: OnSelect }} Actions */

const SLOW_MS = 150;
const VERY_SLOW_MS = 8000;
/** @type {AbortController | null} */
let running = null;

/** The address of the record of a place. @param {string} id */
function recordUrl(id) {
  return url(`/places/${encodeURIComponent(id)}.json?v=${config.version}`);
}

/**
 * Show a place.
 * @param {HTMLElement} root @param {string} id @param {Feature[]} under all shapes at the clicked point
 * @param {Actions} actions
 */
export async function showPlace(root, id, under, actions) {
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  const frame = emptyFrame(root, id, under, actions);
  const timers = waiting(frame.body);
  try {
    const place = await (actions.asked ?? getJson(recordUrl(id), { signal }));
    if (!signal.aborted) fillFrame(root, frame, place, actions);
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof ApiError)) throw error;
    const again = () => showPlace(root, id, under, { ...actions, asked: undefined });
    setChildren(frame.heading, t("panel.failed"));
    const retry = { type: "button", class: "button", onclick: again };
    setChildren(frame.body, el("div", { role: "alert" }, failure(error)), el("button", retry, t("error.retry")));
  } finally {
    timers.forEach(clearTimeout);
  }
}

/** @typedef {ReturnType<typeof emptyFrame>} Frame */

/**
 * What the map knows of the place, with room for the rest.
 * @param {HTMLElement} root @param {string} id @param {Feature[]} under @param {Actions} actions
 */
function emptyFrame(root, id, under, actions) {
  const { feature, focus } = actions;
  const body = el("div", { class: "panel-body" });
  const heading = el("h2", { tabindex: "-1", id: "panel-title" }, feature && pick(feature, "name"));
  const kind = el("p", { class: "place-kind" }, feature && kindLine(identityOf(feature)));
  const names = el("p", { class: "other-name" }, feature && otherName(feature));
  const onSelect = (/** @type {string} */ other) => actions.onSelect(other, { sameSpot: true });
  const bar = panelBar({ ...actions, onTable: null, choice: layerChoice({ features: under, id, onSelect }) });
  const head = el("header", { class: "place-head" }, kind, heading, names);
  const foot = el("footer", { class: "sheet-steps" });
  fillPanel(root, "place", bar, el("div", { class: "panel-scroll" }, head, body), foot);
  if (focus) heading.focus({ preventScroll: true });
  return { body, foot, heading, kind, names };
}

/** @param {HTMLElement} root @param {Frame} frame @param {Place} place @param {Actions} actions */
function fillFrame(root, { body, foot, heading, kind, names }, place, actions) {
  const { parents, attributes, geometry } = place;
  const parent = parents.length > 0 && placeButton(parents[parents.length - 1], actions);
  const layer = attributes && el("span", { class: "badge badge-muted" }, pick(place, "layer"));
  setChildren(kind, kindLine({ ...geometry, kind: place.kind, own: Boolean(attributes) }, layer));
  setChildren(heading, pick(place, "name"));
  setChildren(names, otherName(place, parent));
  setChildren(body, placeHead(place, actions), sections(place, { ...actions, onTable: actions.onTable ?? null }));
  setChildren(foot, nextSteps(place));
  document.title = `${pick(place, "name")} · ${t("app.title")}`;
  root.dataset.place = place.id;
  actions.onRead?.(place);
}

/** Grey bars where the record is to stand, and after a while a word. @param {HTMLElement} body */
function waiting(body) {
  const bars = () => el("div", { class: "waiting-bars", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
  const say = (/** @type {string} */ key) => () =>
    setChildren(body, el("p", { class: "note", role: "status" }, t(key)), bars());
  return [setTimeout(say("panel.loading"), SLOW_MS), setTimeout(say("panel.slow"), VERY_SLOW_MS)];
}
