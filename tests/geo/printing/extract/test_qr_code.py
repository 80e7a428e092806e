"""The QR code of an extract: an address, or id and hash where that is too long."""

from __future__ import annotations

import datetime as dt
import hashlib
from xml.etree import ElementTree as ET

import shapely

from geo import Atlas
from geo.extract.statement import extract_json, extract_of_place, extract_of_shape
from geo.printing.extract.qr_code import qr_png, qr_svg, qr_text
from geo.readers.project.shape_code import shape_code
from tests.geo.extract.sites import FAR_WEST

DAY = dt.date(2026, 11, 29)


def test_a_place_is_found_again_by_its_address(atlas: Atlas) -> None:
    extract = extract_of_place(atlas, "belt-bay", DAY)
    found = qr_text(extract, "en", "https://atlas.example/sub/")
    assert found == "https://atlas.example/sub/extract/belt-bay.pdf?as_of=2026-11-29&lang=en"


def test_a_shape_is_shown_on_the_map_by_its_address(atlas: Atlas) -> None:
    shape = shapely.box(*FAR_WEST)
    found = qr_text(extract_of_shape(atlas, shape, DAY), "zh", "https://atlas.example")
    assert found == f"https://atlas.example/?lang=zh#draw={shape_code(shapely.normalize(shape))}"


def test_a_long_address_and_none_are_replaced_by_id_and_hash(atlas: Atlas) -> None:
    many = extract_of_shape(atlas, shapely.Point(121.9, 30.9).buffer(0.01, quad_segs=32), DAY)
    for extract, root in ((many, "https://atlas.example"), (extract_of_place(atlas, "belt-bay", DAY), None)):
        text = qr_text(extract, "zh", root)
        assert extract["id"] in text
        assert hashlib.sha256(extract_json(extract)).hexdigest() in text


def test_the_drawings_are_the_same_each_time() -> None:
    assert ET.fromstring(qr_svg("x")).tag.endswith("svg")
    assert qr_svg("x") == qr_svg("x") != qr_svg("y")
    assert qr_png("x") == qr_png("x")
    assert qr_png("x").startswith(b"\x89PNG")
