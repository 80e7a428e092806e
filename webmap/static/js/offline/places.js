// @ts-check
// The filter of places for pages without the service: the rule of geo/places/filter.py. The ground that places cover
// together is the sum of the parts that one of them covers (webmap/pages/static_index.py).

import { foldName } from "atlas/offline/names.js";

/** @import { Areas, Document, Said } from "atlas/core/types.js" */
/**
 * @typedef {object} IndexPlace
 * @property {string} id
 * @property {string} name_zh
 * @property {string} name_en
 * @property {string} kind
 * @property {string} layer
 * @property {string | null} parent
 * @property {string | null} grade
 * @property {number | null} area_km2
 * @property {boolean} located
 * @property {string[]} documents
 */
/** @typedef {Said & { terms_en: string[] }} Claim */
/**
 * @typedef {object} PlaceIndex
 * @property {IndexPlace[]} places
 * @property {Record<string, Claim[]>} claims
 * @property {Record<string, Document>} documents
 * @property {[ids: string[], km2: number][]} shared
 * @property {string} version
 */
/** @typedef {(name: "layer" | "kind" | "grade" | "document" | "industry") => string | null} Asked */

/** The answer of `/places.json`. @param {PlaceIndex} index @param {Asked} asked */
export function places(index, asked) {
  const chosen = index.places.filter((place) => meets(index, place, asked));
  const finest = innermost(index, chosen);
  const says = asked("industry") || asked("document");
  return {
    count: chosen.length,
    located: chosen.filter(({ located }) => located).length,
    ...mergedArea(index, chosen),
    innermost: { count: finest.length, total: mergedArea(index, finest).total },
    places: chosen.map((place) => ({ ...place, says: says ? matchingClaims(index, place.id, asked) : [] })),
    documents: index.documents,
    version: index.version,
  };
}

/** @param {PlaceIndex} index @param {IndexPlace} place @param {Asked} asked */
export function meets(index, place, asked) {
  const [layer, kind, grade, document] = [asked("layer"), asked("kind"), asked("grade"), asked("document")];
  if (layer && place.layer !== layer) return false;
  if (kind && place.kind !== kind) return false;
  if (grade && place.grade !== grade) return false;
  if (asked("industry")) return matchingClaims(index, place.id, asked).length > 0;
  return !document || place.documents.includes(document);
}

/**
 * The claims on a place that meet document and industry, with the terms that contain the industry.
 * @param {PlaceIndex} index @param {string} id @param {Asked} asked
 */
function matchingClaims({ claims }, id, asked) {
  const [document, word] = [asked("document"), foldName(asked("industry") ?? "")];
  return (claims[id] ?? []).flatMap((claim) => {
    if (document && claim.doc_id !== document) return [];
    const at = claim.terms_zh.flatMap((term, i) => (foldName(term).includes(word) ? [i] : []));
    if (!at.length && word) return [];
    const kept = (/** @type {string[]} */ terms) => at.flatMap((i) => terms[i] ?? []);
    return [{ ...claim, terms_zh: kept(claim.terms_zh), terms_en: kept(claim.terms_en) }];
  });
}

/** Sum, ground counted more than once, and ground covered. @param {PlaceIndex} index @param {IndexPlace[]} chosen */
export function mergedArea({ shared }, chosen) {
  const measured = chosen.filter((place) => place.area_km2 !== null);
  const ids = new Set(measured.map(({ id }) => id));
  const sum = measured.reduce((all, place) => all + (place.area_km2 ?? 0), 0);
  const covered = shared.filter(([covering]) => covering.some((id) => ids.has(id)));
  const total = ids.size === 1 ? sum : covered.reduce((all, [, km2]) => all + km2, 0);
  return { measured: ids.size, sum: areas(sum), overlap: areas(Math.max(sum - total, 0)), total: areas(total) };
}

/** @param {number} km2 @returns {Areas} */
function areas(km2) {
  return { area_km2: km2, area_ha: km2 * 100, area_mu: km2 * 1500 };
}

/** The measured places that contain none of the others. @param {PlaceIndex} index @param {IndexPlace[]} chosen */
export function innermost({ places: all }, chosen) {
  const parents = new Map(all.map(({ id, parent }) => [id, parent]));
  const measured = chosen.filter((place) => place.area_km2 !== null);
  const holders = new Set();
  for (const { parent } of measured) {
    for (let above = parent; above; above = parents.get(above) ?? null) holders.add(above);
  }
  return measured.filter(({ id }) => !holders.has(id));
}
