"""The command layers: what can be exported, divided and drawn, or what is in a store."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from geo.errors import AtlasError
from geo.spreadsheets.text_width import aligned
from webmap.cli.common import load, stop_with
from webmap.cli.store.option import STORE, store_or_default

if TYPE_CHECKING:
    from pathlib import Path


_COLUMNS = ("id", "title_zh", "title_en", "role", "geometry", "features")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@STORE
@click.pass_obj
def layers(folders: dict[str, Path | None], /, *, as_json: bool, store: str | None) -> None:
    """List the layers: id, title, kind of geometry, features; with --store those of a store."""
    only_store = click.get_current_context().get_parameter_source("store") is click.core.ParameterSource.COMMANDLINE
    rows = [] if only_store else _of_the_atlas(folders)
    rows += [] if store is None else _stored(store_or_default(store))
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    columns = list(dict.fromkeys([*_COLUMNS, *(name for row in rows for name in row)]))
    click.echo(aligned([columns, *([str(row.get(name, "")) for name in columns] for row in rows)]))


def _of_the_atlas(folders: dict[str, Path | None]) -> list[dict[str, Any]]:
    from geo.export.collections.collection import kinds_of_geometry  # noqa: PLC0415  a store needs it not

    atlas = load(folders)
    return [
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


def _stored(address: str) -> list[dict[str, Any]]:
    """List what is in a store; what cannot be read is told on standard error."""
    from geo.store.open_store import open_store  # noqa: PLC0415  its libraries take half a second

    try:
        store = open_store(address)
        rows = [
            {
                "id": name,
                "title_zh": layer.entry.title_zh,
                "title_en": layer.entry.title_en,
                "role": layer.entry.role,
                "geometry": layer.entry.geometry,
                "features": layer.count(),
                "source": layer.note.origin,
                "crs": layer.note.crs,
                "repaired": layer.note.repaired,
            }
            for name, layer in store.items()
        ]
    except AtlasError as error:
        stop_with(error)
    for fault in store.left_out:
        click.echo(f"lingang: left out: {fault}", err=True)
    return rows
