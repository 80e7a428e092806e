// @ts-check
// The letters of names: how wide they are, how a name is broken into lines, and the elements that show it.

import { svg } from "atlas/core/dom.js";
import { lang } from "atlas/core/i18n.js";

/** @import { Block, Letter, Named, NameStyle, Names, Pair } from "atlas/core/name_types.js" */

const LINE = 1.2; // height of a line, of the size of its letters
const LONG = 9; // Chinese letters that may be broken into two lines
const CHINESE = 0x2e80; // letters from here on are as wide as high

export class NameText {
  /** @type {Map<string, number>} */
  #widths = new Map();
  /** @type {Map<string, Block[]>} */
  #blocks = new Map();
  #pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));

  /** @param {Names} names @param {string} family of the letters */
  constructor(names, family) {
    this.names = names;
    this.family = family;
  }

  /** @param {string} text @param {NameStyle} style @param {number} size */
  #width(text, { weight, italic }, size) {
    const font = `${italic ? "italic " : ""}${weight} ${size}px ${this.family}`;
    const key = `${font}|${text}`;
    let width = this.#widths.get(key);
    if (width === undefined) {
      this.#pen.font = font;
      width = this.#pen.measureText(text).width;
      this.#widths.set(key, width);
    }
    return width;
  }

  /** A name on one line, then on more. @param {Named} named @param {number} zoom @returns {Block[]} */
  blocks({ texts, style }, zoom) {
    const size = sizeAt(style, zoom);
    const key = [...texts, size, style.weight, style.spacing].join("|");
    let blocks = this.#blocks.get(key);
    if (!blocks) {
      blocks = broken(texts).map((lines) => {
        const widths = lines.map(
          (line) => this.#width(line, style, size) + [...line].length * spaceOf(style, line) * size,
        );
        return { lines, size, width: Math.max(...widths), height: lines.length * size * LINE };
      });
      this.#blocks.set(key, blocks);
    }
    return blocks;
  }

  /** A name with the stated area, where that belongs to it. @param {Named} named @param {number} zoom */
  withFigure({ feature: { stated_area_km2: area }, texts, style: { figure_zoom: from } }, zoom) {
    return texts.join(" / ") + (area && from !== null && zoom >= from ? ` ${area} km²` : "");
  }

  /** The letters of a name along a line. @param {Named} named @param {number} zoom */
  letters(named, zoom) {
    const { style } = named;
    const size = sizeAt(style, zoom);
    const letters = [...this.withFigure(named, zoom)].map((char) => {
      const advance = this.#width(char, style, size) + spaceOf(style, char) * size;
      return { char, advance: char === " " ? Math.max(advance, size * 0.36) : advance };
    });
    return { letters, length: letters.reduce((sum, { advance }) => sum + advance, 0), height: size * LINE };
  }

  /** A name in lines about its middle. @param {Named} named @param {Block} block @param {Pair} middle */
  straight(named, { lines, size, height }, [x, y]) {
    const first = y - height / 2 + size * 0.96;
    const rows = lines.map((line, i) =>
      svg("tspan", { x: x.toFixed(1), y: (first + i * size * LINE).toFixed(1) }, line),
    );
    const spacing = spaceOf(named.style, lines[0]) * size;
    const place = { "letter-spacing": spacing, "text-anchor": "middle" };
    return svg("text", { ...this.#look(named, size), ...place }, ...rows);
  }

  /**
   * A name whose letters stand one by one. The halo lies under them all: that of a letter would cover the one before.
   * @param {Named} named @param {Letter[]} letters @param {number} zoom
   */
  along(named, letters, zoom) {
    const size = sizeAt(named.style, zoom);
    const drop = size * 0.36;
    const spots = letters.map(({ x, y, angle, advance, char }) => {
      const own = advance - spaceOf(named.style, char) * size;
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      return [x - (cos * own) / 2 - sin * drop, y - (sin * own) / 2 + cos * drop, (angle * 180) / Math.PI];
    });
    const [xs, ys, turns] = [0, 1, 2].map((i) => spots.map((spot) => spot[i].toFixed(1)).join(" "));
    const place = { x: xs, y: ys, rotate: turns, "font-size": size, "font-weight": named.style.weight };
    const text = letters.map(({ char }) => char).join("");
    const slant = named.style.italic ? { "font-style": "italic" } : {};
    const halo = svg(
      "text",
      { ...place, ...slant, class: "label-halo", fill: this.names.halo, "aria-hidden": "true" },
      text,
    );
    return svg("g", {}, halo, svg("text", { ...this.#look(named, size), ...place, stroke: "none" }, text));
  }

  /** The number of a road on its plate. @param {Named} named @param {Block} block @param {Pair} middle */
  plate(named, { lines, size, width, height }, [x, y]) {
    const box = { x: x - width / 2 - 3, y: y - height / 2 - 1, width: width + 6, height: height + 2, rx: 2 };
    const rim = { fill: this.names.plate, stroke: this.names.plate_ink, "stroke-width": 1 };
    const ink = { ...this.#look({ ...named, colour: this.names.plate_ink }, size), stroke: "none" };
    const text = { ...ink, x, y: y + size * 0.36, "text-anchor": "middle" };
    return svg("g", {}, svg("rect", { ...box, ...rim }), svg("text", text, lines[0]));
  }

  /** The ring or dot of a point whose symbol comes and goes with its name. @param {Named} named @param {Pair} at */
  ring({ colour }, [cx, cy]) {
    const rim = { stroke: colour, "stroke-width": 1.2, fill: this.names.halo };
    return svg("circle", { class: "label-ring", cx, cy, r: 3, ...rim });
  }

  /** A line from the name to its place. @param {Named} named @param {Pair} from @param {Pair} to */
  leader({ colour: ink }, [x1, y1], [x2, y2]) {
    const line = svg("path", { d: `M${x1} ${y1}L${x2} ${y2}`, fill: "none", stroke: ink, "stroke-width": 0.9 });
    return svg(
      "g",
      { class: "label-leader" },
      line,
      svg("circle", { cx: x2, cy: y2, r: 1.8, fill: ink, stroke: "none" }),
    );
  }

  /** @param {Named} named @param {number} size */
  #look({ feature, style, texts, colour, chosen }, size) {
    const classes = ["label", `label-${feature.layer.role}`, `label-kind-${feature.kind}`];
    if (chosen) classes.push("label-chosen");
    const slant = style.italic ? { "font-style": "italic" } : {};
    const name = { "data-name": texts.join(" / ") };
    return {
      class: classes.join(" "),
      ...name,
      fill: colour,
      "font-size": size,
      "font-weight": style.weight,
      ...slant,
    };
  }
}

/** @param {NameStyle} style @param {number} zoom */
function sizeAt({ size }, zoom) {
  return size.reduce((found, [from, pixels]) => (zoom >= from ? pixels : found), size[0][1]);
}

/** @param {NameStyle} style @param {string} text */
function spaceOf({ spacing, latin_spacing: latin }, text) {
  return text.charCodeAt(0) >= CHINESE ? spacing : latin;
}

/** Ways to break a name: whole, then into more lines of about the same length. @param {string[]} texts */
function broken(texts) {
  if (texts.length > 1) return [[texts.join(" / ")], texts.map((text, i) => (i ? `/ ${text}` : text))];
  const [text] = texts;
  if (lang === "zh" && !text.includes(" ")) {
    const half = Math.ceil(text.length / 2);
    return text.length < LONG ? [[text]] : [[text], [text.slice(0, half), text.slice(half)]];
  }
  const words = text.split(" ");
  const counts = [1, 2, 3].filter((count) => count <= words.length && (count < 3 || text.length > 18));
  return counts.map((count) => inLines(words, count));
}

/** Words in so many lines, the longest of them as short as can be. @param {string[]} words @param {number} count */
function inLines(words, count) {
  if (count === 1) return [words.join(" ")];
  /** @type {string[]} */
  let best = [];
  let least = Infinity;
  for (let cut = 1; cut <= words.length - count + 1; cut += 1) {
    const lines = [words.slice(0, cut).join(" "), ...inLines(words.slice(cut), count - 1)];
    const longest = Math.max(...lines.map(({ length }) => length));
    if (longest < least) [best, least] = [lines, longest];
  }
  return best;
}
