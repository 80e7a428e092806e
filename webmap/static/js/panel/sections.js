// @ts-check
// What stands below the head of a place, folded: where it belongs, what else the documents say of it, how it was drawn
// and measured.

import { el, groupBy } from "atlas/core/dom.js";
import { day, number } from "atlas/core/format.js";
import { config, lang, pick, t, term, url } from "atlas/core/i18n.js";
import { coordinates } from "atlas/map/reference_system.js";
import { areaParts, facts, figure } from "atlas/panel/area_section.js";
import { inheritedSection } from "atlas/panel/inherited_section.js";
import { fold, placeButton, source, sourceUrl, tag } from "atlas/panel/parts.js";
import { indicatorSection, measureSection } from "atlas/panel/policy_section.js";
import { topicSection } from "atlas/panel/topic_section.js";

/** @import { Child, Document, Point } from "atlas/core/types.js" */
/** @import { IndustryLink, Place, PlaceName, Relation } from "atlas/core/types.js" */
/** @import { Select } from "atlas/panel/parts.js" */
/** @typedef {Select & { at: Point | null, onTable: (() => void) | null }} SectionActions */

/** @param {Place} place @param {SectionActions} actions */
export function sections(place, actions) {
  const topics = Object.fromEntries(config.topics.map(([topic, types]) => [topic, topicSection(place, topic, types)]));
  const parts = [
    place.attributes && ownSections(place),
    topics.positioning,
    topics.industry,
    indicatorSection(place),
    topics.targets,
    measureSection(place),
    inheritedSection(place, actions),
    topics.extent,
    relationSection(place, actions),
    placesSection("children", place.children, actions),
    placesSection("unlocated_children", place.unlocated_children, actions, t("place.unlocated_note")),
    annexSection(place, actions),
    linkSection(place),
    differenceSection(place),
    areaFold(place),
    documentSection(place),
    spotSection(actions.at),
    dataSection(place, actions),
  ].flat();
  return [...parts, el("p", { class: "disclaimer" }, pick(place, "disclaimer"))];
}

/** Length and attributes of a feature of the reader's own, which stand open. @param {Place} place */
function ownSections(place) {
  const { length_km: length } = place;
  const measured = !place.area && length != null;
  const shown = [
    measured && fold("length", null, el("p", {}, figure(number(length, "km"), "km"))),
    attributeSection(place),
  ];
  for (const part of shown) part && part.setAttribute("open", "");
  return shown;
}

/** What the source of a feature of the reader's own says of it, column by column. @param {Place} place */
function attributeSection({ attributes = [], area, layer }) {
  const rows = attributes.map(({ name, value }) => [
    el("dt", {}, name),
    el("dd", {}, value == null ? "–" : String(value)),
  ]);
  return fold(
    "attributes",
    t("gist.rows", { count: rows.length }),
    rows.length > 0 && el("dl", { class: "facts facts-own" }, rows),
    !rows.length && el("p", { class: "note" }, t("workspace.no_attributes")),
    area && layerStatistics(layer),
  );
}

/** @param {string} layer */
function layerStatistics(layer) {
  return el("p", { class: "note" }, el("a", { href: url(`/stats/${layer}`, { page: true }) }, t("place.layer_stats")));
}

/** How large it is and how it was drawn. @param {Place} place */
function areaFold(place) {
  const { area, geometry, layer, attributes } = place;
  const drawnHow = (!attributes || geometry.method) && [
    facts([
      [t("drawn.method"), term("method", geometry.method)],
      [t("drawn.reference"), pick(geometry, "reference")],
      [t("drawn.accuracy"), geometry.accuracy_m == null ? null : `± ${number(geometry.accuracy_m, "m")} m`],
      [t("drawn.grade"), geometry.grade && term("grade", geometry.grade)],
      [t("drawn.note"), pick(geometry, "note")],
    ]),
    area && !area.derived && layerStatistics(layer),
  ];
  const perimeter = area?.perimeter_km != null && t("gist.perimeter", { length: number(area.perimeter_km, "km") });
  const gist = [term("method", geometry.method), perimeter].filter(Boolean).join(" · ");
  return fold("area", gist, areaParts(place), drawnHow);
}

