"""The commands report, sheet, slides and bundle. Their libraries take a second to load, hence a module of their own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.extract.site_shape import merged_shape
from geo.extract.statement import extract_of_features, extract_of_place
from geo.printing.extract.pdf import extract_pdf
from geo.printing.sheet.request import PAPERS, Request
from geo.printing.sheet.sheet import sheet_pdf, sheet_png, sheet_world_file
from geo.printing.slides.shown import notes_on
from geo.printing.slides.slides import SlideOptions, slides_pdf
from geo.readers.project.project_file import read_project
from geo.readers.vector_file import read_features
from webmap.app import create_app
from webmap.cli.common import BBOX, FILE, USAGE, LayerName, is_pipe, load, or_stop, or_stop_writing, save, stop
from webmap.cli.no_garbage_collection import no_garbage_collection
from webmap.cli.pipes import input_file
from webmap.cli.progress import QUIET, ProgressLine
from webmap.cli.static_site import write_bundle
from webmap.cli.store.option import STORE, beside_store
from webmap.http.option import column_names, percents
from webmap.settings import Settings

if TYPE_CHECKING:
    from flask import Flask

    from geo.atlas.atlas import Atlas

_LANG = click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language.")


@click.command()
@click.argument("site")
@_LANG
@click.option("--output", type=FILE, required=True, help="PDF file to write.")
@QUIET
@STORE
@click.pass_obj
def report(
    folders: dict[str, Path | None], site: str, lang: str, output: Path, store: str | None, *, quiet: bool
) -> None:
    """Write the report of SITE, its extract of today as PDF: a place id, or a vector file with polygons.

    The name - is standard input for SITE and standard output for --output.
    """
    atlas = beside_store(load(folders), store)
    with input_file(site) as name:
        is_file = Path(name).suffix != "" or Path(name).is_file()
        body = or_stop(lambda: _report(atlas, name, lang, is_file=is_file, quiet=quiet))
    save(output, body)
    click.echo(f"wrote {output} (data version {atlas.version})", err=True)


def _report(atlas: Atlas, site: str, lang: str, *, is_file: bool, quiet: bool) -> bytes:
    with ProgressLine(quiet=quiet) as progress:
        with progress.step("looking up what applies"):
            today = dt.date.today()
            given = read_features(Path(site)) if is_file else None
            found = extract_of_place(atlas, site, today) if given is None else extract_of_features(atlas, given, today)
        settings = Settings()
        with progress.step("setting the report"):
            printed = {"root": settings.public_url, "review_number": settings.map_review_number}
            return extract_pdf(atlas, found, lang=lang, **printed)


@dataclass(frozen=True)
class SheetOptions:
    """The options of the command sheet."""

    layers: tuple[str, ...]
    order: str | None
    opacity: tuple[str, ...]
    drawn: Path | None
    place: str | None
    theme: str | None
    by: tuple[str, ...]
    bbox: tuple[float, float, float, float] | None
    scale: int | None
    paper: str
    portrait: bool
    title: str | None
    author: str | None
    number: str | None
    dpi: int
    lang: str
    output: Path

    @property
    def is_pdf(self) -> bool:
        """Whether a PDF is to be written; else a picture."""
        return self.output.suffix == ".pdf" or is_pipe(self.output)

    def request(self) -> Request:
        """Make the request for the sheet; the file to draw is read here."""
        return Request(
            layers=self.layers,
            order=tuple(part for part in (self.order or "").split(",") if part),
            opacity=percents(self.opacity),
            drawn=merged_shape(read_features(self.drawn), str(self.drawn)) if self.drawn else None,
            place=self.place,
            theme=self.theme,
            by=column_names(self.by),
            bbox=self.bbox or None,
            scale=self.scale,
            paper=self.paper,
            landscape=not self.portrait,
            lang=self.lang,
            title=self.title,
            author=self.author,
            number=self.number,
            root=(Settings().public_url or "").rstrip("/") or None,
            review_number=Settings().map_review_number,
        )


@click.command()
@click.option(
    "--layer",
    "layers",
    type=LayerName(),
    multiple=True,
    help="Layer to show; may be repeated.  [default: as the map at start]",
)
@click.option("--order", help="Planning layers from top to bottom, separated by commas.  [default: the catalogue's]")
@click.option("--opacity", multiple=True, metavar="LAYER:PERCENT", help="10 to 100, such as parks:40; may be repeated.")
@click.option("--drawn", type=click.Path(path_type=Path), help="Vector file to draw on top, with its area.")
@click.option("--place", help="Place to outline and name.")
@click.option("--theme", help="Theme in whose classes the places are drawn, such as documents or industry-ic.")
@click.option("--by", multiple=True, metavar="LAYER:COLUMN", help="Column that colours a layer of your own.")
@BBOX
@click.option("--scale", type=int, help="50000 for 1:50 000.  [default: the largest round scale that fits]")
@click.option("--paper", type=click.Choice(list(PAPERS)), default="A3", show_default=True, help="Paper.")
@click.option("--portrait", is_flag=True, help="Upright instead of lying.")
@click.option("--title", help="Title of the sheet.")
@click.option("--author", help="Who makes the sheet (编制单位), for its title block.")
@click.option("--number", help="Number of the sheet (图号), for its title block.")
@click.option("--dpi", type=int, default=150, show_default=True, help="Of a PNG.")
@_LANG
@click.option("--output", type=FILE, required=True, help="PDF or PNG to write; beside a PNG its world file (.pgw).")
@STORE
@click.pass_obj
def sheet(folders: dict[str, Path | None], /, store: str | None, **given: Any) -> None:
    """Print the map on one sheet at an exact scale in EPSG:4529; with --store its layers can be shown too.

    For --output the name - is standard output, which gets a PDF.
    """
    options = SheetOptions(**given)
    if not options.is_pdf and options.output.suffix != ".png":
        stop(f"--output {options.output}: expected a name that ends in .pdf or .png", USAGE)
    atlas = beside_store(load(folders), store)
    wanted = or_stop(options.request)
    save(options.output, or_stop(lambda: _sheet_file(atlas, wanted, options)))
    if options.output.suffix == ".png":
        # A world file beside the picture tells GIS programs where it lies (EPSG:4529).
        save(options.output.with_suffix(".pgw"), sheet_world_file(atlas, wanted, options.dpi).encode())
    click.echo(f"wrote {options.output} (data version {atlas.version})", err=True)


def _sheet_file(atlas: Atlas, wanted: Request, options: SheetOptions) -> bytes:
    if options.is_pdf:
        return sheet_pdf(atlas, wanted)
    return sheet_png(atlas, wanted, options.dpi)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_LANG
@click.option("--output", type=FILE, required=True, help="PDF file to write.")
@STORE
@click.pass_obj
def slides(folders: dict[str, Path | None], file: Path, lang: str, output: Path, store: str | None) -> None:
    """Print FILE, a project saved on the map page (*.lingang.json), as slides; with --store its layers too."""
    atlas, settings = beside_store(load(folders), store), Settings()
    printed = SlideOptions(lang, settings.public_url, settings.map_review_number)
    project = or_stop(lambda: read_project(file.read_bytes()))
    save(output, or_stop(lambda: slides_pdf(atlas, project, printed)))
    for note in notes_on(atlas, project):
        number = f"view {note.view}: " if note.view else ""
        click.echo(f"{file.name}: {number}{note.text_en}", err=True)
    click.echo(f"wrote {output} (data version {atlas.version})", err=True)


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@QUIET
@click.pass_obj
def bundle(folders: dict[str, Path | None], folder: Path, *, quiet: bool) -> None:
    """Write the read-only site into DIR: it opens from a USB stick or any web server, without Python."""
    # A static site is given to others, so it never contains the workspace.
    app = create_app({"workspace": None, "access_log": False}, atlas=load(folders))
    # What is written goes with the process: looking through it is a tenth of the time.
    with or_stop_writing(folder), no_garbage_collection():
        count = or_stop(lambda: _bundle(app, folder, quiet=quiet))
    click.echo(f"wrote {count} files; open {folder / 'index.html'}", err=True)


def _bundle(app: Flask, folder: Path, *, quiet: bool) -> int:
    with ProgressLine(quiet=quiet) as progress:
        return write_bundle(app, folder, progress)
