// @ts-check
// Types of the vector tiles, of what the page asks of the worker and of what it answers. Comments only.

/** @import { Box, Feature, Paint, Point, ShapeKind } from "atlas/core/types.js" */
/** @typedef {import("atlas/map/tiles/tiled_layers.js").TiledLayers} TiledLayers */

/**
 * What the layers of the map have for those drawn by tiles (map/layers.js).
 * @typedef {object} TiledStack
 * @property {(feature: Feature) => void} adopt make a feature known
 * @property {Feature | null} marked the place that is open
 * @property {import("leaflet").SVG & { groups: Map<string, SVGGElement> }} renderer
 * @property {() => string[]} heights ids from the lowest up
 * @property {TiledLayers | null} tiled null before one is shown
 * @property {() => Promise<TiledLayers>} tiles
 * @property {(at: Point) => Promise<void>} look
 * @property {() => void} tell tell whoever follows the layers
 */

/**
 * What is used of the reader of pbf (webmap/static/vendor).
 * @typedef {object} Reader
 * @property {number} pos
 * @property {(read: (field: number) => void, result: null, end?: number) => void} readFields
 * @property {(signed?: boolean) => number} readVarint
 * @property {() => number} readSVarint
 * @property {() => number} readFloat
 * @property {() => number} readDouble
 * @property {() => boolean} readBoolean
 * @property {() => string} readString
 * @property {(into: number[]) => void} readPackedVarint
 */

/**
 * A tile in flat arrays. Feature `i` has the parts `featureStart[i]` up to `featureStart[i + 1]`, and part `p` the
 * numbers `partStart[p]` up to `partStart[p + 1]` of `xy`, in units of which a side has `extent`.
 * @typedef {object} Tile
 * @property {number} extent
 * @property {number[]} ids
 * @property {number[]} types 1 points, 2 lines, 3 areas
 * @property {number[]} boxes west, north, east, south of each feature
 * @property {number[]} featureStart
 * @property {number[]} partStart
 * @property {number[]} xy
 * @property {number[][]} tags
 * @property {string[]} keys
 * @property {(string | number | boolean | null)[]} values
 */

/**
 * A class of the values of a column (geo/screen/attribute_classes.py).
 * @typedef {object} AttributeClass
 * @property {string} id
 * @property {string} label_zh
 * @property {string} label_en
 * @property {string} colour
 * @property {number} count
 * @property {string[]} [values] as text
 * @property {number} [least]
 * @property {number} [most]
 */

/**
 * The answer /tiles/<layer>/classes.json.
 * @typedef {object} ClassAnswer
 * @property {string} column
 * @property {"values" | "numbers"} kind
 * @property {number} opacity of the fill of a class
 * @property {AttributeClass[]} classes the last is of what has no value, if any
 */

/**
 * How a layer is drawn.
 * @typedef {object} Look
 * @property {Partial<Record<ShapeKind, Paint[]>>} paints
 * @property {ClassAnswer | null} by
 * @property {Record<string, string> | null} filter column and value of what is brought out
 * @property {string} found colour of what is brought out
 */

/** @typedef {{ z: number, x: number, y: number }} Address of a tile */
/**
 * A picture of a tile: its side `size` and the whole pixels it takes, of which `ratio` are a CSS pixel.
 * @typedef {Address & { layer: string, key: string, size: number, width: number, height: number, ratio: number,
 *   zoom: number }} Want
 */
/** @typedef {{ layer: string, z: number, column: number, row: number, reach: number, ask: number }} Question */

/**
 * A feature found under a point. Its shape is what the tiles at hand hold of it, `outline` its edge inside them.
 * @typedef {object} Hit
 * @property {Record<string, any>} properties
 * @property {import("atlas/core/types.js").Shape} geometry
 * @property {import("atlas/core/types.js").Shape} outline
 * @property {Box} box
 */

/**
 * @typedef {{ do: "begin", modules: { pbf: string, decode: string, paint: string, find: string } }
 *   | { do: "layer", layer: string, address: string }
 *   | { do: "look", layer: string, look: Look }
 *   | { do: "tile", want: Want }
 *   | { do: "drop", key: string }
 *   | { do: "find", question: Question }} Message to the worker
 * @typedef {{ key: string, bitmap: ImageBitmap | null, failed?: boolean } | { ask: number, hits: Hit[] }} Answer
 */

export {};
