// @ts-check
// The shapes that the modules of the names on the map share. Comments only: no page loads this file.

/** @import { Feature, LayerEntry, Pair } from "atlas/core/types.js" */
/** @typedef {import("atlas/core/types.js").Pair} Pair */

/**
 * How the names of one style are written, see geo/atlas/looks/names.py.
 * @typedef {object} NameStyle
 * @property {number} rank
 * @property {"edge" | "area" | "axis" | "beside" | "point" | "plate"} place
 * @property {Pair[]} size
 * @property {number} weight
 * @property {number} zoom
 * @property {number} spacing
 * @property {number} latin_spacing
 * @property {boolean} italic
 * @property {number | null} figure_zoom
 * @property {Pair} least
 * @property {boolean} outside
 * @property {boolean} ring
 * @property {number} turn
 * @property {number} off
 */

/**
 * The table of name styles of /map.json.
 * @typedef {object} Names
 * @property {string} halo
 * @property {number} halo_width
 * @property {string} ink
 * @property {string} context_ink
 * @property {string} plate
 * @property {string} plate_ink
 * @property {string} km_line
 * @property {string} km_figure
 * @property {Record<string, NameStyle>} styles
 */

/**
 * What is to be named.
 * @typedef {object} Named
 * @property {string} key
 * @property {Feature} feature
 * @property {Feature[]} features of one road or river, which are named as one
 * @property {string[]} texts names of the places that have this shape
 * @property {boolean} chosen
 * @property {NameStyle} style
 * @property {string} colour
 * @property {number} extent
 */

/** @typedef {[left: number, top: number, right: number, bottom: number]} PixelBox in pixels of the map */

/**
 * What is seen when names are placed.
 * @typedef {object} View
 * @property {number} zoom
 * @property {{ x: number, y: number }} origin of the pixels of the map
 * @property {PixelBox} seen
 * @property {PixelBox} all what is drawn, which reaches beyond the window
 * @property {PixelBox[]} over what stands over the map
 * @property {LayerEntry[]} shown
 */

/** @typedef {{ rings: Float64Array[], box: PixelBox, label: Pair }} Part an area: rings of x and y in turn */
/** @typedef {{ parts: Part[], lines: Float64Array[], points: Pair[] }} PixelShape */
/** @typedef {{ x: number, y: number, cost: number }} Spot the middle of a name, and how little it is wanted there */
/**
 * Points of a line, one step apart, with the sum of its turns and the number of its sharp bends up to each.
 * @typedef {{ x: Float64Array, y: Float64Array, turned: Float64Array, bends: Float64Array }} Track
 */
/** @typedef {{ track: Track, start: number, at: Pair, cost: number }} Stretch of a track on which a name can begin */
/** @typedef {{ lines: string[], size: number, width: number, height: number }} Block a name in lines */
/** @typedef {{ char: string, advance: number, x: number, y: number, angle: number }} Letter on a line */
/** @typedef {{ key: string, boxes: PixelBox[], node: SVGElement, at: Pair }} PlacedName */

/**
 * @typedef {object} NameLabels
 * @property {boolean} onTiles the background is a foreign one, which brings its own names
 * @property {boolean} isAway
 * @property {NameLabels[]} twins
 * @property {(() => PixelBox[]) | null} alsoCovered
 * @property {Names} names
 * @property {(feature: Feature | null) => void} select
 * @property {() => void} update
 */

export {};
