"""The commands that take something away: export, report, sheet, bundle; and import, which brings it back."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.errors import AtlasError
from geo.export import FORMATS, Selection, write_layer
from geo.export.fields import NAMINGS
from geo.intake import house_form, read_features, take
from geo.report import report_pdf, site_of_features, site_of_place
from geo.sheet import PAPERS, Request, sheet_pdf, sheet_png
from webmap import create_app
from webmap.bundle import write_bundle
from webmap.console import USAGE, load, stop
from webmap.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

_FILE = click.Path(dir_okay=False, path_type=Path)
_BBOX = click.option("--bbox", type=float, nargs=4, help="West south east north in degrees.")
_LANG = click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language.")


@click.command()
@click.argument("layer")
@click.option("--format", "kind", type=click.Choice(list(FORMATS)), required=True, help="Format of the file.")
@click.option("--crs", help="EPSG code.  [default: EPSG:4326; EPSG:4529 for dxf and txt]")
@click.option("--fields", type=click.Choice(list(NAMINGS)), help="Long names, or codes of the planning database.")
@click.option("--encoding", type=click.Choice(["utf-8", "gbk"]), help="Of Shapefile, TXT and DXF.")
@click.option("--id", "ids", multiple=True, help="Only this place; may be repeated.")
@click.option("--kind", "kinds", multiple=True, help="Only places of this kind; may be repeated.")
@click.option("--grade", "grades", multiple=True, help="Only this grade (A, B, C); may be repeated.")
@_BBOX
@click.option("--output", type=_FILE, help="File to write.  [default: LAYER.FORMAT here]")
@click.pass_obj
def export(folders: dict[str, Path | None], /, layer: str, kind: str, output: Path | None, **given: Any) -> None:
    """Write the layer LAYER, or a part of it, as a file."""
    atlas = load(folders)
    selection = Selection(
        frozenset(given["ids"]), frozenset(given["kinds"]), frozenset(given["grades"]), given["bbox"] or None
    )
    options = {"encoding": given["encoding"]} if given["encoding"] else {}
    target = output or Path(f"{layer}.{FORMATS[kind].suffix}")
    # Written aside first, so that a failure leaves the old file as it was; GDAL also insists on its own suffixes.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"export.{FORMATS[kind].suffix}"
        delivery = _or_stop(
            lambda: write_layer(
                atlas, layer, kind, path, crs=given["crs"], selection=selection, naming=given["fields"], **options
            )
        )
        _save(target, path.read_bytes())
    click.echo(f"wrote {target} ({len(delivery.rows)} features, data version {atlas.version})", err=True)


@click.command()
@click.argument("site")
@_LANG
@click.option("--output", type=_FILE, required=True, help="PDF file to write.")
@click.pass_obj
def report(folders: dict[str, Path | None], site: str, lang: str, output: Path) -> None:
    """Write the report of SITE: a place id, or a vector file with one or more polygons."""
    atlas = load(folders)
    is_file = Path(site).suffix != "" or Path(site).is_file()
    found = _or_stop(
        lambda: site_of_features(atlas, read_features(Path(site))) if is_file else site_of_place(atlas, site)
    )
    number = Settings().map_review_number
    _save(output, _or_stop(lambda: report_pdf(atlas, found, lang=lang, review_number=number)))
    click.echo(f"wrote {output} (data version {atlas.version})", err=True)


@click.command()
@click.option(
    "--layer", "layers", multiple=True, help="Layer to show; may be repeated.  [default: as the map at start]"
)
@_BBOX
@click.option("--scale", type=int, help="50000 for 1:50 000.  [default: the largest round scale that fits]")
@click.option("--paper", type=click.Choice(list(PAPERS)), default="A3", show_default=True, help="Paper.")
@click.option("--portrait", is_flag=True, help="Upright instead of lying.")
@click.option("--title", help="Title of the sheet.")
@click.option("--dpi", type=int, default=150, show_default=True, help="Of a PNG.")
@_LANG
@click.option("--output", type=_FILE, required=True, help="PDF or PNG file to write.")
@click.pass_obj
def sheet(folders: dict[str, Path | None], /, output: Path, dpi: int, *, portrait: bool, **given: Any) -> None:
    """Print the map on one sheet at an exact scale in EPSG:4529."""
    if output.suffix not in {".pdf", ".png"}:
        stop(f"--output {output}: expected a name that ends in .pdf or .png", USAGE)
    atlas = load(folders)
    wanted = Request(
        layers=given["layers"],
        bbox=given["bbox"] or None,
        scale=given["scale"],
        paper=given["paper"],
        landscape=not portrait,
        lang=given["lang"],
        title=given["title"],
        review_number=Settings().map_review_number,
    )
    make: Callable[[], bytes] = lambda: (  # noqa: E731
        sheet_pdf(atlas, wanted) if output.suffix == ".pdf" else sheet_png(atlas, wanted, dpi)
    )
    _save(output, _or_stop(make))
    click.echo(f"wrote {output} (data version {atlas.version})", err=True)


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
    taken = _or_stop(lambda: take(file))
    target = output / f"{name}.geojson"
    if target.exists():
        stop(f"{target} exists; choose another name or remove it first", USAGE)
    output.mkdir(parents=True, exist_ok=True)
    target.write_text(house_form(taken.features), encoding="utf-8")
    said = {"file": str(target), "features": len(taken.features), "crs": "EPSG:4326"}
    source = {"source_crs": taken.crs, "source_crs_guessed": taken.guessed}
    click.echo(json.dumps({**said, **source}, ensure_ascii=False))


def _or_stop(work: Callable[[], Any]) -> Any:
    """Do the work, or end with status 2 and what the caller should change."""
    try:
        return work()
    except AtlasError as error:
        stop(str(error), USAGE)


def _save(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        stop(f"{path} cannot be written: {error.strerror}", USAGE)


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.pass_obj
def bundle(folders: dict[str, Path | None], folder: Path) -> None:
    """Write the read-only site into DIR: it opens from a USB stick or any web server, without Python."""
    app = create_app(atlas=load(folders))
    count = _or_stop(lambda: write_bundle(app, folder))
    click.echo(f"wrote {count} files; open {folder / 'index.html'}", err=True)


COMMANDS = (bundle, export, report, sheet, import_file)
