// The side panel: everything the atlas knows about one place, built from text nodes only.

import { ApiError, getJson } from "./api.js";
import { el, icon, setChildren } from "./dom.js";
import { failure } from "./failure.js";
import { number } from "./format.js";
import { coordinates } from "./gauss.js";
import { config, lang, pick, t, term, url } from "./i18n.js";
import { fillPanel, panelBar } from "./panelbar.js";
import { breadcrumb, contents, sections } from "./sections.js";

const SLOW_MS = 400;
let running = null;

/** Show a place; `under` are all shapes at the clicked point, smallest first. */
export async function showPlace(root, id, under, actions) {
  running?.abort();
  const request = new AbortController();
  running = request;
  const body = el("div", { class: "panel-body", "aria-live": "polite" });
  const heading = el("h2", { tabindex: "-1", id: "panel-title" });
  const within = el("div", { class: "panel-within" });
  fillPanel(root, "place", panelBar(actions), spot(under, id, actions), within, heading, body);
  const slow = setTimeout(() => setChildren(body, el("p", { class: "note" }, t("panel.loading"))), SLOW_MS);
  try {
    const place = await getJson(url(`/places/${encodeURIComponent(id)}.json?v=${config.version}`), { signal: request.signal });
    const parts = sections(place, actions);
    setChildren(within, breadcrumb(place, actions));
    setChildren(heading, pick(place, "name"));
    setChildren(body, subtitle(place), links(place), contents(parts), parts);
    document.title = `${pick(place, "name")} · ${t("app.title")}`;
    root.dataset.place = place.id;
    actions.onRead?.(place);
  } catch (error) {
    if (request.signal.aborted) return;
    if (!(error instanceof ApiError)) throw error;
    setChildren(heading, t("panel.failed"));
    setChildren(
      body,
      el("div", {}, failure(error)),
      el("button", { type: "button", class: "button", onclick: () => showPlace(root, id, under, actions) }, t("error.retry")),
    );
  } finally {
    clearTimeout(slow);
  }
  if (actions.focus) heading.focus({ preventScroll: true });
}

/** Where the reader clicked: the point in degrees and metres, and all shapes under it, so that one can be picked. */
function spot(under, id, { at, onSelect }) {
  if (!at) return null;
  const label = t("panel.overlaps", { count: under.length });
  return el(
    "nav",
    { class: "overlaps", "aria-label": under.length > 1 ? label : t("panel.spot") },
    el("p", { class: "spot" }, coordinates(at).map((line) => el("span", {}, line))),
    under.length > 1 && el("p", {}, label),
    under.length > 1 && el("ol", {}, under.map((feature) =>
      el(
        "li",
        {},
        el(
          "button",
          { type: "button", "data-place": feature.id, "aria-current": feature.id === id ? "true" : null, onclick: () => onSelect(feature.id, { sameSpot: true }) },
          el("span", { class: "overlap-name" }, pick(feature, "name")),
          el("span", { class: "overlap-kind" }, term("kind", feature.kind)),
          feature.area_km2 != null && el("span", { class: "overlap-area" }, `${number(feature.area_km2)} km²`),
        ),
      ))),
  );
}

function subtitle(place) {
  const { grade } = place.geometry;
  return [
    place.name_zh && place.name_en && place.name_zh !== place.name_en && el("p", { class: "other-name", lang: config.lang === "zh" ? "en" : "zh-CN" }, place[config.lang === "zh" ? "name_en" : "name_zh"]),
    el(
      "p",
      { class: "badges" },
      el("span", { class: "badge" }, term("kind", place.kind)),
      place.attributes && el("span", { class: "badge badge-muted" }, pick(place, "layer")),
      grade && el("span", { class: `badge grade-${grade}` }, term("grade", grade)),
      !place.geometry.type && el("span", { class: "badge badge-muted" }, t(place.attributes ? "place.unlocated_tag" : "place.unlocated")),
    ),
    place.attributes && el("p", { class: "note own-note" }, pick(place, "origin")),
    place.aliases.length > 0 && el("p", { class: "note" }, t("place.aliases", { names: place.aliases.join(t("list.separator")) })),
  ];
}

function links(place) {
  const path = `/places/${encodeURIComponent(place.id)}`;
  return el(
    "p",
    { class: "panel-links" },
    el("a", { href: url(path, { page: true }) }, t("place.page"), icon("chevron")),
    !place.attributes && el("a", { href: compareUrl(place.id) }, t("place.in_compare")),
    // A folder of files has no service to make a report; a line or point of the reader's own has no ground to report on.
    !config.page_suffix && (!place.attributes || place.area) && el("a", { href: url(`/report/${encodeURIComponent(place.id)}.pdf?lang=${lang}`) }, t("place.report")),
    el("a", { href: url(`${path}.json`) }, "JSON"),
    place.geometry.type && el("a", { href: url(`${path}.geojson`) }, "GeoJSON"),
  );
}

function compareUrl(id) {
  const page = url("/compare", { page: true });
  return `${page}${page.includes("?") ? "&" : "?"}place=${encodeURIComponent(id)}`;
}
