// @ts-check
// Answers of the service that depend on a query, computed in the page where there is no service.

import { places } from "atlas/offline/places.js";
import { search } from "atlas/offline/search.js";
import { table } from "atlas/offline/tables.js";

/** @typedef {(path: string) => Promise<any>} Read reads a record of the folder */
/** @typedef {(read: Read, query: URLSearchParams) => Promise<object>} Answer */

const MOST = 8;

/**
 * What answers an address; null if the folder holds its answer.
 * @param {string} path without a slash at the beginning @param {URLSearchParams} query @returns {Answer | null}
 */
export function answerOf(path, query) {
  if (path === "search") return searched;
  if (path === "places.json") return filtered;
  if (path === "timeline.json") return stopped;
  const asks = [...query.keys()].some((name) => name !== "v");
  return path.startsWith("tables/") && asks ? (read, asked) => tabled(read, path, asked) : null;
}

/** @type {Answer} */
async function searched(read, query) {
  const [index, words] = await Promise.all([read("index.json"), read("search.json")]);
  return search(index, words, query.get("q") ?? "", Number(query.get("most") ?? MOST));
}

/** @type {Answer} */
async function filtered(read, query) {
  return places(await read("index.json"), (name) => query.get(name));
}

/** The timeline at the stop asked for, or at the one the folder names. @type {Answer} */
async function stopped(read, query) {
  return read(`timeline/${query.get("until") ?? (await read("timeline.json")).until}.json`);
}

/** @param {Read} read @param {string} path @param {URLSearchParams} query */
async function tabled(read, path, query) {
  const [index, whole] = await Promise.all([read("index.json"), read(path)]);
  return table(index, whole, (name) => query.get(name), query.get("sort") ?? "");
}
