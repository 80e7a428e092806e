"""Extracts written as files."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import shapely

from geo import Atlas
from geo.readers.vector_file import parse_geojson
from webmap.api.extract_files import EXTRACT_FORMATS, features_file, place_file

DAY = dt.date(2026, 11, 29)
_START = {"json": b"{", "pdf": b"%PDF", "docx": b"PK", "xlsx": b"PK"}


@pytest.mark.parametrize("kind", EXTRACT_FORMATS)
def test_a_place_is_written_in_every_format(atlas: Atlas, kind: str) -> None:
    assert place_file(atlas, "park-intl-data", DAY, kind=kind, lang="zh", root="").startswith(_START[kind])


def test_polygons_are_one_site(atlas: Atlas) -> None:
    frame = parse_geojson(shapely.to_geojson(shapely.box(121.8, 30.9, 121.81, 30.91)), "body")
    extract = json.loads(features_file(atlas, frame, DAY, kind="json", lang="zh", root=""))
    assert extract["site"]["area_km2"] == pytest.approx(1.06, abs=0.01)
