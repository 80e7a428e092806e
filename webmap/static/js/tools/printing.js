// @ts-check
// On paper the map has another size: it shows the place that is open, else the same ground; afterwards the old view.

/** @import { App } from "atlas/core/types.js" */

/** Room around a place on paper, as a share of its extent. */
const AROUND = 0.25;

/** @param {App} app */
export function watchPrinting(app) {
  const { map } = app;
  const page = document.body.classList;
  let seen = map.getBounds();
  const show = (/** @type {import("leaflet").LatLngBounds} */ bounds) => {
    map.invalidateSize({ animate: false, pan: false });
    map.fitBounds(bounds, { animate: false });
  };
  addEventListener("beforeprint", () => {
    seen = map.getBounds();
    page.add("printing");
    show(placeOf(app) ?? seen);
  });
  addEventListener("afterprint", () => {
    page.remove("printing");
    show(seen);
  });
}

/** The ground of the place that is open. @param {App} app */
function placeOf({ state, layers }) {
  const { place } = state.current();
  const feature = place && layers.feature(place);
  return (feature && layers.bounds(feature)?.pad(AROUND)) || null;
}
