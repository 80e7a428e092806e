// @ts-check
// The timeline in the panel: a slider over its stops, the list of them, the targets set by then and what the newest
// document says of each place.

import { el, setChildren } from "atlas/core/dom.js";
import { failure } from "atlas/core/error_message.js";
import { day } from "atlas/core/format.js";
import { config, pick, t, url } from "atlas/core/i18n.js";
import { nameOfStop, untilStop } from "atlas/ask/stop_name.js";
import { fillPanel, panelBar } from "atlas/panel/panel_bar.js";
import { placeButton, sourceLink } from "atlas/panel/parts.js";

/** @import { App, Child } from "atlas/core/types.js" */
/** @import { DueYear, Entry, Stop, TimeAnswer, TimeRow } from "atlas/core/ask_types.js" */
/**
 * @typedef {object} Actions
 * @property {(id: string, push?: boolean) => void} go
 * @property {(by: number) => boolean} step
 * @property {() => void} play
 * @property {() => boolean} isPlaying
 */

const MOST_ENTRIES = 3;

/** @param {App} app @param {TimeAnswer | null} answer @param {unknown} failed @param {Actions} actions */
export function fillTimePanel(app, answer, failed, actions) {
  const root = app.byId("panel");
  const had = root.contains(document.activeElement) ? document.activeElement?.id : null;
  const bar = panelBar({ title: t("timeline.title"), onClose: app.close });
  const heading = el("h2", { tabindex: "-1", id: "panel-title", class: "time-now" }, nowWords(answer));
  const head = el("header", { class: "place-head" }, heading);
  const body = answer ? content(app, answer, actions) : [el("div", { role: "alert" }, failure(failed ?? {}))];
  const scrolled = el("div", { class: "panel-scroll" }, head, el("div", { class: "panel-body" }, ...body));
  fillPanel(root, "time", bar, scrolled);
  // The slider is made anew with each step; who holds it goes on holding it, and who came by the tool takes it.
  if (document.activeElement?.id === "tool-time") document.getElementById("time-slider")?.focus();
  else if (had) document.getElementById(had)?.focus({ preventScroll: true });
}

/** @param {TimeAnswer | null} answer */
function nowWords(answer) {
  const stop = answer?.stops.find(({ id }) => id === answer.until);
  return answer ? untilStop(stop) : t("timeline.title");
}

/** @param {App} app @param {TimeAnswer} answer @param {Actions} actions @returns {Child[]} */
function content(app, answer, actions) {
  const query = answer.until ? `until=${encodeURIComponent(answer.until)}` : "";
  const fresh = answer.places.filter((row) => row.fresh);
  const older = answer.places.filter((row) => row.said.length > 0 && !row.fresh);
  return [
    slider(answer, actions),
    el(
      "details",
      { class: "time-list", open: !app.isNarrow() },
      el("summary", {}, t("timeline.stops")),
      el("ol", { class: "time-stops" }, ...stopRows(answer, actions)),
    ),
    dueSection(app, answer.due),
    fresh.length > 0 && [title(`${t("timeline.fresh")} · ${t("timeline.places", { count: fresh.length })}`)],
    el("ul", { class: "asked-list" }, ...fresh.map((row) => placeItem(app, row))),
    olderSections(app, answer, older),
    config.live &&
      el(
        "p",
        { class: "panel-links" },
        el("a", { href: url("/timeline", { page: true, query }) }, t("timeline.table")),
        el("a", { href: url("/timeline.xlsx", { query }), download: true }, "XLSX"),
        el("a", { href: url("/timeline.json", { query }) }, "JSON"),
      ),
  ];
}

/** @param {TimeAnswer} answer @param {Actions} actions */
function slider({ stops, until }, actions) {
  const at = stops.findIndex(({ id }) => id === until);
  const play = playButton(actions);
  const words = (/** @type {string} */ value) => nameOfStop(stops[Number(value)]);
  const range = { type: "range", min: 0, max: stops.length - 1, step: 1, value: Math.max(0, at) };
  const names = { "aria-label": t("timeline.slider"), "aria-valuetext": nameOfStop(stops[at]) };
  const input = el("input", { id: "time-slider", ...range, ...names });
  input.addEventListener("change", () => actions.go(stops[Number(input.value)].id, false));
  input.addEventListener("input", () => input.setAttribute("aria-valuetext", words(input.value)));
  input.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    play.click();
  });
  const arrow = (/** @type {string} */ label, /** @type {number} */ by, /** @type {string} */ sign) => {
    const props = { type: "button", class: "icon-button", id: `time-step${by}`, "aria-label": label, title: label };
    return el("button", { ...props, disabled: !stops[at + by], onclick: () => actions.step(by) }, sign);
  };
  const [before, after] = [arrow(t("timeline.tool_previous"), -1, "‹"), arrow(t("timeline.tool_next"), 1, "›")];
  return el("div", { class: "time-slider" }, before, input, after, play);
}

