"""A GeoJSON file read a piece at a time is what the whole document is, and what is wrong with it is told alike."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import AtlasError, ParameterError
from geo.readers import geojson

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.sampled_from("ab"), st.integers(), max_size=2),
)
POINTS = st.builds(lambda x, y: {"type": "Point", "coordinates": [x, y]}, st.floats(100, 120), st.floats(20, 40))
FEATURES = st.fixed_dictionaries(
    {"type": st.just("Feature"), "geometry": st.none() | POINTS},
    optional={
        "id": st.integers() | st.sampled_from(["a", "b"]),
        "properties": st.none() | st.dictionaries(st.sampled_from(["p", "q", "place_id"]), VALUES, max_size=3),
    },
)
DOCUMENTS = st.fixed_dictionaries(
    {"features": st.lists(FEATURES, max_size=6)},
    optional={
        "type": st.sampled_from(["FeatureCollection", "Feature", 1]),
        "crs": st.sampled_from([None, {"type": "name", "properties": {"name": "EPSG:4490"}}]),
        "count": st.integers(),
        "features ": st.lists(FEATURES, max_size=1),
    },
).flatmap(lambda document: st.permutations(list(document.items())).map(dict))


def outcome(read: Any, *args: object) -> Any:
    try:
        return read(*args)
    except AtlasError as error:
        return type(error), str(error)


def require_same(found: Any, expected: Any) -> None:
    if isinstance(expected, tuple):
        assert found == expected
        return
    assert found.crs == expected.crs
    pd.testing.assert_frame_equal(
        pd.DataFrame(found.drop(columns="geometry")), pd.DataFrame(expected.drop(columns="geometry")), check_exact=True
    )
    assert found.geometry.to_wkb().tolist() == expected.geometry.to_wkb().tolist()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(document=DOCUMENTS, indent=st.sampled_from([None, 1]), piece=st.sampled_from([1, 7, 64, 1 << 18]))
def test_pieces_make_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, document: dict[str, Any], indent: int | None, piece: int
) -> None:
    monkeypatch.setattr(geojson, "_PIECE", piece)
    path = tmp_path / "a.geojson"
    text = json.dumps(document, ensure_ascii=False, indent=indent)
    path.write_text(text, encoding="utf-8-sig")
    require_same(outcome(geojson.read, path), outcome(geojson.parse, text, str(path)))


def test_a_sound_file_is_never_read_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.geojson"
    feature = {"type": "Feature", "id": "a", "properties": {"n": 1}, "geometry": None}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature] * 3}), encoding="utf-8")
    monkeypatch.delattr(geojson, "read_text")
    assert geojson.read(path)["place_id"].tolist() == ["a", "a", "a"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[" * 100_000,
        '{"type": "FeatureCollection", "features": [' + "[" * 100_000,
        '{"type": "FeatureCollection", "features": [1]}',
        '{"type": "FeatureCollection", "features": {}}',
        '{"type": "FeatureCollection", "features": [{"geometry": null}]',
        '{"type": "FeatureCollection", "features": [{"geometry": null}]} x',
        '{"type": "FeatureCollection", "features": [{"geometry": null},]}',
        '{"type": "FeatureCollection", "features": [{"geometry": null}], "features": []}',
        '{"type": "FeatureCollection", "features": [{"geometry": {"type": "Polygon", "coordinates": [[[0, 0]]]}}]}',
        '{"type": "FeatureCollection", "features": [{"geometry": {"type": "Point", "coordinates": [NaN, 1]}}]}',
        '{"type": "FeatureCollection", "features": [{"geometry": null, "properties": {"a": "\\ud800"}}]}',
        '{"type": "FeatureCollection", "features": [{"geometry": null, "properties": {"a": [{"\\udfff": 1}]}}]}',
    ],
)
def test_a_fault_is_told_as_of_the_whole(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(text, encoding="utf-8")
    expected = outcome(geojson.parse, text, str(path))
    assert isinstance(expected, tuple)
    assert outcome(geojson.read, path) == expected


def test_a_property_of_its_own_in_every_feature_is_refused_before_the_table_is_made() -> None:
    def text(count: int) -> str:
        point = {"type": "Point", "coordinates": [121.9, 30.9]}
        features = [{"type": "Feature", "geometry": point, "properties": {f"c{row}": row}} for row in range(count)]
        return json.dumps({"type": "FeatureCollection", "features": features})

    assert {"c0", "c99"} <= set(geojson.parse(text(100), "body").columns)
    with pytest.raises(ParameterError, match="cells of properties"):
        geojson.parse(text(2_000), "body")
