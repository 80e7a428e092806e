// @ts-check
// The panel of the project, beside the tools: keep the view, write to it, put the views in order, show them, save them.

import { keyOf, postForBlob } from "atlas/core/api.js";
import { el, iconButton, saveBlob, setChildren } from "atlas/core/dom.js";
import { failure } from "atlas/core/error_message.js";
import { config, lang, t, url } from "atlas/core/i18n.js";
import * as kept from "atlas/project/kept_project.js";
import { LIMITS, plainText, writeProject } from "atlas/project/project_file.js";
import { viewNow } from "atlas/project/saved_view.js";
import { ViewList } from "atlas/project/view_list.js";

/** @import { App, Child } from "atlas/core/types.js" */
/** @import { Drawn, Project } from "atlas/project/project_types.js" */

/** @type {ProjectPanel | null} */
let panel = null;

/** Open the panel, or close it. @param {App} app @param {Drawn} drawn */
export function toggleProject(app, drawn) {
  panel ??= new ProjectPanel(app, drawn);
  panel.setOpen(!panel.isOpen);
}

/**
 * Show a project that was read from a file.
 * @param {App} app @param {Drawn} drawn @param {{ project: Project, notes: string[] }} read
 */
export function showRead(app, drawn, { project, notes }) {
  panel ??= new ProjectPanel(app, drawn);
  panel.take(project, notes);
}

