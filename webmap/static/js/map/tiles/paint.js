// @ts-check
// Draws a tile. Features that look alike are one path, as on the rest of the map: overlapping fills add up once. Runs
// in the worker and so imports nothing.

/** @import { ByZoom, Paint, ShapeKind } from "atlas/core/types.js" */
/** @import { ClassAnswer, Look, Tile, Want } from "atlas/map/tiles/tile_types.js" */
/** @typedef {{ shape: ShapeKind, colour: string | null, out: boolean, path: Path2D }} Batch */
/** @typedef {OffscreenCanvasRenderingContext2D} Canvas */
/** @typedef {(at: number) => { colour: string | null, out: boolean }} Painter `out`: the filter does not leave it */

/** @type {ShapeKind[]} by the type of a feature */
const SHAPES = ["area", "point", "line", "area"];
/** Features of a path at most: the time to fill one grows faster than its corners. */
const MOST_OF_PATH = 400;
/** What the filter does not leave, beside what it does. */
const STEPPED_BACK = 0.28;
const FOUND_FILL = 0.3;
/** Strokes are this share of the mean feature at most, or a million parcels would be one dark area. */
const MOST_STROKE = 0.14;
const LEAST_STROKE = 0.25;
const CLASS_STROKE = 0.8;

/**
 * Draw a tile.
 * @param {Canvas} canvas @param {Tile} tile @param {Want} want @param {Look} look @param {Painter} painter
 */
export function paint(canvas, tile, { ratio, zoom, size }, look, painter) {
  const unit = size / tile.extent;
  const stroke = strokeOf(tile, unit) / ratio;
  for (const batch of batches(tile, unit, painter, look.filter !== null)) {
    for (const one of look.paints[batch.shape] ?? []) {
      canvas.globalAlpha = (batch.out ? STEPPED_BACK : 1) * shareOf(one, batch, look.by, zoom);
      // The edge of a class is as strong as its fill: neighbours would hide each other's.
      const most = look.by && batch.shape === "area" ? CLASS_STROKE : Infinity;
      drawPart(canvas, batch, one, Math.min(most, atZoom(one.width ?? 0, zoom)), { stroke, ratio });
    }
    if (look.filter && !batch.out) bringOut(canvas, batch, look, { stroke, ratio });
  }
  canvas.globalAlpha = 1;
}

/** The paint of each feature: its class, and whether the filter leaves it. @param {Tile} tile @param {Look} look
 * @param {(tile: Tile, at: number, key: number) => unknown} valueOf @returns {Painter} */
export function painterOf(tile, { by, filter }, valueOf) {
  const key = by ? tile.keys.indexOf(by.column) : -1;
  const classOf = by && classifier(by);
  const wanted = Object.entries(filter ?? {}).map(([column, value]) => ({ key: tile.keys.indexOf(column), value }));
  return (at) => ({
    colour: classOf ? classOf(key < 0 ? undefined : valueOf(tile, at, key)) : null,
    out: wanted.some(({ key: one, value }) => one < 0 || !meets(valueOf(tile, at, one), value)),
  });
}

/**
 * Whether a value is the one wanted, or in the span "least..most" wanted.
 * @param {unknown} has @param {string} wanted
 */
function meets(has, wanted) {
  const [least, most] = typeof has === "number" ? wanted.split("..") : [];
  return most === undefined ? String(has) === wanted : Number(has) >= Number(least) && Number(has) <= Number(most);
}

/** @param {ClassAnswer} by @returns {(value: unknown) => string | null} */
function classifier({ kind, classes }) {
  const rest = classes.find(({ id }) => id === "none")?.colour ?? null;
  const other = classes.find(({ id }) => id === "other")?.colour ?? rest;
  if (kind === "values") {
    const known = new Map(classes.flatMap(({ values, colour }) => (values ?? []).map((value) => [value, colour])));
    return (value) => (value === undefined ? rest : (known.get(String(value)) ?? other));
  }
  const spans = classes.filter(({ most }) => most !== undefined);
  return (value) => {
    if (typeof value !== "number") return rest;
    return (spans.find(({ most = 0 }) => value <= most) ?? spans[spans.length - 1])?.colour ?? rest;
  };
}

/**
 * @param {Tile} tile @param {number} unit in pixels @param {Painter} painter
 * @param {boolean} sorted what the filter leaves lies on top
 */
