// The parts of the panel below its heading, in the order a planner asks: where it belongs, how large it is, what the
// documents want it to be, what else they say, and how it was drawn.

import { el, groupBy } from "./dom.js";
import { number } from "./format.js";
import { lang, pick, t, term, url } from "./i18n.js";
import { areaSection } from "./area.js";

const TOPICS = [
  ["positioning", ["positioning", "function"]],
  ["industry", ["industry"]],
  ["extent", ["location", "area"]],
];

export function sections(place, actions) {
  return [
    areaSection(place),
    place.attributes && !place.area && place.length_km != null && section("length", t("workspace.length"), el("p", {}, el("span", { class: "area-value" }, number(place.length_km, "km")), " ", el("span", { class: "area-unit" }, "km"))),
    place.attributes && attributeSection(place),
    ...TOPICS.map(([topic, types]) => topicSection(place, topic, types)),
    indicatorSection(place),
    measureSection(place),
    differenceSection(place),
    relationSection(place, actions),
    placesSection("place.children", place.children, actions),
    placesSection("place.unlocated_children", place.unlocated_children, actions, t("place.unlocated_note")),
    (!place.attributes || place.geometry.method) && drawnSection(place),
    documentSection(place),
    el("p", { class: "disclaimer" }, pick(place, "disclaimer")),
  ].filter(Boolean);
}

/** What the source of a feature of the reader's own says of it, column by column. */
function attributeSection({ attributes, area, layer }) {
  const row = (name, value) => [el("dt", {}, name), el("dd", {}, value == null ? "–" : String(value))];
  return section(
    "attributes",
    t("workspace.attributes"),
    attributes.length > 0 && el("dl", { class: "facts facts-own" }, attributes.map(({ name, value }) => row(name, value))),
    !attributes.length && el("p", { class: "note" }, t("workspace.no_attributes")),
    area && el("p", { class: "note" }, el("a", { href: url(`/stats/${layer}`, { page: true }) }, t("place.layer_stats"))),
  );
}

const MANY_PARTS = 5;

/** Leads to the parts of a long panel. */
export function contents(parts) {
  const named = parts.filter(({ dataset }) => dataset.section);
  if (named.length < MANY_PARTS) return null;
  const go = (part) => () => {
    const heading = part.querySelector("h3");
    part.querySelector(":scope > details")?.setAttribute("open", "");
    part.scrollIntoView({ block: "start" });
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  };
  return el("nav", { class: "panel-contents", "aria-label": t("panel.contents") }, named.map((part) =>
    el("button", { type: "button", class: "link-button", onclick: go(part) }, part.querySelector("h3").textContent)));
}

/** Document, number, date and section as text anybody can read without a click. */
export function source(document, section) {
  if (!document) return null;
  const parts = [
    pick(document, "short"),
    document.number ?? t("source.unnumbered"),
    document.issued_on ?? t("source.undated"),
    section && t("source.section", { section }),
  ];
  return el("p", { class: "source" }, el("span", { class: "source-mark" }, t("source.label")), joined(parts.filter(Boolean)));
}

/** Parts in a row; a line breaks between parts, not within a date or number. */
function joined(parts) {
  const separator = t("source.separator");
  const space = separator.endsWith(" ") ? " " : null;
  return parts.map((part, i) =>
    (i < parts.length - 1 ? [el("span", { class: "whole" }, part, separator.trim()), space] : el("span", { class: "whole" }, part)));
}

function section(name, title, ...children) {
  return el("section", { class: "panel-section", "data-section": name }, el("h3", {}, title), ...children);
}

function placeButton(place, { onSelect }) {
  return el("button", { type: "button", class: "link-button", "data-place": place.id, onclick: () => onSelect(place.id) }, pick(place, "name"));
}

/** Where a place lies, from the city inwards. */
export function breadcrumb(place, actions) {
  if (!place.parents.length) return null;
  return el(
    "nav",
    { class: "breadcrumb", "aria-label": t("place.parents") },
    el("ol", {}, place.parents.map((parent) => el("li", {}, placeButton(parent, actions))), el("li", { "aria-current": "page" }, pick(place, "name"))),
  );
}

function topicSection(place, topic, types) {
  const claims = place.claims.filter(({ type }) => types.includes(type));
  const blocks = groupBy(claims, ({ document, section: part, type }) => `${document.id}|${part}|${type}`);
  const items = topic === "industry" ? place.industries : [];
  if (!blocks.length && !items.length) return null;
  return section(topic, t(`topic.${topic}`), blocks.map(claimBlock), systemItems(items));
}

/** The claims of one type in one section of one document, with one source line under them. */
function claimBlock(claims) {
  const [{ type, document, section: part }] = claims;
  return el(
    "div",
    { class: "claim", "data-document": document.id },
    type !== "positioning" && type !== "industry" && el("p", { class: "claim-type" }, term("claim", type)),
    type === "positioning" || type === "function"
      ? el("dl", { class: "terms" }, claims.map((claim) => [
        claim.terms_zh.length > 0 && el("dt", { lang: "zh-CN" }, claim.terms_zh.join("、")),
        el("dd", {}, pick(claim, "summary")),
      ]))
      : claims.map((claim) => [chips(claim.terms_zh), el("p", { class: "summary" }, pick(claim, "summary"))]),
    source(document, part),
  );
}

function chips(terms) {
  return terms.length ? el("ul", { class: "chips", lang: "zh-CN" }, terms.map((word) => el("li", {}, word))) : null;
}