/** The clicked point in degrees and metres. @param {Point | null} at */
function spotSection(at) {
  if (!at) return null;
  const lines = coordinates(at).map((line) => el("span", {}, line));
  return fold("spot", `${at.lng.toFixed(5)}, ${at.lat.toFixed(5)}`, el("p", { class: "spot" }, lines));
}

/** The record as data, and the row of the table. @param {Place} place @param {SectionActions} actions */
function dataSection({ id, geometry, area, attributes }, { onTable }) {
  const kinds = config.live && (area || !attributes) ? ["docx", "xlsx"] : [];
  const names = { docx: "Word", xlsx: "Excel" };
  const reports = kinds.map((kind) =>
    el(
      "a",
      { href: url(`/extract/${encodeURIComponent(id)}.${kind}?lang=${lang}`) },
      t("place.report_as", { kind: names[/** @type {"docx" | "xlsx"} */ (kind)] }),
    ),
  );
  const path = `/places/${encodeURIComponent(id)}`;
  const row = { type: "button", class: "link-button", id: "panel-table", onclick: onTable ?? undefined };
  return fold(
    "data",
    ["JSON", geometry.type && "GeoJSON"].filter(Boolean).join(" · "),
    el(
      "p",
      { class: "panel-links" },
      reports,
      el("a", { href: url(`${path}.json`) }, "JSON"),
      geometry.type && el("a", { href: url(`${path}.geojson`) }, "GeoJSON"),
      onTable && el("button", row, t("panel.table")),
    ),
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
  const gist = differences.map((row) => pick(row, "subject")).join(t("list.separator"));
  return fold("differences", gist, items);
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
  const [{ direction, relation, other }] = relations;
  const first = `${term(`relation_${direction}`, relation)} ${pick(other, "name")}`;
  return fold(
    "relations",
    t("gist.first", { first, count: relations.length }),
    el("ul", { class: "relations" }, items),
  );
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
  const items = links.map((row) => [
    el("li", {}, el("span", { lang: "zh-CN" }, row.term_zh), lang === "en" && ` ${row.term_en}`, linkNotes(row)),
  ]);
  const gist = t("gist.first", { first: lang === "zh" ? links[0].term_zh : links[0].term_en, count: links.length });
  return fold("industry_links", gist, el("ul", { class: "place-list" }, items));
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
  return fold(
    "annex_parks",
    t("gist.first", { first: pick(rows[0].place, "name"), count: rows.length }),
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

/**
 * Places within this one, by kind.
 * @param {string} name @param {PlaceName[]} places @param {Select} actions @param {string} [note]
 */
function placesSection(name, places, actions, note) {
  const groups = groupBy(places, ({ kind }) => kind);
  const gist = groups.map((rows) => `${term("kind", rows[0].kind)} ${rows.length}`).join(" · ");
  const lists = groups.map((rows) => [
    el("h4", {}, term("kind", rows[0].kind), " ", el("small", {}, String(rows.length))),
    el(
      "ul",
      { class: "place-list" },
      rows.map((child) => childItem(child, actions)),
    ),
  ]);
  return fold(name, gist, places.length > 0 && [note && el("p", { class: "note" }, note), lists]);
}

/** @param {PlaceName} child @param {Select} actions */
function childItem(child, actions) {
  return el(
    "li",
    {},
    placeButton(child, actions),
    child.basis === "member" && tag(t("child.member")),
    childSource(child),
  );
}

/** Every document that names the place, with its full title and what is known of its date. @param {Place} place */
function documentSection({ documents }) {
  if (!documents.length) return null;
  const gist = documents.map((one) => pick(one, "short")).join(t("list.separator"));
  return fold("documents", gist, el("ol", { class: "documents" }, documents.map(documentItem)));
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
