// @ts-check
// The head of a place: what it is, how far its outline can be trusted, its name, the one statement it begins with, what
// else it is for, its industries, three figures, and what can be done next.

import { el } from "atlas/core/dom.js";
import { differencePlaces, number, placesOf } from "atlas/core/format.js";
import { config, lang, pick, t, term, url } from "atlas/core/i18n.js";
import { capital, openFold, placeButton, sourceLink } from "atlas/panel/parts.js";
import { sideStep } from "atlas/panel/side_by_side.js";

/** @import { Child, Claim, Feature, Place, PlaceArea } from "atlas/core/types.js" */
/** @import { Select } from "atlas/panel/parts.js" */
/** @typedef {Select & { onIndustry: ((term: string) => void) | null }} HeadActions */
/** @typedef {{ grade: string | null, accuracy_m: number | null, type: string | null }} Trust */
/** @typedef {Trust & { kind: string, own?: boolean }} Identity */

const MOST_ROLES = 3;
const MOST_CHIPS = 8;
const KILOMETRE = 1000;

/** What the map knows of a place before its record has come. @param {Feature} feature @returns {Identity} */
export function identityOf({ kind, grade, accuracy_m, geometry, layer }) {
  return { kind, grade, accuracy_m, type: geometry?.type ?? null, own: layer.role === "workspace" };
}

/** The kind of a place, and how far its outline can be trusted. @param {Identity} identity @param {Child} [layer] */
export function kindLine(identity, layer = null) {
  const pill = precision(identity);
  return [
    el("span", { class: "badge" }, term("kind", identity.kind)),
    layer,
    pill && el("span", { class: "pill", title: identity.grade && term("grade", identity.grade) }, pill),
  ];
}

/** @param {Identity} identity */
function precision({ grade, accuracy_m: accuracy, type, own }) {
  if (!type) return t(own ? "place.unlocated_tag" : "place.unlocated");
  if (accuracy == null) return grade && term("grade", grade);
  const far = accuracy < KILOMETRE ? `±${number(accuracy, "m")} m` : `±${+(accuracy / KILOMETRE).toFixed(1)} km`;
  if (grade === "C") return t("pill.schematic", { far });
  return t(/Polygon/.test(type) ? "pill.boundary" : "pill.position", { far });
}

/**
 * The name in the other language, and the place it belongs to.
 * @param {object} named @param {Child} [parent]
 */
export function otherName(named, parent = null) {
  const { name_zh: zh, name_en: en } = /** @type {{ name_zh?: string | null, name_en?: string | null }} */ (named);
  const other = zh && en && zh !== en && el("span", { lang: lang === "zh" ? "en" : "zh-CN" }, lang === "zh" ? en : zh);
  return [other, other && parent && " · ", parent];
}

/** @param {Place} place @param {HeadActions} actions @returns {Child[]} */
export function placeHead(place, actions) {
  const { attributes, aliases } = place;
  return [
    attributes && el("p", { class: "note own-note" }, pick(place, "origin")),
    !attributes && lead(place, actions),
    !attributes && roles(place),
    !attributes && industryChips(place, actions),
    figureRow(place),
    nextSteps(place),
    aliases.length > 0 && el("p", { class: "note" }, t("place.aliases", { names: aliases.join(t("list.separator")) })),
  ];
}

/** The one statement a place begins with. @param {Place} place @param {Select} actions */
function lead(place, actions) {
  const claim = place.claims.find(({ claim_id: id }) => id === place.lead);
  if (!claim) return noLead(place, actions);
  const same = place.claims.filter(({ claim_id: id }) => place.lead_same.includes(id));
  return el(
    "section",
    { class: "lead", "aria-label": t("claim.positioning") },
    leadTerm(claim),
    el("p", { class: "lead-summary" }, pick(claim, "summary"), " ", sourceLink(claim)),
    same.length > 0 &&
      el(
        "p",
        { class: "note" },
        t("lead.same"),
        same.map((one, i) => [i > 0 && t("list.semicolon"), sourceLink(one)]),
      ),
  );
}

/** The term as printed; on an English page its English first. @param {Pick<Claim, "terms_zh" | "terms_en">} claim */
function leadTerm({ terms_zh: zh, terms_en: en }) {
  const printed = zh.join("、");
  if (lang === "zh" || !en.length) return el("p", { class: "lead-term", lang: "zh-CN" }, printed);
  return [
    el("p", { class: "lead-term" }, capital(en.join("; "))),
    el("p", { class: "lead-printed", lang: "zh-CN" }, printed),
  ];
}

