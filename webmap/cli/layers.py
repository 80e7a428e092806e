"""The command layers: what can be exported, divided and drawn."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from geo.export.collections.collection import kinds_of_geometry
from geo.spreadsheets.text_width import aligned
from webmap.cli.common import load

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@click.pass_obj
def layers(folders: dict[str, Path | None], /, *, as_json: bool) -> None:
    """List the layers: id, title, kind of geometry, features."""
    atlas = load(folders)
    rows = [
        {
            "id": entry.id,
            "title_zh": entry.title_zh,
            "title_en": entry.title_en,
            "role": entry.role,
            "geometry": ", ".join(kinds_of_geometry(atlas.layers[entry.id])),
            "features": len(atlas.layers[entry.id]),
        }
        for entry in atlas.catalogue.layer
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    head = dict.fromkeys(rows[0])
    click.echo(aligned([list(head), *([str(value) for value in row.values()] for row in rows)]))
