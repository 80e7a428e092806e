// What of the page goes on the sheet: the layers shown with order and opacity, and on top what the reader drew, chose and
// filtered. The server gets it as a query; a drawn shape as a body, which it does not keep.

import { boxOf } from "./layers.js";
import { drawnShape } from "./drawn.js";
import { filterWords } from "./filter.js";
import { inRing } from "./hit.js";
import { pick, t } from "./i18n.js";

/** Marks a reader may leave off, with what each is called on this page now; null where there is none. */
export function marks(app) {
  const { filter, place } = app.state.current();
  const feature = place && app.layers.feature(place);
  return {
    drawn: drawnShape() && t("sheet.drawn"),
    place: feature?.geometry ? t("sheet.place", { name: pick(feature, "name") }) : null,
    filter: filter && t("sheet.filter", { words: filterWords(app, filter) }),
  };
}

/** The drawn shape to send, null where there is none or it is to be left off. */
export function body(app, wanted) {
  return wanted.drawn ? drawnShape() : null;
}

/** Query of what the page shows; `wanted` tells which marks are to be printed. */
export function query(app, wanted) {
  const { layers, map, state } = app;
  const shown = layers.visibleLayers().map(({ id }) => id);
  const box = map.getBounds();
  const out = {
    layers: shown.join(","),
    bbox: [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map((value) => value.toFixed(6)).join(","),
  };
  if (layers.order) out.order = layers.stacked().filter((id) => shown.includes(id)).join(",");
  const faded = Object.entries(layers.opacity).filter(([id]) => shown.includes(id));
  if (faded.length) out.opacity = faded.map(([id, share]) => `${id}:${share}`).join(",");
  const present = marks(app);
  const { filter, place } = state.current();
  if (present.place && wanted.place) out.place = place;
  return present.filter && wanted.filter ? { ...out, ...filter } : out;
}

/** Whether all of the drawn shape lies on the ground of a sheet, a ring of longitude and latitude. */
export function isWithin(shape, ring) {
  const [west, south, east, north] = boxOf(shape.coordinates);
  return [[west, south], [west, north], [east, south], [east, north]].every((corner) => inRing(corner, ring));
}
