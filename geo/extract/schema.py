"""The JSON Schema of an extract, as it is published at ``/schemas/extract.json``."""

from __future__ import annotations

from importlib import resources


def schema_json() -> bytes:
    """Read the JSON Schema (2020-12) of an extract."""
    return resources.files("geo.extract").joinpath("extract.schema.json").read_bytes()
