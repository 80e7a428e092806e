// @ts-check
// The shapes of the answer /search. Only types: nothing is loaded from here.

/** @import { Areas, Document, PlaceName } from "atlas/core/types.js" */

/**
 * @typedef {"coordinates" | "places" | "land_and_water" | "industries" | "documents" | "statements" | "measures" |
 *   "land_rules" | "figures" | "industry_links"} SearchGroup
 */
/** @typedef {{ text: string, marks: [start: number, end: number][] }} Excerpt marks count characters */
/** @typedef {{ id: string, kind: string, alias: string | null, located: boolean, match: string }} PlaceHit */
/** @typedef {{ id: string, kind: string, layer: string, match: string, lon: number, lat: number }} LandHit */
/** @typedef {{ count: number, total: Areas }} Finest the places that contain none of the others */
/** @typedef {{ term_zh: string, count: number, measured: number, innermost: Finest, match: string }} IndustryHit */
/** @typedef {{ excerpt_zh: Excerpt, excerpt_en: Excerpt }} Passage */
/** @typedef {{ id: string, number: string | null, count: number, match: string, passages: Passage[] }} DocumentHit */

/**
 * A point that was typed; metres in EPSG:4529.
 * @typedef {object} CoordinateHit
 * @property {number} lon
 * @property {number} lat
 * @property {number} north
 * @property {number} east
 * @property {string} read_as reference system
 * @property {boolean} on_map
 */

/**
 * A statement, measure, land rule, figure or part of an industry.
 * @typedef {object} SaidHit
 * @property {string} id
 * @property {string} match
 * @property {PlaceName[]} places
 * @property {Document} document
 * @property {Excerpt} excerpt_zh
 * @property {Excerpt} excerpt_en
 */

/**
 * @typedef {object} SearchAnswer
 * @property {string} query
 * @property {SearchGroup[]} groups those that hold something, in the order to show them
 * @property {Record<string, number>} counts
 * @property {Record<string, number>} left_out
 * @property {boolean} nearest nothing was found, and what is similar is listed
 * @property {CoordinateHit[]} coordinates
 * @property {PlaceHit[]} places
 * @property {LandHit[]} land_and_water
 * @property {IndustryHit[]} industries
 * @property {DocumentHit[]} documents
 * @property {SaidHit[]} statements
 * @property {SaidHit[]} measures
 * @property {SaidHit[]} land_rules
 * @property {SaidHit[]} figures
 * @property {SaidHit[]} industry_links
 */

export {};
