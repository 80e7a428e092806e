// @ts-check
// What the documents want a place to be: its claims by topic, and its items of the industry system.

import { el, groupBy } from "atlas/core/dom.js";
import { lang, pick, t, term } from "atlas/core/i18n.js";
import { chips, fold, gloss, notesOn, source, sourceUrl, tag, termEntry } from "atlas/panel/parts.js";

/** @import { Claim, Industry, Place } from "atlas/core/types.js" */

/** @param {Place} place @param {string} topic @param {string[]} types claim types of the topic */
export function topicSection(place, topic, types) {
  const claims = place.claims.filter(({ type }) => types.includes(type));
  const blocks = groupBy(claims, ({ document, section: part, type }) => `${document.id}|${part}|${type}`);
  const items = topic === "industry" ? place.industries : [];
  const rows = topic === "positioning" ? unstated(place, blocks.length > 0) : [];
  if (!blocks.length && !items.length && !rows.length) return null;
  return fold(topic, gistOf(topic, claims, items), rows, blocks.map(claimBlock), systemItems(items));
}

/** What a closed section tells. @param {string} topic @param {Claim[]} claims @param {Industry[]} items */
function gistOf(topic, claims, items) {
  if (topic === "positioning") {
    const documents = new Set(claims.map(({ document }) => document.id)).size;
    return claims.length ? t("gist.claims", { count: claims.length, documents }) : t("lead.none");
  }
  if (topic !== "industry") return pick(claims[0], "summary");
  const names = new Set([...items.map((item) => pick(item, "name")), ...claims.flatMap(terms)]);
  return [...names].join(t("list.separator"));
}

/** @param {Claim} claim */
function terms({ terms_zh: zh, terms_en: en }) {
  return lang === "zh" || !en.length ? zh : en;
}

/**
 * What stands for a positioning: the annex that lists the place, or that no document gives it one.
 * @param {Place} place @param {boolean} stated
 */
function unstated(place, stated) {
  const rows = listed(place);
  if (stated || rows.length || !place.documents.length) return rows;
  return [el("p", { class: "note" }, t("place.no_positioning"))];
}

/** The claims of one type in one section of one document, with one source line under them. @param {Claim[]} claims */
function claimBlock(claims) {
  const [{ type, document }] = claims;
  const titled = type !== "positioning" && type !== "industry";
  return el(
    "div",
    { class: "claim", "data-document": document.id },
    titled && el("p", { class: "claim-type" }, term("claim", type)),
    type === "positioning" || type === "function" ? termList(claims) : claims.map(summary),
    source(claims[0]),
  );
}

/** @param {Claim[]} claims */
function termList(claims) {
  return el("dl", { class: "terms" }, ...claims.map(entry));
}

/** @param {Claim} claim */
function entry(claim) {
  return termEntry(claim, ...notesOn(claim));
}

/** @param {Claim} claim */
function summary(claim) {
  return [
    chips(claim.terms_zh, claim.terms_en),
    el("p", { class: "summary" }, pick(claim, "summary"), ...notesOn(claim)),
  ];
}

/** That the place is listed in an annex. @param {Place} place */
function listed({ annex = [] }) {
  return annex.map((row) =>
    el("div", { class: "claim" }, el("p", { class: "summary" }, pick(row, "sentence"), ...notesOn(row)), source(row)),
  );
}

/**
 * Items of the 7+5+4 industry system that are tied to this place: one block per document, with its official terms.
 * @param {Industry[]} items
 */
function systemItems(items) {
  const blocks = groupBy(items, ({ document }) => document.id);
  return blocks.map((rows) =>
    el(
      "div",
      { class: "claim" },
      el("p", { class: "claim-type" }, t("industry.system")),
      el("dl", { class: "terms" }, ...rows.map(systemItem)),
      source({ document: rows[0].document }),
    ),
  );
}

/** An industry and what its document calls it. @param {Industry} item */
function systemItem(item) {
  const part = el("a", { class: "chip-section", href: sourceUrl(item, item.document) }, pick(item, "citation"));
  const reading = item.basis === "reading" && tag(t("relation.reading"));
  const glosses = item.term_en ? item.term_en.split(";") : [];
  return [
    el("dt", {}, pick(item, "name"), part, reading),
    item.term_zh
      ? el("dd", { lang: "zh-CN" }, item.term_zh.split(";").join("、"), gloss(glosses))
      : el("dd", {}, term("industry_group", item.group)),
  ];
}
