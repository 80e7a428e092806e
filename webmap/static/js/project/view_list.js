// @ts-check
// The views of the project in their order. The title of a view shows it and opens its row: title, note, shapes. Rows
// change places by buttons, by Alt with the arrow keys, or by dragging.

import { el, iconButton, setChildren } from "atlas/core/dom.js";
import { t } from "atlas/core/i18n.js";
import * as kept from "atlas/project/kept_project.js";
import { LIMITS, plainText } from "atlas/project/project_file.js";
import { shapesOf, showView, viewNow } from "atlas/project/saved_view.js";

/** @import { App } from "atlas/core/types.js" */
/** @import { Drawn, NotedShape, View } from "atlas/project/project_types.js" */

export class ViewList {
  node = el("ol", { class: "project-views", id: "project-views" });
  /** @type {number | null} the view shown last */
  shown = null;
  #app;
  #drawn;
  #tell;
  /** @type {number | null} the view that is dragged */
  #dragged = null;

  /** @param {App} app @param {Drawn} drawn @param {(words: string) => void} tell */
  constructor(app, drawn, tell) {
    this.#app = app;
    this.#drawn = drawn;
    this.#tell = tell;
  }

  fill() {
    const { views } = kept.current();
    if (this.shown !== null && this.shown >= views.length) this.shown = null;
    setChildren(
      this.node,
      views.map((view, at) => this.#row(view, at, views.length)),
    );
  }

  /** Show a view and open its row. @param {number} at */
  show(at) {
    this.shown = at;
    this.#tell("");
    this.fill();
    showView(this.#app, this.#drawn, kept.current().views[at]);
  }

  /** Open the row of a view and take its title in hand. @param {number} at */
  edit(at) {
    this.shown = at;
    this.fill();
    const field = /** @type {HTMLInputElement | null} */ (this.#at(at, ".view-title-field"));
    field?.select();
    field?.scrollIntoView({ block: "nearest" });
  }

  /** @param {View} view @param {number} at @param {number} count */
  #row(view, at, count) {
    const isOpen = at === this.shown;
    const onclick = () => {
      this.show(at);
      this.#at(at, ".view-name")?.focus();
    };
    const name = el(
      "button",
      {
        type: "button",
        class: "view-name",
        "aria-expanded": String(isOpen),
        "aria-keyshortcuts": "Alt+ArrowUp Alt+ArrowDown",
        onclick,
      },
      view.title || t("project.untitled_view"),
    );
    const row = el(
      "li",
      { class: isOpen ? "view view-open" : "view", "data-view": String(at) },
      el("span", { class: "view-number", draggable: "true", title: t("project.drag") }, String(at + 1)),
      name,
      this.#mover(at, at - 1, "up", count),
      this.#mover(at, at + 1, "down", count),
      isOpen && this.#fields(view, at, name),
    );
    this.#listen(row, at, count);
    return row;
  }

  /** @param {number} at @param {number} to @param {"up" | "down"} name @param {number} count */
  #mover(at, to, name, count) {
    const outside = to < 0 || to >= count;
    const onclick = () => this.#move(at, to, `.view-${name}`);
    const number = at + 1;
    return iconButton(name, t(`project.${name}`, { number }), {
      class: `icon-button view-${name}`,
      disabled: outside,
      onclick,
    });
  }

  /** @param {HTMLElement} row @param {number} at @param {number} count */
  #listen(row, at, count) {
    row.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!event.altKey || !step) return;
      event.preventDefault();
      if (at + step >= 0 && at + step < count) this.#move(at, at + step, ".view-name");
    });
    row.addEventListener("dragstart", ({ dataTransfer }) => {
      this.#dragged = at;
      dataTransfer?.setData("text/plain", "");
      dataTransfer?.setDragImage(row, 10, 10);
      row.classList.add("view-dragged");
    });
    row.addEventListener("dragover", (event) => {
      if (this.#dragged === null) return;
      event.preventDefault();
      row.classList.toggle("view-before", this.#dragged > at);
      row.classList.toggle("view-after", this.#dragged < at);
    });
    row.addEventListener("dragleave", () => row.classList.remove("view-before", "view-after"));
    row.addEventListener("dragend", () => {
      this.#dragged = null;
      this.fill();
    });
    row.addEventListener("drop", (event) => {
      if (this.#dragged === null) return;
      event.preventDefault();
      event.stopPropagation();
      const from = this.#dragged;
      this.#dragged = null;
      if (from !== at) this.#move(from, at, ".view-name");
    });
  }

  /** @param {number} from @param {number} to @param {string} focused what of the row has the focus afterwards */
  #move(from, to, focused) {
    const { shown } = this;
    if (shown === from) this.shown = to;
    else if (shown !== null)
      this.shown = shown + (from < shown && shown <= to ? -1 : to <= shown && shown < from ? 1 : 0);
    kept.change(kept.moved(from, to));
    this.#tell(t("project.moved", { number: to + 1 }));
    const button = /** @type {HTMLButtonElement | null} */ (this.#at(to, focused));
    (button?.disabled ? this.#at(to, ".view-name") : button)?.focus();
  }

  /** What is written of a view. @param {View} view @param {number} at @param {HTMLElement} name */
  #fields(view, at, name) {
    const label = { title: t("project.view_title"), note: t("project.view_note") };
    const title = el("input", {
      class: "view-title-field",
      type: "text",
      maxlength: String(LIMITS.title),
      value: view.title,
      "aria-label": label.title,
    });
    title.addEventListener("input", () => {
      const text = plainText(title.value, LIMITS.title);
      kept.type(kept.withView(at, { title: text }));
      name.textContent = text || t("project.untitled_view");
    });
    const note = el("textarea", {
      class: "view-note-field",
      rows: "3",
      maxlength: String(LIMITS.note),
      placeholder: label.note,
      "aria-label": label.note,
    });
    note.value = view.note;
    note.addEventListener("input", () => kept.type(kept.withView(at, { note: plainText(note.value, LIMITS.note) })));
    const button = (/** @type {string} */ key, /** @type {() => void} */ onclick) =>
      el("button", { type: "button", class: "link-button", "data-view-do": key, onclick }, t(`project.${key}`));
    return el(
      "div",
      { class: "view-fields" },
      title,
      note,
      this.#shapeNotes(view),
      el(
        "p",
        { class: "view-actions" },
        button("renew", () => this.#renew(at)),
        button("drop", () => this.#drop(at)),
      ),
    );
  }

  /** A note to each shape of a view. @param {View} view */
  #shapeNotes(view) {
    const shapes = shapesOf(view);
    if (!shapes.length) return null;
    const rows = shapes.slice(0, 20).map((shape, i) => {
      const name = shape.properties.name || t("project.shape_n", { number: i + 1 });
      const field = el("input", {
        type: "text",
        maxlength: String(LIMITS.note),
        value: shape.properties.note,
        placeholder: t("project.shape_note"),
        "aria-label": t("project.shape_note_of", { name }),
      });
      field.addEventListener("input", () => this.#noteShape(view, shape, i, field.value));
      return el("li", {}, el("span", {}, name), field);
    });
    return el("ul", { class: "view-shapes", "aria-label": t("project.shapes") }, rows);
  }

  /** @param {View} view @param {NotedShape} shape @param {number} index @param {string} value */
  #noteShape({ drawing }, shape, index, value) {
    const note = plainText(value, LIMITS.note);
    const drawings = kept.current().drawings.map((one) => {
      if (one.id !== drawing) return one;
      const features = one.shapes.features.map((feature, i) =>
        i === index ? { ...feature, properties: { ...shape.properties, note } } : feature,
      );
      return { ...one, shapes: { ...one.shapes, features } };
    });
    kept.type({ drawings });
  }

  /** Have a view show what the page shows now; its words stay. @param {number} at */
  #renew(at) {
    const { view, drawings } = viewNow(this.#app, this.#drawn);
    const { title, note } = kept.current().views[at];
    kept.change({ ...kept.withView(at, { ...view, title, note }), drawings }, { undoable: true });
    this.#tell(t("project.renewed", { number: at + 1 }));
    this.#at(at, ".view-name")?.focus();
  }

  /** @param {number} at */
  #drop(at) {
    this.shown = null;
    kept.change({ views: kept.current().views.filter((_, i) => i !== at) }, { undoable: true });
    this.#tell(t("project.dropped", { number: at + 1 }));
    document.getElementById("project-undo")?.focus();
  }

  /** @param {number} at @param {string} part @returns {HTMLElement | null} */
  #at(at, part) {
    return this.node.querySelector(`[data-view="${at}"] ${part}`);
  }
}
