// A file from the reader's disk: chosen or dropped, read by the server, shown like a drawn shape, kept nowhere.

import { postFile } from "./api.js";
import { el } from "./dom.js";
import { t, url } from "./i18n.js";
import { explain, keep } from "./drawn.js";
import { failure } from "./failure.js";
import { encode, MOST_CHARACTERS, rounded } from "./shapecode.js";

const ACCEPT = ".geojson,.json,.zip,.gpkg,.kml,.kmz,.fgb,.parquet,.dxf,.txt";
const MOST_BYTES = 16 * 1024 * 1024;
const SLOW_MS = 400;
let input = null;

/** Ask for a file. */
export function chooseFile(app) {
  watchDrop(app);
  input ??= document.body.appendChild(el("input", { type: "file", accept: ACCEPT, hidden: true, id: "upload-input", "aria-label": t("tool.file"), onchange: () => take(app, input.files[0]) }));
  input.value = "";
  input.click();
}

let watching = false;
/** Take files dropped anywhere on the page. */
export function watchDrop(app) {
  if (watching) return;
  watching = true;
  const over = (on) => document.body.classList.toggle("dropping", on);
  addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  addEventListener("dragleave", (event) => event.relatedTarget || over(false));
  addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (event.dataTransfer.files[0]) take(app, event.dataTransfer.files[0]);
  });
}

async function take(app, file) {
  if (!file) return;
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
    // As many places as the address keeps, so that a shared link is measured alike.
    const shape = rounded(read.geometry, { surveyed: true });
    const code = /Point/.test(shape.type) ? "" : encode(shape, { surveyed: true });
    const fits = code && code.length <= MOST_CHARACTERS;
    const draw = fits ? code : keep(read.geometry);
    explain(draw, [
      t("upload.read", { name: read.name, count: read.count, crs: read.crs }),
      ...(read.guessed ? [t("upload.guessed", { crs: read.crs })] : []),
      ...(fits ? [] : [t("upload.unlinked")]),
    ]);
    if (app.state.current().draw === draw) app.change({ draw: null }, { push: false, keepView: true });
    app.change({ draw, place: null, at: null });
  } catch (error) {
    clearTimeout(slow);
    app.say(error.key === "error.refused" && t("upload.refused", { name: file.name }), failure(error), close);
  }
}
