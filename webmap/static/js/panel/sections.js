// @ts-check
// The parts of the panel below its heading, in the order a planner asks: where it belongs, how large it is, what the
// documents want it to be, what else they say, and how it was drawn.

import { el, groupBy } from "atlas/core/dom.js";
import { day, number } from "atlas/core/format.js";
import { config, lang, pick, t, term, url } from "atlas/core/i18n.js";
import { areaSection, facts, figure } from "atlas/panel/area_section.js";
import { placeButton, section, source, sourceUrl, tag } from "atlas/panel/parts.js";
import { indicatorSection, inheritedSection, measureSection } from "atlas/panel/policy_section.js";
import { topicSection } from "atlas/panel/topic_section.js";

/** @import { Child, Document } from "atlas/core/types.js" */
/** @import { IndustryLink, Place, PlaceName, Relation } from "atlas/core/types.js" */
/** @import { Select } from "atlas/panel/parts.js" */

const MANY_PARTS = 5;

/** @param {Place} place @param {Select} actions */
export function sections(place, actions) {
  const parts = [
    areaSection(place),
    place.attributes && ownSections(place),
    config.topics.map(([topic, types]) => topicSection(place, topic, types)),
    indicatorSection(place),
    measureSection(place),
    inheritedSection(place, actions),
    differenceSection(place),
    relationSection(place, actions),
    linkSection(place),
    annexSection(place, actions),
    placesSection("place.children", place.children, actions),
    placesSection("place.unlocated_children", place.unlocated_children, actions, t("place.unlocated_note")),
    (!place.attributes || place.geometry.method) && drawnSection(place),
    documentSection(place),
    el("p", { class: "disclaimer" }, pick(place, "disclaimer")),
  ];
  return parts.flat().filter((part) => part instanceof HTMLElement);
}

/** Length and attributes of a feature of the reader's own. @param {Place} place */
function ownSections(place) {
  const { length_km: length } = place;
  const measured = !place.area && length != null;
  return [
    measured && section("length", t("workspace.length"), el("p", {}, figure(number(length, "km"), "km"))),
    attributeSection(place),
  ];
}

/** What the source of a feature of the reader's own says of it, column by column. @param {Place} place */
function attributeSection({ attributes = [], area, layer }) {
  const rows = attributes.map(({ name, value }) => [
    el("dt", {}, name),
    el("dd", {}, value == null ? "–" : String(value)),
  ]);
  return section(
    "attributes",
    t("workspace.attributes"),
    rows.length > 0 && el("dl", { class: "facts facts-own" }, rows),
    !rows.length && el("p", { class: "note" }, t("workspace.no_attributes")),
    area && layerStatistics(layer),
  );
}

/** @param {string} layer */
function layerStatistics(layer) {
  return el("p", { class: "note" }, el("a", { href: url(`/stats/${layer}`, { page: true }) }, t("place.layer_stats")));
}

/** Leads to the parts of a long panel. @param {HTMLElement[]} parts */
export function contents(parts) {
  const named = parts.filter(({ dataset }) => dataset.section);
  if (named.length < MANY_PARTS) return null;
  const buttons = named.map((part) => {
    const heading = part.querySelector("h3");
    const onclick = () => goTo(part, heading);
    return el("button", { type: "button", class: "link-button", onclick }, heading?.textContent);
  });
  return el("nav", { class: "panel-contents", "aria-label": t("panel.contents") }, buttons);
}

