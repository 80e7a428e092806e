"""Which rows and columns are exported, in which reference system, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyogrio
import pytest
import shapely

from geo import Atlas
from geo.errors import CRSError, ParameterError
from geo.export import FeatureSelection
from geo.export.layer_content import layer_content, require_crs
from tests.geo.export.layer_files import export


def test_a_selection_keeps_what_was_asked_for(atlas: Atlas, tmp_path: Path) -> None:
    chosen = FeatureSelection(kinds=frozenset({"featured_park"}), bbox=(121.8, 30.8, 122.0, 31.0))
    found = pyogrio.read_dataframe(export(atlas, tmp_path, "parks", "gpkg", selection=chosen), layer="parks")
    parks = atlas.layer("parks")
    inside = parks[
        parks.geometry.intersects(shapely.box(121.8, 30.8, 122.0, 31.0)) & (parks["kind"] == "featured_park")
    ]
    assert 0 < len(inside) < len(parks)
    assert list(found["place_id"]) == list(inside.index)
    claims = pyogrio.read_dataframe(tmp_path / "parks.gpkg", layer="claims")
    assert set(claims["place_id"]) == set(inside.index)


def test_an_id_of_another_layer_is_refused_and_named(atlas: Atlas) -> None:
    with pytest.raises(ParameterError, match="lg-new-area"):
        FeatureSelection(ids=frozenset({"lg-new-area"})).mask(atlas.layer("parks"))


def test_areas_in_all_units_are_the_one_that_was_measured(atlas: Atlas) -> None:
    for row, _ in layer_content(atlas, "functional_areas").shapes():
        area = atlas.layer("functional_areas")["area_km2"][row["place_id"]]
        assert row["area_m2"] == pytest.approx(area * 1e6, rel=1e-15)
        assert row["area_ha"] == pytest.approx(area * 100, rel=1e-15)
        assert row["area_mu"] == pytest.approx(area * 1500, rel=1e-15)


def test_attributes_get_one_type_each_and_a_name_of_their_own(atlas: Atlas) -> None:
    plain = layer_content(atlas, "scopes")
    ids = plain.rows.index
    attributes = {"BSM": 1, "name_zh": "a", "share": 0.5, "flag": True, "half": None}
    own = pd.DataFrame([attributes] * len(ids), index=ids, dtype=object)
    content = layer_content(replace(atlas, own={"scopes": own}), "scopes")
    assert list(content.attributes) == ["BSM_own", "name_zh_own", "share", "flag", "half"]
    assert (content.attributes["BSM_own"].dtype, content.attributes["share"].dtype) == ("int64", "float64")
    row, _ = next(content.shapes())
    assert (row["BSM_own"], row["share"], row["flag"], row["half"]) == (1, 0.5, "True", None)


def test_metres_and_degrees_are_asked_for_by_the_format_that_needs_them(atlas: Atlas) -> None:
    degrees, metres = (layer_content(atlas, "scopes", crs) for crs in ("EPSG:4490", "EPSG:4529"))
    degrees.require_degrees("KML")
    metres.require_metres("DXF")
    with pytest.raises(CRSError, match="DXF in EPSG:4490"):
        degrees.require_metres("DXF")
    with pytest.raises(CRSError, match="KML in EPSG:4529"):
        metres.require_degrees("KML")


def test_a_code_is_returned_in_capitals_and_bounds_are_in_its_system(atlas: Atlas) -> None:
    rows = atlas.layer("scopes")
    assert require_crs("epsg:4529", rows.total_bounds) == "EPSG:4529"
    bounds = layer_content(atlas, "scopes", "epsg:4529").bounds
    assert bounds == pytest.approx(tuple(rows.to_crs("EPSG:4529").total_bounds), abs=1e-6)
    nowhere = rows.set_geometry([None] * len(rows), crs=rows.crs)
    assert replace(layer_content(atlas, "scopes"), rows=nowhere).bounds is None
