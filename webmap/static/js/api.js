// Talks to the server. Every failure becomes an ApiError whose message is a key of the catalogue, so that the
// reader gets plain words and never an endless spinner.

const TIMEOUT_MS = 15000;

export class ApiError extends Error {
  constructor(key, detail = "") {
    super(key);
    this.key = key;
    this.detail = detail;
  }
}

/** Fetch JSON. `signal` lets a newer request call off an older one (that one rejects with AbortError). */
export async function getJson(url, { signal } = {}) {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  let response;
  try {
    response = await fetch(url, {
      headers: { Accept: "application/json, application/problem+json" },
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    if (response.ok) return await response.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(error.name === "TimeoutError" ? "error.timeout" : "error.offline");
  }
  throw new ApiError(response.status === 404 ? "error.not_found" : "error.server", await problemDetail(response));
}

async function problemDetail(response) {
  try {
    const problem = await response.json();
    return problem.detail || problem.title || "";
  } catch {
    return "";
  }
}
