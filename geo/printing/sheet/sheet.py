"""The map sheet: one page from A4 to A0 with a map at an exact scale, legend, title block, sources and notes.

The background is drawn from layers of the atlas, so no tiles are needed. The scale is exact, because the extent on the
ground (EPSG:4529) is computed from the size of the map on paper, and nothing is fitted afterwards. Print at 100 %.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import shapely

from geo.atlas.added.own_layers import entry_of
from geo.coordinates.crs import LINGANG_PROJECTED, WGS84
from geo.errors import Fault, ParameterError
from geo.printing.fonts import require_glyphs
from geo.printing.sheet.content import sheet_content, title_of
from geo.printing.sheet.frame import frame_of, layer_ids, window_of
from geo.printing.sheet.georeference import with_viewports, world_file
from geo.printing.sheet.map_picture import MapPicture, map_picture
from geo.printing.sheet.request import require_valid
from geo.printing.typst_process import compile_document

if TYPE_CHECKING:
    from typing import Literal

    from geo.atlas.atlas import Atlas
    from geo.printing.sheet.request import Request

MAX_PIXELS = 80_000_000
#: What the PDF keeps: pages that look the same for ever, and can be read aloud.
STANDARDS = ("a-2a", "ua-1")


def sheet_pdf(atlas: Atlas, request: Request) -> bytes:
    """Write a sheet as PDF.

    Parameters
    ----------
    atlas : Atlas
    request : Request

    Returns
    -------
    bytes
        One page as vectors, tagged, with embedded fonts, and with the place of its maps on the ground.

    Raises
    ------
    NotFoundError
        If there is no such theme.
    ParameterError
        If the paper, the scale, the extent, the order or an opacity is not valid.
    UnknownLayerError, UnknownPlaceError
        If an id is unknown.
    MissingGlyphError
        If a text has a character the font lacks.
    """
    pdf, picture = _set(atlas, request, "pdf")
    frame = picture.frame
    maps = [(frame.left, frame.top, picture.window)]
    maps += [(frame.left + one.x, frame.top + one.y, one.window) for one, _ in picture.far]
    return with_viewports(pdf, maps, frame.height)


def sheet_png(atlas: Atlas, request: Request, dpi: int = 150) -> bytes:
    """Write a sheet as PNG of `dpi` pixels per inch; raises as `sheet_pdf`, and if the image would be too large."""
    width, height = (side / 25.4 * dpi for side in request.size_mm)
    if not 36 <= dpi <= 600 or width * height > MAX_PIXELS:
        expected = f"36 to 600, and at most {MAX_PIXELS // 1_000_000} million pixels"
        raise ParameterError(Fault(f"dpi={dpi} on {request.paper}", expected, "dpi", "take a smaller one, or PDF"))
    return _set(atlas, request, "png", dpi)[0]


def sheet_world_file(atlas: Atlas, request: Request, dpi: int = 150) -> str:
    """Return the world file that places `sheet_png` on the ground, in metres of EPSG:4529."""
    frame = frame_of(request)
    window, _ = window_of(atlas, request, frame)
    return world_file(frame.left, frame.top, window, dpi)


def _set(atlas: Atlas, request: Request, kind: Literal["pdf", "png"], dpi: int = 150) -> tuple[bytes, MapPicture]:
    require_valid(atlas, request)
    picture = map_picture(atlas, request)
    content = sheet_content(atlas, request, picture)
    text = json.dumps(content, ensure_ascii=False)
    require_glyphs("".join(sorted({*text, *"".join(picture.texts)})))
    template = resources.files("geo.printing.sheet").joinpath("sheet.typ").read_text(encoding="utf-8")
    inputs = {"content": text, "map": picture.drawing.svg, "inset": picture.inset}
    inputs |= {f"far{number}": drawing.svg for number, (_, drawing) in enumerate(picture.far)}
    file = compile_document(template, inputs, standards=STANDARDS if kind == "pdf" else (), kind=kind, dpi=dpi)
    return file, picture


def sheet_plan(atlas: Atlas, request: Request) -> dict[str, Any]:
    """Compute what a sheet would show, without drawing it; raises as `sheet_pdf`.

    Parameters
    ----------
    atlas : Atlas
    request : Request

    Returns
    -------
    dict
        ``scale``; ``fitting_scale``, the largest round scale at which the extent fits; ``title``; ``outline``, the
        extent of the map as a ring of longitude and latitude (WGS84).
    """
    require_valid(atlas, request)
    window, fitting = window_of(atlas, request, frame_of(request))
    west, south, east, north = window.bounds
    # The sides are straight in EPSG:4529 and bend a little in degrees.
    ring = shapely.segmentize(shapely.box(west, south, east, north), (east - west) / 8)
    outline = gpd.GeoSeries([ring], crs=LINGANG_PROJECTED).to_crs(WGS84).iloc[0]
    return {
        "scale": window.scale,
        "fitting_scale": fitting,
        "title": title_of(atlas, [entry_of(atlas, layer) for layer in layer_ids(atlas, request)], request),
        "outline": shapely.get_coordinates(outline).round(6).tolist(),
    }
