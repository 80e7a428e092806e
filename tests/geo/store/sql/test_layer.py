"""A stored layer in a folder and in a database: the same pages, counts, names and figures."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo import Atlas
from geo.atlas.added.stored_layer import StoredQuery
from geo.errors import ParameterError
from geo.export.collections.collection import collections, stored_collection
from geo.export.collections.collection_table import extent
from geo.export.collections.feature_query import FeatureQuery
from geo.export.collections.field_schema import queryables
from geo.export.collections.served_crs import CRS84
from geo.export.collections.stored.pages import StoredPages, stored_pages
from geo.measure.area import area_km2
from geo.store.import_layer import ImportOptions, import_layer, remove_layer
from geo.store.open_store import open_store, with_store
from geo.store.sql.layer import SqlLayer, text_of
from tests.geo.store.conftest import plots


def numbers(layer: SqlLayer, query: StoredQuery) -> list[int]:
    return [int(one) for one in layer.rows(query)["id"]]


def test_a_layer_says_what_it_is(layer: SqlLayer) -> None:
    entry = layer.entry
    assert (entry.id, entry.title_zh, entry.geometry, entry.role) == (
        "ws-plots-di-kuai",
        "Plots 地块",
        "polygon",
        "workspace",
    )
    assert "plots.gpkg" in entry.description_en
    kinds = {name: field.kind for name, field in layer.fields.items()}
    assert kinds == {
        "id": "number", "name": "text", "use": "text", "far": "number", "floors": "number", "built": "date",
        "seen": "time", "listed": "boolean", "Kind": "text", "grade_own": "text",
    }  # fmt: skip
    assert layer.fields["grade_own"].name == "grade"
    assert layer.bounds == pytest.approx((121.7, 30.85, 121.758, 30.908))


def test_a_page_has_the_common_columns_and_then_the_own_ones_as_they_are_in_the_source(layer: SqlLayer) -> None:
    rows = layer.rows(StoredQuery(limit=3, offset=6))
    assert rows.index.name == "place_id"
    assert rows.index.tolist() == [f"{layer.entry.id}_{number}" for number in (7, 8, 9)]
    assert rows.columns.tolist()[:6] == ["name_zh", "name_en", "kind", "grade", "area_km2", "length_km"]
    assert rows["name_zh"].tolist() == ["Lü 6", "Lü 7", "Lü 8"]
    assert rows["grade"].tolist() == ["A", "A", "A"]
    source = plots().iloc[6:9]
    for name in ("id", "use", "far", "floors"):
        assert [None if pd.isna(one) else one for one in rows[name]] == [
            None if pd.isna(one) else one for one in source[name]
        ]
    assert rows["built"].tolist() == [None, "2007-01-01", None]
    assert rows["listed"].tolist() == [None, True, False]
    assert rows["area_km2"].to_numpy() == pytest.approx(area_km2(source.geometry.to_numpy(), source.crs), rel=1e-12)
    assert rows["length_km"].isna().all()
    assert rows.crs.to_epsg() == 4326


def test_a_feature_without_a_name_is_called_by_its_layer_and_number(layer: SqlLayer) -> None:
    row = layer.rows(StoredQuery(ids=[f"{layer.entry.id}_6"])).iloc[0]
    assert (row["name_zh"], row["name_en"], row["id"]) == ("Plots 地块 6", "Plots 地块 6", 5)


def test_plain_rows_are_those_of_a_frame(layer: SqlLayer) -> None:
    plain, frame = layer.plain_rows(StoredQuery(limit=8)), layer.rows(StoredQuery(limit=8))
    assert [f"{layer.note.id}_{number}" for number in plain.numbers] == frame.index.tolist()
    assert [*plain.columns, "geometry"] == frame.columns.tolist()
    assert shapely.equals_identical(plain.shapes, frame.geometry.to_numpy()).all()
    for name, values in plain.columns.items():
        assert list(values) == [None if pd.isna(one) else one for one in frame[name].tolist()], name
        assert {type(one) for one in values} <= {type(one) for one in frame[name].tolist()} | {type(None)}, name


def test_one_without_a_shape_is_there_without_an_area(layer: SqlLayer) -> None:
    row = layer.rows(StoredQuery(ids=[f"{layer.entry.id}_36"])).iloc[0]
    assert row.geometry is None
    assert np.isnan(row["area_km2"])


def test_a_box_selects_what_intersects_it_and_not_what_its_box_does(layer: SqlLayer) -> None:
    assert numbers(layer, StoredQuery(bbox=(121.705, 30.855, 121.715, 30.865))) == [0, 1, 6, 7]
    hole = (121.7125, 30.8625, 121.7135, 30.8635)
    assert numbers(layer, StoredQuery(bbox=hole)) == [], "the hole of a plot"
    assert numbers(layer, StoredQuery(bbox=hole, nearly=True)) == [7], "its box touches it"
    assert layer.count(StoredQuery(bbox=(121.705, 30.855, 121.715, 30.865), limit=1)) == 4
    assert numbers(layer, StoredQuery(bbox=(121.75, 30.85, -170, 30.851))) == [5], "across the antimeridian"
    with pytest.raises(ParameterError, match="not finite"):
        layer.rows(StoredQuery(bbox=(float("nan"), 0, 1, 1)))


@pytest.mark.parametrize(
    ("equals", "expected"),
    [
        ({"use": ["it's 50%"]}, [2, 6, 10]),
        ({"use": [""]}, [3, 7, 11]),
        ({"use": ["商业", "green"]}, [0, 1, 4, 5, 8, 9]),
        ({"far": ["1", "no number"]}, [4]),
        ({"listed": ["true"]}, [1, 3, 5, 7, 9, 11]),
        ({"listed": ["否"], "use": ["商业"]}, [4, 8]),
        ({"built": ["2003-01-01"]}, [3]),
        ({"grade": ["A"]}, [0, 1, 2, 3, 4, 5, 6, 7, 8]),
        ({"kind": ["A"]}, []),
        ({"name_zh": ["Lü 4"]}, [4]),
        ({"far": ["x"]}, []),
    ],
)
def test_values_are_compared_as_texts_of_their_kind(
    layer: SqlLayer, equals: dict[str, list[str]], expected: list[int]
) -> None:
    query = StoredQuery(equals=equals)
    assert [one for one in numbers(layer, query) if one < 12] == expected
    assert layer.count(query) == len(layer.rows(query))


def test_rows_are_ordered_by_columns_with_missing_values_last(layer: SqlLayer) -> None:
    downwards = layer.rows(StoredQuery(order=(("use", True), ("far", False)), limit=4))
    assert downwards["use"].tolist() == ["商业"] * 4
    assert downwards["far"].tolist() == sorted(downwards["far"])
    assert layer.rows(StoredQuery(order=(("use", True),), offset=27))["use"].isna().all()
    by_area = layer.rows(StoredQuery(order=(("area_km2", True),)))["area_km2"].to_numpy()
    assert by_area[:35].tolist() == sorted(by_area[:35], reverse=True)


def test_only_the_columns_asked_for_are_read_and_shapes_only_if_wanted(layer: SqlLayer) -> None:
    rows = layer.rows(StoredQuery(columns=["use", "name_zh"], with_shapes=False, limit=2))
    assert rows.columns.tolist() == ["name_zh", "name_en", "kind", "grade", "area_km2", "length_km", "use", "geometry"]
    assert rows.geometry.isna().all()
    assert (rows["area_km2"] > 0).all()


def test_a_column_of_times_has_times_and_days_can_be_compared_with_them(layer: SqlLayer) -> None:
    """A column of times has its moment in UTC in every feature, midnight too, and orders and filters by it."""
    newest = layer.rows(StoredQuery(order=(("seen", True),), limit=3))
    assert newest["seen"].tolist() == ["2024-03-28T00:00:00Z", "2024-03-27T16:00:00Z", "2024-03-26T08:00:00Z"]
    seen = {"property": "seen"}
    noon = {"timestamp": "2024-03-02T12:00:00+08:00"}
    for condition, expected in (
        ({"op": "<=", "args": [seen, noon]}, [0, 28]),
        ({"op": "=", "args": [seen, {"timestamp": "2024-03-02T08:00:00Z"}]}, [1]),
        ({"op": "<", "args": [seen, {"date": "2024-03-02"}]}, [0, 28]),
        ({"op": "t_before", "args": [seen, noon]}, [0, 28]),
        ({"op": "t_during", "args": [seen, {"interval": ["2024-03-02T07:00:00Z", "2024-03-02T09:00:00Z"]}]}, [1]),
        ({"op": "t_during", "args": [seen, {"interval": ["2024-03-01", "2024-03-02"]}]}, [1, 28, 29]),
    ):
        assert numbers(layer, StoredQuery(condition=condition)) == expected, condition
    assert numbers(layer, StoredQuery(equals={"seen": ["2024-03-03T16:00:00Z"]})) == [2]
    described = queryables(StoredPages(layer), "plots", "https://example.org/plots", "en")["properties"]
    assert [described[name].get("format") for name in ("built", "seen", "use")] == ["date", "date-time", None]


@pytest.mark.parametrize("order", [(), (("use", False),)])
def test_batches_have_every_feature_once(layer: SqlLayer, order: tuple[tuple[str, bool], ...]) -> None:
    parts = list(layer.batches(StoredQuery(order=order), size=10))
    assert [len(part) for part in parts] == [10, 10, 10, 6]
    whole = pd.concat(parts)
    assert whole.index.tolist() == layer.rows(StoredQuery(order=order)).index.tolist()
    assert [len(part) for part in layer.batches(StoredQuery(bbox=(121.7, 30.85, 121.72, 30.86), limit=2), size=10)] == [
        2
    ]


def test_the_commonest_values_come_first(layer: SqlLayer) -> None:
    assert layer.values("Kind") == [("A", 18), ("B", 18)]
    assert layer.values("use", most=2) == [("green", 9), ("it's 50%", 9)]
    assert layer.values("floors", most=1) == [("1", 1)]
    assert dict(layer.values("listed")) == {"true": 18, "false": 12}


@pytest.mark.parametrize(
    "query", [StoredQuery(equals={'x"; --': ["1"]}), StoredQuery(order=(("x'", True),)), StoredQuery(columns=["x"])]
)
def test_a_column_that_is_not_there_is_refused(layer: SqlLayer, query: StoredQuery) -> None:
    with pytest.raises(ParameterError, match=r"expected one of place_id, .*far"):
        layer.rows(query)


def test_ids_of_others_select_nothing(layer: SqlLayer) -> None:
    assert layer.rows(StoredQuery(ids=["ws-other_1", f"{layer.entry.id}_x", f"{layer.entry.id}_²"])).empty
    assert layer.count(StoredQuery(ids=[f"{layer.entry.id}_1", f"{layer.entry.id}_2"])) == 2


def test_the_version_stays_while_nothing_changes(layer: SqlLayer, plots_file: Path) -> None:
    assert plots_file.exists()
    assert layer.version == layer.version
    assert shapely.get_dimensions(layer.rows(StoredQuery(limit=1)).geometry.iloc[0]) == 2


def test_a_name_is_short_and_the_text_it_was_made_of_stands_whole(tmp_path: Path) -> None:
    frame = plots().iloc[:2].assign(name=["长" * 3_000, "短"])
    frame.to_file(tmp_path / "long.gpkg")
    note = import_layer(tmp_path / "long.gpkg", str(tmp_path / "store"), ImportOptions("long"))
    rows = open_store(str(tmp_path / "store"))[note.id].rows()
    assert [len(one) for one in rows["name_zh"]] == [100, 1]
    assert [len(one) for one in rows["name"]] == [3_000, 1]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (dt.datetime(2025, 6, 9), "2025-06-09"),
        (dt.datetime(2025, 6, 9, 8, 30), "2025-06-09T08:30:00"),
        ("2025-06-09T00:00:00.000Z", "2025-06-09"),
        ("2025-06-09T08:30:00.000Z", "2025-06-09T08:30:00"),
        (dt.date(2025, 6, 9), "2025-06-09"),
    ],
)
def test_a_midnight_is_written_as_the_day_it_stands_for(value: object, text: str) -> None:
    assert text_of(value, "date") == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (dt.datetime(2025, 6, 9, 8, 30, tzinfo=dt.timezone(dt.timedelta(hours=8))), "2025-06-09T00:30:00Z"),
        ("2025-06-09 08:30:00.250", "2025-06-09T08:30:00.250Z"),
        ("2025-06-09", "2025-06-09T00:00:00Z"),
    ],
)
def test_a_time_is_written_whole_and_in_utc(value: object, text: str) -> None:
    assert text_of(value, "time") == text


def test_a_mixed_layer_has_a_collection_for_each_kind_of_shape(store: str, tmp_path: Path, atlas: Atlas) -> None:
    shapes = [shapely.Point(121.7, 30.9), shapely.box(121.71, 30.9, 121.72, 30.91), shapely.Point(121.75, 30.9), None]
    path = tmp_path / "mixed.geojson"
    gpd.GeoDataFrame({"name": ["甲", "乙", "丙", "丁"]}, geometry=shapes, crs="EPSG:4326").to_file(path)
    import_layer(path, store, ImportOptions("mixed"))
    try:
        with_it = with_store(atlas, open_store(store))
        mixed = with_it.stored["ws-mixed"]
        assert (mixed.entry.geometry, mixed.dimensions) == ("mixed", {0, 2})
        assert [mixed.count(StoredQuery(dimension=one)) for one in (0, 1, 2)] == [2, 0, 1]
        known = collections(with_it)
        assert [one for one in known if one.startswith("ws-mixed")] == ["ws-mixed", "ws-mixed-areas", "ws-mixed-points"]
        assert known["ws-mixed-areas"].part == "areas"
        assert extent(with_it, "ws-mixed-points").bounds == mixed.bounds
        pages = stored_pages(with_it, "ws-mixed-points")
        box = FeatureQuery(bbox=(121.6, 30.8, 121.72, 30.95))
        for page in (pages.page(box, 10, 0), pages.page(replace(box, own={"name": frozenset({"甲"})}), 10, 0)):
            assert [one["properties"]["name"] for one in json.loads(b"[%b]" % page.body)] == ["甲"]
        assert pages.page(FeatureQuery(), 10, 0).matched == 2
        assert pages.one("ws-mixed_2", CRS84) is None, "an area"
        assert stored_collection(with_it, "ws-mixed-lines") is None
    finally:
        remove_layer(store, "ws-mixed")
