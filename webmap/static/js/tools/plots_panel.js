// @ts-check
// Several shapes as a list, one row a plot: what is certain, what cannot be told, what lies outside. Rows and plots
// have the same numbers and light together; a row opens to its account.

import { el, setChildren } from "atlas/core/dom.js";
import { failure } from "atlas/core/error_message.js";
import { number } from "atlas/core/format.js";
import { config, pick, t } from "atlas/core/i18n.js";
import { facts } from "atlas/panel/area_section.js";
import { fillPanel, panelBar } from "atlas/panel/panel_bar.js";
import { cornerList } from "atlas/shapes/corner_list.js";
import { NUMBERS } from "atlas/shapes/drawing_bar.js";
import {
  bodyOf,
  featureOf,
  fitView,
  nameShapes,
  plotQuery,
  renamePlots,
  replaceShape,
} from "atlas/tools/drawn_shape.js";
import { cells, heads, isOutside, isUnsure, mainScope, totalRow, verdictTo, zoneList } from "atlas/tools/plot_rows.js";
import { fileButton, saveShapes } from "atlas/tools/site_files.js";

/** @import { App } from "atlas/core/types.js" */
/** @import { Plot, Plots, SiteAnswer } from "atlas/shapes/site_types.js" */
/** @import { Site } from "atlas/tools/drawn_shape.js" */
/** @typedef {"all" | "unsure" | "outside"} Filter */

const ROWS_A_PAGE = 50;

/** Show the list of plots. @param {App} app @param {Site} site */
export async function showPlots(app, site) {
  const { outline } = site;
  const onLocate = outline && (() => fitView(app, outline.getBounds()));
  const title = el("h2", { tabindex: "-1", id: "panel-title" }, t("plots.title", { count: site.shapes.length }));
  const body = el("div", { class: "panel-body plots" });
  fillPanel(
    app.byId("panel"),
    "plots",
    panelBar({ title: t("draw.panel"), onClose: app.close, onLocate }),
    title,
    body,
  );
  setChildren(body, el("p", { class: "note" }, t("panel.loading")));
  await site.measured;
  if (!body.isConnected) return;
  if (site.error) setChildren(body, failure(site.error));
  else if (site.answer?.plots) new PlotList(app, site, body, site.answer.plots).show();
}

class PlotList {
  #app;
  #site;
  #root;
  #plots;
  #scope;
  #names;
  /** @type {Filter} */
  #filter = "all";
  #page = 0;
  #open = -1;
  #table = el("div", { class: "plot-table" });

  /** @param {App} app @param {Site} site @param {HTMLElement} root @param {Plots} plots */
  constructor(app, site, root, plots) {
    this.#app = app;
    this.#site = site;
    this.#root = root;
    this.#plots = plots;
    this.#scope = mainScope(app, plots);
    this.#names = heads(app, this.#scope);
  }

  show() {
    const { items, name_attribute: field } = this.#plots;
    if (field && this.#site.shapes.some(({ attributes }) => attributes)) {
      nameShapes(
        this.#app,
        items.map((plot) => pick(plot, "name")),
      );
    }
    setChildren(
      this.#root,
      this.#reading(),
      this.#actions(),
      this.#sentence(),
      this.#filters(),
      this.#table,
      this.#foot(),
    );
    this.#fill();
    this.#listenToMap();
  }

  /** How the file was read, and the attribute that names the plots. */
  #reading() {
    const { attributes, name_attribute: field } = this.#plots;
    const notes = this.#site.notes.map((line) => el("span", {}, `${line} `));
    if (attributes.length < 2) return el("p", { class: "note" }, notes);
    const options = attributes.map((name) => el("option", { value: name, selected: name === field }, name));
    const none = !field && el("option", { value: "", selected: true }, t("plots.numbered"));
    const select = el("select", { id: "plots-name" }, none, options);
    select.addEventListener("change", async () => {
      renamePlots(select.value);
      await showPlots(this.#app, this.#site);
    });
    return el("p", { class: "note plots-reading" }, notes, el("label", {}, t("plots.name_field"), " ", select));
  }

