"""The fields of a stored layer as a collection."""

from __future__ import annotations

from geo.export.collections.stored.fields import stored_fields
from tests.stored_layers import parcels


def test_the_columns_of_the_source_follow_those_of_every_feature() -> None:
    fields = stored_fields(parcels())
    assert [*fields] == [
        *("place_id", "name_zh", "name_en", "kind", "grade", "area_km2", "length_km"),
        *("use", "far", "floors"),
    ]
    assert (fields["far"].kind, fields["far"].title) == ("number", ("far", "far"))
    assert fields["area_km2"].unit == fields["length_km"].unit[:2] + "²"
