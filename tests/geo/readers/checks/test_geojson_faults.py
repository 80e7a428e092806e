"""A fault in a geometry is found in the member it is in, whatever stands there; a sound one has none."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import Fault
from geo.readers.checks.geojson_faults import COLLECTION, LEVELS, UnwritableError, fault_in, require_writable

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=3), part, max_size=2),
    max_leaves=8,
)


@given(
    kind=JUNK | st.sampled_from([*LEVELS, COLLECTION]),
    inside=JUNK,
    member=st.sampled_from(["coordinates", "geometries"]),
)
def test_any_value_has_a_fault_or_is_read_by_geos(kind: Any, inside: Any, member: str) -> None:
    geometry = {"type": kind, member: inside}
    fault = fault_in(geometry, "geometry")
    assert fault is None or fault.where.startswith("geometry")
    if fault is None:
        text = json.dumps(geometry)
        # The form is right; what may be left are rings that do not close and lines of one point.
        with suppress(shapely.errors.GEOSException):
            assert shapely.from_geojson(text).geom_type == kind


@pytest.mark.parametrize(
    ("geometry", "where"),
    [
        (5, "g"),
        ({}, "g.type"),
        ({"type": "Point"}, "g.coordinates"),
        ({"type": "Point", "coordinates": [True, 1]}, "g.coordinates[0]"),
        ({"type": "Polygon", "coordinates": [[[1, 2], [1, None]]]}, "g.coordinates[0][1][1]"),
        ({"type": COLLECTION, "geometries": [{"type": "Point", "coordinates": [1, 2]}, 3]}, "g.geometries[1]"),
    ],
)
def test_the_member_is_named(geometry: Any, where: str) -> None:
    fault = fault_in(geometry, "g")
    assert isinstance(fault, Fault)
    assert fault.where == where


@pytest.mark.parametrize(
    "wkt", ["POINT EMPTY", "POINT (1 2)", "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))", "LINESTRING Z (0 0 1, 1 1 2)"]
)
def test_a_sound_geometry_has_no_fault(wkt: str) -> None:
    shape = shapely.from_wkt(wkt)
    assert fault_in(json.loads(shapely.to_geojson(shape)), "g") is None


@pytest.mark.parametrize("value", [None, True, 5, 10**299, 1e308, "甲", ["甲", {"a": 1}]])
def test_a_value_that_can_be_written_passes(value: Any) -> None:
    require_writable(value)


@pytest.mark.parametrize(
    ("value", "said"), [(10**300, "300 digits"), (json.loads("[" * 40 + "]" * 40), "lists in lists")]
)
def test_a_value_that_cannot_be_calculated_with_is_refused(value: Any, said: str) -> None:
    with pytest.raises(UnwritableError, match=said):
        require_writable(value)


@pytest.mark.parametrize("value", ["\ud800", ["\udfff"], {"\ud800": 1}])
def test_half_a_surrogate_pair_is_refused_wherever_it_stands(value: Any) -> None:
    with pytest.raises(UnicodeEncodeError):
        require_writable(value)
