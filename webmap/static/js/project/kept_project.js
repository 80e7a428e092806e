// @ts-check
// The project that is open: changed here and nowhere else, kept in the reader's browser after each change, so that a
// closed window loses nothing. One step can be taken back.

import { emptyProject, LIMITS, readProject, writeProject } from "atlas/project/project_file.js";

/** @import { Project, View } from "atlas/project/project_types.js" */

const KEY = "lingang.project";
/** Typing is kept when it rests. */
const REST_MS = 300;

/** @type {Project | null} */
let project = null;
/** @type {Project | null} what `undo` brings back */
let before = null;
/** Whether the browser has all of it, and whether a file has. */
const is = { kept: true, filed: true };
/** @type {(() => void)[]} */
const listeners = [];
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** The project; the one of the last visit at first. @returns {Project} */
export function current() {
  project ??= recalled() ?? emptyProject();
  return project;
}

/** @param {() => void} listener called when views come, go or change places, not while a text is typed */
export function onChange(listener) {
  listeners.push(listener);
}

/** Whether browser and file have all of it. */
export function standing() {
  return { ...is, canUndo: before !== null };
}

/** Change the views or the whole. @param {Partial<Project>} change @param {{ undoable?: boolean }} [options] */
export function change(change, { undoable = false } = {}) {
  before = undoable ? current() : null;
  project = { ...current(), ...change };
  is.filed = false;
  keep();
  tell();
}

/** Change the text of a view, or the title. @param {Partial<Project>} change */
export function type(change) {
  project = { ...current(), ...change };
  is.filed = false;
  clearTimeout(timer);
  timer = setTimeout(keep, REST_MS);
}

/** The views with one of them changed. @param {number} at @param {Partial<View>} part */
export function withView(at, part) {
  return { views: current().views.map((view, i) => (i === at ? { ...view, ...part } : view)) };
}

/** The views with one of them at another place. @param {number} from @param {number} to */
export function moved(from, to) {
  const views = [...current().views];
  const [view] = views.splice(from, 1);
  views.splice(to, 0, view);
  return { views };
}

/** Whether there is no room for another view. */
export function isFull() {
  return current().views.length >= LIMITS.views;
}

/** Take another project, such as one of a file. @param {Project} next @param {{ filed: boolean }} options */
export function replace(next, { filed }) {
  before = current();
  project = next;
  is.filed = filed;
  keep();
  tell();
}

/** Bring back what was before the last step. */
export function undo() {
  if (!before) return;
  [project, before] = [before, null];
  is.filed = false;
  keep();
  tell();
}

/** The text of the file; it now has all. */
export function filed() {
  is.filed = true;
  const text = writeProject(current());
  tell();
  return text;
}

/** Forget what the browser keeps, and begin anew; one step brings it back. */
export function clear() {
  replace(emptyProject(), { filed: true });
  localStorage.removeItem(KEY);
}

/** What the browser kept; of no use if it cannot be read. @returns {Project | null} */
function recalled() {
  try {
    const text = localStorage.getItem(KEY);
    if (!text) return null;
    is.filed = false;
    return readProject(text).project;
  } catch (error) {
    console.info(`the project this browser kept cannot be read: ${error}`);
    return null;
  }
}

/** A large project, or a browser that keeps nothing, is told by the panel. */
function keep() {
  clearTimeout(timer);
  const was = is.kept;
  try {
    localStorage.setItem(KEY, writeProject(current()));
    is.kept = true;
  } catch (error) {
    console.info(`the project is not kept: ${error}`);
    is.kept = false;
  }
  if (was !== is.kept) tell();
}

function tell() {
  for (const listener of listeners) listener();
}

addEventListener("pagehide", () => project && keep());
// Another window of the same browser wrote it: the last one to write is right.
addEventListener("storage", ({ key, newValue }) => {
  if (key !== KEY || !newValue) return;
  project = recalled();
  before = null;
  tell();
});
