// @ts-check
// The side panel: everything the atlas knows about one place, built from text nodes only.

import { ApiError, getJson } from "atlas/core/api.js";
import { el, icon, setChildren } from "atlas/core/dom.js";
import { failure } from "atlas/core/error_message.js";
import { number } from "atlas/core/format.js";
import { config, lang, pick, t, term, url } from "atlas/core/i18n.js";
import { coordinates } from "atlas/map/reference_system.js";
import { fillPanel, panelBar } from "atlas/panel/panel_bar.js";
import { breadcrumb, contents, sections } from "atlas/panel/sections.js";

/** @import { Feature, Place, Point } from "atlas/core/types.js" */
/** @import { BarActions } from "atlas/panel/panel_bar.js" */

/**
 * @typedef {object} PlaceActions
 * @property {Point | null} at the clicked point
 * @property {boolean} focus move the focus to the heading
 * @property {(id: string, options?: { sameSpot?: boolean }) => void} onSelect
 * @property {((place: Place) => void) | null} onRead
 */
/** @typedef {BarActions & PlaceActions} Actions */

const SLOW_MS = 400;
/** @type {AbortController | null} */
let running = null;

/**
 * Show a place.
 * @param {HTMLElement} root @param {string} id @param {Feature[]} under all shapes at the clicked point, smallest first
 * @param {Actions} actions
 */
export async function showPlace(root, id, under, actions) {
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  const body = el("div", { class: "panel-body", "aria-live": "polite" });
  const heading = el("h2", { tabindex: "-1", id: "panel-title" });
  const within = el("div", { class: "panel-within" });
  fillPanel(root, "place", panelBar(actions), spot(under, id, actions), within, heading, body);
  const slow = setTimeout(() => setChildren(body, el("p", { class: "note" }, t("panel.loading"))), SLOW_MS);
  try {
    /** @type {Place} */
    const place = await getJson(url(`/places/${encodeURIComponent(id)}.json?v=${config.version}`), { signal });
    const parts = sections(place, actions);
    setChildren(within, breadcrumb(place, actions));
    setChildren(heading, pick(place, "name"));
    setChildren(body, subtitle(place), links(place), contents(parts), parts);
    document.title = `${pick(place, "name")} · ${t("app.title")}`;
    root.dataset.place = place.id;
    actions.onRead?.(place);
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof ApiError)) throw error;
    setChildren(heading, t("panel.failed"));
    const retry = { type: "button", class: "button", onclick: () => showPlace(root, id, under, actions) };
    setChildren(body, el("div", {}, failure(error)), el("button", retry, t("error.retry")));
  } finally {
    clearTimeout(slow);
  }
  if (actions.focus) heading.focus({ preventScroll: true });
}

/**
 * Where the reader clicked: the point in degrees and metres, and all shapes under it, so that one can be picked.
 * @param {Feature[]} under @param {string} id @param {Actions} actions
 */
function spot(under, id, { at, onSelect }) {
  if (!at) return null;
  const several = under.length > 1;
  const label = t("panel.overlaps", { count: under.length });
  const choice = (/** @type {Feature} */ feature) => {
    const current = feature.id === id ? "true" : null;
    const onclick = () => onSelect(feature.id, { sameSpot: true });
    const area = number(feature.area_km2, "km2", { about: feature.grade === "C" });
    return el(
      "button",
      { type: "button", "data-place": feature.id, "aria-current": current, onclick },
      el("span", { class: "overlap-name" }, pick(feature, "name")),
      el("span", { class: "overlap-kind" }, term("kind", feature.kind)),
      feature.area_km2 != null && el("span", { class: "overlap-area" }, `${area} km²`),
    );
  };
  const items = under.map((feature) => el("li", {}, choice(feature)));
  const lines = coordinates(at).map((line) => el("span", {}, line));
  return el(
    "nav",
    { class: "overlaps", "aria-label": several ? label : t("panel.spot") },
    el("p", { class: "spot" }, lines),
    several && el("p", {}, label),
    several && el("ol", {}, items),
  );
}

/** @param {Place} place */
function subtitle(place) {
  const { aliases, attributes } = place;
  return [
    otherName(place),
    badges(place),
    attributes && el("p", { class: "note own-note" }, pick(place, "origin")),
    aliases.length > 0 && el("p", { class: "note" }, t("place.aliases", { names: aliases.join(t("list.separator")) })),
  ];
}

/** The name in the other language, where it is another. @param {Place} place */
function otherName({ name_zh: zh, name_en: en }) {
  if (!zh || !en || zh === en) return null;
  const props = { class: "other-name", lang: lang === "zh" ? "en" : "zh-CN" };
  return el("p", props, lang === "zh" ? en : zh);
}

/** @param {Place} place */
function badges(place) {
  const { grade, type } = place.geometry;
  const muted = { class: "badge badge-muted" };
  return el(
    "p",
    { class: "badges" },
    el("span", { class: "badge" }, term("kind", place.kind)),
    place.attributes && el("span", muted, pick(place, "layer")),
    grade && el("span", { class: `badge grade-${grade}` }, term("grade", grade)),
    !type && el("span", muted, t(place.attributes ? "place.unlocated_tag" : "place.unlocated")),
  );
}

/** @param {Place} place */
function links(place) {
  const id = encodeURIComponent(place.id);
  const path = `/places/${id}`;
  // The static site has no service to make a report; a line or point of the reader's own has no ground to report on.
  const report = config.live && (!place.attributes || place.area);
  return el(
    "p",
    { class: "panel-links" },
    el("a", { href: url(path, { page: true }) }, t("place.page"), icon("chevron")),
    !place.attributes && el("a", { href: compareUrl(id) }, t("place.in_compare")),
    report && el("a", { href: url(`/report/${id}.pdf?lang=${lang}`) }, t("place.report")),
    el("a", { href: url(`${path}.json`) }, "JSON"),
    place.geometry.type && el("a", { href: url(`${path}.geojson`) }, "GeoJSON"),
  );
}

/** @param {string} id already escaped */
function compareUrl(id) {
  // The static site has one page for all places, with a row for each.
  if (!config.live) return `${url("/compare", { page: true })}#${id}`;
  return url("/compare", { page: true, query: `place=${id}` });
}
