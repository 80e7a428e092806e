"""The fields of a stored layer as a collection."""

from __future__ import annotations

from geo import Atlas
from geo.export.collections.stored.fields import stored_fields
from tests.stored_layers import LAYER


def test_the_columns_of_the_source_follow_those_of_every_feature(stored_atlas: Atlas) -> None:
    fields = stored_fields(stored_atlas.stored[LAYER])
    assert [*fields] == [
        *("place_id", "name_zh", "name_en", "kind", "grade", "area_km2", "length_km"),
        *("use", "地块名称", "far", "floors", "kind_own", "built"),
    ]
    assert (fields["far"].kind, fields["far"].title) == ("number", ("far", "far"))
    assert fields["kind_own"].title == ("kind", "kind"), "by its own name in the source"
    assert (fields["area_km2"].unit, fields["length_km"].unit) == ("km²", "km")
