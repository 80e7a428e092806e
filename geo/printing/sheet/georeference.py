"""Where the maps of a sheet lie on the ground: viewports of a PDF (ISO 32000-2, 12.10), the world file of a PNG.

Readers of geospatial PDFs then show coordinates under the pointer and open the sheet in its place.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pypdf
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject, TextStringObject

from geo.coordinates.crs import LINGANG_PROJECTED, parse_crs
from geo.screen.canvas import degrees_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.screen.canvas import PaperWindow

_PT_PER_MM = 72.0 / 25.4
#: The last trailer of a file, and where its table of objects begins.
_TRAILER = re.compile(rb"trailer\s*<<(.*)>>\s*startxref\s*(\d+)\s*%%EOF\s*$", re.DOTALL)
#: Lower left, upper left, upper right, lower right of a unit square.
_CORNERS = ((0, 0), (0, 1), (1, 1), (1, 0))


def with_viewports(pdf: bytes, maps: Sequence[tuple[float, float, PaperWindow]], height_mm: float) -> bytes:
    """Add where the maps of a page lie, as an update behind the file: what is there stays as it is.

    Parameters
    ----------
    pdf : bytes
        Of one page.
    maps : sequence of tuple
        Millimetres from the left and from the top of the page, and the window, of each map, the largest first.
    height_mm : float
        Of the page.

    Returns
    -------
    bytes
    """
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    page = reader.pages[0].indirect_reference
    tail = _TRAILER.search(pdf)
    if page is None or tail is None:
        raise RuntimeError("the PDF of a sheet has another form than Typst gives it")
    viewports = io.BytesIO()
    ArrayObject(_viewport(*one, height_mm) for one in maps).write_to_stream(viewports)
    start = reader.xref[page.generation][page.idnum]
    body = pdf[start : pdf.index(b"endobj", start)].rstrip().removesuffix(b">>")
    update = body + b"/VP " + viewports.getvalue() + b">>\nendobj\n"
    table = len(pdf) + len(update)
    entry = f"xref\n0 1\n0000000000 65535 f \n{page.idnum} 1\n{len(pdf):010d} {page.generation:05d} n \n".encode()
    trailer = b"trailer\n<<" + tail[1] + b"/Prev " + tail[2] + b">>\nstartxref\n%d\n%%%%EOF\n" % table
    return pdf + update + entry + trailer


def _viewport(left_mm: float, top_mm: float, window: PaperWindow, height_mm: float) -> DictionaryObject:
    right, bottom = left_mm + window.width_mm, top_mm + window.height_mm
    box = (left_mm, height_mm - bottom, right, height_mm - top_mm)
    west, south, east, north = window.bounds
    corners = [(west + x * (east - west), south + y * (north - south)) for x, y in _CORNERS]
    ground = [degrees for lon, lat in degrees_at(corners).tolist() for degrees in (lat, lon)]
    unit = ArrayObject(NumberObject(side) for corner in _CORNERS for side in corner)
    crs = parse_crs(LINGANG_PROJECTED)
    system = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/PROJCS"),
            NameObject("/EPSG"): NumberObject(crs.to_epsg() or 0),
            NameObject("/WKT"): TextStringObject(crs.to_wkt("WKT1_ESRI")),
        }
    )
    measure = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Measure"),
            NameObject("/Subtype"): NameObject("/GEO"),
            NameObject("/Bounds"): unit,
            NameObject("/LPTS"): unit,
            NameObject("/GPTS"): ArrayObject(FloatObject(f"{degrees:.9f}") for degrees in ground),
            NameObject("/GCS"): system,
        }
    )
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Viewport"),
            NameObject("/BBox"): ArrayObject(FloatObject(f"{side * _PT_PER_MM:.4f}") for side in box),
            NameObject("/Measure"): measure,
        }
    )


def world_file(left_mm: float, top_mm: float, window: PaperWindow, dpi: float) -> str:
    """Return the world file of a sheet drawn as a picture, for programs that read it as a raster in EPSG:4529.

    Parameters
    ----------
    left_mm, top_mm : float
        Upper left corner of the map on the page.
    window : PaperWindow
        Of the map.
    dpi : float
        Pixels per inch of the picture.

    Returns
    -------
    str
        Six lines: size of a pixel and turns, then the middle of the upper left pixel, in metres.
    """
    metres_per_mm = window.scale / 1000.0
    pixel = 25.4 / dpi * metres_per_mm
    west, _, _, north = window.bounds
    first = (west - left_mm * metres_per_mm + pixel / 2, north + top_mm * metres_per_mm - pixel / 2)
    return "".join(f"{value:.6f}\n" for value in (pixel, 0.0, 0.0, -pixel, *first))