/** @param {HTMLElement} part @param {HTMLElement | null} heading */
function goTo(part, heading) {
  part.querySelector(":scope > details")?.setAttribute("open", "");
  part.scrollIntoView({ block: "start" });
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

/** Where a place lies, from the city inwards. @param {Place} place @param {Select} actions */
export function breadcrumb(place, actions) {
  if (!place.parents.length) return null;
  const parents = place.parents.map((parent) => el("li", {}, placeButton(parent, actions)));
  return el(
    "nav",
    { class: "breadcrumb", "aria-label": t("place.parents") },
    el("ol", {}, parents, el("li", { "aria-current": "page" }, pick(place, "name"))),
  );
}

/**
 * Where the documents contradict each other, and what the atlas does about it: nothing is merged.
 * @param {Place} place
 */
function differenceSection({ differences }) {
  if (!differences.length) return null;
  const items = differences.map((row) =>
    el(
      "div",
      { class: "claim" },
      el("p", { class: "figure-name" }, pick(row, "subject")),
      el("p", { class: "summary" }, pick(row, "note")),
      el("p", { class: "note" }, pick(row, "handling")),
    ),
  );
  return section("differences", t("place.differences"), items);
}

/**
 * Relations of one kind from one section stand together; the stops of an axis in their order.
 * @param {Place} place @param {Select} actions
 */
function relationSection({ relations }, actions) {
  if (!relations.length) return null;
  const groups = groupBy(relations, (row) =>
    [row.direction, row.relation, row.basis, row.document?.id, row.section, isStop(row) || pick(row, "note")].join("|"),
  );
  const items = groups.map((rows) => relationGroup(rows, actions));
  return section("relations", t("place.relations"), el("ul", { class: "relations" }, items));
}

/** Whether the other place is a stop along this one. @param {Relation} row */
function isStop({ direction, position }) {
  return direction === "out" && position !== null;
}

/**
 * A place with its number along the line, and what is said of it alone.
 * @param {Select} actions @param {boolean} shared whether all places have one note
 */
const tiedPlace = (actions, shared) => (/** @type {Relation} */ row) => {
  const note = !shared && pick(row, "note");
  return el(
    "li",
    {},
    isStop(row) && el("span", { class: "stop" }, String(row.position)),
    placeButton(row.other, actions),
    note && [" ", el("small", { class: "note" }, note)],
  );
};

/** @param {Relation[]} rows @param {Select} actions */
function relationGroup(rows, actions) {
  const [{ direction, relation, basis }] = rows;
  const stops = isStop(rows[0]);
  const shared = new Set(rows.map((row) => pick(row, "note"))).size === 1;
  const note = shared && pick(rows[0], "note");
  const inOrder = stops ? [...rows].sort((one, other) => Number(one.position) - Number(other.position)) : rows;
  const places = inOrder.map(tiedPlace(actions, shared));
  return el(
    "li",
    {},
    el(
      "p",
      {},
      el("span", { class: "relation-kind" }, term(`relation_${direction}`, relation)),
      basis === "reading" && el("span", { class: "tag" }, t("relation.reading")),
    ),
    el(stops ? "ol" : "ul", { class: stops ? "stops" : "inline-places" }, places),
    note && el("p", { class: "note" }, note),
    source(rows[0]),
  );
}

/** What an industry makes or is to build at this place. @param {Place} place */
function linkSection({ industry_links: links }) {
  if (!links.length) return null;
  const heading = el("h3", {}, t("place.industry_links", { count: links.length }));
  const items = links.map((row) => [
    el("li", {}, el("span", { lang: "zh-CN" }, row.term_zh), lang === "en" && ` ${row.term_en}`, linkNotes(row)),
  ]);
  return el(
    "section",
    { class: "panel-section", "data-section": "industry_links" },
    el("details", {}, el("summary", {}, heading), el("ul", { class: "place-list" }, items)),
  );
}

/** @param {IndustryLink} row */
function linkNotes(row) {
  return [
    el("span", { class: "overlap-kind" }, `${pick(row, "industry")} · ${term("link_kind", row.kind)}`),
    row.basis === "reading" && tag(t("relation.reading")),
    source(row),
  ];
}

/** The parks an annex lists for a city, in its order. @param {Place} place @param {Select} actions */
function annexSection({ annex_parks: rows }, actions) {
  if (!rows.length) return null;
  const items = rows.map(({ place }) => el("li", {}, placeButton(place, actions)));
  return section(
    "annex_parks",
    t("place.annex_parks", { count: rows.length }),
    el("ol", { class: "place-list" }, items),
    source(rows[0]),
  );
}

/** Where a document puts a place within another. @param {PlaceName} child @returns {Child} */
function childSource(child) {
  if (!child.document) return null;
  const where = `${pick(child.document, "short")} ${pick(child, "citation")}`;
  return [" ", el("small", { class: "gloss" }, el("a", { href: sourceUrl(child, child.document) }, where))];
}

/** @param {string} key @param {PlaceName[]} places @param {Select} actions @param {string} [note] */
function placesSection(key, places, actions, note) {
  if (!places.length) return null;
  const items = places.map((child) => {
    const kind = el("span", { class: "overlap-kind" }, term("kind", child.kind));
    const member = child.basis === "member" && tag(t("child.member"));
    return el("li", {}, placeButton(child, actions), kind, member, childSource(child));
  });
  return section(
    key.replace("place.", ""),
    t(key, { count: places.length }),
    note && el("p", { class: "note" }, note),
    el("ul", { class: "place-list" }, items),
  );
}

/** @param {Place} place */
function drawnSection({ geometry, layer, area }) {
  const { method, accuracy_m: accuracy, grade } = geometry;
  return section(
    "drawn",
    t("place.drawn"),
    facts([
      [t("drawn.method"), term("method", method)],
      [t("drawn.reference"), pick(geometry, "reference")],
      [t("drawn.accuracy"), accuracy == null ? null : `± ${number(accuracy, "m")} m`],
      [t("drawn.grade"), grade && term("grade", grade)],
      [t("drawn.note"), pick(geometry, "note")],
    ]),
    area && !area.derived && layerStatistics(layer),
  );
}

/** Every document that names the place, with its full title and what is known of its date. @param {Place} place */
function documentSection({ documents }) {
  if (!documents.length) return null;
  return section("documents", t("place.documents"), el("ol", { class: "documents" }, documents.map(documentItem)));
}

/** @param {Document} document */
function documentItem(document) {
  const { number: mark, issued_on: issued } = document;
  const parts = [pick(document, "title"), mark ?? t("source.unnumbered"), day(issued)];
  return el(
    "li",
    {},
    el("p", { class: "figure-name" }, pick(document, "short")),
    el("p", {}, parts.filter(Boolean).join(" · ")),
    el("p", { class: "note" }, pick(document, "date_basis")),
  );
}
