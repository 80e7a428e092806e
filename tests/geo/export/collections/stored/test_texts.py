"""GeoJSON of stored features: each is what writing it alone would give."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely

from geo import Atlas
from geo.atlas.added.stored_layer import PlainRows
from geo.export.collections.feature_table import Field
from geo.export.collections.stored.fields import stored_fields
from geo.export.collections.stored.texts import Form, plain_rows_of, texts_of
from tests.stored_layers import LAYER

NAMES = ("place_id", 'a"%s\n%', "far", "listed")
FIELDS = {name: Field(name, "text", (name, name)) for name in NAMES}
WORDS = ["\n", '",\n"', "%d %", "\u2028地块\\", None]
ROWS = PlainRows(
    [1, 2, -3, 4, 5],
    np.array([shapely.Point(121.1234567894, 30), None, *[shapely.box(0, 0, 1, 1)] * 3], dtype=object),
    {NAMES[1]: WORDS, "far": [1.0, 0.1, None, 1e20, 2.5e-9], "listed": [True, False, None, True, True]},
)


@pytest.mark.parametrize("properties", [None, ("far",), ()])
def test_every_feature_is_written_as_json_writes_it(properties: tuple[str, ...] | None) -> None:
    texts = texts_of("ws-a", ROWS, FIELDS, Form(properties, skip_geometry=True))
    for at, text in enumerate(texts):
        known = {"place_id": f"ws-a_{ROWS.numbers[at]}", **{name: ROWS.columns[name][at] for name in NAMES[1:]}}
        shown = {name: known[name] for name in NAMES if properties is None or name in properties}
        whole = {"type": "Feature", "id": known["place_id"], "properties": shown, "geometry": None}
        assert text.decode() == json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def test_shapes_are_rounded_to_a_tenth_of_a_millimetre_and_one_without_has_none() -> None:
    located, bare, turned, *_ = (json.loads(text)["geometry"] for text in texts_of("ws-a", ROWS, FIELDS, Form()))
    assert located == {"type": "Point", "coordinates": [121.123456789, 30.0]}
    assert bare is None
    assert shapely.from_geojson(json.dumps(turned)).exterior.is_ccw
    assert texts_of("ws-a", PlainRows([], np.zeros(0, dtype=object), dict.fromkeys(NAMES, ())), FIELDS, Form()) == []


def test_a_frame_is_written_as_the_rows_it_was_made_of(stored_atlas: Atlas) -> None:
    layer = stored_atlas.stored[LAYER]
    fields = stored_fields(layer)
    frame = texts_of(LAYER, plain_rows_of(layer.rows()), fields, Form())
    assert frame == texts_of(LAYER, layer.plain_rows(), fields, Form())
    assert len(frame) == 36
