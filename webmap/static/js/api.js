// Talks to the server. Every failure becomes an ApiError whose message is a key of the catalogue, so that the
// reader gets plain words and never an endless spinner.

const TIMEOUT_MS = 15000;
const FILE_TIMEOUT_MS = 60000;
const ACCEPT = "application/json, application/problem+json";

export class ApiError extends Error {
  constructor(key, detail = "", problem = null) {
    super(key);
    this.key = key;
    this.detail = detail;
    this.problem = problem;
  }
}

/** Fetch JSON. `signal` lets a newer request call off an older one (that one rejects with AbortError). */
export async function getJson(url, { signal } = {}) {
  return (await send(url, {}, signal, TIMEOUT_MS)).json();
}

/** Fetch a file the server makes first; that may take longer than an answer. */
export async function getBlob(url, { signal } = {}) {
  return (await send(url, {}, signal, FILE_TIMEOUT_MS)).blob();
}

/** Send JSON, get JSON. */
export async function postJson(url, body, { signal } = {}) {
  const headers = { "Content-Type": "application/geo+json" };
  return (await send(url, { method: "POST", headers, body: JSON.stringify(body) }, signal, TIMEOUT_MS)).json();
}

/** Send JSON, get a file. */
export async function postForBlob(url, body, { signal } = {}) {
  const headers = { "Content-Type": "application/geo+json" };
  return (await send(url, { method: "POST", headers, body: JSON.stringify(body) }, signal, FILE_TIMEOUT_MS)).blob();
}

/** Send a file, get JSON. */
export async function postFile(url, file, { signal } = {}) {
  const form = new FormData();
  form.append("file", file);
  return (await send(url, { method: "POST", body: form }, signal, FILE_TIMEOUT_MS)).json();
}

async function send(url, options, signal, limit) {
  const own = new AbortController();
  const stop = () => own.abort();
  let late = false;
  const timer = setTimeout(() => { late = true; stop(); }, limit);
  signal?.addEventListener("abort", stop);
  let response;
  try {
    response = await fetch(url, { ...options, headers: { Accept: ACCEPT, ...options.headers }, signal: own.signal });
    if (response.ok) return response;
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(late ? "error.timeout" : "error.offline");
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
  const problem = await problemOf(response);
  const key = { 404: "error.not_found", 413: "error.too_large", 400: "error.refused", 415: "error.refused", 422: "error.refused" }[response.status];
  throw new ApiError(key ?? "error.server", problem?.detail || problem?.title || "", problem);
}

async function problemOf(response) {
  try {
    return await response.json();
  } catch {
    return null;
  }
}
