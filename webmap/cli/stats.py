"""The command stats: area statistics of layers and of files, as a table, CSV, JSON, workbook or GeoJSON."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.columns import column_of
from geo.errors import AtlasError, Fault, NotFoundError, ParameterError
from geo.readers.file_names import is_vector_file
from geo.spreadsheets import account_files
from geo.spreadsheets.text_width import aligned
from geo.stats.accounts import (
    compare_methods,
    make_account,
    make_account_of_files,
    make_account_of_stored,
    of_input,
    round_as_asked,
    stored_member,
)
from geo.stats.crosstab import Crosstab
from geo.stats.printed_rows import places_in_row
from geo.store.file_layer import with_stored_rows
from webmap.cli.common import FINDINGS, USAGE, LayerName, is_pipe, load, save, stop
from webmap.cli.pipes import input_file
from webmap.cli.progress import QUIET, ProgressLine, resolve_layer_with_progress
from webmap.cli.store.option import STORE, beside_store

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas
    from geo.stats.layer_areas import Account

    AccountMaker = Callable[[Atlas, str], Account | Crosstab]


@dataclass(frozen=True)
class Options:
    """The options of the command stats."""

    by: str | None
    cluster: str | None
    explain: bool
    kind: str
    digits: int | None
    balance: bool
    bom: bool
    output: Path | None
    quiet: bool


@click.command
@click.argument("zones", nargs=-1, required=True, type=LayerName())
@click.option(
    "--by",
    type=LayerName(),
    metavar="LAYER[:FIELD]",
    help="Divide each zone among the features of a layer or file, or the values of a field of it.",
)
@click.option("--cluster", metavar="ADDRESS", help="Dask scheduler that shares the files of --by among its workers.")
@click.option("--explain", is_flag=True, help="Show what each method of measuring says of the layer.")
@click.option("--format", "kind", type=click.Choice(["table", *account_files.ACCOUNT_FORMATS]), default="table")
@click.option(
    "--digits", type=click.IntRange(0, 9), help="Decimal places of km²; files have full precision without it."
)
@click.option(
    "--balance", is_flag=True, help="Make rounded rows add up by the largest remainder; refused where they overlap."
)
@click.option("--bom/--no-bom", default=True, help="Begin a CSV with the mark Excel needs.  [default: bom]")
@click.option("--output", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="File to write.")
@QUIET
@STORE
@click.pass_obj
def stats(folders: dict[str, Path | None], /, zones: tuple[str, ...], store: str | None, **given: Any) -> None:
    """Make the area statistics of ZONES: a layer, or a vector file of your own; several make one workbook.

    The name - is standard input, of ZONES or of --by, and for --output standard output. With --by, one row per zone and
    member, closed by what no member covers and by what several do. GeoParquet files and folders of them are read batch
    by batch, so they may be larger than memory.
    """
    options = Options(**given)
    _require_compatible(zones, options)
    atlas = beside_store(load(folders), store)
    version = atlas.version
    try:
        with ExitStack() as kept, ProgressLine(quiet=options.quiet) as progress:
            zones = tuple(kept.enter_context(input_file(name)) for name in zones)
            options = _with_piped_by(options, kept)
            atlas, make = _account_maker(atlas, options, progress)
            if options.explain:
                text = _methods_table(*resolve_layer_with_progress(atlas, zones[0], progress))
            else:
                atlas, accounts = _accounts(atlas, zones, make, progress)
                accounts = [of_input(one, version) for one in accounts]
                accounts = [round_as_asked(one, options.digits, balance=options.balance) for one in accounts]
    except (ParameterError, NotFoundError) as error:
        stop(str(error), USAGE)
    except AtlasError as error:
        stop(str(error), FINDINGS)
    if options.explain:
        click.echo(text)
    else:
        _write_output(atlas, accounts, options)


def _require_compatible(zones: tuple[str, ...], options: Options) -> None:
    """End with status 2 if the options contradict each other."""
    if len(zones) > 1 and (options.kind != "xlsx" or options.explain):
        stop("several ZONES make one workbook, with a sheet each: add --format xlsx", USAGE)
    if options.kind == "xlsx" and options.output is None and sys.stdout.isatty():
        stop("a workbook cannot be shown on a terminal; name a file with --output", USAGE)


def _with_piped_by(options: Options, kept: ExitStack) -> Options:
    """Return the options with --by naming a file where it named standard input."""
    name, colon, column = (options.by or "").partition(":")
    if not is_pipe(name):
        return options
    return replace(options, by=f"{kept.enter_context(input_file(name))}{colon}{column}")


def _accounts(
    atlas: Atlas, zones: tuple[str, ...], make: AccountMaker, progress: ProgressLine
) -> tuple[Atlas, list[Account | Crosstab]]:
    """Make the account of each layer or file; return also the atlas, with the files as file layers."""
    accounts = []
    for name in dict.fromkeys(zones):
        atlas, layer = resolve_layer_with_progress(atlas, name, progress)
        if layer in atlas.stored:
            atlas = with_stored_rows(atlas, layer)
        accounts.append(make(atlas, layer))
    return atlas, accounts


def _account_maker(atlas: Atlas, options: Options, progress: ProgressLine) -> tuple[Atlas, AccountMaker]:
    """Return a function that makes an account as --by says, and the atlas with the file of --by, if any."""
    by = options.by
    source, column = _source(by)
    if source is not None and (source.is_dir() or source.suffix == ".parquet"):
        return atlas, partial(
            make_account_of_files, source=source, column=column, cluster=options.cluster, progress=progress
        )
    if options.cluster:
        raise ParameterError(Fault("--cluster without files", "--by with a GeoParquet file or folder", "--cluster"))
    if source is not None:
        atlas, layer = resolve_layer_with_progress(atlas, str(source), progress)
        by = f"{layer}:{column}" if column else layer
    stored = None if by is None else stored_member(atlas, by)
    if stored is not None:
        return atlas, partial(make_account_of_stored, layer=stored[0], column=stored[1], progress=progress)
    return atlas, partial(make_account, by=by)


def _source(by: str | None) -> tuple[Path | None, str | None]:
    """Split --by into a file or folder and a field; no file if it names a layer."""
    if by is None:
        return None, None
    path, _, column = by.rpartition(":")
    for candidate, field in ((by, None), (path, column)):
        if candidate and (is_vector_file(candidate) or Path(candidate).is_dir()):
            return Path(candidate), field
    return None, None


def _write_output(atlas: Atlas, accounts: list[Account | Crosstab], options: Options) -> None:
    """Write the accounts to the output file, or to standard output if there is none."""
    target = options.output or Path("-")
    save(target, _body(atlas, accounts, options))
    if not is_pipe(target):
        rows = sum(len(account.rows) for account in accounts)
        click.echo(f"wrote {target} ({rows} rows, data version {atlas.version})", err=True)


def _body(atlas: Atlas, accounts: list[Account | Crosstab], options: Options) -> bytes:
    if len(accounts) > 1:
        return account_files.workbook(atlas, accounts)
    if options.kind == "table":
        return _account_table(accounts[0]).encode()
    return account_files.write_account(atlas, accounts[0], options.kind, bom=options.bom)


def _methods_table(atlas: Atlas, zones: str) -> str:
    """Format the area of a layer by each method, the ellipsoidal one first."""
    cells = [["km²", "差 km²", "差", "方法", "坐标系"]]
    for row in compare_methods(atlas, zones):
        share = f"{row['difference_share']:+.2e}"
        cells.append([f"{row['area_km2']:.6f}", f"{row['difference_km2']:+.6f}", share, row["name_zh"], row["crs"]])
    return aligned(cells)


def _account_table(account: Account | Crosstab) -> str:
    """Format an account as a table for a terminal; a Chinese character is two columns wide."""
    keys = account_files.columns(account).terminal_keys()
    headings = account_files.headings(account)
    rows = [[headings[key][0] for key in keys]]
    rows += [[_cell(account, row, key) for key in keys] for row in account_files.printed_rows(account)]
    return "\n".join([aligned(rows), "", *(zh for zh, _ in account_files.account_notes(account)), ""])


def _cell(account: Account | Crosstab, row: Mapping[str, Any], key: str) -> str:
    """Write a cell: a figure as the pages print it, without thousands separators, or to the decimals asked for."""
    value = row[key]
    if value is None or account.digits is not None or column_of(key).kind == "text":
        return "" if value is None else str(value)
    places = max(places_in_row(row, key), 0) + (2 if column_of(key).kind == "share" else 0)
    return f"{round(value, places) + 0.0:.{places}f}"
