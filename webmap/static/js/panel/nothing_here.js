// @ts-check
// The answer to a click beside all planning shapes: that there is none, what is nearest and how far, and where one
// clicked.

import { el } from "atlas/core/dom.js";
import { number } from "atlas/core/format.js";
import { pick, t, term } from "atlas/core/i18n.js";
import { coordinates } from "atlas/map/reference_system.js";
import { fillPanel, panelBar } from "atlas/panel/panel_bar.js";

/** @import { App, Feature, Point, Reach, Shape } from "atlas/core/types.js" */
/** @typedef {[x: number, y: number]} Metres from the clicked point, eastwards and northwards */

const PART = "part";

/** @param {App} app @param {Point | null} at */
export function showNothing(app, at) {
  if (!at) return;
  const found = nearest(app.layers.reachable(at), at);
  const lines = coordinates(at).map((line) => el("span", {}, line));
  const onclick = () => found && app.open(found.feature.id, { push: true });
  const body = el(
    "div",
    { class: "panel-body" },
    found && [
      el("p", { class: "head-label" }, t("nothing.nearest")),
      el(
        "p",
        { class: "nearest" },
        el(
          "button",
          { type: "button", class: "link-button", "data-place": found.feature.id, onclick },
          pick(found.feature, "name"),
        ),
        el("span", { class: "overlap-kind" }, term("kind", found.feature.kind)),
        el("span", { class: "nearest-distance" }, t("nothing.distance", { length: aboutKilometres(found.metres) })),
      ),
      el("p", { class: "note" }, t("nothing.layers_note")),
    ],
    el("p", { class: "head-label" }, t("fold.spot")),
    el("p", { class: "spot" }, lines),
  );
  const heading = el("h2", { tabindex: "-1", id: "panel-title" }, t("nothing.title"));
  const bar = panelBar({ title: t("panel.spot"), onClose: app.close });
  fillPanel(app.byId("panel"), "nothing", bar, el("header", { class: "place-head" }, heading), body);
}

/** @param {number} metres */
function aboutKilometres(metres) {
  return number(metres / 1000, "km", { places: metres < 1000 ? 2 : 1 });
}

/** The nearest shape and how far it is. @param {Reach[]} layers @param {Point} at */
function nearest(layers, at) {
  /** @type {{ feature: Feature, metres: number } | null} */
  let best = null;
  for (const { role, features } of layers) {
    if (role === "context") continue;
    for (const feature of features) {
      if (!feature.geometry || feature.kind === PART) continue;
      const metres = distance(feature.geometry, at);
      if (!best || metres < best.metres) best = { feature, metres };
    }
  }
  return best;
}

/**
 * Metres from a point outside a shape to its edge, on a plane that touches the Earth there.
 * @param {Shape} shape @param {Point} at
 */
function distance(shape, { lat, lng }) {
  const [east, north] = metresPerDegree((lat * Math.PI) / 180);
  const flat = (/** @type {number[]} */ [x, y]) => /** @type {Metres} */ ([(x - lng) * east, (y - lat) * north]);
  const lines = linesOf(shape).map((line) => line.map(flat));
  return Math.min(...lines.flatMap((line) => line.map((end, i) => toSegment(line[Math.max(0, i - 1)], end))));
}

/**
 * Length of a degree of longitude and of latitude on the ellipsoid.
 * @param {number} latitude in radians @returns {Metres}
 */
function metresPerDegree(latitude) {
  const east = 111412.84 * Math.cos(latitude) - 93.5 * Math.cos(3 * latitude);
  const north = 111132.95 - 559.85 * Math.cos(2 * latitude) + 1.175 * Math.cos(4 * latitude);
  return [east, north];
}

/** @param {Shape} shape @returns {number[][][]} */
function linesOf(shape) {
  switch (shape.type) {
    case "Point":
      return [[shape.coordinates]];
    case "MultiPoint":
      return shape.coordinates.map((point) => [point]);
    case "LineString":
      return [shape.coordinates];
    case "MultiLineString":
    case "Polygon":
      return shape.coordinates;
    case "MultiPolygon":
      return shape.coordinates.flat();
  }
}

/** Length from the origin to a segment. @param {Metres} from @param {Metres} to */
function toSegment([x, y], [a, b]) {
  const [dx, dy] = [a - x, b - y];
  const square = dx * dx + dy * dy;
  const share = square ? Math.min(1, Math.max(0, -(x * dx + y * dy) / square)) : 0;
  return Math.hypot(x + share * dx, y + share * dy);
}
