// @ts-check
// Points of the city-wide layers that lie close together stand as one group, which shows how many they are. A click on
// a group comes nearer, and from a zoom on each point stands alone.

import { el } from "atlas/core/dom.js";
import { t } from "atlas/core/i18n.js";
import { atZoom } from "atlas/map/style.js";

/** @import { App, Feature, LayerEntry, Pair } from "atlas/core/types.js" */
/** @typedef {{ members: Feature[], middle: Pair }} Group `middle` is longitude before latitude */

const CITY = "municipal";
const ALONE_ZOOM = 11.5;
/** Places of this kind are not grouped from here on: their names are looked for. */
const FEATURED = "featured_park";
const FEATURED_ZOOM = 10;
const REACH_PX = 18;
/** Degrees of latitude are longer on screen, at 31° N. */
const STRETCH = 1 / Math.cos((31 * Math.PI) / 180);
const LEAST = 3;
/** Diameter by number. @type {Pair[]} */
const SIZES = [
  [3, 20],
  [6, 24],
  [12, 30],
];

export class PointGroups {
  #marks = L.layerGroup();
  #shown = "";

  /** @param {App["map"]} map @param {App["layers"]} layers */
  constructor(map, layers) {
    this.map = map;
    this.layers = layers;
    this.#marks.addTo(map);
    // Names are placed anew after a zoom anyway.
    map.on("zoomend", () => this.#group());
  }

  update() {
    if (this.#group()) this.map.fire("regrouped");
  }

  /** Group anew what is shown at this zoom. Whether other points stand in groups now. */
  #group() {
    const zoom = this.map.getZoom();
    const groups = zoom < ALONE_ZOOM ? grouped(this.#points(zoom), REACH_PX * (360 / (256 * 2 ** zoom))) : [];
    const shown = groups.map(({ members }) => members.map(({ id }) => id).join()).join(";");
    if (shown === this.#shown) return false;
    this.#shown = shown;
    this.#marks.clearLayers();
    for (const group of groups) this.#marks.addLayer(this.#mark(group));
    this.layers.leaveOut(
      new Set(groups.flatMap(({ members }) => members)),
      groups.map(({ middle, members }) => ({ middle, size: sizeOf(members) })),
    );
    return true;
  }

  /** @param {number} zoom */
  #points(zoom) {
    const city = this.layers.visibleLayers().filter(({ group }) => group === CITY);
    const points = city.flatMap(({ features }) => features).filter(({ geometry }) => geometry?.type === "Point");
    return zoom < FEATURED_ZOOM ? points : points.filter(({ kind }) => kind !== FEATURED);
  }

  /** @param {Group} group */
  #mark({ members, middle: [lon, lat] }) {
    const count = members.length;
    const size = sizeOf(members);
    const html = el("span", { title: t("map.group", { count }) }, String(count));
    html.style.borderColor = inkOf(members);
    const icon = L.divIcon({ className: "point-group", html, iconSize: [size, size] });
    // The cross of the keyboard reaches each place: the groups would only be stops on the way.
    const mark = L.marker([lat, lon], { icon, keyboard: false, bubblingMouseEvents: false });
    return mark.on("click", () => this.#open(members));
  }

  /** @param {Feature[]} members */
  #open(members) {
    const bounds = this.layers.bounds(members);
    const nearer = Math.min(this.map.getZoom() + 1.5, 13);
    if (!bounds) return;
    const fit = this.map.getBoundsZoom(bounds.pad(0.2));
    this.map.setView(bounds.getCenter(), Math.max(nearer, Math.min(fit, 13)));
  }
}

/**
 * Points together where they are dense, from the densest spot on; fewer than three stay alone.
 * @param {Feature[]} points @param {number} reach in degrees of longitude @returns {Group[]}
 */
function grouped(points, reach) {
  const near = (/** @type {Pair} */ [x, y], /** @type {Iterable<Feature>} */ others) =>
    [...others].filter(({ label }) => Math.hypot(label[0] - x, (label[1] - y) * STRETCH) < reach);
  const rest = new Set(points);
  const crowd = new Map(points.map((point) => [point, near(point.label, points).length]));
  /** @type {Group[]} */
  const groups = [];
  for (const [first] of [...crowd].sort(([, a], [, b]) => b - a)) {
    const close = rest.has(first) ? near(first.label, rest) : [];
    if (close.length < LEAST) continue;
    for (const one of close) rest.delete(one);
    const beside = groups.find(({ middle }) => near(middle, close).length > 0);
    if (beside) beside.members.push(...close);
    else groups.push({ members: close, middle: middleOf(close) });
  }
  for (const group of groups) {
    for (const one of near(group.middle, rest)) {
      rest.delete(one);
      group.members.push(one);
    }
  }
  return groups;
}

/** @param {Feature[]} members @returns {Pair} */
function middleOf(members) {
  const mean = (/** @type {0 | 1} */ axis) => members.reduce((sum, { label }) => sum + label[axis], 0) / members.length;
  return [mean(0), mean(1)];
}

/** @param {Feature[]} members */
function sizeOf({ length }) {
  return Math.round(atZoom(SIZES, length));
}

/** The colour of the layer most of the members are of. @param {Feature[]} members */
function inkOf(members) {
  /** @type {Map<LayerEntry, number>} */
  const counts = new Map();
  for (const { layer } of members) counts.set(layer, (counts.get(layer) ?? 0) + 1);
  const [[most]] = [...counts].sort(([, a], [, b]) => b - a);
  return most.styles.find(({ ink }) => ink)?.ink ?? "";
}
