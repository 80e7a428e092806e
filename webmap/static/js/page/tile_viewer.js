// @ts-check
// The viewer of the vector tiles: MapLibre draws the style of the service, the boxes show and hide its layers, and a
// click names what is drawn there. The style and the tiles come from this service; nothing is asked elsewhere.

/** @typedef {{ layer: { id: string, source: string }, properties: Record<string, string> }} Drawn */

(() => {
  /**
   * @type {{ style: string, worker: string, bounds: number[][], places: string, lang: string,
   *   messages: Record<"no_webgl" | "nothing" | "failed", string> }}
   */
  const config = JSON.parse(document.getElementById("viewer-config")?.textContent ?? "");
  const found = /** @type {HTMLElement} */ (document.getElementById("viewer-found"));
  const say = (/** @type {(Node | string)[]} */ ...words) => found.replaceChildren(...words);
  const boxes = [...document.querySelectorAll(".viewer-layers input")].filter((one) => one instanceof HTMLInputElement);
  const library = /** @type {any} */ (window).maplibregl;

  /** Of a style layer, the layer of the atlas it draws; stops of a band have a source of their own. */
  const boxOf = (/** @type {Drawn["layer"]} */ { id, source }) =>
    boxes.find(({ value }) => value === source || id.replace(/-\d+$/, "") === value);

  const begin = () => {
    library.setWorkerUrl(config.worker);
    const map = new library.Map({
      container: "viewer-map",
      style: config.style,
      bounds: config.bounds,
      hash: true,
      dragRotate: false,
      maxZoom: 18,
      attributionControl: { compact: false, customAttribution: "© OpenStreetMap contributors (ODbL)" },
    });
    map.addControl(new library.NavigationControl({ showCompass: false }));
    map.addControl(new library.ScaleControl({ maxWidth: 120 }));
    map.touchZoomRotate.disableRotation();
    map.on("error", () => say(config.messages.failed));
    map.on("load", () => watch(map));
    return map;
  };

  const watch = (/** @type {any} */ map) => {
    const show = () => {
      for (const layer of map.getStyle().layers) {
        const box = boxOf(layer);
        if (box) map.setLayoutProperty(layer.id, "visibility", box.checked ? "visible" : "none");
      }
    };
    for (const box of boxes) box.addEventListener("change", show);
    show();
    map.on("click", (/** @type {{ point: object }} */ { point }) => name(map.queryRenderedFeatures(point)));
    document.documentElement.dataset.ready = "true";
  };

  const name = (/** @type {Drawn[]} */ drawn) => {
    const named = new Map(drawn.map(({ properties }) => [properties.place_id, properties]));
    const links = [...named]
      .filter(([id]) => id)
      .map(([id, one]) => {
        const link = document.createElement("a");
        link.href = `${config.places}${encodeURIComponent(id)}`;
        link.textContent = one[`name_${config.lang}`] || one.name_zh || id;
        return link;
      });
    say(...(links.length ? links.flatMap((link, i) => (i ? [" · ", link] : [link])) : [config.messages.nothing]));
  };

  try {
    begin();
  } catch {
    say(config.messages.no_webgl);
  }
})();
