"""The commands that print, report, sheet and bundle: loaded when called, as their libraries take a second to load."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.extract.site import site_of_features, site_of_place
from geo.extract.site_shape import merged_shape
from geo.printing.report.report import report_pdf
from geo.printing.sheet.request import PAPERS, Request
from geo.printing.sheet.sheet import sheet_pdf, sheet_png
from geo.readers.vector_file import read_features
from webmap import create_app
from webmap.cli.common import BBOX, FILE, USAGE, load, or_stop, save, stop
from webmap.cli.static_site import write_bundle
from webmap.http.option import percents
from webmap.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

_LANG = click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language.")


@click.command()
@click.argument("site")
@_LANG
@click.option("--output", type=FILE, required=True, help="PDF file to write.")
@click.pass_obj
def report(folders: dict[str, Path | None], site: str, lang: str, output: Path) -> None:
    """Write the report of SITE: a place id, or a vector file with one or more polygons."""
    atlas = load(folders)
    is_file = Path(site).suffix != "" or Path(site).is_file()
    found = or_stop(
        lambda: site_of_features(atlas, read_features(Path(site))) if is_file else site_of_place(atlas, site)
    )
    number = Settings().map_review_number
    save(output, or_stop(lambda: report_pdf(atlas, found, lang=lang, review_number=number)))
    click.echo(f"wrote {output} (data version {atlas.version})", err=True)


@click.command()
@click.option(
    "--layer", "layers", multiple=True, help="Layer to show; may be repeated.  [default: as the map at start]"
)
@click.option("--order", help="Planning layers from top to bottom, separated by commas.  [default: the catalogue's]")
@click.option("--opacity", multiple=True, metavar="LAYER:PERCENT", help="10 to 100, such as parks:40; may be repeated.")
@click.option("--drawn", type=click.Path(path_type=Path), help="Vector file to draw on top, with its area.")
@click.option("--place", help="Place to outline and name.")
@BBOX
@click.option("--scale", type=int, help="50000 for 1:50 000.  [default: the largest round scale that fits]")
@click.option("--paper", type=click.Choice(list(PAPERS)), default="A3", show_default=True, help="Paper.")
@click.option("--portrait", is_flag=True, help="Upright instead of lying.")
@click.option("--title", help="Title of the sheet.")
@click.option("--dpi", type=int, default=150, show_default=True, help="Of a PNG.")
@_LANG
@click.option("--output", type=FILE, required=True, help="PDF or PNG file to write.")
@click.pass_obj
def sheet(folders: dict[str, Path | None], /, output: Path, dpi: int, *, portrait: bool, **given: Any) -> None:
    """Print the map on one sheet at an exact scale in EPSG:4529."""
    if output.suffix not in {".pdf", ".png"}:
        stop(f"--output {output}: expected a name that ends in .pdf or .png", USAGE)
    atlas, drawn = load(folders), given["drawn"]
    wanted = Request(
        layers=given["layers"],
        order=tuple(part for part in (given["order"] or "").split(",") if part),
        opacity=or_stop(lambda: percents(given["opacity"])),
        drawn=or_stop(lambda: merged_shape(read_features(drawn), str(drawn))) if drawn else None,
        place=given["place"],
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
    save(output, or_stop(make))
    click.echo(f"wrote {output} (data version {atlas.version})", err=True)


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.pass_obj
def bundle(folders: dict[str, Path | None], folder: Path) -> None:
    """Write the read-only site into DIR: it opens from a USB stick or any web server, without Python."""
    # A site that is handed on holds the atlas, and nobody's own data.
    app = create_app({"workspace": None}, atlas=load(folders))
    count = or_stop(lambda: write_bundle(app, folder))
    click.echo(f"wrote {count} files; open {folder / 'index.html'}", err=True)
