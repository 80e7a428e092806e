"""The fields of a stored layer as a collection: those every feature has, then the columns of the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import words
from geo.columns import FIELDS
from geo.export.collections.feature_table import Field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.atlas.added.stored_layer import StoredLayer

#: Fields of every feature, beside its id.
_COMMON = ("name_zh", "name_en", "kind", "grade", "area_km2")


def stored_fields(layer: StoredLayer) -> Mapping[str, Field]:
    """Return the fields of a stored layer by name, in the order in which they are written.

    An own column with the name of a common one has ``_own`` behind its name.
    """
    text = ("place_id", *_COMMON[:-1])
    known = {
        name: Field(name, "text" if name in text else "number", FIELDS[name].label) for name in (*text, "area_km2")
    }
    known["area_km2"] = Field("area_km2", "number", FIELDS["area_km2"].label, FIELDS["area_km2"].unit)
    known["length_km"] = Field("length_km", "number", words.both("stored.length"), "km")
    own = {name: Field(name, one.kind, (one.name, one.name)) for name, one in layer.fields.items()}
    return {**known, **own}
