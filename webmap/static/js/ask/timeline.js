// @ts-check
// The documents and the targets in their time on the map: at each stop the places in the colour of the newest document
// that says what they are for, with the number of targets due by then; the rest faint. The stop is part of the address.

import { getJson } from "atlas/core/api.js";
import { el, iconButton } from "atlas/core/dom.js";
import { failureWords } from "atlas/core/error_message.js";
import { config, t, url } from "atlas/core/i18n.js";
import { AnswerOnMap, askedChip, bringIntoView } from "atlas/ask/answer_on_map.js";
import { untilStop } from "atlas/ask/stop_name.js";
import { fillTimePanel } from "atlas/ask/timeline_panel.js";

/** @import { App } from "atlas/core/types.js" */
/** @import { Stop, TimeAnswer } from "atlas/core/ask_types.js" */

const LATEST = "latest";
const PLAY_MS = 2500;
const [NAMED, UNKNOWN] = ["named", "unknown"];
const [NAMED_WEIGHT, TOLD_WEIGHT] = [1.2, 2];
/** @type {TimeOnMap | null} */
let shown = null;

/**
 * Show a stop of the timeline; null ends it.
 * @param {App} app @param {string | null} stop @param {{ keepView?: boolean }} [options]
 */
export async function showTime(app, stop, { keepView = false } = {}) {
  app.byId("tool-time")?.setAttribute("aria-pressed", String(Boolean(stop)));
  if (stop) shown ??= new TimeOnMap(app);
  if (stop && !keepView) bringIntoView(app, app.frame);
  await shown?.show(stop);
}

/** Show the timeline in the panel. @param {App} app */
export function showTimePanel(app) {
  shown ??= new TimeOnMap(app);
  shown.fillPanel();
}

class TimeOnMap {
  #app;
  #drawing;
  /** @type {TimeAnswer | null} */
  #answer = null;
  /** @type {string | null} */
  #stop = null;
  /** @type {unknown} */
  #failed = null;
  /** @type {ReturnType<typeof setInterval> | null} */
  #playing = null;

