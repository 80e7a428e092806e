// The search box: places, industries and documents while one types; a list that is worked with the arrow keys (the ARIA
// combobox pattern). The word as it is typed goes to the server, which knows pinyin.

import { getJson } from "./api.js";
import { el, setChildren } from "./dom.js";
import { number } from "./format.js";
import { pick, t, term, url } from "./i18n.js";

const PAUSE_MS = 120;
const SLOW_MS = 500;

export function watchSearch(app) {
  const input = app.byId("search-input");
  const box = app.byId("search-results");
  let options = [];
  let at = -1;
  let running = null;
  let timer = null;

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE_MS);
  });
  input.addEventListener("keydown", onKey);
  input.addEventListener("focus", () => options.length && show(true));
  input.form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(timer);
    if (box.hidden || input.dataset.shown !== input.value.trim()) await look();
    choose(at < 0 ? 0 : at);
  });
  document.addEventListener("pointerdown", (event) => input.form.contains(event.target) || show(false));
  input.form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !input.form.contains(event.relatedTarget)) show(false);
  });
  if (input.value.trim()) look();

  async function look() {
    const asked = input.value.trim();
    running?.abort();
    if (!asked) {
      fill([]);
      show(false);
      return;
    }
    running = new AbortController();
    const { signal } = running;
    const slow = setTimeout(() => note(t("search.running")), SLOW_MS);
    try {
      const found = await getJson(url(`/search?q=${encodeURIComponent(asked)}`), { signal });
      input.dataset.shown = asked;
      list(found);
    } catch (error) {
      if (!signal.aborted) note(t(error.key ?? "error.server"));
    } finally {
      clearTimeout(slow);
    }
  }

  function list({ query, places, more, industries, documents }) {
    const groups = [
      [t("search.industries"), industries.map(industryEntry)],
      [t("search.documents"), documents.map(documentEntry)],
      [t("search.places"), places.map(placeEntry)],
    ].filter(([, entries]) => entries.length);
    // A name that was typed in full or in pinyin is what the reader means; otherwise industries and documents are few and first.
    if (places[0] && ["exact", "prefix", "pinyin", "initials"].includes(places[0].match) && !industries.some(({ term_zh }) => term_zh === query)) groups.unshift(groups.pop());
    fill(groups);
    if (!groups.length) note(t("search.nothing", { query }));
    else if (more) box.append(el("p", { class: "search-note" }, t("search.more", { count: more })));
    app.byId("search-status").textContent = t("search.status", { count: options.length });
  }

  function fill(groups) {
    options = [];
    at = -1;
    input.removeAttribute("aria-activedescendant");
    setChildren(box, groups.map(([title, entries], g) =>
      el("div", { role: "group", "aria-labelledby": `search-group-${g}` }, el("p", { class: "search-group", id: `search-group-${g}`, role: "presentation" }, title), entries.map((entry) => {
        const node = el("div", { role: "option", id: `search-option-${options.length}`, class: "search-option", "aria-selected": "false", "data-value": entry.value }, entry.content);
        const index = options.push({ ...entry, node }) - 1;
        node.addEventListener("click", () => choose(index));
        return node;
      }))));
    show(groups.length > 0);
  }

  function note(text) {
    options = [];
    setChildren(box, el("p", { class: "search-note" }, text));
    show(true);
  }

  function show(open) {
    box.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
  }

  function onKey(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      if (box.hidden) input.value = "";
      show(false);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!options.length) return;
      show(true);
      mark((at + (event.key === "ArrowDown" ? 1 : -1) + options.length + (at < 0 && event.key === "ArrowUp" ? 1 : 0)) % options.length);
    }
  }

  function mark(index) {
    options[at]?.node.setAttribute("aria-selected", "false");
    at = index;
    const { node } = options[at];
    node.setAttribute("aria-selected", "true");
    node.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", node.id);
  }

  function choose(index) {
    const option = options[index];
    if (!option) return;
    show(false);
    input.value = option.label;
    input.dataset.shown = "";
    options = [];
    if (app.isNarrow()) input.blur();
    option.go(app);
  }
}

function placeEntry(place) {
  const name = pick(place, "name");
  return {
    label: name,
    value: place.id,
    content: [
      el("span", { class: "search-name" }, name),
      place.alias && el("span", { class: "search-extra" }, place.alias),
      el("span", { class: "search-extra" }, [term("kind", place.kind), pick(place, "parent")].filter(Boolean).join(" · ")),
      !place.located && el("span", { class: "tag" }, t("place.unlocated_tag")),
    ],
    go: (app) => app.open(place.id, { push: true, focus: true }),
  };
}

function industryEntry(row) {
  return {
    label: row.term_zh,
    value: `industry:${row.term_zh}`,
    content: [
      el("span", { class: "search-name" }, row.term_zh),
      el("span", { class: "search-extra" }, row.measured ? t("search.industry_note", { count: row.count, area: number(row.total.area_km2) }) : t("search.industry_note_plain", { count: row.count })),
    ],
    go: (app) => app.change({ filter: { industry: row.term_zh }, place: null, at: null, draw: null, table: null }),
  };
}

function documentEntry(row) {
  return {
    label: pick(row, "short"),
    value: `document:${row.id}`,
    content: [
      el("span", { class: "search-name" }, pick(row, "short")),
      el("span", { class: "search-extra" }, [row.number ?? t("source.unnumbered"), t("search.document_note", { count: row.count })].join(" · ")),
    ],
    go: (app) => app.change({ filter: { document: row.id }, place: null, at: null, draw: null, table: null }),
  };
}
