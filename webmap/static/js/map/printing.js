// @ts-check
// On paper the map has another size: it shows the same ground there, and the old view afterwards.

/** @param {import("leaflet").Map} map */
export function watchPrinting(map) {
  const page = document.body.classList;
  let bounds = map.getBounds();
  const resize = () => {
    map.invalidateSize({ animate: false, pan: false });
    map.fitBounds(bounds, { animate: false });
  };
  addEventListener("beforeprint", () => {
    bounds = map.getBounds();
    page.add("printing");
    resize();
  });
  addEventListener("afterprint", () => {
    page.remove("printing");
    resize();
  });
}
