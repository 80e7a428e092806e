// @ts-check
// The project file *.lingang.json, as geo/readers/project has it: written, and read strictly. What somebody sends is
// counted before it is built; keys nobody knows are told and left out; a text is a text.

import { config, t } from "atlas/core/i18n.js";
import * as state from "atlas/core/url_state.js";

/** @import { Box, Shape } from "atlas/core/types.js" */
/** @import { Drawing, NotedShape, Project, ShapeFacts, View } from "atlas/project/project_types.js" */

const TYPE = "lingang-project";
const SCHEMA = 1;
/** As in Python. */
export const LIMITS = { bytes: 4194304, views: 24, drawings: 24, shapes: 500, title: 80, note: 600, state: 2000 };
const MOST_POSITIONS = 50000;
/** As deep as the coordinates of a multipolygon are. */
const MOST_LEVELS = 4;
const TYPES = ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"];
const KEYS = {
  file: ["type", "schema", "data_version", "title", "created", "views", "drawings"],
  view: ["title", "note", "state", "extent", "drawing"],
  drawing: ["id", "shapes"],
};
/** Control characters, marks of direction and halves of characters; a line break may stay. */
const UNSEEN = /(?!\n)[\p{C}\u2028\u2029]/gu;

/** A file that is no project, or a larger one than may be. */
export class ProjectError extends Error {}

/** @returns {Project} */
export function emptyProject() {
  const created = new Date().toISOString().slice(0, 19) + "Z";
  return { title: "", created, data_version: config.data_version, views: [], drawings: [] };
}

/** A text as it is kept. @param {unknown} value @param {number} most */
export function plainText(value, most) {
  return String(value).replace(UNSEEN, " ").trim().slice(0, most);
}

/** The text of a file. @param {Project} project */
export function writeProject({ title, created, views, drawings }) {
  const used = new Set(views.map(({ drawing }) => drawing));
  const body = {
    ...{ type: TYPE, schema: SCHEMA, data_version: config.data_version, title, created },
    views: views.map(({ extent, drawing, ...view }) => ({
      ...view,
      ...(extent && { extent }),
      ...(drawing && { drawing }),
    })),
    drawings: drawings.filter(({ id }) => used.has(id)),
  };
  return JSON.stringify(body, null, 1);
}

/**
 * Read the text of a file.
 * @param {string} text @returns {{ project: Project, notes: string[] }} `notes`: what was left out
 */
export function readProject(text) {
  if (text.length > LIMITS.bytes) throw new ProjectError(t("project.too_large", { most: LIMITS.bytes / 1048576 }));
  const file = parsed(text);
  /** @type {string[]} */
  const notes = [];
  tellUnknown(file, KEYS.file, notes);
  const drawings = listOf(file.drawings ?? [], "drawings", LIMITS.drawings).map((one) => readDrawing(one, notes));
  require(drawings.reduce((sum, { shapes }) => sum + shapes.features.length, 0) <= LIMITS.shapes, "drawings");
  const ids = new Set(drawings.map(({ id }) => id));
  require(ids.size === drawings.length, "drawings.id");
  const views = listOf(file.views, "views", LIMITS.views).map((one, at) => readView(one, at, ids, notes));
  const data_version = textOf(file.data_version ?? "", "data_version", LIMITS.title);
  if (data_version !== config.data_version) {
    notes.unshift(t("project.other_data", { made: data_version || "?", now: config.data_version }));
  }
  const title = textOf(file.title ?? "", "title", LIMITS.title);
  const created = textOf(file.created ?? "", "created", 40);
  return { project: { title, created, data_version, views, drawings }, notes };
}

/** @param {string} text @returns {Record<string, unknown>} */
function parsed(text) {
  let file;
  try {
    file = JSON.parse(text);
  } catch {
    throw new ProjectError(t("project.no_project"));
  }
  if (!isObject(file) || file.type !== TYPE) throw new ProjectError(t("project.no_project"));
  if (file.schema !== SCHEMA) throw new ProjectError(t("project.other_schema", { schema: plainText(file.schema, 20) }));
  return file;
}

