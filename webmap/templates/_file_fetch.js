// @ts-check
// Stands in for `fetch` in the static site, where a page opened from a disk may fetch no file: each answer lies in the
// folder as a script that calls `atlasData` (webmap/bundle.py).
"use strict";

{
  /** @type {Map<string, unknown>} */
  const store = new Map();

  Reflect.set(window, "atlasData", (/** @type {string} */ path, /** @type {unknown} */ value) =>
    store.set(path, value),
  );

  /** @param {string} path @returns {Promise<boolean>} whether the folder has the answer */
  const loaded = (path) =>
    new Promise((resolve) => {
      const script = document.createElement("script");
      script.src = `${path}.js`;
      script.onload = () => resolve(true);
      script.onerror = () => resolve(false);
      document.head.append(script);
    });

  window.fetch = async (address) => {
    const path = String(address).split(/[?#]/)[0].replace(/^\.\//, "");
    if (!store.has(path) && !(await loaded(path))) return new Response("{}", { status: 404 });
    return new Response(JSON.stringify(store.get(path)), { status: 200 });
  };
}