/**
 * That no document says what a place is for, and what one says of the place above.
 * @param {Place} place @param {Select} actions
 */
function noLead({ documents, annex = [], lead_above: above }, actions) {
  if (!documents.length && !above) return null;
  return el(
    "section",
    { class: "lead lead-none", "aria-label": t("claim.positioning") },
    el("p", { class: "lead-term" }, t("lead.none")),
    annex.map((row) => el("p", { class: "lead-summary" }, pick(row, "sentence"), " ", sourceLink(row))),
    above && [
      el(
        "p",
        { class: "lead-above" },
        el("span", { class: "tag" }, t("lead.above")),
        " ",
        placeButton(above.through, actions),
      ),
      el(
        "p",
        { class: "lead-summary" },
        el("strong", { lang: lang === "zh" ? "zh-CN" : null }, joinedTerms(above.claim)),
        t("sentence.between"),
        pick(above.claim, "summary"),
        " ",
        sourceLink(above.claim),
      ),
    ],
  );
}

/** @param {Pick<Claim, "terms_zh" | "terms_en">} claim */
function joinedTerms({ terms_zh: zh, terms_en: en }) {
  return lang === "zh" || !en.length ? zh.join("、") : capital(en.join("; "));
}

/** The latest document first, within one the order of the text. @param {Claim} one @param {Claim} other */
function latestFirst(one, other) {
  return other.document.sequence - one.document.sequence;
}

/**
 * What else documents want a place to be, latest first; each leads to its statement below. Words that several
 * statements use, or the lead uses too, are named once. @param {Place} place
 */
function roles({ claims, lead: leading }) {
  const first = claims.find(({ claim_id: id }) => id === leading);
  const named = new Set(first ? [joinedTerms(first)] : []);
  const told = (/** @type {string} */ wanted) =>
    claims
      .filter(({ type, claim_id: id, terms_zh: terms }) => type === wanted && id !== leading && terms.length)
      .sort(latestFirst)
      .filter((claim) => !named.has(joinedTerms(claim)) && named.add(joinedTerms(claim)));
  const positions = told("positioning");
  const shown = positions.length || leading ? positions : told("function");
  if (!shown.length) return null;
  const links = shown.slice(0, MOST_ROLES).map((claim) => {
    const onclick = () => openFold("positioning", claim.claim_id);
    return el("button", { type: "button", class: "link-button", onclick }, joinedTerms(claim));
  });
  const rest = shown.length - links.length;
  const more = { type: "button", class: "link-button", onclick: () => openFold("positioning") };
  const key = shown === positions ? "lead.more" : "lead.functions";
  return el(
    "p",
    { class: "roles" },
    el("span", { class: "roles-label" }, t(key, { count: shown.length })),
    links,
    rest > 0 && el("button", more, t("lead.rest", { count: rest })),
  );
}

/**
 * Industries of the system first, then the words of the documents.
 * @param {Place} place @param {HeadActions} actions
 */
function industryChips({ industries, claims }, actions) {
  const named = new Map(industries.map((item) => [item.name_zh, { words: pick(item, "name"), system: true }]));
  for (const { type, terms_zh: zh, terms_en: en } of [...claims].sort(latestFirst)) {
    if (type !== "industry") continue;
    for (const [i, word] of zh.entries()) {
      if (!named.has(word)) named.set(word, { words: lang === "zh" ? word : (en[i] ?? word), system: false });
    }
  }
  if (!named.size) return null;
  const shown = [...named].slice(0, MOST_CHIPS).map(([word, chip]) => el("li", {}, industryChip(word, chip, actions)));
  const rest = named.size - shown.length;
  const more = { type: "button", class: "chip chip-more", onclick: () => openFold("industry") };
  return [
    el("p", { class: "head-label" }, t("fold.industry")),
    el(
      "ul",
      { class: "head-chips" },
      shown,
      rest > 0 && el("li", {}, el("button", more, t("lead.rest", { count: rest }))),
    ),
  ];
}

/** @param {string} word in Chinese @param {{ words: string, system: boolean }} chip @param {HeadActions} actions */
function industryChip(word, { words, system }, { onIndustry }) {
  const name = system ? "chip chip-system" : "chip";
  if (!onIndustry) return el("span", { class: name }, words);
  const title = t("industry.others", { name: words });
  return el("button", { type: "button", class: name, title, onclick: () => onIndustry(word) }, words);
}

