// GCJ-02 for the screen: the datum of Gaode's tiles. The map projection is shifted, so that every layer is drawn where it
// belongs on those tiles, while all coordinates of the page stay WGS84. The same formula as geo/coordinates/gcj02.py.

/* global L */

const A = 6378245;
const E2 = 0.006693421622965943;
const waves = (v, list) => list.reduce((sum, [amplitude, half]) => sum + (amplitude * Math.sin((v * Math.PI) / half) * 2) / 3, 0);

/** Where GCJ-02 puts a true position. */
export function shift({ lat, lng }) {
  const x = lng - 105;
  const y = lat - 35;
  const root = Math.sqrt(Math.abs(x));
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    + waves(x, [[20, 1 / 6], [20, 0.5], [20, 1], [40, 3], [150, 12], [300, 30]]);
  const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    + waves(x, [[20, 1 / 6], [20, 0.5]]) + waves(y, [[20, 1], [40, 3], [160, 12], [320, 30]]);
  const phi = (lat * Math.PI) / 180;
  const w2 = 1 - E2 * Math.sin(phi) ** 2;
  const vertical = A / Math.sqrt(w2);
  const meridian = (vertical * (1 - E2)) / w2;
  return L.latLng(lat + ((north / meridian) * 180) / Math.PI, lng + ((east / (vertical * Math.cos(phi))) * 180) / Math.PI);
}

/** The true position of a GCJ-02 one: repeated until it stands, far below a millimetre after five rounds. */
export function unshift(there) {
  let here = there;
  for (let round = 0; round < 5; round += 1) {
    const { lat, lng } = shift(here);
    here = L.latLng(here.lat + there.lat - lat, here.lng + there.lng - lng);
  }
  return here;
}

/** Web Mercator with the shift built in. */
export function shiftedCrs() {
  const { SphericalMercator } = L.Projection;
  return L.extend({}, L.CRS.EPSG3857, {
    projection: {
      ...SphericalMercator,
      project: (latlng) => SphericalMercator.project(shift(latlng)),
      unproject: (point) => unshift(SphericalMercator.unproject(point)),
    },
  });
}
