// @ts-check
// The search box: hits of all kinds, group by group, while one types; a list that is worked with the arrow keys (the
// ARIA combobox pattern). The word as it is typed goes to the server, which knows pinyin.

import { getJson, keyOf } from "atlas/core/api.js";
import { el, setChildren } from "atlas/core/dom.js";
import { config, t, url } from "atlas/core/i18n.js";
import { groupsOf, suggestions } from "atlas/find/search_entries.js";

/** @import { App } from "atlas/core/types.js" */
/** @import { Entry, Group } from "atlas/find/search_entries.js" */
/** @import { SearchAnswer } from "atlas/find/search_types.js" */

const PAUSE_MS = 120;
const SLOW_MS = 500;
/** Hits of each group: the list is short, and leads to the page of all, which the static site has not. */
const MOST = config.live ? 6 : 20;

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
    input.addEventListener("click", () => input.value.trim() || this.#fill(suggestions()));
    form.addEventListener("submit", (event) => this.#onSubmit(event));
    form.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !holds(relatedTarget)) this.#show(false);
    });
    document.addEventListener("pointerdown", ({ target }) => holds(target) || this.#show(false));
    // This script is loaded at the first focus, after the click that gave it.
    const clicked = document.activeElement === input && !document.body.classList.contains("by-key");
    if (input.value.trim()) this.#look();
    else if (clicked) this.#fill(suggestions());
  }

  /** @param {SubmitEvent} event */
  async #onSubmit(event) {
    event.preventDefault();
    clearTimeout(this.#timer);
    if (this.#box.hidden || this.#input.dataset.shown !== this.#input.value.trim()) await this.#look();
    if (this.#input.dataset.found !== "0" || this.#at >= 0) this.#choose(this.#at < 0 ? 0 : this.#at);
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
      const found = await getJson(url(`/search?q=${encodeURIComponent(asked)}&most=${MOST}`), { signal });
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
    const { query, nearest } = answer;
    const count = groups.flatMap(([, entries]) => entries).length;
    this.#input.dataset.found = String(count);
    this.#fill(count ? groups : suggestions());
    const note = count ? nearest && "search.nearest" : "search.nothing";
    if (note) this.#box.prepend(el("p", { class: "search-note" }, t(note, { query })));
    this.#app.byId("search-status").textContent = note ? t(note, { query }) : t("search.status", { count });
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
      if (!this.#input.value.trim() && !this.#options.length) this.#fill(suggestions());
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
    if (option.ask) {
      this.#input.value = option.ask;
      this.#input.focus();
      this.#look();
      return;
    }
    this.#show(false);
    this.#input.value = option.label;
    this.#input.dataset.shown = "";
    this.#options = [];
    if (this.#app.isNarrow()) this.#input.blur();
    if (this.#app.state.current().spot) this.#app.change({ spot: null }, { push: false, keepView: true });
    option.go(this.#app);
  }
}
