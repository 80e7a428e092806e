// @ts-check
// The search box: places, industries and documents while one types; a list that is worked with the arrow keys (the ARIA
// combobox pattern). The word as it is typed goes to the server, which knows pinyin.

import { getJson, keyOf } from "atlas/core/api.js";
import { el, setChildren } from "atlas/core/dom.js";
import { t, url } from "atlas/core/i18n.js";
import { groupsOf } from "atlas/find/search_entries.js";

/** @import { App, SearchAnswer } from "atlas/core/types.js" */
/** @import { Entry, Group } from "atlas/find/search_entries.js" */

const PAUSE_MS = 120;
const SLOW_MS = 500;

/** @param {App} app */
export function watchSearch(app) {
  new SearchBox(app).listen();
}

class SearchBox {
  #app;
  #input;
  #form;
  #box;
  /** @type {(Entry & { node: HTMLElement })[]} */
  #options = [];
  #at = -1;
  /** @type {AbortController | null} */
  #running = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {App} app */
  constructor(app) {
    this.#app = app;
    this.#input = /** @type {HTMLInputElement} */ (app.byId("search-input"));
    this.#form = /** @type {HTMLFormElement} */ (this.#input.form);
    this.#box = app.byId("search-results");
  }

  listen() {
    const [input, form] = [this.#input, this.#form];
    const holds = (/** @type {EventTarget | null} */ target) => form.contains(/** @type {Node | null} */ (target));
    input.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#look(), PAUSE_MS);
    });
    input.addEventListener("keydown", (event) => this.#onKey(event));
    input.addEventListener("focus", () => this.#options.length && this.#show(true));
    form.addEventListener("submit", (event) => this.#onSubmit(event));
    form.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !holds(relatedTarget)) this.#show(false);
    });
    document.addEventListener("pointerdown", ({ target }) => holds(target) || this.#show(false));
    if (input.value.trim()) this.#look();
  }

  /** @param {SubmitEvent} event */
  async #onSubmit(event) {
    event.preventDefault();
    clearTimeout(this.#timer);
    if (this.#box.hidden || this.#input.dataset.shown !== this.#input.value.trim()) await this.#look();
    this.#choose(this.#at < 0 ? 0 : this.#at);
  }

  /** Ask the server for what was typed, and list the answer. */
  async #look() {
    const asked = this.#input.value.trim();
    this.#running?.abort();
    if (!asked) {
      this.#fill([]);
      this.#show(false);
      return;
    }
    this.#running = new AbortController();
    const { signal } = this.#running;
    const slow = setTimeout(() => this.#note(t("search.running")), SLOW_MS);
    try {
      const found = await getJson(url(`/search?q=${encodeURIComponent(asked)}`), { signal });
      this.#input.dataset.shown = asked;
      this.#list(found);
    } catch (error) {
      if (!signal.aborted) this.#note(t(keyOf(error)));
    } finally {
      clearTimeout(slow);
    }
  }

  /** @param {SearchAnswer} answer */
  #list(answer) {
    const groups = groupsOf(answer);
    const { query, more } = answer;
    this.#fill(groups);
    if (!groups.length) this.#note(t("search.nothing", { query }));
    else if (more) this.#box.append(el("p", { class: "search-note" }, t("search.more", { count: more })));
    this.#app.byId("search-status").textContent = t("search.status", { count: this.#options.length });
  }

  /** @param {Group[]} groups */
  #fill(groups) {
    this.#options = [];
    this.#at = -1;
    this.#input.removeAttribute("aria-activedescendant");
    const nodes = groups.map(([title, entries], g) => {
      const id = `search-group-${g}`;
      const heading = el("p", { class: "search-group", id, role: "presentation" }, title);
      const items = entries.map((entry) => this.#option(entry));
      return el("div", { role: "group", "aria-labelledby": id }, heading, items);
    });
    setChildren(this.#box, nodes);
    this.#show(groups.length > 0);
  }

  /** @param {Entry} entry */
  #option(entry) {
    const index = this.#options.length;
    const props = { role: "option", id: `search-option-${index}`, class: "search-option", "aria-selected": "false" };
    const onclick = () => this.#choose(index);
    const node = el("div", { ...props, "data-value": entry.value, onclick }, entry.content);
    this.#options.push({ ...entry, node });
    return node;
  }

  /** @param {string} text */
  #note(text) {
    this.#options = [];
    setChildren(this.#box, el("p", { class: "search-note" }, text));
    this.#show(true);
  }

  /** @param {boolean} open */
  #show(open) {
    this.#box.hidden = !open;
    this.#input.setAttribute("aria-expanded", String(open));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      if (this.#box.hidden) this.#input.value = "";
      this.#show(false);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.#step(event.key === "ArrowDown" ? 1 : -1);
    }
  }

  /** Mark the next or the last option, round the ends. @param {1 | -1} by */
  #step(by) {
    const count = this.#options.length;
    if (!count) return;
    this.#show(true);
    const from = this.#at < 0 && by < 0 ? 0 : this.#at;
    this.#mark((from + by + count) % count);
  }

  /** @param {number} index */
  #mark(index) {
    this.#options[this.#at]?.node.setAttribute("aria-selected", "false");
    this.#at = index;
    const { node } = this.#options[index];
    node.setAttribute("aria-selected", "true");
    node.scrollIntoView({ block: "nearest" });
    this.#input.setAttribute("aria-activedescendant", node.id);
  }

  /** @param {number} index */
  #choose(index) {
    const option = this.#options[index];
    if (!option) return;
    this.#show(false);
    this.#input.value = option.label;
    this.#input.dataset.shown = "";
    this.#options = [];
    if (this.#app.isNarrow()) this.#input.blur();
    option.go(this.#app);
  }
}
