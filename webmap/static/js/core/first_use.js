// @ts-check
// Parts of the page that are loaded when they are first used. A part that did not come is forgotten, so that the next
// use asks for it again.

/**
 * Make the function that brings a part and returns the same promise each time, unless it failed.
 * @template T
 * @param {() => Promise<T>} load its import, and what is done once it is there
 * @returns {() => Promise<T>}
 */
export function once(load) {
  /** @type {Promise<T> | null} */
  let part = null;
  return () => {
    part ??= load().catch((error) => {
      part = null;
      throw error;
    });
    return part;
  };
}

/**
 * Listen for the first use of a part: listening ends when the part is there, not when it was asked for.
 * @template {Event} E
 * @param {EventTarget} target @param {string} type
 * @param {(event: E) => Promise<unknown>} use
 */
export function untilThere(target, type, use) {
  const listener = async (/** @type {Event} */ event) => {
    if ((await use(/** @type {E} */ (event))) !== false) target.removeEventListener(type, listener);
  };
  target.addEventListener(type, listener);
}

/** Whether an error says that a module could not be had. @param {unknown} reason */
export function isMissingPart(reason) {
  return /dynamically imported module|module script/.test(String(/** @type {Error} */ (reason)?.message));
}
