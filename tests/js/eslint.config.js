// @ts-check
// The rules for webmap/static/js: eslint's recommended ones, short functions and lines, and the order of the folders.
import js from "@eslint/js";
import globals from "globals";

const SCRIPTS = ["webmap/static/js/{compare,page}/*.js", "webmap/templates/*.js"];

/** What a folder may import, from the ground up; `compare` and `page` hold plain scripts, which import nothing. */
const MAY_IMPORT = {
  core: ["core"],
  map: ["map", "core"],
  panel: ["panel", "map", "core"],
  find: ["find", "panel", "map", "core"],
  tree: ["tree", "panel", "map", "core"],
  table: ["table", "panel", "map", "core"],
  shapes: ["shapes", "panel", "map", "core"],
  project: ["project", "shapes", "panel", "map", "core"],
  ask: ["ask", "panel", "map", "core"],
  tools: ["tools", "ask", "project", "shapes", "find", "tree", "table", "panel", "map", "core"],
  compare: [],
  page: [],
};

/**
 * One block for a folder. `no-restricted-imports` does not see `import()`, hence the second rule.
 * @param {[folder: string, allowed: string[]]} entry
 */
function orderOf([folder, allowed]) {
  const known = allowed.length ? `^atlas/(${allowed.join("|")})/[a-z0-9_/]+\\.js$` : "^$";
  const message = `${folder}/ may import ${allowed.map((name) => `atlas/${name}/`).join(", ") || "nothing"}`;
  return {
    files: [`webmap/static/js/${folder}/**/*.js`],
    rules: {
      "no-restricted-imports": ["error", { patterns: [{ regex: `^(?!${known.slice(1)}).*`, message }] }],
      "no-restricted-syntax": [
        "error",
        { selector: `ImportExpression > Literal.source:not([value=/${known.replaceAll("/", "\\/")}/])`, message },
        { selector: "ImportExpression > :not(Literal).source", message: "the address of a module is written out" },
      ],
    },
  };
}

export default [
  { ...js.configs.recommended, files: ["**/*.js"] },
  {
    files: ["**/*.js"],
    linterOptions: { reportUnusedDisableDirectives: "error" },
    languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: { ...globals.browser, L: "readonly" } },
    rules: {
      complexity: ["error", 10],
      "max-len": ["error", { code: 120 }],
      "max-lines": ["error", 400],
      "max-lines-per-function": ["error", { max: 40, skipComments: true, skipBlankLines: true }],
      "no-var": "error",
      "prefer-const": "error",
      eqeqeq: ["error", "always", { null: "ignore" }],
    },
  },
  { files: SCRIPTS, languageOptions: { sourceType: "script" } },
  ...Object.entries(MAY_IMPORT).map(orderOf),
  // A worker has no import map: the page names the addresses of its modules.
  { files: ["webmap/static/js/map/tiles/worker.js"], rules: { "no-restricted-syntax": "off" } },
];
