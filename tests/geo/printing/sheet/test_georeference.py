"""A sheet says where it lies: readers of geospatial PDFs and of world files find the ground its grid names."""

from __future__ import annotations

import io

import numpy as np
import pypdf
import pytest

from geo import Atlas
from geo.printing.sheet.frame import frame_of, window_of
from geo.printing.sheet.georeference import with_viewports, world_file
from geo.printing.sheet.request import Request
from geo.printing.sheet.sheet import sheet_pdf, sheet_world_file
from geo.screen.canvas import PaperWindow, on_grid
from tests.geo.pdf import MM_PER_PT

BOX = (121.70, 30.80, 121.98, 30.98)


def test_a_viewport_gives_the_ground_of_each_corner_of_the_map(atlas: Atlas) -> None:
    request = Request(paper="A4", bbox=BOX, layers=("coast", "parks"))
    frame = frame_of(request)
    window, _ = window_of(atlas, request, frame)
    reader = pypdf.PdfReader(io.BytesIO(sheet_pdf(atlas, request)), strict=True)
    [viewport] = reader.pages[0]["/VP"]
    box = [float(side) * MM_PER_PT for side in viewport["/BBox"]]
    assert (box[2] - box[0], box[3] - box[1]) == pytest.approx((frame.map_width, frame.map_height), abs=0.01)
    assert (box[0], frame.height - box[3]) == pytest.approx((frame.left, frame.top), abs=0.01)
    measure = viewport["/Measure"]
    assert measure["/GCS"]["/EPSG"] == 4529
    ground = np.array([float(value) for value in measure["/GPTS"]]).reshape(-1, 2)[:, ::-1]
    west, south, east, north = window.bounds
    corners = [(west, south), (west, north), (east, north), (east, south)]
    assert on_grid(ground) == pytest.approx(np.array(corners), abs=0.1)


def test_the_rest_of_the_file_stays_as_it_was(atlas: Atlas) -> None:
    data = sheet_pdf(atlas, Request(paper="A4", bbox=BOX, layers=("coast", "parks")))
    first = data.index(b"%%EOF") + 6
    assert data[first:].count(b"%%EOF") == 1
    reader = pypdf.PdfReader(io.BytesIO(data), strict=True)
    assert reader.metadata is not None
    assert reader.metadata.title == "临港新片区园区图"
    assert bool(reader.trailer["/Root"]["/MarkInfo"]["/Marked"])


def test_the_map_of_the_island_has_its_own(atlas: Atlas) -> None:
    reader = pypdf.PdfReader(io.BytesIO(sheet_pdf(atlas, Request(paper="A4", layers=("coast", "scopes")))))
    assert len(reader.pages[0]["/VP"]) == 2


def test_another_form_of_pdf_is_not_touched_in_silence() -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(RuntimeError, match="another form"):
        with_viewports(out.getvalue() + b"% more", [], 100.0)


def test_a_world_file_places_the_corner_of_the_map(atlas: Atlas) -> None:
    window = PaperWindow(41_385_000.0, 3_425_000.0, 50_000, 200.0, 120.0)
    pixel, _, _, down, x, y = map(float, world_file(10.0, 20.0, window, 127.0).split())
    assert (pixel, down) == (10.0, -10.0)
    # The map begins 50 pixels from the left and 100 from the top.
    assert (x + 50 * pixel, y + 100 * down) == (41_380_005.0, 3_427_995.0)
    request = Request(paper="A4", bbox=BOX, scale=100_000, layers=("coast", "parks"))
    assert float(sheet_world_file(atlas, request, dpi=100).split()[0]) == pytest.approx(25.4)