/** Items of the 7+5+4 industry system whose row names this place: one block per document, the section in each item. */
function systemItems(items) {
  return groupBy(items, ({ document }) => document.id).map((rows) =>
    el(
      "div",
      { class: "claim" },
      el("p", { class: "claim-type" }, t("industry.system")),
      el("ul", { class: "chips" }, rows.map((item) =>
        el("li", { title: term("industry_group", item.group) }, pick(item, "name"), el("span", { class: "chip-section" }, item.section)))),
      source(rows[0].document, null),
    ));
}

function indicatorSection({ indicators }) {
  if (!indicators.length) return null;
  return section(
    "indicators",
    t("place.indicators"),
    el("ul", { class: "figures" }, indicators.map((row) =>
      el(
        "li",
        {},
        el("p", { class: "figure-name" }, pick(row, "name"), el("span", { class: "tag" }, term("indicator", row.kind))),
        el("p", { class: "figure-value" }, el("strong", {}, `${row.value}${unitOf(row)}`), [pick(row, "qualifier"), row.year && t("indicator.year", { year: row.year })].filter(Boolean).map((part) => [" ", el("span", {}, part)])),
        source(row.document, row.section),
      ))),
  );
}

function unitOf(row) {
  return lang === "zh" ? (row.unit ?? "") : row.unit_en ? ` ${row.unit_en}` : "";
}

function measureSection({ measures }) {
  if (!measures.length) return null;
  return el(
    "section",
    { class: "panel-section", "data-section": "measures" },
    el(
      "details",
      {},
      el("summary", {}, el("h3", {}, t("place.measures", { count: measures.length }))),
      measures.map((row) => el("div", { class: "claim" }, el("p", { class: "figure-name" }, pick(row, "title")), el("p", { class: "summary" }, pick(row, "summary")), source(row.document, row.section))),
    ),
  );
}

/** Where the documents contradict each other, and what the atlas makes of it: both stand, nothing is merged. */
function differenceSection({ differences }) {
  if (!differences.length) return null;
  return section("differences", t("place.differences"), differences.map((row) =>
    el("div", { class: "claim" },
      el("p", { class: "figure-name" }, pick(row, "subject")),
      el("p", { class: "summary" }, pick(row, "note")),
      el("p", { class: "note" }, pick(row, "handling")))));
}

/** Relations of one kind from one section stand together; the stops of an axis in their order. */
function relationSection({ relations }, actions) {
  if (!relations.length) return null;
  const groups = groupBy(relations, (row) =>
    [row.direction, row.relation, row.basis, row.document?.id, row.section, pick(row, "note")].join("|"));
  return section(
    "relations",
    t("place.relations"),
    el("ul", { class: "relations" }, groups.map((rows) => relationGroup(rows, actions))),
  );
}

function relationGroup(rows, actions) {
  const [{ direction, relation, basis, document, section: part }] = rows;
  const note = pick(rows[0], "note");
  return el(
    "li",
    {},
    el("p", {}, el("span", { class: "relation-kind" }, term(`relation_${direction}`, relation)), basis === "reading" && el("span", { class: "tag" }, t("relation.reading"))),
    el("ul", { class: "inline-places" }, rows.map(({ other, position }) =>
      el("li", {}, direction === "out" && position && el("span", { class: "stop" }, String(position)), placeButton(other, actions)))),
    note && el("p", { class: "note" }, note),
    source(document, part),
  );
}

function placesSection(key, places, actions, note) {
  if (!places.length) return null;
  return section(
    key.replace("place.", ""),
    t(key, { count: places.length }),
    note && el("p", { class: "note" }, note),
    el("ul", { class: "place-list" }, places.map((child) => el("li", {}, placeButton(child, actions), el("span", { class: "overlap-kind" }, term("kind", child.kind))))),
  );
}

function drawnSection({ geometry, layer, area }) {
  const rows = [
    [t("drawn.method"), term("method", geometry.method)],
    [t("drawn.reference"), pick(geometry, "reference")],
    [t("drawn.accuracy"), geometry.accuracy_m == null ? null : `± ${number(geometry.accuracy_m, "m")} m`],
    [t("drawn.grade"), geometry.grade && term("grade", geometry.grade)],
    [t("drawn.note"), pick(geometry, "note")],
  ].filter(([, value]) => value);
  return section(
    "drawn",
    t("place.drawn"),
    el("dl", { class: "facts" }, rows.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
    area && !area.derived && el("p", { class: "note" }, el("a", { href: url(`/stats/${layer}`, { page: true }) }, t("place.layer_stats"))),
  );
}

/** Every document cited above once, with its full title and what is known of its date. */
function documentSection(place) {
  const rows = ["claims", "indicators", "industries", "measures", "relations"].flatMap((part) => place[part]);
  const cited = new Map(rows.filter((row) => row.document).map(({ document }) => [document.id, document]));
  if (!cited.size) return null;
  const documents = [...cited.values()].sort((a, b) => a.sequence - b.sequence);
  return section(
    "documents",
    t("place.documents"),
    el("ol", { class: "documents" }, documents.map((document) =>
      el(
        "li",
        {},
        el("p", { class: "figure-name" }, pick(document, "short")),
        el("p", {}, [pick(document, "title"), document.number ?? t("source.unnumbered"), document.issued_on].filter(Boolean).join(" · ")),
        el("p", { class: "note" }, pick(document, "date_basis")),
      ))),
  );
}
