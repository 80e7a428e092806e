"""The commands extract and verify."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.documents.validity import read_day
from geo.errors import Fault, ParameterError
from geo.extract.compare import compare_with_now
from geo.extract.statement import extract_of_features, extract_of_place
from geo.readers.vector_file import read_features
from webmap.api.extract_files import EXTRACT_FORMATS, PLOT_FORMATS, plots_file, written
from webmap.cli.common import FILE, FINDINGS, USAGE, is_pipe, load, or_stop, save, stop
from webmap.cli.pipes import input_file
from webmap.cli.store.option import STORE, beside_store
from webmap.http.fit_options import read_question
from webmap.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.atlas.atlas import Atlas
    from geo.extract.compare import Comparison
    from geo.registers.fit.conditions import Condition

_AS_OF = click.option(
    "--as-of", metavar="YYYY-MM-DD", help="Only what documents say that stood on this day.  [default: today]"
)


@click.command()
@click.argument("site")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Of PDF, DOCX or XLSX.")
@_AS_OF
@click.option(
    "--question",
    metavar="QUERY",
    help="Answer this question for the site: what stands behind ? on /fit, such as 'industry=ind-ic&area=50'.",
)
@click.option("--each", is_flag=True, help="Every shape of a file by itself: one XLSX, or a ZIP of a PDF each.")
@click.option("--plot-name", help="With --each: attribute that names the shapes.  [default: the likeliest]")
@click.option(
    "--output", type=FILE, required=True, help="JSON, PDF, DOCX or XLSX file to write; with --each XLSX or ZIP."
)
@STORE
@click.pass_obj
def extract(
    folders: dict[str, Path | None], /, site: str, output: Path, store: str | None, *, each: bool, **given: Any
) -> None:
    """Write the extract of SITE, a place id or a vector file: what applies, what does not, what is unknown.

    The name - is standard input for SITE, and for --output standard output, which gets JSON, with --each XLSX.
    """
    kind = output.suffix.removeprefix(".") if not is_pipe(output) else "xlsx" if each else "json"
    question, lang, day = given["question"], given["lang"], _day(given["as_of"])
    if each and question:
        stop("--question: not together with --each", USAGE)
    if each:
        _each(folders, site, output, {"name": given["plot_name"], "kind": kind, "lang": lang, "day": day})
        return
    if kind not in EXTRACT_FORMATS:
        stop(f"--output {output}: expected a name that ends in .json, .pdf, .docx or .xlsx", USAGE)
    asked = or_stop(lambda: read_question(question)) if question else ()
    atlas = beside_store(load(folders), store)

    def write() -> bytes:
        settings = Settings()
        printed = {"root": settings.public_url, "review_number": settings.map_review_number}
        return written(atlas, _extract(atlas, site, day, asked), kind=kind, lang=lang, **printed)

    save(output, or_stop(write))
    click.echo(f"wrote {output} (data version {atlas.version})", err=True)


def _each(folders: dict[str, Path | None], site: str, output: Path, how: dict[str, Any]) -> None:
    """Write the shapes of a file one by one."""
    if how["kind"] not in PLOT_FORMATS:
        stop(f"--output {output}: expected with --each a name that ends in .xlsx or .zip", USAGE)
    atlas = load(folders)
    with input_file(site) as name:
        body = or_stop(lambda: plots_file(atlas, read_features(Path(name)), root=Settings().public_url, **how))
    save(output, body)
    click.echo(f"wrote {output} (data version {atlas.version})", err=True)


def _day(as_of: str | None) -> dt.date:
    day: dt.date = or_stop(lambda: read_day(as_of)) if as_of else dt.date.today()
    return day


def _extract(atlas: Atlas, site: str, day: dt.date, asked: Sequence[Condition]) -> dict[str, Any]:
    with input_file(site) as name:
        if Path(name).suffix or Path(name).is_file():
            return extract_of_features(atlas, read_features(Path(name)), day, asked)
    return extract_of_place(atlas, site, day, asked)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_AS_OF
@click.pass_obj
def verify(folders: dict[str, Path | None], file: Path, as_of: str | None) -> None:
    """Tell whether FILE, an extract, is what the atlas would say today; exit 1 and list the rows if not."""
    day = _day(as_of)
    given = or_stop(lambda: _given(file))
    atlas = load(folders)
    found: Comparison = or_stop(lambda: compare_with_now(atlas, given, day))
    old, new = found.old, found.new
    click.echo(f"extract {old['id']}: data version {old['version']}, as of {old['as_of']}")
    click.echo(f"now     {new['id']}: data version {new['version']}, as of {new['as_of']}")
    if not found.is_own:
        click.echo("its id does not follow from its input, data version and day: it is not as it was written")
    for change in found.changes:
        keys = f" ({', '.join(change.keys)})" if change.keys else ""
        click.echo(f"{change.change}  {change.theme}  {change.kind}  {change.id}  {change.what_zh}{keys}")
    click.echo("the atlas says the same" if found.is_same else f"{len(found.changes)} rows differ")
    if not found.is_same:
        raise SystemExit(FINDINGS)


def _given(file: Path) -> Any:
    from geo.printing.extract.attached import attached_extract  # noqa: PLC0415  a JSON needs no reader of PDFs

    if file.suffix.lower() != ".json":
        return attached_extract(file)
    try:
        return json.loads(file.read_bytes())
    except (ValueError, RecursionError) as error:
        raise ParameterError(Fault("no JSON", "an extract", file.name, "give the file as it was written")) from error
