// @ts-check
// A project file from the reader's disk: chosen or dropped, read here and sent nowhere.

import { el } from "atlas/core/dom.js";
import { t } from "atlas/core/i18n.js";
import { LIMITS, ProjectError, readProject } from "atlas/project/project_file.js";

/** @import { App } from "atlas/core/types.js" */

/** What stands near the beginning of any project file, whatever a messenger made of its name. */
const SIGN = /"type"\s*:\s*"lingang-project"/;
const HEAD = 300;

/** Whether a file is a project: by its name, else by what it begins with. @param {File} file */
export async function isProject(file) {
  if (file.name.endsWith(".lingang.json")) return true;
  return file.name.endsWith(".json") && SIGN.test(await file.slice(0, HEAD).text());
}

/** @type {HTMLInputElement | null} */
let input = null;

/** Ask for a project file. @param {(file: File) => void} take */
export function chooseProject(take) {
  if (!input) {
    const props = { type: "file", accept: ".json", hidden: true, id: "project-input", "aria-label": t("project.open") };
    const field = el("input", props);
    field.addEventListener("change", () => field.files?.[0] && take(field.files[0]));
    input = document.body.appendChild(field);
  }
  input.value = "";
  input.click();
}

/** Read a project file; null, and words on the map, if it is none. @param {App} app @param {File} file */
export async function readFile(app, file) {
  try {
    // Counted before it is read.
    if (file.size > LIMITS.bytes) throw new ProjectError(t("project.too_large", { most: LIMITS.bytes / 1048576 }));
    return readProject(await file.text());
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error;
    const close = el("button", { type: "button", onclick: app.hush }, t("panel.close"));
    app.say(`${t("upload.refused", { name: file.name })} ${error.message}`, close);
    return null;
  }
}
