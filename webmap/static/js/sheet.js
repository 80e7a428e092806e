// The map sheet: what the window shows, on paper at a true scale. The server lays the sheet out; here the reader says on what
// paper and at which scale, and sees on the map the ground that will be printed.

import { getBlob, getJson, postForBlob } from "./api.js";
import { el, iconButton, saveBlob, setChildren } from "./dom.js";
import { failure } from "./failure.js";
import { lang, t, url } from "./i18n.js";
import { body, isWithin, marks, query } from "./sheetcontent.js";
import { hold } from "./tools.js";

/* global L */

const PAPERS = ["A4", "A3", "A2", "A1", "A0"];
const SCALES = [5000, 10000, 20000, 25000, 50000, 75000, 100000, 150000, 200000, 250000, 500000];
const MARKS = ["drawn", "place", "filter"];
const WAIT_MS = 250;
const PANE = "atlas-sheet";
const ratio = (scale) => `1:${scale.toLocaleString("en").replaceAll(",", " ")}`;
// What was chosen stays for the next sheet; what is marked on the map is printed until the reader says otherwise.
const chosen = { paper: "A3", orientation: "landscape", scale: "", title: "", kind: "pdf", drawn: true, place: true, filter: true };

/** Ask what to print; the frame on the map is the ground it covers. */
export function openSheet(app) {
  new SheetForm(app).open();
}

class SheetForm {
  #app;
  #frame;
  #parts;
  #form;
  #timer = null;
  #asked = null;
  #working = false;
  #drawing = new AbortController();

  constructor(app) {
    this.#app = app;
    this.#parts = build(() => this.#update());
    const { top, fields, status, actions } = this.#parts;
    const onsubmit = (event) => {
      event.preventDefault();
      this.#download();
    };
    top.append(iconButton("close", t("panel.close"), () => app.tool?.stop(), { id: "sheet-close" }));
    this.#form = el("form", { class: "sheet-form", id: "sheet-form", "aria-label": t("tool.sheet"), onsubmit }, top, fields, status, actions);
  }

  open() {
    const { map, state } = this.#app;
    // Above the layers and their names.
    if (!map.getPane(PANE)) map.createPane(PANE).style.zIndex = 690;
    this.#frame = L.polygon([], { pane: PANE, className: "sheet-frame", interactive: false, fill: false }).addTo(map);
    this.#app.byId("main").append(this.#form);
    const onKey = (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      this.#app.tool?.stop();
    };
    addEventListener("keydown", onKey, true);
    const unwatch = state.watch(() => this.#update());
    hold(this.#app, "sheet", () => {
      unwatch();
      removeEventListener("keydown", onKey, true);
      this.#close();
    });
    this.#update();
    this.#form.querySelector("select").focus();
  }