/** @param {Actions} actions */
function playButton({ play, isPlaying }) {
  const words = () => t(isPlaying() ? "timeline.pause" : "timeline.play");
  const button = el("button", { type: "button", class: "button-plain", id: "time-play" }, words());
  const label = () => setChildren(button, words());
  button.addEventListener("click", () => {
    play();
    label();
  });
  button.addEventListener("atlas:paused", label);
  return button;
}

/** @param {TimeAnswer} answer @param {Actions} actions */
function stopRows({ stops, until }, { go }) {
  const at = stops.findIndex(({ id }) => id === until);
  return stops.map((stop, i) => {
    const current = i === at ? { "aria-current": "step" } : {};
    const reached = i <= at ? "stop-reached" : null;
    const props = { type: "button", id: `stop-${stop.id}`, class: reached, onclick: () => go(stop.id), ...current };
    return el("li", {}, el("button", props, el("span", {}, nameOfStop(stop)), el("small", {}, about(stop))));
  });
}

/** @param {Stop} stop */
function about({ day: on, day_basis: basis, places }) {
  if (!on) return t("timeline.places", { count: places });
  return basis === "printed" ? day(on) : t("side.about_day", { day: day(on) });
}

/** @param {App} app @param {DueYear[]} years */
function dueSection(app, years) {
  if (!years.length) return null;
  return [
    title(t("timeline.due")),
    ...years.map(({ year, reached, places }) => {
      const count = places.reduce((sum, { entries }) => sum + entries.length, 0);
      const state = t(reached ? "timeline.reached" : "timeline.ahead");
      return el(
        "details",
        { class: "panel-section fold", id: `due-${year}` },
        foldHead(t("timeline.due_year", { year }), `${count} · ${state}`),
        el("ul", { class: "asked-list" }, ...places.map((row) => item(app, row.place, row.entries))),
      );
    }),
  ];
}

/** @param {string} words @param {string} gist what the fold holds */
function foldHead(words, gist) {
  return el("summary", {}, el("h3", {}, words), el("span", { class: "gist" }, gist));
}

/**
 * What earlier documents said last, a fold for each.
 * @param {App} app @param {TimeAnswer} answer @param {TimeRow[]} rows
 */
function olderSections(app, { classes }, rows) {
  return classes.map((one) => {
    const own = rows.filter((row) => row.class === one.id);
    if (!own.length) return null;
    const gist = t("timeline.places", { count: own.length });
    const body = el("ul", { class: "asked-list" });
    const head = foldHead(t("timeline.newest", { document: pick(one, "label") }), gist);
    const fold = el("details", { class: "panel-section fold fold-wide" }, head, body);
    fold.addEventListener("toggle", () => {
      if (!body.childElementCount) body.append(...own.map((row) => placeItem(app, row)));
    });
    return fold;
  });
}

/** @param {App} app @param {TimeRow} row */
function placeItem(app, { place, said }) {
  return item(app, place, said);
}

/** @param {App} app @param {TimeRow["place"]} place @param {Entry[]} entries */
function item(app, place, entries) {
  const onSelect = (/** @type {string} */ id) => app.open(id, { push: true });
  const lines = entries.map((one) => el("p", {}, ...line(one)));
  const rest = lines.slice(MOST_ENTRIES);
  return el(
    "li",
    {},
    el("p", { class: "found-head" }, placeButton(place, { onSelect })),
    ...lines.slice(0, MOST_ENTRIES),
    rest.length > 0 && el("details", {}, el("summary", {}, t("lead.rest", { count: rest.length })), ...rest),
  );
}

/** @param {Entry} entry @returns {Child[]} */
function line(entry) {
  const unit = pick(entry, "unit");
  const note = pick(entry, "note");
  return [
    note && el("span", { class: "tag" }, note),
    note && " ",
    `${pick(entry, "text")}${unit && ` ${unit}`} `,
    ...entry.sources.map(sourceLink),
  ];
}

/** @param {string} words */
function title(words) {
  return el("h3", { class: "asked-title" }, words);
}
