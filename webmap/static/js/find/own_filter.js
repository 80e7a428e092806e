// @ts-check
// The filter of the map on the columns of a layer of the reader's own that is drawn by tiles: the worker brings out
// what meets it, so that a million features need no list.

import { getJson } from "atlas/core/api.js";
import { el } from "atlas/core/dom.js";
import { grouped } from "atlas/core/format.js";
import { config, pick, t, url } from "atlas/core/i18n.js";
import { SPAN, columnsOf, tableColumns } from "atlas/core/own_columns.js";

/** @import { App, Filter, LayerEntry } from "atlas/core/types.js" */
/** @import { AttributeClass } from "atlas/map/tiles/tile_types.js" */

/** The layer of a filter that is drawn by tiles. @param {App} app @param {Filter | null} filter */
export function ownLayerOf(app, filter) {
  const layer = app.layers.byId.get(filter?.layer ?? "");
  return layer?.tiles ? layer : null;
}

/** Bring out what meets a filter; null ends it. @param {App} app @param {Filter | null} filter */
export async function bringOutOwn(app, filter) {
  const layer = ownLayerOf(app, filter);
  if (!layer && !app.layers.tiled) return;
  const tiled = await app.layers.tiles();
  tiled.bringOut(layer && { id: layer.id, columns: columnsOf(filter) });
  if (!layer) return;
  if (!app.layers.isVisible(layer.id)) app.quietly(() => app.layers.toggle(layer.id, true));
  app.layers.focus([]);
}

/** "用途：住宅 · 容积率：1.5–2". @param {LayerEntry} layer @param {Filter} filter */
export function ownWords(layer, filter) {
  const parts = Object.entries(columnsOf(filter)).map(([column, value]) =>
    t("tiles.value", { column, value: value.replace(SPAN, "–") }),
  );
  return [pick(layer, "title"), ...parts].join(" · ");
}

/**
 * How many features meet a filter; null where nobody has counted. A stored layer counts any filter its table takes;
 * else a filter of one class has the number of the class.
 * @param {LayerEntry} layer @param {Filter} filter @returns {Promise<number | null>}
 */
async function countOwn({ id, stored }, filter) {
  const columns = Object.entries(columnsOf(filter));
  const asked = new URLSearchParams(tableColumns(filter));
  try {
    if (stored && asked.size === columns.length) {
      return (await getJson(url(`/tables/${id}.json`, { query: `${asked}&limit=1&v=${config.version}` }))).matched;
    }
    return columns.length === 1 ? await countOfClass(id, columns[0]) : null;
  } catch {
    return null; // the count is an extra; a column that is unknown leaves nothing on the map, which is seen
  }
}

/**
 * @param {string} id of the layer @param {[column: string, value: string]} wanted
 * @returns {Promise<number | null>}
 */
async function countOfClass(id, [column, value]) {
  const query = `by=${encodeURIComponent(column)}&v=${config.version}`;
  /** @type {{ classes: AttributeClass[] }} */
  const { classes } = await getJson(url(`/tiles/${id}/classes.json`, { query }));
  const isWanted = (/** @type {AttributeClass} */ { values, least, most }) =>
    values?.includes(value) || `${least}${SPAN}${most}` === value;
  return classes.find(isWanted)?.count ?? null;
}

/** What the panel says of such a filter. @param {LayerEntry} layer @param {Filter} filter */
export function ownSummary(layer, filter) {
  const count = el("p", { class: "note", role: "status" });
  countOwn(layer, filter).then((found) => {
    if (found !== null) count.textContent = t("tiles.found", { count: grouped(found), all: grouped(layer.count) });
  });
  return [count, el("p", { class: "note" }, t("workspace.note")), links(layer, filter)];
}

/**
 * The table: of a stored layer with what meets the filter, else whole.
 * @param {LayerEntry} layer @param {Filter} filter
 */
function links({ id, stored }, filter) {
  const query = stored ? new URLSearchParams(tableColumns(filter)).toString() : "";
  const path = `/tables/${id}`;
  return el(
    "p",
    { class: "panel-links" },
    el("a", { href: url(path, { page: true, query }) }, t("table.page")),
    el("a", { href: url(`${path}.csv`, { query }), download: true }, "CSV"),
    el("a", { href: url(`${path}.xlsx`, { query }), download: true }, "XLSX"),
  );
}
