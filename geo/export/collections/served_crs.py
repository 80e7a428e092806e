"""The reference systems features are served in, by the names OGC gives them, with the axis order of their definition.

OGC API - Features, Part 2 (OGC 18-058r1), 6: a client names a system by URI, and coordinates come in the order of
the axes of its definition: latitude before longitude in EPSG:4490, northing before easting in EPSG:4529.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pyproj
import shapely

from geo.coordinates.crs import WGS84, parse_crs
from geo.errors import CRSError, Fault

if TYPE_CHECKING:
    from numpy.typing import NDArray

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
#: By URI, in the order in which they are listed; the first is that of the stored coordinates.
SERVED: dict[str, str] = {
    CRS84: WGS84,
    **{f"{_EPSG}{code}": f"EPSG:{code}" for code in (4326, 4490, 4529, 4550, 4528, 4549, 3857)},
}


def read_crs(uri: str, name: str) -> str:
    """Return the URI of a served system; a safe CURIE (``[EPSG:4529]``) and ``EPSG:4529`` are read too.

    Raises
    ------
    CRSError
        If it is not served; `name` is the option named in the error.
    """
    given = uri.strip().removeprefix("[").removesuffix("]")
    known = next((one for one, code in SERVED.items() if one != CRS84 and given in (one, code)), None)
    if known is None and given not in (CRS84, "OGC:CRS84"):
        fault = Fault(
            f"{name}={uri[:80]!r}", "one of " + ", ".join(SERVED), name, "leave it out for longitude/latitude"
        )
        raise CRSError(fault)
    return known or CRS84


def from_crs84(shapes: NDArray[np.object_], uri: str) -> NDArray[np.object_]:
    """Convert shapes of longitude/latitude to a served system, in the order of its axes."""
    return shapes if uri == CRS84 else shapely.transform(shapes, _converter(uri, "FORWARD"))


def to_crs84(shapes: NDArray[np.object_], uri: str) -> NDArray[np.object_]:
    """Convert shapes in a served system, in the order of its axes, to longitude/latitude."""
    return shapes if uri == CRS84 else shapely.transform(shapes, _converter(uri, "INVERSE"))


class _Converter:
    """Converts coordinates of shape (n, 2) in one direction."""

    def __init__(self, transformer: pyproj.Transformer, direction: str) -> None:
        self._transformer, self._direction = transformer, direction

    def __call__(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        x, y = self._transformer.transform(xy[:, 0], xy[:, 1], direction=self._direction)
        return np.column_stack([x, y])


@lru_cache(maxsize=32)
def _converter(uri: str, direction: str) -> _Converter:
    # Not always_xy: the order of the definition is asked for. CRS84 itself has longitude first.
    known = parse_crs(SERVED[uri])
    # The frames of WGS84 and CGCS2000 count as one, see geo.coordinates.crs.
    source = "OGC:CRS84" if SERVED[uri] in (WGS84, "EPSG:3857") else _cgcs2000_lonlat()
    return _Converter(pyproj.Transformer.from_crs(source, known), direction)


@lru_cache(maxsize=1)
def _cgcs2000_lonlat() -> pyproj.CRS:
    """Return EPSG:4490 with longitude first."""
    definition = parse_crs("EPSG:4490").to_json_dict()
    axes = definition["coordinate_system"]["axis"]
    definition["coordinate_system"]["axis"] = axes[::-1]
    definition.pop("id", None)
    return pyproj.CRS.from_json_dict(definition)
