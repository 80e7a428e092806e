"""The command remove: a layer of a store."""

from __future__ import annotations

import json

import click

from webmap.cli.common import LayerName, or_stop
from webmap.cli.store.option import STORE, printable, store_or_default


@click.command()
@click.argument("name", type=LayerName(is_stored=True))
@STORE
def remove(name: str, store: str | None) -> None:
    """Remove the layer NAME from a store; the file it was imported from stays."""
    from geo.store.import_layer import remove_layer  # noqa: PLC0415  its libraries take a second
    from geo.store.own.layer_ids import layer_id_of  # noqa: PLC0415

    place = store_or_default(store)
    or_stop(lambda: remove_layer(place, layer_id_of(name)))
    click.echo(json.dumps({"removed": layer_id_of(name), "store": printable(place)}, ensure_ascii=False))
