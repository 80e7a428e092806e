// @ts-check
// Types of the answers /timeline.json and /fit.json. Comments only: no page loads this file.

/** @import { Document, PlaceName, Sourced } from "atlas/core/types.js" */
/** @import { ThemeClass } from "atlas/core/theme_types.js" */

/** @typedef {Sourced & Record<string, any>} Source */
/** @typedef {{ text_zh: string, text_en: string, sources: Source[] }} Entry with its unit and a note */

/**
 * A document, or the year of targets.
 * @typedef {object} Stop
 * @property {string} id
 * @property {"said" | "due"} kind
 * @property {number} year
 * @property {string} [day]
 * @property {"printed" | "looked_up"} [day_basis]
 * @property {Document} [document]
 * @property {boolean} [passed]
 * @property {number} places of how many it tells
 */

/**
 * @typedef {object} TimeRow
 * @property {PlaceName} place
 * @property {string} class
 * @property {boolean} fresh
 * @property {boolean} located
 * @property {boolean} whole
 * @property {Entry[]} said
 */

/** @typedef {{ place: PlaceName, entries: Entry[] }} DuePlace */
/** @typedef {{ year: number, passed: boolean, reached: boolean, places: DuePlace[] }} DueYear */

/**
 * @typedef {object} TimeAnswer
 * @property {string | null} until
 * @property {Stop[]} stops
 * @property {number} opacity
 * @property {(ThemeClass & { count: number })[]} classes
 * @property {TimeRow[]} places
 * @property {DueYear[]} due
 */

/**
 * @typedef {object} Evidence
 * @property {string | null} grade
 * @property {string} sentence_zh
 * @property {string} sentence_en
 * @property {Document | null} document
 * @property {{ publisher_zh: string, publisher_en: string, date: string, address: string } | null} [outside]
 */

/**
 * @typedef {object} FitAnswer
 * @property {"yes" | "no" | "unknown"} answer
 * @property {string} word_zh
 * @property {string} word_en
 * @property {string} reason_zh
 * @property {string} reason_en
 * @property {(Evidence & Source)[]} evidence
 */

/**
 * @typedef {object} Ranked
 * @property {PlaceName} place
 * @property {number} rank
 * @property {boolean} tied
 * @property {number} certain
 * @property {number} possible
 * @property {boolean} located
 * @property {FitAnswer[]} answers one for each condition
 */

/** @typedef {{ place: PlaceName, condition: number, answer: FitAnswer }} LeftOut */

/**
 * @typedef {object} Fit
 * @property {{ title_zh: string, title_en: string, head_zh: string, head_en: string }[]} conditions
 * @property {number} most
 * @property {Ranked[]} places
 * @property {LeftOut[]} left_out
 */

export {};
