// @ts-check
// Stands in for `fetch` in the static site, where a page opened from a disk may fetch no file: each record lies in the
// folder as a script that calls `atlasData` (webmap/cli/static_site.py). What the service computes from a query is
// computed in the page.
"use strict";

{
  /** @type {Map<string, unknown>} */
  const store = new Map();

  Reflect.set(window, "atlasData", (/** @type {string} */ path, /** @type {unknown} */ value) =>
    store.set(path, value),
  );

  /** @param {string} address @returns {Promise<boolean>} whether the folder has the record */
  const loaded = (address) =>
    new Promise((resolve) => {
      const script = document.createElement("script");
      script.src = `${address}.js`;
      script.onload = () => resolve(true);
      script.onerror = () => resolve(false);
      document.head.append(script);
    });

  window.fetch = async (asked) => {
    const [, up, path, query = ""] = /^((?:\.{1,2}\/)*)([^?#]*)(?:\?([^#]*))?/.exec(String(asked)) ?? [];
    const read = async (/** @type {string} */ name) => {
      if (!store.has(name) && !(await loaded(up + name))) return null;
      return store.get(name);
    };
    const { answerOf } = await import("atlas/offline/answers.js");
    const values = new URLSearchParams(query);
    const answer = answerOf(path, values);
    const found = await (answer ? answer(read, values) : read(path));
    // Every place is in the folder; what else is missing is an answer of the service.
    const missing = path.startsWith("places/") ? 404 : 501;
    return new Response(JSON.stringify(found ?? {}), { status: found ? 200 : missing });
  };
}