  /** @param {App} app */
  constructor(app) {
    this.#app = app;
    this.#drawing = new AnswerOnMap(app, "time");
    app.layers.onChange(() => this.#answer && this.#draw(this.#answer));
  }

  /** @param {string | null} stop */
  async show(stop) {
    this.#stop = stop;
    if (!stop) {
      this.#pause();
      this.#answer = null;
      this.#drawing.end();
      askedChip(this.#app, "time");
      return;
    }
    try {
      const answer = await read(stop);
      if (this.#stop !== stop) return;
      [this.#answer, this.#failed] = [answer, null];
      this.#draw(answer);
      this.#ahead(1);
    } catch (error) {
      if (this.#stop !== stop) return;
      this.#failed = error;
      askedChip(this.#app, "time", el("span", {}, failureWords(error)));
    }
  }

  fillPanel() {
    fillTimePanel(this.#app, this.#answer, this.#failed, {
      go: (id, push = true) => this.#go(id, push),
      step: (by) => this.#step(by),
      play: () => (this.#playing ? this.#pause() : this.#play()),
      isPlaying: () => this.#playing !== null,
    });
  }

  /** Colour the places of the layers that are on. @param {TimeAnswer} answer */
  #draw(answer) {
    const { layers } = this.#app;
    const told = answer.places.filter((row) => row.class !== UNKNOWN);
    const known = new Set(told.map(({ place }) => place.id));
    const planned = layers.visibleLayers().filter(({ role }) => role === "planning");
    const features = planned.flatMap((layer) => layer.features.filter(({ id, geometry }) => geometry && known.has(id)));
    const off = told.filter(({ place }) => layers.feature(place.id)?.geometry && !layers.isVisible(place.layer));
    const title = untilStop(stopOf(answer));
    this.#drawing.show({
      title,
      answer: { ...answer, classes: classesOf(answer) },
      features,
      numbers: new Map(dueBy(answer)),
      notes: [
        el("p", { class: "note" }, `${t("timeline.legend")}${t("list.semicolon")}${t("timeline.count")}`),
        off.length > 0 && this.#others(off.map(({ place }) => place.layer)),
      ],
    });
    this.#chip(answer, title);
  }

  /** Places that no layer shows that is on. @param {string[]} of the layer of each */
  #others(of) {
    const { layers } = this.#app;
    const onclick = () => layers.show([...layers.visible, ...of]);
    const button = el("button", { type: "button", class: "link-button", onclick }, t("themes.show_more"));
    return el("p", { class: "note" }, t("themes.more", { count: of.length }), " ", button);
  }

  /** Steps stay at hand when a place is open in the panel. @param {TimeAnswer} answer @param {string} title */
  #chip(answer, title) {
    const at = indexOf(answer);
    const step = (/** @type {"back" | "chevron"} */ sign, /** @type {string} */ key, /** @type {number} */ by) => {
      const button = iconButton(sign, t(key), { id: `time-chip${by}`, onclick: () => this.#step(by) });
      button.disabled = !answer.stops[at + by];
      return button;
    };
    const had = document.activeElement?.id;
    askedChip(
      this.#app,
      "time",
      el("span", { role: "status" }, title),
      step("back", "timeline.tool_previous", -1),
      step("chevron", "timeline.tool_next", 1),
      iconButton("close", t("timeline.close"), { id: "time-close", onclick: () => this.#close() }),
    );
    if (had?.startsWith("time-chip")) document.getElementById(had)?.focus();
  }

  #close() {
    this.#app.change({ time: null }, { keepView: true });
  }

  /** @param {string} id @param {boolean} push a step for the back button */
  #go(id, push) {
    this.#app.change({ time: id }, { push, keepView: true });
  }

  /** @param {number} by */
  #step(by) {
    const next = this.#answer?.stops[indexOf(this.#answer) + by];
    if (next) this.#go(next.id, false);
    return Boolean(next);
  }

  /** From the first stop on if the last is reached. */
  #play() {
    const { stops } = this.#answer ?? { stops: [] };
    if (this.#answer && indexOf(this.#answer) === stops.length - 1) this.#go(stops[0].id, false);
    else this.#step(1);
    this.#playing = setInterval(() => this.#step(1) || this.#pause(), PLAY_MS);
  }

  #pause() {
    if (this.#playing) clearInterval(this.#playing);
    this.#playing = null;
    document.getElementById("time-play")?.dispatchEvent(new CustomEvent("atlas:paused"));
  }

  /** The next stop is asked for before it is wanted. @param {number} by */
  #ahead(by) {
    const next = this.#answer?.stops[indexOf(this.#answer) + by];
    if (next) read(next.id).catch(() => {}); // asked for again when it is wanted
  }
}

/** @type {Map<string, Promise<TimeAnswer>>} */
const answers = new Map();

/** @param {string} stop @returns {Promise<TimeAnswer>} */
function read(stop) {
  const known = answers.get(stop);
  if (known) return known;
  const until = stop === LATEST ? "" : `until=${encodeURIComponent(stop)}&`;
  const asked = getJson(url(`/timeline.json?${until}v=${config.version}`));
  answers.set(stop, asked);
  asked.catch(() => answers.delete(stop));
  return asked;
}

/** What is only named has a thinner line. @param {TimeAnswer} answer */
function classesOf({ classes }) {
  const told = classes.filter(({ id }) => id !== UNKNOWN);
  return told.map((one) => ({ ...one, weight: one.id === NAMED ? NAMED_WEIGHT : TOLD_WEIGHT }));
}

/** How many targets are due by the stop at each place. @param {TimeAnswer} answer @returns {[string, string][]} */
function dueBy({ due }) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const line of due.filter(({ reached }) => reached)) {
    for (const { place, entries } of line.places) counts.set(place.id, (counts.get(place.id) ?? 0) + entries.length);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([id, count]) => [id, String(count)]);
}

/** @param {TimeAnswer} answer */
function indexOf({ stops, until }) {
  return stops.findIndex(({ id }) => id === until);
}

/** @param {TimeAnswer} answer @returns {Stop | undefined} */
function stopOf(answer) {
  return answer.stops[indexOf(answer)];
}
