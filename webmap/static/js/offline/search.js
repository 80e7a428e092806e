// @ts-check
// The search for pages without the service: groups, order and hits as of geo/places/search.py, from an index in the
// folder. Names that are only similar are not looked for.

import { coordinates } from "atlas/offline/coordinates.js";
import { foldName, match, MATCHES, withoutTones } from "atlas/offline/names.js";
import { innermost, meets, mergedArea } from "atlas/offline/places.js";
import { excerpt, find, findSplit, wordsOf } from "atlas/offline/texts.js";

/** @import { Document, Box } from "atlas/core/types.js" */
/** @import { PlaceIndex } from "atlas/offline/places.js" */
/** @import { SearchAnswer, SearchGroup } from "atlas/find/search_types.js" */
/** @import { Found, Readable, Texts } from "atlas/offline/texts.js" */
/**
 * @typedef {{ group: SearchGroup, row: object, document: string, place_ids: string[], texts: Texts,
 *   heads: string[] }} Passage
 */
/** @typedef {{ document: string, section: string, texts: Texts }} Part */
/** @typedef {{ how: number, row: object }} Ranked */
/** @typedef {{ kind: string, name_zh: string, name_en: string, syllables: string[] }} Land */
/** @typedef {{ term_zh: string, term_en: string | null, syllables: string[] }} Industry */
/**
 * @typedef {Document & Record<"short_zh" | "short_en" | "title_zh" | "title_en",
 *   string> & { syllables: string[][] }} Listed
 */
/**
 * @typedef {object} SearchIndex
 * @property {{ aliases: string[], syllables: string[][] }[]} names of the places, in their order
 * @property {Land[]} land_and_water
 * @property {Industry[]} industries
 * @property {Listed[]} documents
 * @property {Passage[]} passages
 * @property {Part[]} parts
 * @property {Box} bounds
 */

/** @type {SearchGroup[]} */
const SAID = ["statements", "measures", "land_rules", "figures", "industry_links"];
/** @type {SearchGroup[]} */
const GROUPS = ["coordinates", "places", "land_and_water", "industries", "documents", ...SAID];
const MOST_CHARACTERS = 60;
const MOST_PASSAGES = 3;
const [PART, MIXED] = [MATCHES.indexOf("part"), MATCHES.indexOf("mixed")];
const MEANT = ["exact", "prefix", "pinyin", "initials"];

/**
 * The answer of `/search`.
 * @param {PlaceIndex} index @param {SearchIndex} words @param {string} typed @param {number} most hits of each group
 * @returns {SearchAnswer}
 */
export function search(index, words, typed, most) {
  const query = [...typed.trim()].slice(0, MOST_CHARACTERS).join("");
  const found = foldName(query) ? hits(index, words, query) : {};
  const kept = Object.fromEntries(GROUPS.map((group) => [group, (found[group] ?? []).slice(0, most)]));
  const counted = GROUPS.filter((group) => found[group]?.length).map((group) => [group, found[group].length]);
  const left = counted
    .filter(([, count]) => Number(count) > most)
    .map(([group, count]) => [group, Number(count) - most]);
  const rest = { counts: Object.fromEntries(counted), left_out: Object.fromEntries(left), nearest: false };
  const answer = { query, ...kept, ...rest, groups: order(kept, query) };
  return /** @type {SearchAnswer} */ (/** @type {unknown} */ (answer));
}

/** @param {PlaceIndex} index @param {SearchIndex} words @param {string} text @returns {Record<string, object[]>} */
function hits(index, words, text) {
  const plain = withoutTones(text);
  const query = foldName(plain);
  return {
    coordinates: coordinates(text, words.bounds),
    places: placeHits(index, words, query),
    land_and_water: landHits(words, query),
    industries: industryHits(index, words, query),
    documents: documentHits(words, query, plain),
    ...said(index, words, plain),
  };
}

/** Best first; equal ones keep their order. @param {Ranked[]} found @param {(row: any) => number} [then] */
function ranked(found, then = () => 0) {
  const sorted = [...found].sort((a, b) => a.how - b.how || then(a.row) - then(b.row));
  return sorted.map(({ how, row }) => ({ ...row, match: MATCHES[how] }));
}

/** @param {PlaceIndex} index @param {SearchIndex} words @param {string} query */
function placeHits({ places }, { names }, query) {
  const named = new Map(places.map((place) => [place.id, place]));
  const found = places.flatMap((place, at) => {
    const { aliases, syllables } = names[at];
    const all = [place.name_zh, ...aliases];
    const ways = all.map((zh, i) => match(query, { zh, en: i ? "" : place.name_en, syllables: syllables[i] }));
    const how = Math.min(...ways.map((way) => way ?? Infinity));
    if (how === Infinity) return [];
    const which = ways.indexOf(how);
    const parent = place.parent ? named.get(place.parent) : null;
    const above = { parent_zh: parent?.name_zh ?? null, parent_en: parent?.name_en ?? null };
    return [{ how, row: { ...place, ...above, alias: which ? all[which] : null } }];
  });
  return ranked(found, ({ alias }) => Number(alias !== null));
}

