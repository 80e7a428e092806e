"""The command export: write a layer to a file."""

from __future__ import annotations

import tempfile
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.columns import NAMINGS
from geo.export import FORMATS, FeatureSelection, write_layer
from geo.readers.file_names import is_vector_file
from geo.store.file_layer import with_attributes
from geo.text_files import written_whole
from webmap.cli.common import BBOX, USAGE, LayerName, is_pipe, load, or_stop, or_stop_writing, output_file, save, stop
from webmap.cli.pipes import input_file
from webmap.cli.progress import QUIET, ProgressLine, resolve_layer_with_progress
from webmap.cli.store.option import STORE, beside_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.atlas.atlas import Atlas


@dataclass(frozen=True)
class ExportOptions:
    """The options of the command export."""

    kind: str | None
    crs: str | None
    fields: str | None
    encoding: str | None
    ids: tuple[str, ...]
    kinds: tuple[str, ...]
    grades: tuple[str, ...]
    bbox: tuple[float, float, float, float] | None
    output: Path | None
    quiet: bool

    @property
    def selection(self) -> FeatureSelection:
        """The features to export."""
        return FeatureSelection(frozenset(self.ids), frozenset(self.kinds), frozenset(self.grades), self.bbox or None)


@click.command()
@click.argument("layer", type=LayerName())
@click.option(
    "--format", "kind", type=click.Choice(list(FORMATS)), help="Format.  [default: by the ending of --output]"
)
@click.option("--crs", help="EPSG code.  [default: EPSG:4326; EPSG:4529 for dxf and txt]")
@click.option("--fields", type=click.Choice(list(NAMINGS)), help="Long names, or codes of the planning database.")
@click.option("--encoding", type=click.Choice(["utf-8", "gbk"]), help="Of Shapefile, TXT and DXF.")
@click.option("--id", "ids", multiple=True, help="Only this place; may be repeated.")
@click.option("--kind", "kinds", multiple=True, help="Only places of this kind; may be repeated.")
@click.option("--grade", "grades", multiple=True, help="Only this grade (A, B, C); may be repeated.")
@BBOX
@click.option("--output", type=click.Path(path_type=Path), help="File to write.  [default: LAYER.FORMAT here]")
@QUIET
@STORE
@click.pass_obj
def export(folders: dict[str, Path | None], /, layer: str, store: str | None, **given: Any) -> None:
    """Write LAYER, a layer, a vector file of your own or a layer of --store, or a part of it, as a file.

    The name - is standard input for LAYER and standard output for --output. A Shapefile is a set of files if its name
    ends in .shp, and else a ZIP; a File Geodatabase is a folder if its name ends in .gdb, and a ZIP in .gdb.zip.
    """
    options = ExportOptions(**given)
    kind = options.kind or _kind_by_name(options.output)
    whole = beside_store(load(folders), store)
    suffix = FORMATS[kind].suffix
    with input_file(layer) as name:
        target = options.output or Path(f"{Path(name).stem}.{suffix}")
        with _target_file(target, suffix) as path:
            version, count = or_stop(lambda: _write(whole, name, kind, options, path))
    click.echo(f"wrote {target} ({count} features, data version {version})", err=True)


def _kind_by_name(target: Path | None) -> str:
    """Return the format a file name ends with, or end with status 2."""
    if target is None or is_pipe(target):
        stop("no format; expected --format, or --output with an ending such as .gpkg", USAGE)
    name = target.name.lower()
    for kind, known in FORMATS.items():
        if name.endswith((f".{known.suffix}", f".{kind}")):
            return kind
    stop(f"{target}: no format ends so; expected one of {', '.join(FORMATS)}, or --format", USAGE)


@contextmanager
def _target_file(target: Path, suffix: str) -> Iterator[Path]:
    """Yield a path to write to, which takes the place of a file, of the files of a Shapefile, or of a geodatabase."""
    if target.is_dir() and target.suffix.lower() != ".gdb":
        stop(f"{target} is a folder; expected the name of a file", USAGE)
    if target.suffix.lower() == ".gdb":
        with tempfile.TemporaryDirectory() as folder:
            archive = Path(folder) / f"export.{suffix}"
            yield archive
            with or_stop_writing(target), written_whole(target) as made, zipfile.ZipFile(archive) as members:
                made.mkdir()
                for member in members.namelist():
                    (made / Path(member).name).write_bytes(members.read(member))
        return
    if target.suffix.lower() != ".shp":
        with output_file(target, f"export.{suffix}") as path:  # GDAL requires its own suffix
            yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / f"export.{suffix}"
        yield archive
        with zipfile.ZipFile(archive) as members:
            for member in members.namelist():
                # The parts are named after the layer in the archive; beside it lie notes with names of their own.
                name = f"{target.stem}{Path(member).suffix}" if _is_part(member) else f"{target.stem}.{member}"
                save(target.with_name(name), members.read(member))


def _is_part(member: str) -> bool:
    return Path(member).suffix.lower() in {".shp", ".shx", ".dbf", ".prj", ".cpg"}


def _write(whole: Atlas, name: str, kind: str, options: ExportOptions, path: Path) -> tuple[str, int]:
    """Write a layer or a file layer to `path`; return the data version and the number of features."""
    encoding: dict[str, Any] = {"encoding": options.encoding} if options.encoding else {}
    with ProgressLine(quiet=options.quiet) as progress:
        atlas, layer = resolve_layer_with_progress(whole, name, progress)
        if is_vector_file(name):
            atlas = with_attributes(atlas, layer)
        with progress.step(f"writing {layer} as {kind}"):
            content = write_layer(
                atlas,
                layer,
                kind,
                path,
                crs=options.crs,
                selection=options.selection,
                naming=options.fields,
                **encoding,
            )
    return atlas.version, content.summary.features
