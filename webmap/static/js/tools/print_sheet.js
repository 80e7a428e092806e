// @ts-check
// The map sheet: what the window shows, on paper at a true scale. The server lays the sheet out; here the reader says
// on what paper and at which scale, and sees on the map the ground that will be printed.

import { getBlob, getJson, postForBlob } from "atlas/core/api.js";
import { el, iconButton, saveBlob, setChildren } from "atlas/core/dom.js";
import { failure } from "atlas/core/error_message.js";
import { lang, t, url } from "atlas/core/i18n.js";
import { hold, stopOnEscape } from "atlas/tools/active_tool.js";
import { body, isOwn, isWithin, marks, query } from "atlas/tools/print_content.js";
import { TEXTS, build, chosen, ratio } from "atlas/tools/print_form.js";

/** @import { App, Child } from "atlas/core/types.js" */
/** @typedef {{ scale: number, fitting_scale: number, title: string, outline: [lon: number, lat: number][] }} Plan */

const WAIT_MS = 250;
const PANE = "atlas-sheet";

/** Ask what to print; the frame on the map is the ground it covers. @param {App} app */
export function openSheet(app) {
  new SheetForm(app).open();
}

class SheetForm {
  #app;
  #frame = L.polygon([], { pane: PANE, className: "sheet-frame", interactive: false, fill: false });
  #parts;
  #form;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {AbortController | null} */
  #asked = null;
  #working = false;
  #drawing = new AbortController();

  /** @param {App} app */
  constructor(app) {
    this.#app = app;
    this.#parts = build(() => this.#update());
    const { top, fields, status, actions } = this.#parts;
    const onsubmit = (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      this.#download();
    };
    top.append(iconButton("close", t("panel.close"), { id: "sheet-close", onclick: () => app.tool?.stop() }));
    const props = { class: "sheet-form", id: "sheet-form", "aria-label": t("tool.sheet"), onsubmit };
    this.#form = el("form", props, top, fields, status, actions);
  }

  open() {
    const { map, state } = this.#app;
    // Above the layers and their names.
    if (!map.getPane(PANE)) map.createPane(PANE).style.zIndex = "690";
    this.#frame.addTo(map);
    this.#app.byId("main").append(this.#form);
    const endKeys = stopOnEscape(this.#app);
    const unwatch = state.watch(() => this.#update());
    hold(this.#app, "sheet", () => {
      unwatch();
      endKeys();
      this.#close();
    });
    this.#update();
    this.#form.querySelector("select")?.focus();
  }

  #close() {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    this.#drawing.abort();
    this.#frame.remove();
    this.#form.remove();
    this.#app.byId("tool-sheet").focus();
  }

  /** @param {string} kind of the file */
  #address(kind) {
    const { paper, orientation, scale } = chosen;
    /** @type {Record<string, string>} */
    const asked = { paper, orientation, lang, ...query(this.#app, chosen) };
    if (scale) asked.scale = scale;
    for (const name of /** @type {import("atlas/tools/print_form.js").Text[]} */ (Object.keys(TEXTS))) {
      if (chosen[name]) asked[name] = chosen[name];
    }
    return url(`/sheet.${kind}?${new URLSearchParams(asked)}`);
  }

  #update() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#preview(), WAIT_MS);
    this.#offer();
  }

  /** Show what can be printed as the page is now. */
  #offer() {
    const { make, link, marks: boxes, extras, base } = this.#parts;
    const shown = this.#app.layers.visibleLayers().length > 0;
    const present = marks(this.#app);
    for (const { name, node, words } of boxes) {
      node.hidden = !present[name];
      words.textContent = present[name];
    }
    extras.hidden = boxes.every(({ name }) => !present[name]);
    base.hidden = !this.#app.state.current().base;
    make.disabled = !shown;
    // A link carries no body: with a drawn shape there is only the download.
    link.toggleAttribute("hidden", !shown || Boolean(body(chosen)));
    link.href = this.#address(chosen.kind);
    setChildren(make, t("sheet.make", { kind: chosen.kind.toUpperCase() }));
  }

  /** Show the ground the sheet will cover, and the scale that fits. */
  async #preview() {
    this.#asked?.abort();
    if (this.#parts.make.disabled) {
      this.#frame.setLatLngs([]);
      this.#tell(t("sheet.none"));
      return;
    }
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    try {
      /** @type {Plan} */
      const plan = await getJson(this.#address("json"), { signal });
      this.#frame.setLatLngs(plan.outline.map(([lng, lat]) => [lat, lng]));
      setChildren(this.#parts.fitting, t("sheet.fit_scale", { scale: ratio(plan.fitting_scale) }));
      this.#parts.title.placeholder = plan.title;
      this.#offer();
      const words = [t(plan.scale < plan.fitting_scale ? "sheet.cut" : "sheet.whole", { scale: ratio(plan.scale) })];
      const drawn = body(chosen);
      if (drawn && !isWithin(drawn, plan.outline)) words.push(t("sheet.drawn_outside"));
      const { filter } = this.#app.state.current();
      if (filter && isOwn(this.#app, filter)) words.push(t("sheet.without_filter"));
      this.#tell(words.map((one) => el("span", {}, one, " ")));
    } catch (error) {
      if (!signal.aborted) this.#complain(error);
    }
  }

  /** A button that is switched off would lose the focus: pressed again while it works, it does nothing. */
  async #download() {
    if (this.#working) return;
    const { kind, paper } = chosen;
    const [address, drawn, { signal }] = [this.#address(kind), body(chosen), this.#drawing];
    this.#tell(t("sheet.working"));
    this.#working = true;
    try {
      const file = await (drawn ? postForBlob(address, drawn, { signal }) : getBlob(address, { signal }));
      saveBlob(`lingang-sheet-${paper}.${kind}`, file);
      this.#working = false;
      this.#tell(t("sheet.done"));
    } catch (error) {
      this.#working = false;
      if (!signal.aborted) this.#complain(error);
    }
  }

  /** @param {Child[]} text */
  #tell(...text) {
    if (!this.#working) setChildren(this.#parts.status, ...text);
  }

  /** @param {unknown} error */
  #complain(error) {
    this.#tell(failure(error));
  }
}
