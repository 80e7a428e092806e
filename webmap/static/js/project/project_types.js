// @ts-check
// A project of the reader: views of the map and drawn shapes. Comments only: no page loads this file.

/** @import { Box, Shape } from "atlas/core/types.js" */
/** @import { OwnShape } from "atlas/shapes/site_types.js" */

/**
 * A view of the map.
 * @typedef {object} View
 * @property {string} title
 * @property {string} note
 * @property {string} state what the address has after "#", without drawn shapes
 * @property {Box | null} extent the ground that was seen
 * @property {string | null} drawing id of a drawing of the project
 */

/** @typedef {{ name: string, note: string, surveyed: boolean, attributes?: Record<string, unknown> }} ShapeFacts */
/** @typedef {{ type: "Feature", geometry: Shape, properties: ShapeFacts }} NotedShape */
/** @typedef {{ id: string, shapes: { type: "FeatureCollection", features: NotedShape[] } }} Drawing */

/**
 * @typedef {object} Project
 * @property {string} title
 * @property {string} created
 * @property {string} data_version
 * @property {View[]} views
 * @property {Drawing[]} drawings
 */

/**
 * What the panel needs of the tools that draw (`tools/drawn_shape.js`).
 * @typedef {object} Drawn
 * @property {(shapes: OwnShape[]) => string} keep what stands for shapes in the address
 * @property {() => { shapes: OwnShape[] } | null} currentSite
 */

export {};
