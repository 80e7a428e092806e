// @ts-check
// What a stop of the timeline is called: the document by its short name, the year of targets by the year.

import { pick, t } from "atlas/core/i18n.js";

/** @import { Stop } from "atlas/core/ask_types.js" */

/** @param {Stop | undefined} stop none before the first document */
export function nameOfStop(stop) {
  if (!stop) return t("timeline.before");
  return stop.document ? pick(stop.document, "short") : t("timeline.due_stop", { year: stop.year });
}

/** The time up to a stop, as a title. @param {Stop | undefined} stop */
export function untilStop(stop) {
  return stop && !stop.document
    ? t("timeline.at_year", { year: stop.year })
    : t("timeline.at", { stop: nameOfStop(stop) });
}
