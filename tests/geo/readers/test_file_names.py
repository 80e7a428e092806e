"""Names of vector files: the endings there is a reader for, and no other."""

from __future__ import annotations

import pytest

from geo.readers import gdal
from geo.readers.file_names import OTHERS, is_vector_file


def test_every_ending_but_geojson_has_its_reader() -> None:
    assert set(OTHERS) == set(gdal.READERS)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.gpkg", True), ("/x/B.GeoJSON", True), ("a.shp.zip", True), ("parks", False), ("a.pdf", False), ("", False)],
)
def test_a_name_is_told_by_its_ending(name: str, expected: bool) -> None:
    assert is_vector_file(name) == expected
