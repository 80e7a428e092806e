"""The published schema: frozen, and true of every kind of extract."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import jsonschema
import pytest
import shapely

from geo import Atlas
from geo.extract.schema import schema_json
from geo.extract.statement import SCHEMA_VERSION, extract_json, extract_of_place, extract_of_shape
from tests.geo.extract.sites import CHIP_PORT_BOX, FAR_WEST

DAY = dt.date(2026, 11, 29)
#: The schema as it was published; it changes with its version only.
KEPT = Path(__file__).parent / "kept" / f"extract-{SCHEMA_VERSION}.schema.json"


def _validate(extract: dict[str, object]) -> None:
    schema = json.loads(schema_json())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(extract_json(extract)))


def test_the_schema_is_as_it_was_published() -> None:
    assert schema_json() == KEPT.read_bytes()


@pytest.mark.parametrize("place_id", ["fp-oriental-chip-port", "belt-bay", "park-intl-data", "node-data-port"])
def test_the_extract_of_a_place_is_of_its_form(atlas: Atlas, place_id: str) -> None:
    _validate(extract_of_place(atlas, place_id, DAY))


@pytest.mark.parametrize("box", [CHIP_PORT_BOX, FAR_WEST])
def test_the_extract_of_a_shape_is_of_its_form(atlas: Atlas, box: tuple[float, float, float, float]) -> None:
    _validate(extract_of_shape(atlas, shapely.box(*box), DAY))


def test_every_key_of_an_extract_is_described(atlas: Atlas) -> None:
    schema = json.loads(schema_json())
    extract = extract_of_shape(atlas, shapely.box(*FAR_WEST), DAY)
    # A question (fit/test_chapter.py) and layers of a store have tests of their own.
    assert set(extract) == set(schema["properties"]) - {"fit", "stored"}
    for name in ("applies", "does_not_apply", "no_data"):
        described = set(schema["$defs"][name]["properties"])
        assert {key for row in extract[name] for key in row} == described
