/** What the script of the first view leaves for the modules. */
interface Window {
  lingang: import("atlas/core/types.js").FirstView;
}

/** Lists in lists of what an element may hold; a JSDoc typedef cannot refer to itself. */
interface ChildList extends ReadonlyArray<import("atlas/core/types.js").Child> {}
