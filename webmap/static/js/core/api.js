// @ts-check
// Requests to the server. Every failure becomes an ApiError whose message is a key of the catalogue, so that the reader
// gets plain words and never an endless spinner.

/** @import { Problem } from "atlas/core/types.js" */
/** @typedef {{ signal?: AbortSignal }} Options `signal` ends a request; it then rejects with AbortError */

const TIMEOUT_MS = 15000;
const FILE_TIMEOUT_MS = 60000;
const ACCEPT = "application/json, application/problem+json";
/** @type {Record<number, string>} */
const KEYS = {
  400: "error.refused",
  404: "error.not_found",
  413: "error.too_large",
  415: "error.refused",
  422: "error.refused",
  501: "error.not_here",
};

export class ApiError extends Error {
  /** @param {string} key @param {Problem | null} [problem] */
  constructor(key, problem = null) {
    super(key);
    this.key = key;
    this.detail = problem?.detail || problem?.title || "";
    this.problem = problem;
  }
}

/** The words of any failure: those of an ApiError, else "the server failed". @param {unknown} error */
export function keyOf(error) {
  return error instanceof ApiError ? error.key : "error.server";
}

/** Fetch JSON. @param {string} url @param {Options} [options] @returns {Promise<any>} */
export async function getJson(url, { signal } = {}) {
  return (await send(url, {}, signal, TIMEOUT_MS)).json();
}

/** Fetch a file the server makes first; that may take longer. @param {string} url @param {Options} [options] */
export async function getBlob(url, { signal } = {}) {
  return (await send(url, {}, signal, FILE_TIMEOUT_MS)).blob();
}

/** Send JSON, get JSON. @param {string} url @param {unknown} body @param {Options} [options] @returns {Promise<any>} */
export async function postJson(url, body, { signal } = {}) {
  return (await send(url, asGeoJson(body), signal, TIMEOUT_MS)).json();
}

/** Send JSON, get a file. @param {string} url @param {unknown} body @param {Options} [options] */
export async function postForBlob(url, body, { signal } = {}) {
  return (await send(url, asGeoJson(body), signal, FILE_TIMEOUT_MS)).blob();
}

/** Send a file, get JSON. @param {string} url @param {File} file @returns {Promise<any>} */
export async function postFile(url, file) {
  const form = new FormData();
  form.append("file", file);
  return (await send(url, { method: "POST", body: form }, undefined, FILE_TIMEOUT_MS)).json();
}

/** @param {unknown} body @returns {RequestInit} */
function asGeoJson(body) {
  return { method: "POST", headers: { "Content-Type": "application/geo+json" }, body: JSON.stringify(body) };
}

/**
 * @param {string} url @param {RequestInit} options @param {AbortSignal | undefined} signal
 * @param {number} limit in ms
 */
async function send(url, options, signal, limit) {
  const own = new AbortController();
  const stop = () => own.abort();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, limit);
  signal?.addEventListener("abort", stop);
  try {
    const response = await fetch(url, {
      ...options,
      headers: { Accept: ACCEPT, ...options.headers },
      signal: own.signal,
    });
    return response.ok ? response : Promise.reject(await refusal(response));
  } catch (error) {
    if (signal?.aborted || error instanceof ApiError) throw error;
    throw new ApiError(late ? "error.timeout" : "error.offline");
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

/** @param {Response} response */
async function refusal(response) {
  return new ApiError(KEYS[response.status] ?? "error.server", await problemOf(response));
}

/** @param {Response} response @returns {Promise<Problem | null>} */
async function problemOf(response) {
  try {
    return await response.json();
  } catch {
    return null; // a page of a server in between, which is no JSON
  }
}
