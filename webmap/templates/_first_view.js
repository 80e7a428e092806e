// @ts-check
/* exported FirstView */
// The first view. `put`, called behind the picture, lays it where the live map will draw the same shapes: the fitting
// and the projection are Leaflet's. Until then it is hidden. An address that asks for more than a view and a choice
// among the layers of the picture has none: no picture is better than a wrong one. Once it is painted, the live map
// takes its place.

/** @typedef {[number, number]} Pair latitude before longitude, or x before y */
/** @typedef {{ zoom: number, origin: number[] }} Placed zoom, and the pixel of the world at the upper left corner */

/**
 * @typedef {object} Facts
 * @property {{ zoom: number, left: number, top: number }} drawn the picture, in pixels of the world at its zoom
 * @property {[Pair, Pair]} frame
 * @property {[Pair, Pair]} near what a phone opens on
 * @property {number} south latitude where the background begins to fade
 * @property {[least: number, most: number]} zooms
 * @property {number} snap
 */

const SLOW_MS = 500;
const AGAIN_MS = 2000;
const MOST_ZOOM_STEPS = 2.5; // beyond, the picture is too coarse or too small
const KEPT = "lingang."; // begins the names of what the browser keeps for the next visit
const TOOLS_PX = 56; // width of the tools of a phone, with their margin
const PHONE = matchMedia("(max-width: 699px)");
/** What an address asks for that the panel shows. */
const IN_PANEL = ["place", "at", "draw", "filter"];

/** Leaflet's projection, in pixels of the world. @param {Pair} at @param {number} zoom @returns {Pair} */
function project([lat, lng], zoom) {
  const size = 256 * 2 ** zoom;
  const sin = Math.sin((lat * Math.PI) / 180);
  return [size * (lng / 360 + 0.5), size * (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI))];
}

/** A length: between two stops it is interpolated. @param {string} stops zoom, value, zoom … @param {number} zoom */
function atZoom(stops, zoom) {
  const numbers = stops.split(" ").map(Number);
  let i = 0;
  while (i + 2 < numbers.length && zoom > numbers[i + 2]) i += 2;
  const [low, before, high = low, after = before] = numbers.slice(i);
  const share = high === low ? 0 : Math.max(0, Math.min(1, (zoom - low) / (high - low)));
  return before + (after - before) * share;
}

/** What the part of the address after "#" asks for. */
function asked() {
  const parts = location.hash.slice(1).split("&").filter(Boolean);
  return new Map(parts.map((part) => /** @type {[string, string]} */ (part.split("="))));
}

/** The storage of the browser; one that refuses it throws at the mere mention. */
function storage() {
  try {
    return window.localStorage;
  } catch {
    return null; // the page works without, it only forgets
  }
}

class FirstView {
  #facts;
  #asked = asked();
  #wanted = this.#asked.get("layers")?.split(",").filter(Boolean);
  /** @type {any} */
  #picture = null;
  #brought = 0;
  /** @type {Placed} */
  #place = { zoom: 0, origin: [0, 0] };
  #unfollow = () => {};

  /** @param {Facts} facts */
  constructor(facts) {
    this.#facts = facts;
    this.frame = PHONE.matches ? facts.near : facts.frame;
    /** @type {{ paddingBottomRight?: Pair }} part of the map that something covers */
    this.fit = {};
    this.view = this.#viewOf(this.#asked.get("map") ?? "");
    /** @type {any} the Leaflet map, set by Folium's script */
    this.map = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.slow = undefined;
    /** @type {{ follow: (map: any) => void, remove: () => void, placed: () => Placed } | undefined} */
    this.still = undefined;
    document.documentElement.classList.add("scripted");
    this.#dress(document.body.classList);
  }

  /** What the reader closed and opened before the last visit ended stays so. @param {DOMTokenList} page */
  #dress(page) {
    const more = IN_PANEL.some((name) => this.#asked.has(name));
    page.toggle("intro-open", !more && this.kept("introduction") !== "closed");
    page.toggle("tree-open", this.kept("tree") === "open" && innerWidth >= 1000 && !(more && innerWidth < 1200));
  }

  /** What the browser keeps under a name; null where there is nothing. @param {string} name */
  kept(name) {
    return storage()?.getItem(KEPT + name) ?? null;
  }

  /** Keep a value for the next visit. @param {string} name @param {string} value */
  keep(name, value) {
    storage()?.setItem(KEPT + name, value);
  }

