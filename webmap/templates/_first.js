// The first view. `put`, called behind the still, lies it where the live map will draw the same shapes: the fitting and the
// projection are Leaflet's. Until then it is hidden. An address that asks for more than a view and a choice among the layers
// of the still has no still: better no picture than a wrong one. Once the still is painted, the live map takes its place.
window.lingang = (({ drawn, frame, south, zooms, snap }) => {
  const SLOW_MS = 500;
  const AGAIN_MS = 2000;
  const asked = new Map(location.hash.slice(1).split("&").filter(Boolean).map((part) => part.split("=")));
  const view = viewOf(asked.get("map"));
  const wanted = asked.get("layers")?.split(",").filter(Boolean);
  const first = { frame, view, put };
  let still = null;
  let brought = 0;
  let place = null;
  let unfollow = () => {};

  function project([lat, lng], zoom) {
    const size = 256 * 2 ** zoom;
    const sin = Math.sin((lat * Math.PI) / 180);
    return [size * (lng / 360 + 0.5), size * (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI))];
  }

  function viewOf(text) {
    const [zoom, lat, lng, more] = (text ?? "").split("/").map(Number.parseFloat);
    if (more !== undefined || ![zoom, lat, lng].every(Number.isFinite)) return null;
    return { zoom: limited(Math.round(zoom / snap) * snap), center: [lat, lng] };
  }

  function limited(zoom) {
    return Math.max(zooms[0], Math.min(zooms[1], zoom));
  }

  /** Zoom, and the pixel of the world at the upper left corner, of the view the map will begin with. */
  function start(size) {
    const zoom = view ? view.zoom : fitting(size);
    const [one, other] = (view ? [view.center, view.center] : first.frame).map((corner) => project(corner, zoom));
    return { zoom, origin: one.map((value, i) => Math.round((value + other[i]) / 2 - size[i] / 2)) };
  }

  /** The largest zoom at which the frame fits, by Leaflet's steps. */
  function fitting(size) {
    const [[west, bottom], [east, top]] = frame.map((corner) => project(corner, 0));
    const fits = Math.log2(Math.min(size[0] / (east - west), size[1] / (bottom - top)));
    return limited(Math.floor((Math.round(fits / (snap / 100)) * (snap / 100)) / snap) * snap);
  }

  /** A tall window would show blank paper south of the background: there the frame reaches as far north as fits. */
  function framed(size) {
    const zoom = fitting(size);
    const world = 256 * 2 ** zoom;
    const [[, bottom], [, top]] = frame.map((corner) => project(corner, zoom));
    const spare = (size[1] - (bottom - top)) / 2;
    const shift = Math.max(0, Math.min(spare, bottom + spare - project([south, frame[0][1]], zoom)[1]));
    const north = (Math.atan(Math.sinh(Math.PI * (1 - (2 * (top - 2 * shift)) / world))) * 180) / Math.PI;
    return [frame[0], [shift ? north : frame[1][0], frame[1][1]]];
  }

  /** The size of the box comes with the first layout of the page: to ask for it at once would cost a layout more. */
  function put() {
    still = document.getElementById("still");
    const box = still.parentElement;
    // A window nobody sees is not laid out; it gets its live map all the same.
    const late = setTimeout(settle, SLOW_MS);
    const sized = new ResizeObserver(settle);
    sized.observe(box);
    function settle() {
      clearTimeout(late);
      sized.disconnect();
      const size = [box.clientWidth, box.clientHeight];
      first.frame = framed(size);
      lay(start(size), size);
      still.classList.add("placed");
      begin();
    }
  }

  function lay({ zoom, origin }, size) {
    place = { zoom, origin };
    const scale = 2 ** (zoom - drawn.zoom);
    const corner = [origin[0] / scale - drawn.left, origin[1] / scale - drawn.top];
    still.setAttribute("viewBox", [...corner, size[0] / scale, size[1] / scale].join(" "));
    // A hatch keeps its size, as strokes do.
    for (const pattern of still.querySelectorAll("pattern")) {
      pattern.setAttribute("patternTransform", `translate(${corner}) scale(${1 / scale})`);
    }
  }

  /** A point keeps its size. */
  function keepDiscs() {
    const scale = 2 ** (place.zoom - drawn.zoom);
    for (const disc of still.querySelectorAll("[data-r]")) {
      const { at, r } = disc.dataset;
      const [x, y] = at.split(" ");
      const radius = r / scale;
      const arc = `a${radius} ${radius} 0 1 0 `;
      disc.setAttribute("d", `M${x - radius} ${y}${arc}${2 * radius} 0${arc}${-2 * radius} 0`);
    }
  }

  function begin() {
    const groups = [...still.querySelectorAll("[data-drawn]")];
    const known = !wanted || wanted.every((id) => groups.some(({ dataset }) => dataset.drawn === id));
    const more = [...asked.keys()].some((name) => name !== "map" && name !== "layers");
    first.slow = setTimeout(() => say("map.loading"), SLOW_MS);
    if (more || !known || Math.abs(place.zoom - drawn.zoom) > 2.5) remove();
    else {
      still.inert = true;
      for (const group of groups) {
        if (wanted && group.dataset.drawn !== "sheet" && !wanted.includes(group.dataset.drawn)) group.remove();
      }
      if (place.zoom !== drawn.zoom) keepDiscs();
      first.still = { follow, remove, placed: () => place };
    }
    if (first.still && !document.hidden && PerformanceObserver.supportedEntryTypes.includes("paint")) {
      // A window nobody paints, as one covered or taken as a picture, gets its live map all the same.
      const late = setTimeout(once, SLOW_MS);
      const painted = new PerformanceObserver(once);
      painted.observe({ type: "paint", buffered: true });
      function once() {
        clearTimeout(late);
        painted.disconnect();
        bring();
      }
    } else bring();
  }

  /**
   * The words around the map come once it is painted: it need not wait until their fonts are found. Should the scripts not
   * come, the picture stays, the reader is told, and they are asked for until they do.
   */
  function bring() {
    document.documentElement.classList.add("worded");
    live().catch(() => {
      clearTimeout(first.slow);
      say("error.offline");
      setTimeout(bring, AGAIN_MS);
    });
  }

  function say(key) {
    const notice = document.getElementById("map-notice");
    notice.textContent = JSON.parse(document.getElementById("atlas-config").textContent).messages[key];
    notice.hidden = false;
  }

  /** Scripts and styles come one after another, each when the one before has. */
  async function live() {
    if (document.readyState === "loading") await new Promise((go) => document.addEventListener("DOMContentLoaded", go));
    const nodes = [...document.getElementById("live").content.children];
    for (; brought < nodes.length; brought += 1) {
      const copy = document.importNode(nodes[brought], true);
      const awaited = copy.src || copy.rel === "stylesheet";
      const loaded = awaited && new Promise((go, stop) => Object.assign(copy, { onload: go, onerror: stop }));
      document.body.append(copy);
      if (loaded) await loaded;
    }
  }

  /** The live map is there, its layers are not yet: the still moves with it, and is put right should it lie elsewhere. */
  function follow(map) {
    const { x, y } = map.getPixelOrigin();
    const size = map.getSize();
    const now = { zoom: map.getZoom(), origin: [x, y] };
    if (JSON.stringify(now) !== JSON.stringify(place)) {
      lay(now, [size.x, size.y]);
      keepDiscs();
    }
    const move = () => {
      const moved = L.DomUtil.getPosition(map.getPane("mapPane"));
      still.style.transform = `translate(${moved.x}px, ${moved.y}px)`;
    };
    map.on("move", move).on("zoomstart", remove);
    unfollow = () => map.off("move", move).off("zoomstart", remove);
  }

  function remove() {
    unfollow();
    still.remove();
    delete first.still;
  }

  document.documentElement.classList.add("scripted");
  return first;
})({{ still_facts|tojson }});
