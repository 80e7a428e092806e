"""What the fuzzers found, cut to what matters: reader -> files it could not take before it was mended."""

from __future__ import annotations

from tests.hostile.binaries import MARS
from tests.hostile.sound import shapefile

FOUND: dict[str, list[bytes]] = {
    # A TypeError: properties that are a list, in a file read a feature at a time.
    "geojson": [b'{"type": "FeatureCollection", "features": [{"id": "0", "properties": [[1]]}}]}'],
    # A LookupError of expat.
    "kml": [b'<?xml version="1.0" encoding="QTF-8"?>\n<kml><Document/></kml>'],
    # An error of PROJ: a reference system of another planet.
    "zip": [shapefile(prj=MARS), shapefile(prj=b'GEOGCS["WGS 84\x89"]')],
    # GDAL looks for the name of the section for ever.
    "dxf": [b"  0\nSECTION\n 70\n   \r\0\0\0$UCSBASE", b"  0\nSECTION\n 70\n 1\n  1\nEOF\n"],
}