  /** @param {string} text zoom/latitude/longitude */
  #viewOf(text) {
    const [zoom, lat, lng, more] = text.split("/").map(Number.parseFloat);
    if (more !== undefined || ![zoom, lat, lng].every(Number.isFinite)) return null;
    const { snap } = this.#facts;
    return { zoom: this.#limited(Math.round(zoom / snap) * snap), center: /** @type {Pair} */ ([lat, lng]) };
  }

  /** @param {number} zoom */
  #limited(zoom) {
    const [least, most] = this.#facts.zooms;
    return Math.max(least, Math.min(most, zoom));
  }

  /** The view the map will begin with. @param {number[]} size of the window @returns {Placed} */
  #start(size) {
    const zoom = this.view ? this.view.zoom : this.#fitting(size);
    const corners = this.view ? [this.view.center, this.view.center] : this.frame;
    const [one, other] = corners.map((corner) => project(corner, zoom));
    const free = this.view ? size : this.#free(size);
    return { zoom, origin: one.map((value, i) => Math.round((value + other[i]) / 2 - free[i] / 2)) };
  }

  /** The part of the window nothing covers. @param {number[]} size */
  #free([width, height]) {
    const [right, bottom] = this.fit.paddingBottomRight ?? [0, 0];
    return [width - right, height - bottom];
  }

  /** The largest zoom at which the frame fits, by Leaflet's steps. @param {number[]} size */
  #fitting(size) {
    const { snap } = this.#facts;
    const [[west, bottom], [east, top]] = this.frame.map((corner) => project(corner, 0));
    const [width, height] = this.#free(size);
    const fits = Math.log2(Math.min(width / (east - west), height / (bottom - top)));
    return this.#limited(Math.floor((Math.round(fits / (snap / 100)) * (snap / 100)) / snap) * snap);
  }

  /**
   * A tall window would show blank paper south of the background: there the frame reaches as far north as fits.
   * @param {number[]} size @returns {[Pair, Pair]}
   */
  #framed(size) {
    const { south } = this.#facts;
    const { frame } = this;
    if (this.fit.paddingBottomRight?.[1]) return frame;
    const zoom = this.#fitting(size);
    const world = 256 * 2 ** zoom;
    const [[, bottom], [, top]] = frame.map((corner) => project(corner, zoom));
    const spare = (size[1] - (bottom - top)) / 2;
    const shift = Math.max(0, Math.min(spare, bottom + spare - project([south, frame[0][1]], zoom)[1]));
    const north = (Math.atan(Math.sinh(Math.PI * (1 - (2 * (top - 2 * shift)) / world))) * 180) / Math.PI;
    return [frame[0], [shift ? north : frame[1][0], frame[1][1]]];
  }

  /** The size of the box comes with the first layout of the page: to ask for it at once would cost a layout more. */
  put() {
    this.#picture = document.getElementById("still");
    const box = this.#picture.parentElement;
    const settle = () => {
      clearTimeout(late);
      sized.disconnect();
      const size = [box.clientWidth, box.clientHeight];
      this.#cover(size[1]);
      this.frame = this.#framed(size);
      this.#lay(this.#start(size), size);
      this.#picture.classList.add("placed");
      this.#begin();
    };
    // A window nobody sees is not laid out; it gets its live map all the same.
    const late = setTimeout(settle, SLOW_MS);
    const sized = new ResizeObserver(settle);
    sized.observe(box);
  }

  /** On a phone tools and introduction lie over the map. @param {number} height of the map */
  #cover(height) {
    if (!PHONE.matches) return;
    const share = getComputedStyle(document.body).getPropertyValue("--intro-share");
    const open = document.body.classList.contains("intro-open");
    this.fit = { paddingBottomRight: [TOOLS_PX, open ? Math.round((height * Number.parseFloat(share)) / 100) : 0] };
  }

  /** @param {Placed} place @param {number[]} size */
  #lay({ zoom, origin }, size) {
    const { drawn } = this.#facts;
    this.#place = { zoom, origin };
    const scale = 2 ** (zoom - drawn.zoom);
    const corner = [origin[0] / scale - drawn.left, origin[1] / scale - drawn.top];
    this.#picture.setAttribute("viewBox", [...corner, size[0] / scale, size[1] / scale].join(" "));
    this.#repaint(zoom, scale);
  }

  /** Lengths are those of the zoom, whatever the size of the picture. @param {number} zoom @param {number} scale */
  #repaint(zoom, scale) {
    for (const node of this.#picture.querySelectorAll("[data-w], [data-o], [data-z], [data-a]")) {
      const { w, o, z, a } = node.dataset;
      if (a) node.setAttribute("transform", `${a} scale(${atZoom(w, zoom) / scale})`);
      else if (w) node.setAttribute("stroke-width", atZoom(w, zoom));
      if (o) node.setAttribute("opacity", atZoom(o, zoom));
      if (z) node.setAttribute("display", zoom < z ? "none" : "inline");
    }
  }

  /** Keep the picture if it shows what is asked for, and bring the live map once it is painted. */
  #begin() {
    this.slow = setTimeout(() => this.#say("map.loading"), SLOW_MS);
    if (this.#isRight()) this.#keep();
    else this.#remove();
    if (this.still && !document.hidden && PerformanceObserver.supportedEntryTypes.includes("paint")) this.#afterPaint();
    else this.#bring();
  }

  #groups() {
    return [...this.#picture.querySelectorAll("[data-drawn]")];
  }

  /** Whether the address asks for nothing the picture does not show. */
  #isRight() {
    const drawn = this.#groups().map(({ dataset }) => dataset.drawn);
    const known = !this.#wanted || this.#wanted.every((id) => drawn.includes(id));
    const more = [...this.#asked.keys()].some((name) => name !== "map" && name !== "layers");
    return !more && known && Math.abs(this.#place.zoom - this.#facts.drawn.zoom) <= MOST_ZOOM_STEPS;
  }

  #keep() {
    this.#picture.inert = true;
    for (const group of this.#groups()) {
      const { drawn } = group.dataset;
      if (this.#wanted && drawn !== "sheet" && !this.#wanted.includes(drawn)) group.remove();
    }
    this.still = { follow: (map) => this.#follow(map), remove: () => this.#remove(), placed: () => this.#place };
  }

  /** A window nobody paints, as one covered or taken as a picture, gets its live map all the same. */
  #afterPaint() {
    const once = () => {
      clearTimeout(late);
      painted.disconnect();
      this.#bring();
    };
    const late = setTimeout(once, SLOW_MS);
    const painted = new PerformanceObserver(once);
    painted.observe({ type: "paint", buffered: true });
  }

  /**
   * The words around the map come once it is painted: it need not wait until their fonts are found. Should the scripts
   * not come, the picture stays, the reader is told, and they are asked for until they do.
   */
  #bring() {
    document.documentElement.classList.add("worded");
    this.#live().catch(() => {
      clearTimeout(this.slow);
      this.#say("error.offline");
      setTimeout(() => this.#bring(), AGAIN_MS);
    });
  }

  /** @param {string} key of the catalogue */
  #say(key) {
    const notice = /** @type {HTMLElement} */ (document.getElementById("map-notice"));
    const config = JSON.parse(document.getElementById("atlas-config")?.textContent ?? "");
    notice.textContent = config.messages[key];
    notice.hidden = false;
  }

  /** Scripts and styles come one after another, each when the one before has. */
  async #live() {
    if (document.readyState === "loading") await new Promise((go) => document.addEventListener("DOMContentLoaded", go));
    const { content } = /** @type {HTMLTemplateElement} */ (document.getElementById("live"));
    const nodes = [...content.children];
    for (; this.#brought < nodes.length; this.#brought += 1) {
      /** @type {any} */
      const copy = document.importNode(nodes[this.#brought], true);
      const awaited = copy.src || copy.rel === "stylesheet";
      const loaded = awaited && new Promise((go, stop) => Object.assign(copy, { onload: go, onerror: stop }));
      document.body.append(copy);
      if (loaded) await loaded;
    }
  }

  /**
   * The live map is there, its layers are not yet: the picture moves with it, and is put right should it lie elsewhere.
   * @param {any} map
   */
  #follow(map) {
    const { x, y } = map.getPixelOrigin();
    const size = map.getSize();
    const now = { zoom: map.getZoom(), origin: [x, y] };
    if (JSON.stringify(now) !== JSON.stringify(this.#place)) {
      this.#lay(now, [size.x, size.y]);
    }
    const move = () => {
      const moved = L.DomUtil.getPosition(map.getPane("mapPane"));
      this.#picture.style.transform = `translate(${moved.x}px, ${moved.y}px)`;
    };
    const remove = () => this.#remove();
    map.on("move", move).on("zoomstart", remove);
    this.#unfollow = () => map.off("move", move).off("zoomstart", remove);
  }

  #remove() {
    this.#unfollow();
    this.#picture.remove();
    delete this.still;
  }
}
