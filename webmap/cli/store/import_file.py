"""The command import: a vector file as a layer of a store, of any size, or as a GeoJSON file in the form of a layer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.errors import AtlasError
from webmap.cli.common import USAGE, or_stop, or_stop_writing, output_file, stop, stop_with
from webmap.cli.pipes import input_file
from webmap.cli.progress import QUIET, ProgressLine
from webmap.cli.store.option import STORE, printable, store_or_default

if TYPE_CHECKING:
    from geo.readers.vector_file import VectorFile


@click.command(name="import")
@click.argument("file", type=click.Path(exists=True, path_type=Path, allow_dash=True))
@click.option("--as", "name", required=True, help="Name of the layer; its id is made of it.")
@STORE
@click.option("--layer", help="Which layer of FILE, if it has several.")
@click.option("--name-field", help="Column with the names of the features.  [default: a column that looks like one]")
@click.option("--title", help="Title of the layer.  [default: its name]")
@click.option("--force", is_flag=True, help="Replace a layer of this name.")
@click.option(
    "--repair", is_flag=True, help="Repair shapes that cross themselves; each is told. Without it they are refused."
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder: write NAME.geojson there, in longitude/latitude, instead of into a store.",
)
@QUIET
def import_file(file: Path, output: Path | None, *, quiet: bool, **given: Any) -> None:
    """Import FILE (any exported format that has shapes, GPX, GML, MapInfo) into a store as a layer of any size.

    It is there whole or not at all. `lingang layers --store` lists it, `lingang serve --store` shows it. The name - is
    standard input.
    """
    if not given["name"].strip():
        stop("--as: expected a name for the layer", USAGE)
    with input_file(str(file)) as name:
        if output is not None:
            _write_layer_file(Path(name), given["name"], output, quiet=quiet)
        else:
            _into_store(Path(name), given, quiet=quiet)


def _into_store(file: Path, given: dict[str, Any], *, quiet: bool) -> None:
    """Import a file; tell each repair on standard error, and the layer as JSON."""
    from geo.store.import_layer import ImportOptions, import_layer  # noqa: PLC0415  its libraries take a second

    store = store_or_default(given.pop("store"))
    options = ImportOptions(**given)
    try:
        with or_stop_writing(Path(printable(store))), ProgressLine(quiet=quiet) as progress:
            note = import_layer(file, store, options, progress)
    except AtlasError as error:
        stop_with(error)
    for repair in note.repairs:
        click.echo(f"repaired: feature {repair}", err=True)
    if note.repaired > len(note.repairs):
        click.echo(f"repaired: {note.repaired - len(note.repairs)} more", err=True)
    said = {"layer": note.id, "store": printable(store), "features": note.count, "crs": "EPSG:4326"}
    source = {
        "source_crs": note.crs,
        "source_crs_guessed": note.guessed,
        "name_field": note.name_source,
    }
    warnings = [{"text_zh": zh, "text_en": en} for zh, en in note.warnings]
    click.echo(json.dumps({**said, **source, "repaired": note.repaired, "warnings": warnings}, ensure_ascii=False))


def _write_layer_file(file: Path, name: str, output: Path, *, quiet: bool) -> None:
    """Write a file in the form of a layer; it can be named by its path wherever a vector file is taken."""
    if not name.replace("_", "").replace("-", "").isalnum():
        stop(f"--as {name!r}: expected letters, digits, - and _", USAGE)
    taken = or_stop(lambda: _read(file, quiet=quiet))
    target = output / f"{name}.geojson"
    if target.exists():
        stop(f"{target} exists; choose another name or remove it first", USAGE)
    with or_stop_writing(target):
        output.mkdir(parents=True, exist_ok=True)
    with output_file(target) as made:
        _write_as_layer(taken, made, quiet=quiet)
    said = {"file": str(target), "features": len(taken.features), "crs": "EPSG:4326"}
    source = {"source_crs": taken.crs, "source_crs_guessed": taken.guessed}
    source["warnings"] = taken.warning_rows
    click.echo(json.dumps({**said, **source}, ensure_ascii=False))


def _read(file: Path, *, quiet: bool) -> VectorFile:
    from geo.readers.vector_file import read_vector_file  # noqa: PLC0415  GDAL, which a store may not need

    with ProgressLine(quiet=quiet) as progress, progress.step(f"reading {file.name}"):
        return read_vector_file(file)


def _write_as_layer(taken: VectorFile, made: Path, *, quiet: bool) -> None:
    """Write features in the form of a layer file."""
    from geo.export.layer_file import as_layer_file  # noqa: PLC0415  as above

    count, step = len(taken.features), f"writing {made.name}"
    with ProgressLine(quiet=quiet) as progress, made.open("w", encoding="utf-8") as out:
        for number, piece in enumerate(as_layer_file(taken.features)):
            # Not for each feature: showing progress takes longer than writing one.
            if number % 500 == 0:
                progress(step, min(number, count), count)
            out.write(piece)
        progress(step, count, count)
