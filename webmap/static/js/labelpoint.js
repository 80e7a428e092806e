// Where the name of a shape goes: the point of the largest polygon that is farthest from its edge ("pole of
// inaccessibility", found by quartering cells, after Mapbox' polylabel), the middle of a line, the point itself.

const SHRINK = Math.cos((31 * Math.PI) / 180); // a degree of longitude at Lingang is this much of one of latitude
const PRECISION = 0.002; // degrees, about 200 m

/** [lat, lon] for the label of a GeoJSON geometry. */
export function labelPoint({ type, coordinates }) {
  switch (type) {
    case "Polygon": return inPolygon(coordinates);
    case "MultiPolygon": return inPolygon(largest(coordinates, ([shell]) => Math.abs(ringArea(shell))));
    case "LineString": return onLine(coordinates);
    case "MultiLineString": return onLine(largest(coordinates, lineLength));
    case "MultiPoint": return [coordinates[0][1], coordinates[0][0]];
    default: return [coordinates[1], coordinates[0]];
  }
}

function largest(items, measure) {
  return items.reduce((best, item) => (measure(item) > measure(best) ? item : best));
}

function ringArea(ring) {
  return ring.slice(1).reduce((sum, [x, y], i) => sum + (ring[i][0] * y - x * ring[i][1]) / 2, 0);
}

function lineLength(line) {
  return line.slice(1).reduce((sum, point, i) => sum + Math.hypot(point[0] - line[i][0], point[1] - line[i][1]), 0);
}

function onLine(line) {
  let left = lineLength(line) / 2;
  for (let i = 1; i < line.length; i += 1) {
    const [[x0, y0], [x1, y1]] = [line[i - 1], line[i]];
    const step = Math.hypot(x1 - x0, y1 - y0);
    if (step >= left && step > 0) return [y0 + ((y1 - y0) * left) / step, x0 + ((x1 - x0) * left) / step];
    left -= step;
  }
  return [line[0][1], line[0][0]];
}

function inPolygon(polygon) {
  const rings = polygon.map((ring) => ring.map(([x, y]) => [x * SHRINK, y]));
  const xs = rings[0].map(([x]) => x);
  const ys = rings[0].map(([, y]) => y);
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const size = Math.min(east - west, north - south);
  const half = size / 2;
  const cell = (x, y, h) => {
    const depth = signedDistance(x, y, rings);
    return { x, y, h, depth, reach: depth + h * Math.SQRT2 };
  };
  let best = cell((west + east) / 2, (south + north) / 2, 0);
  const queue = [];
  if (half > 0) {
    for (let x = west; x < east; x += size) {
      for (let y = south; y < north; y += size) queue.push(cell(x + half, y + half, half));
    }
  }
  while (queue.length) {
    const next = queue.splice(queue.indexOf(queue.reduce((a, b) => (b.reach > a.reach ? b : a))), 1)[0];
    if (next.depth > best.depth) best = next;
    if (next.reach - best.depth <= PRECISION) break;
    const h = next.h / 2;
    for (const [dx, dy] of [[-h, -h], [h, -h], [-h, h], [h, h]]) queue.push(cell(next.x + dx, next.y + dy, h));
  }
  return [best.y, best.x / SHRINK];
}

/** Distance to the outline, negative outside. */
function signedDistance(x, y, rings) {
  let inside = false;
  let nearest = Infinity;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [a, b] = [ring[i], ring[j]];
      if (a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside;
      nearest = Math.min(nearest, segmentDistance(x, y, a, b));
    }
  }
  return inside ? nearest : -nearest;
}

function segmentDistance(x, y, [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const share = dx || dy ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy))) : 0;
  return Math.hypot(x - ax - dx * share, y - ay - dy * share);
}
