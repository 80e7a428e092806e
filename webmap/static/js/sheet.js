// The map sheet: what the window shows, on paper at a true scale. The server lays the sheet out; here the reader says on what
// paper and at which scale, and sees on the map the ground that will be printed.

import { getBlob, getJson } from "./api.js";
import { el, iconButton, saveBlob, setChildren } from "./dom.js";
import { lang, t, url } from "./i18n.js";
import { hold } from "./tools.js";

/* global L */

const PAPERS = ["A4", "A3", "A2", "A1", "A0"];
const SCALES = [5000, 10000, 20000, 25000, 50000, 75000, 100000, 150000, 200000, 250000, 500000];
const WAIT_MS = 250;
const PANE = "atlas-sheet";
const ratio = (scale) => `1:${scale.toLocaleString("en").replaceAll(",", " ")}`;
// What was chosen stays for the next sheet.
const chosen = { paper: "A3", orientation: "landscape", scale: "", title: "", kind: "pdf" };

/** Ask what to print; the frame on the map is the ground it covers. */
export function openSheet(app) {
  const { map } = app;
  const button = app.byId("tool-sheet");
  // Above the layers and their names.
  if (!map.getPane(PANE)) map.createPane(PANE).style.zIndex = 690;
  const frame = L.polygon([], { pane: PANE, className: "sheet-frame", interactive: false, fill: false }).addTo(map);
  const status = el("p", { class: "note sheet-status", role: "status" });
  const fitting = el("option", { value: "" }, t("sheet.fit"));
  const title = el("input", { id: "sheet-title", type: "text", maxlength: "60", value: chosen.title, autocomplete: "off", oninput: () => { chosen.title = title.value.trim(); update(); } });
  const link = el("a", { target: "_blank", rel: "noopener" }, t("sheet.open"));
  const make = el("button", { type: "submit", class: "button", id: "sheet-make" });
  let asked = null;
  let timer = null;
  let working = false;
  const drawing = new AbortController();
  const tell = (...text) => working || setChildren(status, ...text);

  const form = el(
    "form",
    { class: "sheet-form", id: "sheet-form", "aria-label": t("tool.sheet"), onsubmit: (event) => { event.preventDefault(); download(); } },
    el("div", { class: "sheet-head" }, el("h2", {}, t("tool.sheet")), iconButton("close", t("panel.close"), () => app.tool?.stop(), { id: "sheet-close" })),
    field("paper", t("sheet.paper"), el("select", { id: "sheet-paper", onchange: choose("paper") }, PAPERS.map((one) => el("option", { value: one, selected: one === chosen.paper }, one)))),
    radios("orientation", t("sheet.orientation"), [["landscape", t("sheet.landscape")], ["portrait", t("sheet.portrait")]]),
    field("scale", t("sheet.scale"), el("select", { id: "sheet-scale", onchange: choose("scale") }, fitting, SCALES.map((one) => el("option", { value: String(one), selected: String(one) === chosen.scale }, ratio(one))))),
    field("title", t("sheet.title"), title),
    radios("kind", t("sheet.format"), [["pdf", t("sheet.pdf")], ["png", t("sheet.png")]]),
    status,
    el("p", { class: "sheet-actions" }, make, link),
  );

  function choose(name) {
    return (event) => { chosen[name] = event.target.value; update(); };
  }

  function radios(name, legend, options) {
    return el("fieldset", { class: "sheet-field" }, el("legend", {}, legend), options.map(([value, text]) =>
      el("label", {}, el("input", { type: "radio", name: `sheet-${name}`, value, checked: value === chosen[name], onchange: choose(name) }), text)));
  }

  /** Address of the sheet; the view is the box the map shows, and the layers are those it shows. */
  function address(kind) {
    const box = map.getBounds();
    const query = new URLSearchParams({
      paper: chosen.paper,
      orientation: chosen.orientation,
      bbox: [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map((value) => value.toFixed(6)).join(","),
      layers: app.layers.visibleLayers().map(({ id }) => id).join(","),
      lang,
    });
    if (chosen.scale) query.set("scale", chosen.scale);
    if (chosen.title) query.set("title", chosen.title);
    return url(`/sheet.${kind}?${query}`);
  }

  function update() {
    clearTimeout(timer);
    timer = setTimeout(preview, WAIT_MS);
    const shown = app.layers.visibleLayers().length > 0;
    make.disabled = !shown;
    link.toggleAttribute("hidden", !shown);
    link.href = address(chosen.kind);
    setChildren(make, t("sheet.make", { kind: chosen.kind.toUpperCase() }));
  }

  /** Show the ground the sheet will cover, and the scale that fits. */
  async function preview() {
    asked?.abort();
    if (make.disabled) {
      frame.setLatLngs([]);
      tell(t("sheet.none"));
      return;
    }
    asked = new AbortController();
    const { signal } = asked;
    try {
      const plan = await getJson(address("json"), { signal });
      frame.setLatLngs(plan.outline.map(([lng, lat]) => [lat, lng]));
      setChildren(fitting, t("sheet.fit_scale", { scale: ratio(plan.fitting_scale) }));
      title.placeholder = plan.title;
      const cut = plan.scale < plan.fitting_scale;
      tell(t(cut ? "sheet.cut" : "sheet.whole", { scale: ratio(plan.scale) }));
    } catch (error) {
      if (!signal.aborted) complain(error);
    }
  }

  /** A button that is switched off would lose the focus: pressed again while it works, it does nothing. */
  async function download() {
    if (working) return;
    const kind = chosen.kind;
    working = true;
    setChildren(status, t("sheet.working"));
    const { signal } = drawing;
    try {
      saveBlob(`lingang-sheet-${chosen.paper}.${kind}`, await getBlob(address(kind), { signal }));
      working = false;
      tell(t("sheet.done"));
    } catch (error) {
      working = false;
      if (!signal.aborted) complain(error);
    }
  }

  function complain(error) {
    tell(t(error.key ?? "error.server"), " ", error.detail ?? "");
  }

  const onKey = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    app.tool?.stop();
  };
  app.byId("main").append(form);
  addEventListener("keydown", onKey, true);
  map.on("moveend", update);
  watchLayers(app, update);
  hold(app, "sheet", () => {
    clearTimeout(timer);
    asked?.abort();
    drawing.abort();
    map.off("moveend", update);
    onLayers = null;
    removeEventListener("keydown", onKey, true);
    frame.remove();
    form.remove();
    button.focus();
  });
  update();
  form.querySelector("select").focus();
}

let onLayers = null;
let watched = false;
/** Layers tell of changes as long as the page lives; only an open form listens. */
function watchLayers(app, update) {
  onLayers = update;
  if (!watched) app.layers.onChange(() => onLayers?.());
  watched = true;
}

function field(name, label, control) {
  return el("p", { class: "sheet-field" }, el("label", { for: `sheet-${name}` }, label), control);
}