  #actions() {
    if (!config.live) return null;
    const body = { toJSON: () => bodyOf(this.#site) };
    const query = plotQuery(this.#site);
    const count = this.#site.shapes.length;
    const { area } = this.#plots.total;
    const common = { body, query };
    return el(
      "p",
      { class: "site-actions" },
      fileButton(this.#app, {
        ...common,
        kind: "xlsx",
        words: t("plots.excel"),
        path: "/plots.xlsx",
        name: "lingang-plots.xlsx",
        primary: true,
      }),
      area &&
        fileButton(this.#app, {
          ...common,
          query: "",
          kind: "pdf",
          words: t("plots.one_pdf"),
          path: "/extract.pdf",
          name: "lingang-report.pdf",
        }),
      area &&
        fileButton(this.#app, {
          ...common,
          kind: "zip",
          words: t("plots.zip", { count }),
          path: "/plots.zip",
          name: "lingang-plots.zip",
        }),
      this.#secondButton("GeoJSON", () => saveShapes(body), { "data-save": "geojson" }),
      this.#secondButton(t("site.more"), () => this.#drawMore(), { id: "site-more" }),
    );
  }

  /** @param {string} words @param {() => unknown} onclick @param {import("atlas/core/types.js").Props} [props] */
  #secondButton(words, onclick, props = {}) {
    return el("button", { type: "button", class: "button-second", onclick, ...props }, words);
  }

  async #drawMore() {
    (await import("atlas/tools/draw.js")).startDrawing(this.#app, "area", { add: true });
  }

  /** The answer in one sentence. */
  #sentence() {
    const { items } = this.#plots;
    const scope = this.#scope;
    const inside = items.filter((plot) => verdictTo(plot, scope?.id) === "inside").length;
    const unsure = items.filter(isUnsure).length;
    const count = items.length;
    const words = { count, inside, unsure, name: scope ? pick(scope, "name") : "" };
    const first = !scope ? "plots.in_no_scope" : inside === count ? "plots.all_inside" : "plots.some_inside";
    return el(
      "p",
      { class: "plots-answer", role: "status" },
      el("strong", {}, t(first, words)),
      unsure > 0 && ` ${t("plots.some_unsure", words)}`,
    );
  }

  #filters() {
    const counts = {
      all: this.#plots.items.length,
      unsure: this.#plots.items.filter(isUnsure).length,
      outside: this.#plots.items.filter((plot) => isOutside(plot, this.#scope?.id)).length,
    };
    const buttons = /** @type {Filter[]} */ (["all", "unsure", "outside"]).map((filter) => {
      const props = { type: "button", "data-filter": filter, "aria-pressed": String(filter === this.#filter) };
      const button = el("button", props, t(`plots.filter_${filter}`, { count: counts[filter] }));
      button.addEventListener("click", () => {
        this.#filter = filter;
        this.#page = 0;
        for (const one of buttons) one.setAttribute("aria-pressed", String(one === button));
        this.#fill();
      });
      return button;
    });
    return el("p", { class: "plots-filter", role: "group", "aria-label": t("plots.filter") }, buttons);
  }

  /** @returns {Plot[]} */
  #wanted() {
    const { items } = this.#plots;
    if (this.#filter === "unsure") return items.filter(isUnsure);
    return this.#filter === "outside" ? items.filter((plot) => isOutside(plot, this.#scope?.id)) : items;
  }

  #fill() {
    const wanted = this.#wanted();
    const shown = wanted.slice(this.#page * ROWS_A_PAGE, (this.#page + 1) * ROWS_A_PAGE);
    const head = this.#names.map(({ text, num }) => el("th", { scope: "col", class: num ? "num" : "" }, text));
    const rows = shown.map((plot) => this.#row(plot));
    const empty = !shown.length && el("tr", {}, el("td", { colspan: this.#names.length }, t("plots.none")));
    const body = el("tbody", {}, rows, empty);
    const foot = el("tfoot", {}, this.#filter === "all" && totalRow(this.#plots));
    setChildren(
      this.#table,
      el("table", { class: "stats plot-list" }, el("thead", {}, el("tr", {}, head)), body, foot),
      wanted.length > ROWS_A_PAGE && this.#pager(wanted.length),
    );
  }

  /** @param {number} count of rows */
  #pager(count) {
    const pages = Math.ceil(count / ROWS_A_PAGE);
    const step = (/** @type {number} */ by, /** @type {string} */ key) =>
      el(
        "button",
        { type: "button", disabled: !(this.#page + by in [...Array(pages)]), onclick: () => this.#turn(by) },
        t(key),
      );
    const at = t("plots.page", { page: this.#page + 1, pages });
    return el("p", { class: "plots-pager" }, step(-1, "plots.before"), el("span", {}, at), step(1, "plots.next"));
  }

  /** @param {number} by */
  #turn(by) {
    this.#page += by;
    this.#fill();
  }

  /** @param {Plot} plot */
  #row(plot) {
    const index = plot.number - 1;
    const isOpen = this.#open === index;
    const onclick = () => this.#toggle(isOpen ? -1 : index);
    const name = el(
      "button",
      { type: "button", class: "link-button plot-name", "aria-expanded": String(isOpen), onclick },
      pick(plot, "name"),
    );
    const row = el(
      "tr",
      { "data-plot-row": String(index), class: isOpen ? "plot-open" : "" },
      el("td", { class: "num plot-index" }, String(plot.number)),
      el("th", { scope: "row" }, name),
      cells(plot, this.#scope, this.#names),
    );
    row.addEventListener("mouseenter", () => this.#light(index, true));
    row.addEventListener("mouseleave", () => this.#light(index, false));
    row.addEventListener("focusin", () => this.#light(index, true));
    row.addEventListener("focusout", () => this.#light(index, false));
    return isOpen ? [row, this.#account(plot, index)] : [row];
  }

  /** @param {number} index @param {{ fromMap?: boolean }} [options] */
  #toggle(index, { fromMap = false } = {}) {
    this.#open = index;
    if (fromMap) this.#turnTo(index);
    this.#fill();
    const row = /** @type {HTMLElement | null} */ (this.#table.querySelector(`[data-plot-row="${index}"] .plot-name`));
    row?.focus({ preventScroll: !fromMap });
    if (fromMap) row?.scrollIntoView({ block: "center" });
  }

  /** Show the page that has a plot. @param {number} index */
  #turnTo(index) {
    const at = this.#wanted().findIndex((plot) => plot.number === index + 1);
    if (at >= 0) this.#page = Math.floor(at / ROWS_A_PAGE);
  }

  /** The account of one plot, below its row. @param {Plot} plot @param {number} index */
  #account(plot, index) {
    const shape = this.#site.shapes[index];
    const attributes = Object.entries(plot.attributes).map(([name, value]) => [name, String(value)]);
    const known = /** @type {[string, string][]} */ ([
      [t("area.perimeter"), plot.perimeter_km != null && `${number(plot.perimeter_km, "km")} km`],
      [t("site.length"), plot.length_km != null && `${number(plot.length_km, "km")} km`],
      ...attributes,
    ]);
    return el(
      "tr",
      { class: "plot-account" },
      el(
        "td",
        { colspan: this.#names.length },
        el("div", { class: "plot-columns" }, zoneList(this.#app, plot), facts(known)),
        this.#plotActions(plot, index),
        cornerList(shape.geometry),
      ),
    );
  }

  /** @param {Plot} plot @param {number} index */
  #plotActions(plot, index) {
    const app = this.#app;
    const shape = this.#site.shapes[index];
    const body = { toJSON: () => featureOf({ ...shape, name: pick(plot, "name") }) };
    const words = { kind: `pdf-${plot.number}`, words: t("plots.report"), path: "/extract.pdf" };
    const edit = async () => (await import("atlas/tools/edit_shape.js")).startEditing(app, index);
    const goTo = () => fitView(app, this.#layer(index).getBounds());
    const drop = () => app.change({ draw: replaceShape(index, null) }, { keepView: true });
    const own = !shape.attributes;
    return el(
      "p",
      { class: "site-actions" },
      plot.area && config.live && fileButton(app, { ...words, body, name: `lingang-report-${plot.number}.pdf` }),
      this.#secondButton(t("plots.show"), goTo),
      !/Point/.test(shape.geometry.type) && this.#secondButton(t("site.edit"), edit),
      this.#secondButton(t("plots.drop"), drop),
      own && this.#nameField(plot, index),
    );
  }

  /** @param {Plot} plot @param {number} index */
  #nameField(plot, index) {
    const value = this.#site.shapes[index].name;
    const field = el("input", {
      value,
      placeholder: pick(plot, "name"),
      "aria-label": t("site.name"),
      maxlength: "60",
    });
    field.addEventListener("change", () => {
      const name = field.value.trim();
      nameShapes(
        this.#app,
        this.#site.shapes.map((shape, i) => (i === index ? name : shape.name)),
      );
      Object.assign(plot, name ? { name_zh: name, name_en: name } : {});
      this.#fill();
    });
    return field;
  }

  #foot() {
    const { method: how } = /** @type {SiteAnswer} */ (this.#site.answer);
    const method = `${t("area.method")}: ${pick(how, "name")} · ${how.crs ?? ""}`;
    const disclaimer = el("p", { class: "disclaimer" }, pick(this.#site.answer, "disclaimer"));
    return [el("p", { class: "note" }, method), el("p", { class: "note" }, t("draw.private")), disclaimer];
  }

  /** @param {number} index */
  #layer(index) {
    return this.#site.plotLayers[index];
  }

  #listenToMap() {
    this.#site.plotLayers.forEach((layer, index) => {
      layer.off();
      layer.on("mouseover", () => this.#light(index, true));
      layer.on("mouseout", () => this.#light(index, false));
      layer.on("click", () => this.#app.tool || this.#toggle(index, { fromMap: true }));
    });
  }

  /** Light a row and its plot together. @param {number} index @param {boolean} on */
  #light(index, on) {
    this.#table.querySelector(`[data-plot-row="${index}"]`)?.classList.toggle("plot-lit", on);
    this.#layer(index).setStyle({ weight: on ? 5 : 2.5 });
    const mark = this.#app.map.getPane(NUMBERS)?.querySelector(`[data-plot="${index}"]`);
    mark?.classList.toggle("plot-lit", on);
  }
}
