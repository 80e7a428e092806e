"""The command layers lists what the other commands take."""

from __future__ import annotations

import json

from click.testing import CliRunner

from geo import Atlas
from webmap.cli.main import main


def test_every_layer_is_listed_with_its_features(atlas: Atlas) -> None:
    text = CliRunner().invoke(main, ["layers"]).stdout.splitlines()
    assert [line.split()[0] for line in text] == ["id", *atlas.layer_ids]
    rows = json.loads(CliRunner().invoke(main, ["layers", "--json"]).stdout)
    assert {row["id"]: row["features"] for row in rows} == {name: len(atlas.layer(name)) for name in atlas.layer_ids}
