// @ts-check
// The briefing: view after view over the whole screen, with title and note in large type below the map. Where a browser
// refuses the whole screen, its window is filled.

import { el, iconButton, setChildren } from "atlas/core/dom.js";
import { pick, t } from "atlas/core/i18n.js";
import * as kept from "atlas/project/kept_project.js";
import { shapesOf, showView } from "atlas/project/saved_view.js";

/** @import { App } from "atlas/core/types.js" */
/** @import { Drawn } from "atlas/project/project_types.js" */

/** @type {Record<string, (at: number, last: number) => number>} where a key leads */
const KEYS = {
  ArrowRight: (at) => at + 1,
  ArrowDown: (at) => at + 1,
  PageDown: (at) => at + 1,
  " ": (at) => at + 1,
  ArrowLeft: (at) => at - 1,
  ArrowUp: (at) => at - 1,
  PageUp: (at) => at - 1,
  Backspace: (at) => at - 1,
  Home: () => 0,
  End: (_, last) => last,
};
/** A stroke across this many pixels turns the page. */
const STROKE = 60;

/** Begin at a view. @param {App} app @param {Drawn} drawn @param {number} first */
export function startBriefing(app, drawn, first) {
  new Briefing(app, drawn).start(first);
}

class Briefing {
  #app;
  #drawn;
  #at = 0;
  #before = "";
  #ending = new AbortController();
  #page = el("p", { class: "brief-page" });
  #title = el("h2", { class: "brief-title" });
  #note = el("p", { class: "brief-note" });
  #marks = el("ul", { class: "brief-marks" });
  #told = el("p", { class: "brief-told", role: "status" });
  #back = iconButton("back", t("briefing.back"), () => this.#show(this.#at - 1));
  #next = iconButton("chevron", t("briefing.next"), () => this.#show(this.#at + 1));
  #node = el(
    "section",
    { class: "brief", id: "brief", tabindex: "-1", "aria-label": t("project.brief") },
    this.#page,
    el("div", { class: "brief-words", "aria-live": "polite" }, this.#title, this.#note),
    el(
      "div",
      { class: "brief-keys" },
      this.#back,
      this.#next,
      iconButton("close", t("briefing.end"), () => this.#end()),
    ),
    this.#told,
  );

  /** @param {App} app @param {Drawn} drawn */
  constructor(app, drawn) {
    this.#app = app;
    this.#drawn = drawn;
  }

  /** @param {number} first */
  async start(first) {
    this.#before = this.#app.state.addressOf(this.#app.state.current());
    this.#app.tool?.stop();
    document.body.classList.add("briefing");
    document.body.append(this.#node);
    this.#app.byId("legend-body").prepend(this.#marks);
    this.#listen();
    await this.#fillScreen();
    this.#show(first);
    this.#node.focus();
  }

  /** Take the whole screen; a browser or a frame may refuse it. */
  async #fillScreen() {
    try {
      await document.documentElement.requestFullscreen({ navigationUI: "hide" });
    } catch (error) {
      console.info(`no full screen: ${error}`);
      setChildren(this.#told, t("briefing.window"));
    }
  }

  #listen() {
    const { signal } = this.#ending;
    // Before the keys of the map and of the page.
    addEventListener("keydown", (event) => this.#onKey(event), { capture: true, signal });
    const left = () => document.fullscreenElement || this.#end();
    document.addEventListener("fullscreenchange", left, { signal });
    addEventListener("resize", () => this.#show(this.#at), { signal });
    let from = 0;
    this.#node.addEventListener("touchstart", ({ touches }) => (from = touches[0].clientX), { passive: true });
    this.#node.addEventListener("touchend", ({ changedTouches }) => {
      const way = changedTouches[0].clientX - from;
      if (Math.abs(way) > STROKE) this.#show(this.#at + (way < 0 ? 1 : -1));
    });
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const onButton = /** @type {Element} */ (event.target).closest(".brief-keys button");
    if (event.key === " " && onButton) return;
    const step = KEYS[event.key];
    if (!step && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (step) this.#show(step(this.#at, kept.current().views.length - 1));
    else this.#end();
  }

  /** @param {number} wanted */
  #show(wanted) {
    const { views } = kept.current();
    this.#at = Math.min(Math.max(wanted, 0), views.length - 1);
    const view = views[this.#at];
    setChildren(this.#page, el("strong", {}, String(this.#at + 1)), ` / ${views.length}`);
    setChildren(this.#title, view.title || t("project.untitled_view"));
    setChildren(this.#note, noteOf(view));
    this.#note.hidden = !this.#note.textContent;
    setChildren(this.#marks, ...marksOf(this.#app, view));
    this.#back.toggleAttribute("disabled", this.#at === 0);
    this.#next.toggleAttribute("disabled", this.#at === views.length - 1);
    // The words take their room first, then the ground of the view is fitted into what is left.
    this.#app.map.invalidateSize({ animate: false, pan: false });
    showView(this.#app, this.#drawn, view, { push: false });
  }

  async #end() {
    this.#ending.abort();
    this.#node.remove();
    this.#marks.remove();
    document.body.classList.remove("briefing");
    if (document.fullscreenElement) await document.exitFullscreen();
    this.#app.map.invalidateSize({ animate: false, pan: false });
    this.#app.state.go(this.#before, { push: false });
    document.getElementById("project-brief")?.focus();
  }
}

/**
 * What the legend says of the marks on the map: the chosen place and the reader's shapes. A filter has its chip.
 * @param {App} app @param {import("atlas/project/project_types.js").View} view
 */
function marksOf(app, view) {
  const { place } = app.state.read(view.state);
  const feature = place ? app.layers.feature(place) : null;
  const row = (/** @type {string} */ kind, /** @type {string} */ words) =>
    el("li", {}, el("span", { class: `brief-mark brief-mark-${kind}` }), el("span", {}, words));
  const marks = feature?.geometry ? [row("chosen", t("sheet.place", { name: pick(feature, "name") }))] : [];
  return shapesOf(view).length ? [...marks, row("own", t("briefing.own"))] : marks;
}

/** The note of a view, then those of its shapes. @param {import("atlas/project/project_types.js").View} view */
function noteOf(view) {
  const shapes = shapesOf(view);
  const notes = shapes.flatMap(({ properties: { name, note } }, i) => {
    // Several shapes have numbers on the map.
    const named = [shapes.length > 1 && String(i + 1), name].filter(Boolean).join(" ");
    return note ? [[named, note].filter(Boolean).join(t("sentence.colon"))] : [];
  });
  return [view.note, ...notes].filter(Boolean).join("\n");
}
