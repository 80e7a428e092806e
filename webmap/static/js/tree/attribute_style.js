// @ts-check
// A layer of the reader's own coloured by one of its columns: the choice under the layer in the tree, its classes there
// and in the legend. The choice is part of the address; a class that is clicked is what the filter leaves.

import { getJson, keyOf } from "atlas/core/api.js";
import { el, setChildren } from "atlas/core/dom.js";
import { grouped } from "atlas/core/format.js";
import { config, pick, t, url } from "atlas/core/i18n.js";
import { classSwatch } from "atlas/map/style.js";

/** @import { App, LayerEntry } from "atlas/core/types.js" */
/** @import { AttributeClass, ClassAnswer } from "atlas/map/tiles/tile_types.js" */

/** Columns the layers are coloured by now. @type {Record<string, string>} */
let shown = {};

/**
 * Colour layers by the columns the address names.
 * @param {App} app @param {Record<string, string> | null} wanted column by layer
 */
export async function showAttributes(app, wanted) {
  const now = wanted ?? {};
  const last = shown;
  shown = now;
  const tiled = await app.layers.tiles();
  const ids = [...new Set([...Object.keys(last), ...Object.keys(now)])].filter((id) => app.layers.byId.get(id)?.tiles);
  await Promise.all(
    ids.map(async (id) => {
      if (now[id] === last[id] && tiled.classes.has(id)) return;
      const answer = now[id] ? await classesOf(app, id, now[id]) : null;
      if (shown[id] === now[id]) tiled.colour(id, answer);
    }),
  );
}

/** @param {App} app @param {string} id @param {string} column @returns {Promise<ClassAnswer | null>} */
async function classesOf(app, id, column) {
  const query = `by=${encodeURIComponent(column)}&v=${config.version}`;
  try {
    return await getJson(url(`/tiles/${id}/classes.json`, { query }));
  } catch (error) {
    app.say(t(keyOf(error)), el("button", { type: "button", onclick: app.hush }, t("panel.close")));
    return null;
  }
}

/** The choice of a column and its classes, for the tree. @param {LayerEntry} layer @param {App} app */
export function attributeChoice(layer, app) {
  const { layers, state } = app;
  const name = pick(layer, "title");
  const fields = (layer.fields ?? []).filter(({ kind }) => kind !== "date" && kind !== "time");
  if (!fields.length) return null;
  const options = fields.map(({ name: column }) => el("option", { value: column }, column));
  const select = el(
    "select",
    { "aria-label": t("tiles.by_of", { name }), "data-by": layer.id },
    el("option", { value: "" }, t("tiles.by_none")),
    options,
  );
  select.addEventListener("change", () => {
    const rest = Object.entries({ ...state.current().by, [layer.id]: select.value }).filter(([, column]) => column);
    app.change({ by: rest.length ? Object.fromEntries(rest) : null }, { keepView: true });
  });
  const list = el("ul", { class: "tree-legend class-rows", "aria-label": t("tree.legend_of", { name }) });
  const sync = () => {
    select.value = state.current().by?.[layer.id] ?? "";
    setChildren(list, classRows(layer, app));
    list.hidden = !list.childElementCount;
  };
  layers.onChange(sync);
  sync();
  return [el("label", { class: "tree-control tree-by" }, el("span", {}, t("tiles.by")), select), list];
}

/**
 * The classes a layer is coloured by, a row each; a click leaves only those.
 * @param {LayerEntry} layer @param {App} app
 */
export function classRows(layer, app) {
  const answer = app.layers.tiled?.classes.get(layer.id);
  return (answer?.classes ?? []).map((one) => classRow(layer, app, /** @type {ClassAnswer} */ (answer), one));
}

/** @param {LayerEntry} layer @param {App} app @param {ClassAnswer} answer @param {AttributeClass} one */
function classRow(layer, app, { column, opacity }, one) {
  const words = [
    classSwatch(one, opacity),
    el("span", {}, pick(one, "label")),
    el("span", { class: "tree-count" }, grouped(one.count)),
  ];
  if (valueOf(one) === null) return el("li", { class: "legend-entry" }, words);
  const onclick = () => leaveOnly(app, layer, column, one);
  const props = { type: "button", class: "link-button legend-entry", title: t("filter.show_only"), onclick };
  return el("li", {}, el("button", { ...props, "data-class": one.id }, words));
}

/**
 * Filter the map by a class.
 * @param {App} app @param {LayerEntry} layer @param {string} column @param {AttributeClass} one
 */
export function leaveOnly(app, layer, column, one) {
  const value = valueOf(one);
  if (value === null) return;
  if (app.isNarrow()) app.setTree(false);
  app.change({ filter: { layer: layer.id, [column]: value }, place: null, at: null }, { keepView: true });
}

/** A class as the value of a filter; null for that of several others. @param {AttributeClass} one */
function valueOf({ values, least, most }) {
  if (values?.length === 1) return values[0];
  return least === undefined ? null : `${least}..${most}`;
}