  #close() {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    this.#drawing.abort();
    this.#frame.remove();
    this.#form.remove();
    this.#app.byId("tool-sheet").focus();
  }

  #address(kind) {
    const { paper, orientation, scale, title } = chosen;
    const asked = { paper, orientation, lang, ...query(this.#app, chosen) };
    if (scale) asked.scale = scale;
    if (title) asked.title = title;
    return url(`/sheet.${kind}?${new URLSearchParams(asked)}`);
  }

  #update() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#preview(), WAIT_MS);
    this.#offer();
  }

  /** Show what can be printed as the page is now. */
  #offer() {
    const { make, link, checks, extras, base } = this.#parts;
    const shown = this.#app.layers.visibleLayers().length > 0;
    const present = marks(this.#app);
    for (const name of MARKS) {
      checks[name].hidden = !present[name];
      checks[name].lastChild.textContent = present[name] ?? "";
    }
    extras.hidden = !MARKS.some((name) => present[name]);
    base.hidden = !this.#app.state.current().base;
    make.disabled = !shown;
    // A link carries no body: with a drawn shape there is only the download.
    link.toggleAttribute("hidden", !shown || Boolean(body(this.#app, chosen)));
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
      const plan = await getJson(this.#address("json"), { signal });
      this.#frame.setLatLngs(plan.outline.map(([lng, lat]) => [lat, lng]));
      setChildren(this.#parts.fitting, t("sheet.fit_scale", { scale: ratio(plan.fitting_scale) }));
      this.#parts.title.placeholder = plan.title;
      this.#offer();
      const words = [t(plan.scale < plan.fitting_scale ? "sheet.cut" : "sheet.whole", { scale: ratio(plan.scale) })];
      const drawn = body(this.#app, chosen);
      if (drawn && !isWithin(drawn, plan.outline)) words.push(t("sheet.drawn_outside"));
      this.#tell(words.map((one) => el("span", {}, one, " ")));
    } catch (error) {
      if (!signal.aborted) this.#complain(error);
    }
  }

  /** A button that is switched off would lose the focus: pressed again while it works, it does nothing. */
  async #download() {
    if (this.#working) return;
    const { kind, paper } = chosen;
    const [address, drawn, { signal }] = [this.#address(kind), body(this.#app, chosen), this.#drawing];
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

  #tell(...text) {
    if (!this.#working) setChildren(this.#parts.status, ...text);
  }

  #complain(error) {
    this.#tell(failure(error));
  }
}

/** The parts of the form; `update` is called when the reader has chosen. */
function build(update) {
  const choose = (name) => (event) => {
    const { type, value, checked } = event.target;
    chosen[name] = type === "checkbox" ? checked : value;
    update();
  };
  const fitting = el("option", { value: "" }, t("sheet.fit"));
  const scales = [fitting, ...SCALES.map((one) => el("option", { value: String(one), selected: String(one) === chosen.scale }, ratio(one)))];
  const papers = PAPERS.map((one) => el("option", { value: one, selected: one === chosen.paper }, one));
  const title = el("input", { id: "sheet-title", type: "text", maxlength: "60", value: chosen.title, autocomplete: "off" });
  title.addEventListener("input", () => { chosen.title = title.value.trim(); update(); });
  const checks = Object.fromEntries(MARKS.map((name) => [name, el("label", {}, el("input", { type: "checkbox", name: `sheet-${name}`, checked: chosen[name], onchange: choose(name) }), el("span", {}))]));
  const extras = el("fieldset", { class: "sheet-field", id: "sheet-marks" }, el("legend", {}, t("sheet.marks")), el("div", { class: "sheet-choices" }, Object.values(checks)));
  const base = el("p", { class: "note" }, t("sheet.base"));
  const make = el("button", { type: "submit", class: "button", id: "sheet-make" });
  const link = el("a", { target: "_blank", rel: "noopener" }, t("sheet.open"));
  return {
    fitting, title, checks, extras, base, make, link,
    top: el("div", { class: "sheet-head" }, el("h2", {}, t("tool.sheet"))),
    fields: [
      field("paper", t("sheet.paper"), el("select", { id: "sheet-paper", onchange: choose("paper") }, papers)),
      radios("orientation", t("sheet.orientation"), [["landscape", t("sheet.landscape")], ["portrait", t("sheet.portrait")]], choose),
      field("scale", t("sheet.scale"), el("select", { id: "sheet-scale", onchange: choose("scale") }, scales)),
      field("title", t("sheet.title"), title),
      extras,
      radios("kind", t("sheet.format"), [["pdf", t("sheet.pdf")], ["png", t("sheet.png")]], choose),
      base,
    ],
    status: el("p", { class: "note sheet-status", role: "status" }),
    actions: el("p", { class: "sheet-actions" }, make, link),
  };
}

function field(name, label, control) {
  return el("p", { class: "sheet-field" }, el("label", { for: `sheet-${name}` }, label), control);
}

function radios(name, legend, options, choose) {
  return el("fieldset", { class: "sheet-field" }, el("legend", {}, legend), options.map(([value, text]) =>
    el("label", {}, el("input", { type: "radio", name: `sheet-${name}`, value, checked: value === chosen[name], onchange: choose(name) }), text)));
}