/** @param {unknown} one @param {number} at @param {Set<string>} ids @param {string[]} notes @returns {View} */
function readView(one, at, ids, notes) {
  const where = `views.${at}`;
  require(isObject(one), where);
  const view = /** @type {Record<string, unknown>} */ (one);
  tellUnknown(view, KEYS.view, notes);
  const drawing = view.drawing == null ? null : textOf(view.drawing, `${where}.drawing`, 40);
  require(drawing === null || ids.has(drawing), `${where}.drawing`);
  const address = textOf(view.state, `${where}.state`, LIMITS.state);
  if (state.read(address).draw) notes.push(t("project.view_number", { number: at + 1 }) + t("project.draw_in_state"));
  return {
    title: textOf(view.title, `${where}.title`, LIMITS.title),
    note: textOf(view.note ?? "", `${where}.note`, LIMITS.note),
    // Read and written by the page itself: what it does not know does not come back.
    state: state.addressOf({ ...state.read(address), draw: null }),
    extent: view.extent == null ? null : readExtent(view.extent, `${where}.extent`),
    drawing,
  };
}

/** @param {unknown} value @param {string} where @returns {Box} */
function readExtent(value, where) {
  const numbers = /** @type {number[]} */ (listOf(value, where, 4));
  require(numbers.length === 4 && numbers.every((one) => typeof one === "number" && Number.isFinite(one)), where);
  const [west, south, east, north] = numbers;
  require(west >= -180 && west < east && east <= 180 && south >= -90 && south < north && north <= 90, where);
  return [west, south, east, north];
}

/** @param {unknown} one @param {string[]} notes @returns {Drawing} */
function readDrawing(one, notes) {
  require(isObject(one), "drawings");
  const drawing = /** @type {Record<string, any>} */ (one);
  tellUnknown(drawing, KEYS.drawing, notes);
  require(isObject(drawing.shapes), "drawings.shapes");
  const features = listOf(drawing.shapes.features, "drawings.shapes.features", LIMITS.shapes).map(readShape);
  return { id: textOf(drawing.id, "drawings.id", 40), shapes: { type: "FeatureCollection", features } };
}

/** @param {any} feature @returns {NotedShape} */
function readShape(feature) {
  const where = "drawings.shapes";
  require(isObject(feature) && isObject(feature.geometry) && TYPES.includes(feature.geometry.type), where);
  const { type, coordinates } = feature.geometry;
  require(Array.isArray(coordinates) && positionsIn(coordinates, MOST_LEVELS) <= MOST_POSITIONS, where);
  const given = isObject(feature.properties) ? feature.properties : {};
  /** @type {ShapeFacts} */
  const properties = {
    name: textOf(given.name ?? "", where, LIMITS.title),
    note: textOf(given.note ?? "", where, LIMITS.note),
    surveyed: given.surveyed === true,
    ...(isObject(given.attributes) && { attributes: given.attributes }),
  };
  return { type: "Feature", geometry: /** @type {Shape} */ ({ type, coordinates }), properties };
}

/** Count the positions of coordinates; anything else in them is refused. @param {any[]} list @param {number} levels */
function positionsIn(list, levels) {
  const isPosition = list.length > 1 && list.every((one) => typeof one === "number");
  if (isPosition) {
    require(Math.abs(list[0]) <= 180 && Math.abs(list[1]) <= 90, "drawings.shapes");
    return 1;
  }
  require(levels > 1 && list.length > 0 && list.every(Array.isArray), "drawings.shapes");
  /** @type {number} */
  let sum = 0;
  for (const one of list) sum += positionsIn(one, levels - 1);
  return sum;
}

/** @param {unknown} value @returns {value is Record<string, any>} */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {unknown} value @param {string} where @param {number} most @returns {any[]} */
function listOf(value, where, most) {
  require(Array.isArray(value) && value.length <= most, where);
  return /** @type {any[]} */ (value);
}

/** @param {unknown} value @param {string} where @param {number} most */
function textOf(value, where, most) {
  require(typeof value === "string" && value.length <= most, where);
  return plainText(value, most);
}

/** @param {boolean} holds @param {string} where */
function require(holds, where) {
  if (!holds) throw new ProjectError(t("project.broken", { where }));
}

/** @param {Record<string, unknown>} part @param {string[]} known @param {string[]} notes */
function tellUnknown(part, known, notes) {
  const unknown = Object.keys(part).filter((key) => !known.includes(key));
  if (unknown.length) notes.push(t("project.unknown_keys", { keys: plainText(unknown.slice(0, 12).join(", "), 200) }));
}
