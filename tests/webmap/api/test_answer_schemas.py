"""The schemas of answers are valid JSON Schema and name only one another."""

from __future__ import annotations

import json
import re

from jsonschema import Draft202012Validator

from webmap.api.answer_schemas import SCHEMAS


def test_each_is_a_valid_schema_and_refers_to_one_that_exists() -> None:
    for schema in SCHEMAS.values():
        Draft202012Validator.check_schema(schema)
    named = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(SCHEMAS)))
    assert named <= set(SCHEMAS)
    assert {"Document", "Statement", "Neighbour", "Method"} <= named
