// @ts-check
// For who asks for less motion. Leaflet's own movements know no style sheet.

/** Have the map go where it goes at once. @param {import("leaflet").Map} map */
export function standStill(map) {
  Reflect.set(map, "_zoomAnimated", false);
  map.options.inertia = false;
  L.PosAnimation.include({
    /** @this {any} @param {HTMLElement} node @param {import("leaflet").Point} to */
    run(node, to) {
      this._el = node;
      L.DomUtil.setPosition(node, to);
      this.fire("start").fire("step").fire("end");
    },
  });
}
