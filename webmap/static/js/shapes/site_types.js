// @ts-check
// The reader's own shapes and the answer of the server on them. Comments only: no page loads this file.

/** @import { Areas, Document, Method, Said, Shape } from "atlas/core/types.js" */

/**
 * A place the site touches or nearly touches.
 * @typedef {object} Touch
 * @property {string} id
 * @property {string} layer
 * @property {number | null} area_km2 shared
 * @property {number | null} length_km inside
 * @property {string | null} grade
 * @property {number | null} share_of_drawn
 * @property {number | null} share_of_place
 * @property {string | null} standing relation to the boundary
 */

/**
 * The answer /measure for a drawn or uploaded site.
 * @typedef {object} SiteAnswer
 * @property {Areas | null} area
 * @property {number | null} length_km
 * @property {number | null} perimeter_km
 * @property {Touch[]} touched
 * @property {{ id: string, distance_m: number, accuracy_m: number }[]} near
 * @property {Areas | null} uncovered
 * @property {{ id: string, kind: string, says: Said[] }[]} positioning
 * @property {Record<string, Document>} documents
 * @property {Method} method
 * @property {string} version
 * @property {Distance[]} [distances]
 * @property {Plots | null} [plots] of two or more features
 */

/** @typedef {{ id: string | null, distance_m: number | null, pm_m: number }} Distance to the nearest of a category */

/**
 * @typedef {object} PlotZone
 * @property {string} id
 * @property {string} kind
 * @property {string} layer
 * @property {string | null} grade
 * @property {"inside" | "partly" | "cannot_be_told"} verdict
 * @property {number | null} share_of_plot
 * @property {number | null} share_pm
 * @property {number | null} distance_m
 */

/**
 * @typedef {object} Plot
 * @property {number} number
 * @property {Record<string, unknown>} attributes
 * @property {Areas | null} area
 * @property {number | null} perimeter_km
 * @property {number | null} length_km
 * @property {PlotZone[]} zones
 * @property {{ id: string, distance_m: number, pm_m: number } | null} nearest_park
 * @property {{ code: string, layer: string, place_id: string | null }[]} conflicts
 */

/**
 * The account of a file of several plots.
 * @typedef {object} Plots
 * @property {number} count
 * @property {string[]} attributes
 * @property {string | null} name_attribute
 * @property {Plot[]} items
 * @property {{ area: Areas | null, merged_area: Areas | null, overlap: Areas | null }} total
 */

/**
 * A shape of the reader.
 * @typedef {object} OwnShape
 * @property {Shape} geometry
 * @property {string} name empty without one
 * @property {boolean} surveyed of a file: kept to the millimetre
 * @property {Record<string, unknown>} [attributes] of a file
 */

export {};