class ProjectPanel {
  isOpen = false;
  #app;
  #drawn;
  #list;
  #node;
  #title = el("input", {
    id: "project-title",
    type: "text",
    maxlength: String(LIMITS.title),
    placeholder: t("project.untitled"),
    "aria-label": t("project.name"),
    autocomplete: "off",
  });
  #status = el("p", { class: "note project-status", role: "status" });
  #standing = el("p", { class: "note project-standing" });
  #notes = el("div", { class: "project-notes", hidden: true });
  #actions = el("p", { class: "project-actions" });
  #add = el(
    "button",
    { type: "button", class: "button project-add", onclick: () => this.#keepView() },
    t("project.add"),
  );
  #working = false;

  /** @param {App} app @param {Drawn} drawn */
  constructor(app, drawn) {
    this.#app = app;
    this.#drawn = drawn;
    this.#list = new ViewList(app, drawn, (words) => this.#tell(words));
    this.#title.addEventListener("input", () => kept.type({ title: plainText(this.#title.value, LIMITS.title) }));
    const close = iconButton("close", t("panel.close"), { id: "project-close", onclick: () => this.setOpen(false) });
    const head = el("div", { class: "sheet-head" }, el("h2", {}, t("tool_short.project")), close);
    const body = [this.#title, this.#add, this.#status, this.#notes, this.#list.node, this.#actions, this.#standing];
    this.#node = el("section", { class: "project", id: "project", "aria-label": t("tool_short.project") }, head, body);
    this.#node.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.stopPropagation();
      this.setOpen(false);
    });
    kept.onChange(() => this.#fill());
  }

  /** @param {boolean} open */
  setOpen(open) {
    const button = this.#app.byId("tool-project");
    this.isOpen = open;
    button.setAttribute("aria-pressed", String(open));
    document.body.classList.toggle("project-open", open);
    if (!open) {
      this.#node.remove();
      button.focus();
      return;
    }
    this.#app.byId("main").append(this.#node);
    this.#fill();
    this.#add.focus();
  }

  /** @param {Project} project @param {string[]} notes */
  take(project, notes) {
    kept.replace(project, { filed: true });
    notes.push(...goneLayers(this.#app, project));
    if (!this.isOpen) this.setOpen(true);
    this.#note(notes);
    if (project.views.length) this.#list.show(0);
    this.#tell(t("project.opened", { title: project.title || t("project.untitled"), count: project.views.length }));
  }

  /** @param {string[]} notes */
  #note(notes) {
    const list = notes.map((note) => el("li", {}, note));
    const close = iconButton("close", t("panel.close"), () => {
      this.#note([]);
      this.#add.focus();
    });
    setChildren(this.#notes, el("ul", {}, list), close);
    this.#notes.hidden = !notes.length;
  }

  #keepView() {
    if (kept.isFull()) {
      this.#tell(t("project.full", { most: LIMITS.views }));
      return;
    }
    const { view, drawings } = viewNow(this.#app, this.#drawn);
    kept.change({ views: [...kept.current().views, view], drawings });
    this.#tell(t("project.added", { number: kept.current().views.length }));
    this.#list.edit(kept.current().views.length - 1);
  }

  #fill() {
    const { title, views } = kept.current();
    if (document.activeElement !== this.#title) this.#title.value = title;
    this.#list.fill();
    const none = !views.length;
    setChildren(
      this.#actions,
      this.#button("brief", t("project.brief"), () => this.#brief(), { main: true, disabled: none }),
      this.#button("save", t("project.save"), () => this.#save(), { disabled: none }),
      this.#button("open", t("project.open"), () => this.#open(), {}),
      config.live && this.#button("slides", t("project.slides"), () => this.#slides(), { disabled: none }),
    );
    this.#fillStanding(none);
  }

  /** Where the project is kept, in one line. @param {boolean} none there is nothing to keep */
  #fillStanding(none) {
    const { kept: isKept, filed, canUndo } = kept.standing();
    const link = (/** @type {string} */ name, /** @type {() => void} */ onclick) =>
      el("button", { type: "button", class: "link-button", id: `project-${name}`, onclick }, t(`project.${name}`));
    setChildren(
      this.#standing,
      none ? t("project.begin") : t(isKept ? "project.kept" : "project.not_kept"),
      !none && !filed ? ` ${t("project.not_filed")}` : "",
      " ",
      !none && link("clear", () => this.#clear()),
      " ",
      canUndo && link("undo", () => this.#undo()),
      " ",
      config.live && el("a", { href: url("/project", { page: true }) }, t("project.help")),
    );
  }

  /**
   * @param {string} name @param {string} words @param {() => void} onclick
   * @param {{ main?: boolean, disabled?: boolean }} how
   */
  #button(name, words, onclick, { main = false, disabled = false }) {
    const look = main ? "button" : "button-second";
    return el("button", { type: "button", class: look, id: `project-${name}`, onclick, disabled }, words);
  }

  async #brief() {
    const { startBriefing } = await import("atlas/project/briefing.js");
    startBriefing(this.#app, this.#drawn, this.#list.shown ?? 0);
  }

  #save() {
    const text = kept.filed();
    const name = fileName(kept.current().title);
    saveBlob(name, new Blob([text], { type: "application/json" }));
    this.#tell(t("project.saved", { name }));
  }

  async #open() {
    const { chooseProject, readFile } = await import("atlas/project/open_file.js");
    chooseProject(async (file) => {
      const read = await readFile(this.#app, file);
      if (read) this.take(read.project, read.notes);
    });
  }

  /** A button that is switched off would lose the focus: pressed again while it works, it does nothing. */
  async #slides() {
    if (this.#working) return;
    this.#working = true;
    this.#tell(t("project.slides_running", { count: kept.current().views.length }));
    try {
      const address = url("/project/slides.pdf", { query: `lang=${lang}` });
      const file = await postForBlob(address, JSON.parse(writeProject(kept.current())));
      saveBlob(fileName(kept.current().title, "pdf"), file);
      this.#tell(t("project.slides_done"));
    } catch (error) {
      this.#tell(keyOf(error) === "error.refused" ? t("project.slides_refused") : null, " ", failure(error));
    } finally {
      this.#working = false;
    }
  }

  #clear() {
    kept.clear();
    this.#note([]);
    this.#tell(t("project.cleared"));
    this.#app.byId("project-undo").focus();
  }

  #undo() {
    kept.undo();
    this.#tell(t("project.undone"));
    this.#add.focus();
  }

  /** @param {Child[]} words */
  #tell(...words) {
    setChildren(this.#status, ...words);
  }
}

/** The title as the name of a file on any system. @param {string} title @param {string} [suffix] */
export function fileName(title, suffix = "lingang.json") {
  const plain = title.replace(/[\\/:*?"<>|]/g, "_").replace(/^[. ]+|[. ]+$/g, "");
  return `${plain || "lingang-project"}.${suffix}`;
}

/**
 * What views name and the atlas has not, such as layers of somebody's own.
 * @param {App} app @param {Project} project
 */
function goneLayers({ layers, state }, { views }) {
  return views.flatMap((view, at) => {
    const gone = (state.read(view.state).layers ?? []).filter((id) => !layers.byId.has(id));
    const names = gone.map((id) => id.slice(0, 40)).join(", ");
    return gone.length ? [t("project.view_number", { number: at + 1 }) + t("project.layers_gone", { names })] : [];
  });
}
