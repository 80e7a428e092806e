"""Extracts written as files."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile

import pytest
import shapely

from geo import Atlas
from geo.errors import ParameterError
from geo.readers.vector_file import parse_geojson
from webmap.api.extract_files import EXTRACT_FORMATS, MOST_PLOTS, features_file, place_file, plots_file

DAY = dt.date(2026, 11, 29)
_START = {"json": b"{", "pdf": b"%PDF", "docx": b"PK", "xlsx": b"PK"}


@pytest.mark.parametrize("kind", EXTRACT_FORMATS)
def test_a_place_is_written_in_every_format(atlas: Atlas, kind: str) -> None:
    assert place_file(atlas, "park-intl-data", DAY, kind=kind, lang="zh", root="").startswith(_START[kind])


def test_polygons_are_one_site(atlas: Atlas) -> None:
    frame = parse_geojson(shapely.to_geojson(shapely.box(121.8, 30.9, 121.81, 30.91)), "body")
    extract = json.loads(features_file(atlas, frame, DAY, kind="json", lang="zh", root=""))
    assert extract["site"]["area_km2"] == pytest.approx(1.06, abs=0.01)


PLOTS = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "properties": {"name": name}, "geometry": shapely.geometry.mapping(shape)}
        for name, shape in (
            ("甲/乙", shapely.box(121.8, 30.9, 121.81, 30.91)),
            ("甲/乙", shapely.box(121.2, 31.3, 121.21, 31.31)),
            ("路", shapely.LineString([(121.8, 30.9), (121.81, 30.91)])),
        )
    ],
}


def test_every_plot_that_is_an_area_is_a_pdf_under_its_name(atlas: Atlas) -> None:
    frame = parse_geojson(json.dumps(PLOTS), "body")
    body = plots_file(atlas, frame, DAY, name="name", kind="zip", lang="zh", root="")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.namelist() == ["1 甲_乙.pdf", "2 甲_乙.pdf"]
        assert all(archive.read(name).startswith(b"%PDF") for name in archive.namelist())


@pytest.mark.parametrize(("kind", "found"), [("zip", "201 plots"), ("xlsx", "501 plots")])
def test_too_many_plots_are_refused_by_number(atlas: Atlas, kind: str, found: str) -> None:
    feature = {**PLOTS["features"][0]}
    many = {"type": "FeatureCollection", "features": [feature] * (MOST_PLOTS[kind] + 1)}
    with pytest.raises(ParameterError, match=found):
        plots_file(atlas, parse_geojson(json.dumps(many), "body"), DAY, name=None, kind=kind, lang="zh", root="")


def test_a_zip_without_an_area_is_refused(atlas: Atlas) -> None:
    line = {"type": "FeatureCollection", "features": PLOTS["features"][2:]}
    with pytest.raises(ParameterError, match="no polygon among the plots"):
        plots_file(atlas, parse_geojson(json.dumps(line), "body"), DAY, name=None, kind="zip", lang="zh", root="")