/** A street that bears the name of its town comes after the town. @param {SearchIndex} words @param {string} query */
function landHits({ land_and_water: all }, query) {
  const found = all.flatMap((row) => {
    const how = match(query, { zh: row.name_zh, en: row.name_en, syllables: row.syllables });
    return how === null ? [] : [{ how, row }];
  });
  return ranked(found, ({ kind }) => Number(kind === "street"));
}

/**
 * Exact ones, then those with the most places.
 * @param {PlaceIndex} index @param {SearchIndex} words @param {string} query
 */
function industryHits(index, { industries }, query) {
  const found = industries.flatMap((row) => {
    const how = match(query, { zh: row.term_zh, en: row.term_en ?? "", syllables: row.syllables });
    return how === null || how === MIXED ? [] : [{ ...row, ...ground(index, row.term_zh), match: MATCHES[how] }];
  });
  return [...found].sort((a, b) => Number(a.match !== "exact") - Number(b.match !== "exact") || b.count - a.count);
}

/** @param {PlaceIndex} index @param {string} term */
function ground(index, term) {
  const chosen = index.places.filter((place) => meets(index, place, (name) => (name === "industry" ? term : null)));
  const finest = innermost(index, chosen);
  return {
    count: chosen.length,
    ...mergedArea(index, chosen),
    innermost: { count: finest.length, total: mergedArea(index, finest).total },
  };
}

/**
 * Those named so, then those with the words inside.
 * @param {SearchIndex} words @param {string} query @param {string} plain
 */
function documentHits({ documents, parts }, query, plain) {
  const inside = find(parts, wordsOf(plain));
  const found = documents.flatMap((row) => {
    const names = [
      { zh: row.short_zh, en: row.short_en, syllables: row.syllables[0] },
      { zh: row.title_zh, en: row.title_en, syllables: row.syllables[1] },
      { zh: row.number ?? "", en: "", syllables: [] },
    ];
    const ways = names.flatMap((name) => match(query, name) ?? []).filter((way) => way !== MIXED);
    const passages = inside.filter(([part]) => part.document === row.id);
    if (!ways.length && !passages.length) return [];
    const shown = passages.slice(0, MOST_PASSAGES).map(([part, how]) => ({ ...part, ...excerpts(part, how) }));
    return [{ how: Math.min(PART, ...ways), row: { ...row, passages: shown, inside: !ways.length } }];
  });
  const named = found.filter(({ row }) => !row.inside);
  return [...ranked(named), ...ranked(found.filter(({ row }) => row.inside))];
}

/**
 * What the documents say with the words, group by group.
 * @param {PlaceIndex} index @param {SearchIndex} words @param {string} plain
 */
function said(index, { names, passages }, plain) {
  const known = new Map(index.places.map((place, at) => [place.id, { place, aliases: names[at].aliases }]));
  const readable = passages.map((one) => ({
    ...one,
    around: one.place_ids.map((id) => around(known.get(id))).join(" "),
  }));
  const asked = wordsOf(plain);
  let found = find(readable, asked);
  if (!found.length && asked.length === 1) found = findSplit(readable, asked[0]);
  found.sort(([, a], [, b]) => a.how - b.how);
  const rows = found.map(([one, how]) => ({
    group: one.group,
    row: {
      ...one.row,
      ...excerpts(one, how),
      match: MATCHES[how.how],
      document: index.documents[one.document],
      places: one.place_ids.map((id) => known.get(id)?.place),
    },
  }));
  return Object.fromEntries(
    SAID.map((name) => [name, rows.filter(({ group }) => group === name).map(({ row }) => row)]),
  );
}

/** @param {{ place: { name_zh: string, name_en: string }, aliases: string[] } | undefined} known */
function around(known) {
  return known ? [known.place.name_zh, ...known.aliases, known.place.name_en].join(" ") : "";
}

/** @param {Readable} one @param {Found} found */
function excerpts({ texts }, { marks }) {
  return { excerpt_zh: excerpt(texts.zh, marks.zh, "zh"), excerpt_en: excerpt(texts.en, marks.en, "en") };
}

/**
 * The groups that hold something, in the order to show them.
 * @param {Record<string, any[]>} kept @param {string} text
 */
function order(kept, text) {
  const names = ["places", "land_and_water"].filter((name) => kept[name].length);
  const best = (/** @type {string} */ name) => MATCHES.indexOf(kept[name][0].match);
  names.sort((a, b) => best(a) - best(b));
  const few = ["industries", "documents"];
  const meant = names.some((name) => MEANT.includes(kept[name][0].match));
  let all = ["coordinates", ...few, ...SAID, ...names];
  if (kept.industries.some((row) => row.term_zh === text)) all = ["coordinates", ...few, ...names, ...SAID];
  else if (meant) all = ["coordinates", ...names, ...few, ...SAID];
  return all.filter((name) => kept[name].length);
}