/** Three figures in one line: stated, drawn, documents. @param {Place} place */
function figureRow(place) {
  const { area, attributes } = place;
  const cells = [
    area && !area.derived && statedCell(area, Boolean(attributes)),
    area && drawnCell(place, area),
    documentsCell(place),
  ];
  const known = cells.filter(Boolean);
  return known.length > 0 && el("dl", { class: "figure-row" }, known);
}

/** @param {string} label @param {string} name @param {Child} value @param {Child} [below] */
function cell(label, name, value, below = null) {
  return el(
    "div",
    { "data-figure": name },
    el("dt", {}, label),
    value,
    below && el("dd", { class: "figure-below" }, below),
  );
}

/** @param {string} value @param {string} unit */
function big(value, unit) {
  return el("dd", { class: "figure-big" }, value, " ", el("span", { class: "figure-unit" }, unit));
}

/** Words between which no line breaks. @param {string[]} words */
function whole(...words) {
  return el("span", { class: "whole" }, words.join(" "));
}

/** @param {PlaceArea} area @param {boolean} own */
function statedCell({ stated_area_km2: stated }, own) {
  if (stated == null)
    return !own && cell(t("area.stated"), "stated", el("dd", { class: "figure-word unknown" }, t("area.not_stated")));
  const units = [
    whole(number(stated * 100, "ha"), t("unit.ha")),
    " ",
    whole(number(stated * 1500, "mu"), t("unit.mu")),
  ];
  return cell(t("area.stated"), "stated", big(number(stated, "stated"), t("unit.km2")), units);
}

/** @param {Place} place @param {PlaceArea} area */
function drawnCell({ geometry }, area) {
  const { area_km2: drawn, uncertainty_km2: bound } = area;
  if (drawn == null) return null;
  const label = t(area.derived ? "area.derived" : "area.drawn");
  if (area.drawn_to_size) {
    return cell(label, "drawn", el("dd", { class: "figure-word" }, t("figure.to_size")), t("figure.proves_nothing"));
  }
  const about = area.derived || geometry.grade === "C";
  const value = number(drawn, "km2", { about });
  const places = placesOf(drawn, "km2", about);
  const limit = bound != null && `±${number(bound, "km2", { places })}`;
  return cell(
    label,
    "drawn",
    big(about ? t("area.about", { value }) : value, t("unit.km2")),
    limit && [whole(limit), " ", differenceWords(area)],
  );
}

/** How far the drawn area is from the stated one. @param {PlaceArea} area */
function differenceWords({ difference_km2: difference, area_km2: drawn, stated_area_km2: stated }) {
  if (difference == null || drawn == null || stated == null) return null;
  const size = number(Math.abs(difference), "km2", { places: differencePlaces(drawn, stated) });
  return whole(t(difference < 0 ? "figure.less" : "figure.more", { size }));
}

/** @param {Place} place */
function documentsCell({ id, documents, attributes }) {
  if (attributes) return null;
  const all = Object.keys(config.documents).length;
  const value = el(
    "dd",
    { class: "figure-big" },
    String(documents.length),
    el("span", { class: "figure-unit" }, ` / ${all}`),
  );
  const link = documents.length > 0 && el("a", { href: compareUrl(encodeURIComponent(id)) }, t("figure.read_each"));
  return cell(t("place.documents"), "documents", value, link);
}

/** @param {string} id already escaped */
function compareUrl(id) {
  // The static site has one page for all places, with a row for each.
  if (!config.live) return `${url("/compare", { page: true })}#${id}`;
  return url("/compare", { page: true, query: `place=${id}` });
}

/** One thing to do next stands out; on a phone this is the foot of the sheet. @param {Place} place */
export function nextSteps(place) {
  const id = encodeURIComponent(place.id);
  // The static site has no service to make a report; a line or point of the reader's own has no ground to report on.
  const report = config.live && (!place.attributes || place.area);
  const page = { class: report ? "step" : "step step-first", href: url(`/places/${id}`, { page: true }) };
  return el(
    "p",
    { class: "next-steps" },
    report && el("a", { class: "step step-first", href: url(`/extract/${id}.pdf?lang=${lang}`) }, t("place.report")),
    el("a", page, t("place.page")),
    !place.attributes && sideStep(place),
  );
}