function batches(tile, unit, painter, sorted) {
  /** @type {Map<string, Batch & { count: number }>} */
  const open = new Map();
  /** @type {Batch[]} */
  const done = [];
  for (let at = 0; at < tile.ids.length; at += 1) {
    const { colour, out } = painter(at);
    const shape = SHAPES[tile.types[at]] ?? "area";
    const key = `${shape}${colour}${out}`;
    let batch = open.get(key);
    if (!batch || batch.count >= MOST_OF_PATH) {
      batch = { shape, colour, out, path: new Path2D(), count: 0 };
      open.set(key, batch);
      done.push(batch);
    }
    batch.count += 1;
    addParts(batch.path, tile, at, unit);
  }
  return sorted ? done.sort((a, b) => Number(b.out) - Number(a.out)) : done;
}

/** @param {Path2D} path @param {Tile} tile @param {number} at @param {number} unit */
function addParts(path, { featureStart, partStart, xy, types }, at, unit) {
  for (let part = featureStart[at]; part < featureStart[at + 1]; part += 1) {
    const [from, to] = [partStart[part], partStart[part + 1]];
    path.moveTo(xy[from] * unit, xy[from + 1] * unit);
    for (let i = from + 2; i < to; i += 2) path.lineTo(xy[i] * unit, xy[i + 1] * unit);
    // A line without length: its round ends make a disc.
    if (types[at] === 1) path.lineTo(xy[from] * unit, xy[from + 1] * unit);
  }
}

/**
 * Most width of a stroke in pixels of the canvas, by the mean size of the areas.
 * @param {Tile} tile @param {number} unit
 */
function strokeOf({ boxes, types }, unit) {
  if (!types.includes(3)) return Infinity;
  let sum = 0;
  for (let i = 0; i < boxes.length; i += 4) sum += Math.max(boxes[i + 2] - boxes[i], boxes[i + 3] - boxes[i + 1]);
  return (sum / types.length) * unit * MOST_STROKE;
}

/** @param {Paint} one @param {Batch} batch @param {ClassAnswer | null} by @param {number} zoom */
function shareOf({ part, opacity = 1 }, { shape }, by, zoom) {
  return by && part === "fill" && shape === "area" ? by.opacity : atZoom(opacity, zoom);
}

/**
 * @param {Canvas} canvas @param {Batch} batch @param {Paint} one @param {number} width in CSS pixels
 * @param {{ stroke: number, ratio: number }} sizes
 */
function drawPart(canvas, { shape, colour, path }, { part, colour: usual, dash, cap }, width, { stroke, ratio }) {
  if (part === "fill") {
    canvas.fillStyle = colour ?? usual;
    canvas.fill(path);
    return;
  }
  if (part === "arrow") return;
  const px = shape === "area" ? Math.min(width, stroke) : width;
  if (px < LEAST_STROKE) return;
  canvas.strokeStyle = colour ?? usual;
  canvas.lineWidth = px * ratio;
  canvas.lineJoin = "round";
  canvas.lineCap = part === "dot" ? "round" : /** @type {CanvasLineCap} */ (cap ?? "butt");
  canvas.setLineDash(dash ? dash.split(" ").map((one) => Number(one) * ratio) : []);
  canvas.stroke(path);
}

/**
 * @param {Canvas} canvas @param {Batch} batch @param {Look} look
 * @param {{ stroke: number, ratio: number }} sizes
 */
function bringOut(canvas, { shape, path }, { found: colour, by }, { stroke, ratio }) {
  // The fill of a class says which it is.
  if (shape === "area" && !by) {
    canvas.globalAlpha = FOUND_FILL;
    canvas.fillStyle = colour;
    canvas.fill(path);
  }
  canvas.globalAlpha = 1;
  canvas.strokeStyle = colour;
  canvas.lineCap = "round";
  canvas.lineWidth = (shape === "point" ? 9 : Math.max(LEAST_STROKE, Math.min(2, stroke))) * ratio;
  canvas.setLineDash([]);
  canvas.stroke(path);
}

/** As in map/style.js, which this file cannot import. @param {ByZoom} value @param {number} zoom */
function atZoom(value, zoom) {
  if (typeof value === "number") return value;
  const next = value.findIndex(([stop]) => zoom <= stop);
  if (next === 0) return value[0][1];
  if (next < 0) return value[value.length - 1][1];
  const [[low, before], [high, after]] = [value[next - 1], value[next]];
  return before + ((after - before) * (zoom - low)) / (high - low);
}
