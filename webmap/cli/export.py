"""The commands that take a layer away as a file, and bring one back: export and import."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import click

from geo.columns import NAMINGS
from geo.export import FORMATS, FeatureSelection, write_layer
from geo.export.layer_file import as_layer_file
from geo.readers.vector_file import read_vector_file
from geo.store.file_layer import resolve_layer
from webmap.cli.common import BBOX, FILE, USAGE, load, or_stop, put, stop


@click.command()
@click.argument("layer")
@click.option("--format", "kind", type=click.Choice(list(FORMATS)), required=True, help="Format of the file.")
@click.option("--crs", help="EPSG code.  [default: EPSG:4326; EPSG:4529 for dxf and txt]")
@click.option("--fields", type=click.Choice(list(NAMINGS)), help="Long names, or codes of the planning database.")
@click.option("--encoding", type=click.Choice(["utf-8", "gbk"]), help="Of Shapefile, TXT and DXF.")
@click.option("--id", "ids", multiple=True, help="Only this place; may be repeated.")
@click.option("--kind", "kinds", multiple=True, help="Only places of this kind; may be repeated.")
@click.option("--grade", "grades", multiple=True, help="Only this grade (A, B, C); may be repeated.")
@BBOX
@click.option("--output", type=FILE, help="File to write.  [default: LAYER.FORMAT here]")
@click.pass_obj
def export(folders: dict[str, Path | None], /, layer: str, kind: str, output: Path | None, **given: Any) -> None:
    """Write LAYER, a layer or a vector file of your own, or a part of it, as a file."""
    whole = load(folders)
    atlas, layer = or_stop(lambda: resolve_layer(whole, layer))
    selection = FeatureSelection(
        frozenset(given["ids"]), frozenset(given["kinds"]), frozenset(given["grades"]), given["bbox"] or None
    )
    options = {"encoding": given["encoding"]} if given["encoding"] else {}
    target = output or Path(f"{Path(layer).stem}.{FORMATS[kind].suffix}")
    # Written aside first, so that a failure leaves the old file as it was; GDAL also insists on its own suffixes.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"export.{FORMATS[kind].suffix}"
        content = or_stop(
            lambda: write_layer(
                atlas, layer, kind, path, crs=given["crs"], selection=selection, naming=given["fields"], **options
            )
        )
        put(path, target)
    click.echo(f"wrote {target} ({len(content.rows)} features, data version {atlas.version})", err=True)


@click.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "name", required=True, help="Name of the layer: NAME.geojson is written.")
@click.option(
    "--output", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="Folder.  [default: here]"
)
def import_file(file: Path, name: str, output: Path) -> None:
    """Read FILE (any exported format, 界址点 TXT, DXF) and keep it as a layer in longitude/latitude.

    The layer can be named by its path wherever a vector file is taken.
    """
    if not name.replace("_", "").replace("-", "").isalnum():
        stop(f"--as {name!r}: expected letters, digits, - and _", USAGE)
    taken = or_stop(lambda: read_vector_file(file))
    target = output / f"{name}.geojson"
    if target.exists():
        stop(f"{target} exists; choose another name or remove it first", USAGE)
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / target.name
        with made.open("w", encoding="utf-8") as out:
            out.writelines(as_layer_file(taken.features))
        put(made, target)
    said = {"file": str(target), "features": len(taken.features), "crs": "EPSG:4326"}
    source = {"source_crs": taken.crs, "source_crs_guessed": taken.guessed}
    click.echo(json.dumps({**said, **source}, ensure_ascii=False))
