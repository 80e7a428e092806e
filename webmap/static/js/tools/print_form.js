// @ts-check
// The form of the map sheet: paper, scale, title, marks and format; what was chosen stays for the next sheet.

import { el } from "atlas/core/dom.js";
import { t, term } from "atlas/core/i18n.js";
import { MARKS } from "atlas/tools/print_content.js";

/** @import { Child } from "atlas/core/types.js" */
/** @import { Mark } from "atlas/tools/print_content.js" */

const PAPERS = ["A4", "A3", "A2", "A1", "A0"];
const SCALES = [5000, 10000, 20000, 25000, 50000, 75000, 100000, 150000, 200000, 250000, 500000];

/** What is marked on the map is printed until the reader says otherwise. */
export const chosen = {
  paper: "A3",
  orientation: "landscape",
  scale: "",
  title: "",
  author: "",
  number: "",
  kind: "pdf",
  drawn: true,
  place: true,
  filter: true,
  theme: true,
};
/** @typedef {"paper" | "orientation" | "scale" | "kind"} Choice */
/** What is written into the title block, and how long it may be. */
export const TEXTS = /** @type {const} */ ({ title: 60, author: 60, number: 24 });
/** @typedef {keyof typeof TEXTS} Text */

/** A scale as text, "1:25 000". @param {number} scale */
export function ratio(scale) {
  return `1:${scale.toLocaleString("en").replaceAll(",", " ")}`;
}

/** @typedef {{ name: Mark, node: HTMLElement, words: HTMLElement }} MarkBox */
/** @typedef {ReturnType<typeof build>} Parts */

/** The parts of the form. @param {() => void} update is called when the reader has chosen */
export function build(update) {
  /** @param {Choice} name @param {string} value */
  const choose = (name, value) => {
    chosen[name] = value;
    update();
  };
  const fitting = el("option", { value: "" }, t("sheet.fit"));
  const title = textField("title", update);
  const marks = MARKS.map((name) => markBox(name, update));
  const boxes = marks.map(({ node }) => node);
  const extras = el(
    "fieldset",
    { class: "sheet-field", id: "sheet-marks" },
    el("legend", {}, t("sheet.marks")),
    el("div", { class: "sheet-choices" }, boxes),
  );
  const base = el("p", { class: "note" }, t("sheet.base"));
  const make = el("button", { type: "submit", class: "button", id: "sheet-make" });
  const link = el("a", { target: "_blank", rel: "noopener" }, t("sheet.open"));
  const fields = [
    select("paper", PAPERS.map(paperOption), choose),
    radios("orientation", t("sheet.orientation"), ["landscape", "portrait"], choose),
    select("scale", [fitting, ...SCALES.map(scaleOption)], choose),
    field("title", t("sheet.title"), title),
    field("author", t("sheet.author"), textField("author", update)),
    field("number", t("sheet.number"), textField("number", update)),
    extras,
    radios("kind", t("sheet.format"), ["pdf", "png"], choose),
    base,
  ];
  const top = el("div", { class: "sheet-head" }, el("h2", {}, t("tool.sheet")));
  const status = el("p", { class: "note sheet-status", role: "status" });
  const actions = el("p", { class: "sheet-actions" }, make, link);
  return { fitting, title, marks, extras, base, make, link, top, fields, status, actions };
}

/** @param {Text} name @param {() => void} update */
function textField(name, update) {
  const maxlength = String(TEXTS[name]);
  const input = el("input", { id: `sheet-${name}`, type: "text", maxlength, value: chosen[name], autocomplete: "off" });
  input.addEventListener("input", () => {
    chosen[name] = input.value.trim();
    update();
  });
  return input;
}

/** @param {Mark} name @param {() => void} update @returns {MarkBox} */
function markBox(name, update) {
  const box = el("input", { type: "checkbox", name: `sheet-${name}`, checked: chosen[name] });
  box.addEventListener("change", () => {
    chosen[name] = box.checked;
    update();
  });
  const words = el("span");
  return { name, node: el("label", {}, box, words), words };
}

/** @param {string} paper */
function paperOption(paper) {
  return el("option", { value: paper, selected: paper === chosen.paper }, paper);
}

/** @param {number} scale */
function scaleOption(scale) {
  const value = String(scale);
  return el("option", { value, selected: value === chosen.scale }, ratio(scale));
}

/** @param {string} name @param {string} label @param {Child} control */
function field(name, label, control) {
  return el("p", { class: "sheet-field" }, el("label", { for: `sheet-${name}` }, label), control);
}

/** @param {"paper" | "scale"} name @param {Element[]} options @param {(name: Choice, value: string) => void} choose */
function select(name, options, choose) {
  const control = el("select", { id: `sheet-${name}` }, options);
  control.addEventListener("change", () => choose(name, control.value));
  return field(name, name === "paper" ? t("sheet.paper") : t("sheet.scale"), control);
}

/**
 * @param {"orientation" | "kind"} name @param {string} legend
 * @param {string[]} values @param {(name: Choice, value: string) => void} choose
 */
function radios(name, legend, values, choose) {
  const labels = values.map((value) => {
    const onchange = () => choose(name, value);
    const props = { type: "radio", name: `sheet-${name}`, value, checked: value === chosen[name], onchange };
    return el("label", {}, el("input", props), term("sheet", value));
  });
  return el("fieldset", { class: "sheet-field" }, el("legend", {}, legend), labels);
}
