// @ts-check
// A file from the reader's disk: chosen or dropped, read by the server, shown like a drawn shape, kept nowhere.

import { keyOf, postFile } from "atlas/core/api.js";
import { el } from "atlas/core/dom.js";
import { failure } from "atlas/core/error_message.js";
import { pick, t, url } from "atlas/core/i18n.js";
import { isLinked, keep } from "atlas/tools/drawn_shape.js";
import { rounded } from "atlas/shapes/shape_code.js";

/** @import { App, Shape } from "atlas/core/types.js" */
/** @import { OwnShape } from "atlas/shapes/site_types.js" */
/** @typedef {{ geometry: Shape, properties: Record<string, unknown> }} Plot a feature of a file */
/** @typedef {{ geometry: Shape, features?: { features: Plot[] } | null, name: string, count: number, crs: string,
 *   guessed: boolean, warnings: { text_zh: string, text_en: string }[] }} Upload features: null for less than two */

const ACCEPT = ".geojson,.json,.zip,.gpkg,.kml,.kmz,.fgb,.parquet,.dxf,.txt";
const MOST_BYTES = 16 * 1024 * 1024;
const SLOW_MS = 400;
/** @type {HTMLInputElement | null} */
let input = null;

/** Ask for a file. @param {App} app */
export function chooseFile(app) {
  watchDrop(app);
  input ??= document.body.appendChild(chooser(app));
  input.value = "";
  input.click();
}

/** @param {App} app */
function chooser(app) {
  const props = { type: "file", accept: ACCEPT, hidden: true, id: "upload-input", "aria-label": t("tool.file") };
  const field = el("input", props);
  field.addEventListener("change", () => take(app, field.files?.[0]));
  return field;
}

let watching = false;
/** Take files dropped anywhere on the page. @param {App} app */
export function watchDrop(app) {
  if (watching) return;
  watching = true;
  const over = (/** @type {boolean} */ on) => document.body.classList.toggle("dropping", on);
  addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  addEventListener("dragleave", (event) => event.relatedTarget || over(false));
  addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    take(app, event.dataTransfer?.files[0]);
  });
}

/** @param {App} app @param {File | undefined} file */
async function take(app, file) {
  if (!file) return;
  const { isProject, readFile } = await import("atlas/project/open_file.js");
  if (await isProject(file)) {
    const read = await readFile(app, file);
    const { showRead } = await import("atlas/project/project_panel.js");
    if (read) showRead(app, await import("atlas/tools/drawn_shape.js"), read);
    return;
  }
  const close = el("button", { type: "button", onclick: app.hush }, t("panel.close"));
  if (file.size > MOST_BYTES) {
    app.say(t("error.too_large"), close);
    return;
  }
  const slow = setTimeout(() => app.say(t("upload.reading", { name: file.name })), SLOW_MS);
  try {
    const read = await postFile(url("/uploads"), file);
    clearTimeout(slow);
    app.hush();
    show(app, read);
  } catch (error) {
    clearTimeout(slow);
    app.say(keyOf(error) === "error.refused" && t("upload.refused", { name: file.name }), failure(error), close);
  }
}

/** @param {App} app @param {Upload} read */
function show(app, read) {
  const { name, count, crs, guessed, warnings } = read;
  const notes = [t("upload.read", { name, count, crs })];
  if (guessed) notes.push(t("upload.guessed", { crs }));
  for (const warning of warnings) notes.push(pick(warning, "text"));
  const shapes = shapesOf(read);
  const draw = keep(shapes, { notes });
  if (!isLinked(draw)) notes.push(t("upload.unlinked"));
  if (app.state.current().draw === draw) app.change({ draw: null }, { push: false, keepView: true });
  app.change({ draw, place: null, at: null });
}

/** One shape a plot, rounded as the address keeps it, so that a shared link is measured alike. @param {Upload} read */
function shapesOf({ geometry, features, name }) {
  const surveyed = true;
  /** @type {OwnShape[]} */
  const plots = (features?.features ?? []).map((plot) => ({
    geometry: rounded(plot.geometry, { surveyed }),
    name: "",
    surveyed,
    attributes: plot.properties,
  }));
  if (plots.length > 1) return plots;
  return [{ geometry: rounded(geometry, { surveyed }), name: name.replace(/\.[^.]*$/, ""), surveyed }];
}
