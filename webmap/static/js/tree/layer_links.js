// @ts-check
// What the links of the tree do with a layer: bring it into view, or open its table under the map.

import { zoomTo } from "atlas/panel/select_place.js";

/** @import { App } from "atlas/core/types.js" */

/** @param {App} app @param {string} id of the layer */
export function zoomToLayer(app, id) {
  if (app.isNarrow()) app.setTree(false);
  const layer = app.layers.byId.get(id);
  if (layer) zoomTo(app, layer);
}

/** @param {App} app @param {string} id of the layer */
export function openTable(app, id) {
  if (app.isNarrow()) app.setTree(false);
  if (!app.layers.isVisible(id)) app.layers.toggle(id, true);
  app.change({ table: id }, { keepView: true });
}
