"""The schemas are JSON Schema, and the features are valid by theirs."""

from __future__ import annotations

import json

import jsonschema
import pytest

from geo import Atlas
from geo.export.collections.collection_table import feature_table
from geo.export.collections.field_schema import feature_schema, logical_schema, queryables


@pytest.mark.parametrize("name", ["parks", "parks-points", "table-indicators", "account-scopes", "roads"])
def test_features_are_valid_by_the_schema_of_their_collection(atlas: Atlas, name: str) -> None:
    table = feature_table(atlas, name)
    part = "points" if name.endswith("points") else None
    schema = feature_schema(table, name, f"https://example.org/{name}", "zh", part)
    check = jsonschema.Draft202012Validator(schema)
    check.check_schema(schema)
    for text in table.texts(range(len(table))):
        check.validate(json.loads(text))
    queried = queryables(table, name, f"https://example.org/{name}", "en")
    assert list(table.fields) == [key for key in queried["properties"] if key != "geometry"]
    described = logical_schema(table, name, f"https://example.org/{name}", "en", part)
    assert ("geometry" in described["properties"]) == (table.shapes is not None)
