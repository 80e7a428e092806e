"""The layout of a sheet, and the extent and scale of its map."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely

from geo.atlas.added.own_layers import entry_of
from geo.coordinates.crs import LINGANG_PROJECTED, WGS84
from geo.errors import Fault, ParameterError
from geo.printing.sheet.far_parts import Bounds, FarMap, far_maps, main_and_far
from geo.screen.canvas import PaperWindow, on_grid, round_scale

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.atlas.atlas import Atlas
    from geo.printing.sheet.request import Request

#: Largest and smallest scale a sheet may have.
SCALES = (100, 5_000_000)


@dataclass(frozen=True)
class Frame:
    """The layout of a sheet in millimetres; sizes of type, scale bar and arrow are multiplied by `unit`."""

    width: float
    height: float
    unit: float
    margin: float
    panel: float
    top: float
    map_width: float
    map_height: float

    @property
    def left(self) -> float:
        """Left edge of the map."""
        return self.margin + 4.0

    @property
    def wide(self) -> bool:
        """Whether the legend is beside the map; else it is below."""
        return self.width > self.height


def frame_of(request: Request) -> Frame:
    """Compute the layout of a sheet; raises ParameterError if the paper is unknown."""
    width, height = request.size_mm
    unit = math.sqrt(width * height) / math.sqrt(420 * 297)  # 1 for A3
    unit = min(max(unit**0.5, 0.85), 1.7)
    margin, panel, top, foot = 9.0 * unit, 62.0 * unit, 22.0 * unit, 14.0 * unit
    beside, below = (panel + 3.0 * unit, 0.0) if width > height else (0.0, 74.0 * unit)
    map_width, map_height = width - 2 * margin - 6.0 - beside, height - margin - top - foot - below
    return Frame(width, height, unit, margin, panel, top, map_width, map_height)


def layer_ids(atlas: Atlas, request: Request) -> tuple[str, ...]:
    """List the layers of a sheet: those asked for, else those visible at start."""
    return request.layers or tuple(entry.id for entry in atlas.catalogue.layer if entry.visible)


def window_of(atlas: Atlas, request: Request, frame: Frame) -> tuple[PaperWindow, int]:
    """Compute the extent and the scale of the map.

    Returns
    -------
    PaperWindow
    int
        The largest round scale at which the extent asked for fits.

    Raises
    ------
    ParameterError
        If the extent or the scale is not valid.
    """
    return windows_of(atlas, request, frame)[:2]


def windows_of(atlas: Atlas, request: Request, frame: Frame) -> tuple[PaperWindow, int, list[FarMap]]:
    """Compute extent and scale as `window_of`, and the maps of small parts far from the rest.

    Without an extent asked for, the map covers the planning layers shown and the drawn shape.
    """
    width, height = frame.map_width, frame.map_height
    shapes: Any = np.array([])
    far: list[Bounds] = []
    if request.bbox is not None:
        west, south, east, north = (float(value) for value in _bounds_of_box(request.bbox))
    else:
        shapes = _content(atlas, request)
        (west, south, east, north), far = main_and_far(shapes, (width, height))
    fitting = round_scale((east - west) * 1.04, (north - south) * 1.04, width, height)
    scale = request.scale or fitting
    if not SCALES[0] <= scale <= SCALES[1]:
        raise ParameterError(Fault(f"scale={scale}", "100 to 5 000 000", "scale", "1:50 000 is scale=50000"))
    window = PaperWindow((west + east) / 2, (south + north) / 2, scale, width, height)
    return window, fitting, far_maps(far, window, shapes, frame.unit) if scale == fitting else []


def _bounds_of_box(bbox: tuple[float, float, float, float]) -> NDArray[np.float64]:
    west, south, east, north = bbox
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        fault = Fault(f"bbox={bbox}", "west,south,east,north in degrees", "bbox", "mend the order")
        raise ParameterError(fault)
    outline = shapely.segmentize(shapely.box(*bbox), (east - west) / 20)
    bounds: NDArray[np.float64] = gpd.GeoSeries([outline], crs=WGS84).to_crs(LINGANG_PROJECTED).total_bounds
    if not np.isfinite(bounds).all():
        fault = Fault(f"bbox={bbox}", f"an extent {LINGANG_PROJECTED} reaches", "bbox", "stay nearer to Shanghai")
        raise ParameterError(fault)
    return bounds


def _content(atlas: Atlas, request: Request) -> Any:
    """Return the shapes of the layers shown, without the background, and the drawn shape, in metres."""
    zones = [layer for layer in layer_ids(atlas, request) if entry_of(atlas, layer).role != "context"]
    shapes = [shape for layer in zones if layer in atlas.layers for shape in atlas.layers[layer].geometry.dropna()]
    # Of a layer in a store its extent: nobody reads a million shapes for it.
    bounds = [atlas.stored[layer].bounds for layer in zones if layer in atlas.stored]
    shapes += [shapely.box(*box) for box in bounds if box is not None]
    shapes += [request.drawn] if request.drawn is not None else []
    if not shapes:
        raise ParameterError(Fault("no planning layer with a shape", "at least one", "layers", "give a bbox"))
    return shapely.transform(np.array(shapes, dtype=object), on_grid)
