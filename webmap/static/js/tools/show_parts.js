// @ts-check
// Has every control whose part of the state changed show it, and the panel what the state asks for. Loaded when a state
// first asks for more than layers and a view; each control is loaded when its part is first there.

/** @import { App, State } from "atlas/core/types.js" */

/**
 * Show the parts of the state that changed.
 * @param {App} app @param {Set<keyof State>} differing
 * @param {{ now: State, last: Partial<State>, keepView: boolean }} states
 */
export async function showParts(app, differing, { now, last, keepView }) {
  if (differing.has("base")) (await import("atlas/tools/basemap.js")).showBase(app, now.base);
  if (differing.has("by")) await (await import("atlas/tree/attribute_style.js")).showAttributes(app, now.by);
  if (differing.has("filter")) await (await import("atlas/find/filter.js")).showFilter(app, now.filter, { keepView });
  const tables = (differing.has("table") || differing.has("filter")) && (now.table || last.table);
  if (tables) (await import("atlas/table/dock.js")).showTable(app, now.table);
  if (differing.has("spot")) (await import("atlas/find/spot.js")).showSpot(app, now.spot, { keepView });
  await showAsked(app, differing, now, keepView);
  if (differing.has("draw")) await (await import("atlas/tools/drawn_shape.js")).showDrawn(app, now.draw, { keepView });
}

/**
 * Show the questions put to the whole map.
 * @param {App} app @param {Set<keyof State>} differing @param {State} now @param {boolean} keepView
 */
async function showAsked(app, differing, now, keepView) {
  if (differing.has("swipe")) await (await import("atlas/ask/swipe.js")).showSwipe(app, now.swipe);
  if (differing.has("time")) await (await import("atlas/ask/timeline.js")).showTime(app, now.time, { keepView });
  if (differing.has("fit")) await (await import("atlas/ask/fit.js")).showFit(app, now.fit, { keepView });
}

/**
 * Show in the panel what lies on top, where that is no place.
 * @param {App} app @param {string} panel what `panelOf` found @param {State} now
 */
export async function showPanel(app, panel, now) {
  if (panel === "nothing") (await import("atlas/panel/nothing_here.js")).showNothing(app, now.at);
  else if (panel === "draw") (await import("atlas/tools/site_panel.js")).showResult(app);
  else if (panel === "fit") (await import("atlas/ask/fit.js")).showFitPanel(app);
  else if (panel === "time") (await import("atlas/ask/timeline.js")).showTimePanel(app);
  else if (panel === "filter") (await import("atlas/find/filter.js")).showList(app);
}
