// Drawing a line or an area point by point: with the pointer, by touch, or with the keyboard (arrow keys move the map under a
// cross, Space sets a point there). The server measures after every point; the page computes no length and no area.

import { postJson } from "./api.js";
import { el, setChildren } from "./dom.js";
import { failureWords } from "./failure.js";
import { number } from "./format.js";
import { t, url } from "./i18n.js";
import { encode, rounded } from "./shapecode.js";
import { hold } from "./tools.js";

/* global L */

const PANE = "atlas-drawn";
const LINE = { pane: PANE, color: "#b3261e", weight: 2.5, interactive: false, fill: false };
const CLOSING_PX = 12;
const TYPING = /^(INPUT|SELECT|TEXTAREA|BUTTON|A)$/;

/** Start drawing; `kind` is "length" or "area". */
export function startDrawing(app, kind) {
  const { map } = app;
  const areal = kind === "area";
  const points = [];
  if (!map.getPane(PANE)) map.createPane(PANE).style.zIndex = 625;
  const shape = (areal ? L.polygon : L.polyline)([], { ...LINE, fill: areal, fillColor: LINE.color, fillOpacity: 0.12, dashArray: null }).addTo(map);
  const rubber = L.polyline([], { ...LINE, dashArray: "4 4", weight: 1.5 }).addTo(map);
  const dots = L.layerGroup().addTo(map);
  const cross = el("div", { class: "draw-cross", "aria-hidden": "true" });
  const figure = el("output", { class: "draw-figure", id: "draw-figure" });
  const undo = el("button", { type: "button", onclick: takeBack, disabled: true }, t("draw.undo"));
  const done = el("button", { type: "button", onclick: finish, disabled: true, id: "draw-finish" }, t("draw.finish"));
  const bar = el("div", { class: "draw-bar", role: "status" }, el("span", { class: "draw-hint" }, t(areal ? "draw.hint_area" : "draw.hint_length")), figure, undo, done, el("button", { type: "button", onclick: () => app.tool?.stop() }, t("draw.cancel")));
  let running = null;

  app.byId("main").append(bar, cross);
  map.doubleClickZoom.disable();
  map.on("click", onClick);
  map.on("mousemove", onMove);
  map.on("dblclick", finish);
  // Before the page's own keys: Escape here ends the drawing and nothing else.
  addEventListener("keydown", onKey, true);
  hold(app, kind, clear);
  if (app.isNarrow()) app.setTree(false);
  map.getContainer().focus({ preventScroll: true });

  function onClick({ latlng }) {
    if (points.length >= (areal ? 3 : 2)) {
      const at = map.latLngToContainerPoint(latlng);
      const end = map.latLngToContainerPoint(points[areal ? 0 : points.length - 1]);
      if (at.distanceTo(end) < CLOSING_PX) {
        finish();
        return;
      }
    }
    add(latlng);
  }

  function add(latlng) {
    points.push(latlng);
    draw();
    measure();
  }

  function takeBack() {
    points.pop();
    draw();
    measure();
  }

  function draw() {
    shape.setLatLngs(points);
    rubber.setLatLngs([]);
    dots.clearLayers();
    for (const point of points) dots.addLayer(L.circleMarker(point, { pane: PANE, radius: 4, color: LINE.color, weight: 2, fillColor: "#fff", fillOpacity: 1, interactive: false }));
    undo.disabled = !points.length;
    done.disabled = points.length < (areal ? 3 : 2);
  }

  function onMove({ latlng }) {
    if (!points.length) return;
    rubber.setLatLngs(areal && points.length > 1 ? [points[points.length - 1], latlng, points[0]] : [points[points.length - 1], latlng]);
  }

  function onKey(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      app.tool?.stop();
    } else if (TYPING.test(event.target.tagName)) return;
    else if (event.key === " ") {
      event.preventDefault();
      document.body.classList.add("drawing-by-key");
      add(map.getCenter());
    } else if (event.key === "Enter") finish();
    else if (event.key === "Backspace" && points.length) takeBack();
  }

  async function measure() {
    running?.abort();
    if (points.length < (areal ? 3 : 2)) {
      setChildren(figure);
      return;
    }
    running = new AbortController();
    const { signal } = running;
    try {
      const result = await postJson(url("/measure?brief=1"), geometry(), { signal });
      setChildren(figure, areal ? `${number(result.area.area_km2)} km² · ${number(result.area.area_mu, "mu")} ${t("unit.mu")}` : `${number(result.length_km, "km")} km`);
    } catch (error) {
      if (!signal.aborted) setChildren(figure, failureWords(error, { advice: false }));
    }
  }

  function geometry() {
    const line = points.map(({ lng, lat }) => [lng, lat]);
    return rounded(areal ? { type: "Polygon", coordinates: [[...line, line[0]]] } : { type: "LineString", coordinates: line });
  }

  function finish() {
    // A double click has set the same point twice.
    while (points.length > 1 && points[points.length - 1].equals(points[points.length - 2])) points.pop();
    if (points.length < (areal ? 3 : 2)) return;
    const code = encode(geometry());
    app.tool?.stop();
    app.change({ draw: code, place: null, at: null });
  }

  function clear() {
    running?.abort();
    for (const layer of [shape, rubber, dots]) layer.remove();
    bar.remove();
    cross.remove();
    document.body.classList.remove("drawing-by-key");
    map.off("click", onClick).off("mousemove", onMove).off("dblclick", finish);
    removeEventListener("keydown", onKey, true);
    setTimeout(() => map.doubleClickZoom.enable(), 0);
  }
}
