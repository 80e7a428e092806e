// @ts-check
// Files about the reader's shapes: the planning report first, then the same account in other forms.

import { keyOf, postForBlob } from "atlas/core/api.js";
import { el, saveBlob } from "atlas/core/dom.js";
import { config, lang, pick, t, url } from "atlas/core/i18n.js";

/** @import { App, Shape } from "atlas/core/types.js" */
/** @import { SiteAnswer } from "atlas/shapes/site_types.js" */

const SLOW_MS = 500;

/**
 * Ask the server for a file about shapes and save it.
 * @param {App} app @param {string} path @param {unknown} body GeoJSON @param {{ name: string, query?: string }} options
 */
export async function saveFile(app, path, body, { name, query = "" }) {
  const close = el("button", { type: "button", onclick: app.hush }, t("panel.close"));
  const slow = setTimeout(() => app.say(t("draw.report_running")), SLOW_MS);
  try {
    const asked = [`lang=${lang}`, query].filter(Boolean).join("&");
    saveBlob(name, await postForBlob(url(path, { query: asked }), body));
    app.hush();
  } catch (error) {
    app.say(t(keyOf(error)), close);
  } finally {
    clearTimeout(slow);
  }
}

/**
 * @typedef {object} FileOf
 * @property {string} kind
 * @property {string} words
 * @property {string} path
 * @property {unknown} body GeoJSON
 * @property {string} name of the file
 * @property {string} [query]
 * @property {boolean} [primary]
 */

/** A button that saves a file. @param {App} app @param {FileOf} of */
export function fileButton(app, { kind, words, path, body, name, query, primary = false }) {
  const onclick = () => saveFile(app, path, body, { name, query });
  const look = primary ? "button button-primary" : "button-second";
  return el("button", { type: "button", class: look, onclick, "data-save": kind }, words);
}

/** What a site leads to: its report, and the same in other forms. @param {App} app @param {unknown} body */
export function reportButtons(app, body) {
  if (!config.live) return null;
  /** @param {string} kind @param {string} words @param {boolean} [primary] */
  const button = (kind, words, primary) =>
    fileButton(app, { kind, words, path: `/extract.${kind}`, body, name: `lingang-report.${kind}`, primary });
  return el(
    "p",
    { class: "site-actions" },
    button("pdf", t("site.report"), true),
    button("docx", "Word"),
    button("xlsx", "Excel"),
    button("json", "JSON"),
  );
}

/**
 * The figures and the outline as data.
 * @param {App} app @param {SiteAnswer} answer @param {unknown} body @param {Shape} geometry
 */
export function dataFold(app, answer, body, geometry) {
  const link = (/** @type {string} */ words, /** @type {() => void} */ onclick, /** @type {string} */ name) =>
    el("button", { type: "button", class: "link-button", onclick, "data-save": name }, words);
  const file = (/** @type {string} */ kind) => () =>
    saveFile(app, `/measure.${kind}`, body, { name: `lingang-drawn.${kind}` });
  return el(
    "details",
    { class: "panel-section", "data-section": "data" },
    el("summary", {}, el("h3", {}, t("site.data")), " ", el("span", { class: "fold-gist" }, "GeoJSON · CSV · XLSX")),
    el(
      "p",
      { class: "panel-links" },
      link("GeoJSON", () => saveFeature(answer, body, geometry), "geojson"),
      config.live && link("CSV", file("csv"), "csv"),
      config.live && link("XLSX", file("xlsx"), "figures"),
    ),
  );
}

/** Save shapes with their names as GeoJSON; opened again, they are the same plots. @param {unknown} body */
export function saveShapes(body) {
  saveBlob("lingang-plots.geojson", new Blob([JSON.stringify(body)], { type: "application/geo+json" }));
}

/** @param {SiteAnswer} answer @param {unknown} body @param {Shape} geometry */
function saveFeature(answer, body, geometry) {
  const { area, length_km, perimeter_km, method: how, version } = answer;
  const figures = { ...area, length_km, perimeter_km, method: how.id, version };
  const { properties: names } = JSON.parse(JSON.stringify(body));
  const properties = { ...names, ...figures, note: pick(answer, "disclaimer") };
  const feature = { type: "Feature", properties, geometry };
  saveBlob("lingang-drawn.geojson", new Blob([JSON.stringify(feature)], { type: "application/geo+json" }));
}
