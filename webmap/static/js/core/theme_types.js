// @ts-check
// Types of the answers on themes (/themes.json, /themes/<id>.json).

/**
 * @typedef {object} ThemeEntry
 * @property {string} id
 * @property {string} group
 * @property {string} title_zh
 * @property {string} title_en
 * @property {number} places how many have an answer
 * @property {boolean} many enough of them for a map
 */

/**
 * @typedef {object} ThemeClass
 * @property {string} id
 * @property {string} label_zh
 * @property {string} label_en
 * @property {string} colour
 * @property {number} step 0 to 5, the size of its symbol
 * @property {number} [weight] of the line around an area
 */

/**
 * @typedef {object} ThemeRow
 * @property {{ id: string, layer: string }} place
 * @property {string} class
 * @property {boolean} whole its area holds other places: it is drawn by its line
 */

/**
 * @typedef {object} ThemeAnswer
 * @property {string} id
 * @property {string} title_zh
 * @property {string} title_en
 * @property {string} about_zh
 * @property {string} about_en
 * @property {number} opacity of the fill of a class
 * @property {ThemeClass[]} classes
 * @property {ThemeRow[]} places
 */

export {};
