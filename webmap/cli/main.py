"""The command line ``lingang``: serve the map, check the data, make area statistics."""

from __future__ import annotations

import errno
import json
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.check import run
from geo.errors import AtlasError, Fault, NotFoundError, ParameterError
from geo.readers.vector_file import is_vector_file
from geo.spreadsheets import account_files
from geo.spreadsheets.text_width import aligned
from geo.stats.accounts import compare_methods, make_account, make_account_of_files
from geo.stats.crosstab import Crosstab
from geo.store.file_layer import resolve_layer
from webmap import create_app
from webmap.cli.common import FINDINGS as _FINDINGS
from webmap.cli.common import USAGE as _USAGE
from webmap.cli.common import LazyGroup
from webmap.cli.common import load as _load
from webmap.cli.common import or_stop as _or_stop
from webmap.cli.common import stop as _stop

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo import Atlas
    from geo.stats.layer_areas import Account

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


#: Commands of other modules, imported when they are called.
_LAZY = {
    "export": "webmap.cli.export:export",
    "import": "webmap.cli.export:import_file",
    "report": "webmap.cli.print:report",
    "sheet": "webmap.cli.print:sheet",
    "bundle": "webmap.cli.print:bundle",
}


@click.group(
    cls=LazyGroup, lazy=_LAZY, context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "LINGANG"}
)
@click.option("--layers", type=_FOLDER, envvar="LINGANG_LAYERS", help="Folder of the layers.")
@click.option("--seeds", type=_FOLDER, envvar="LINGANG_SEEDS", help="Folder of the seed tables.")
@click.version_option(package_name="lingang-atlas")
@click.pass_context
def main(context: click.Context, layers: Path | None, seeds: Path | None) -> None:
    """Planning map of Shanghai's Lingang New Area (临港规划图集).

    Exit status: 0 done, 1 the data has faults or the work failed, 2 the command was called wrongly.
    """
    context.obj = {"layers": layers, "seeds": seeds}


@main.command()
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on; 0 takes a free one.  [default: 8000]")
@click.option(
    "--workspace",
    metavar="FILE_OR_DSN",
    help="Data of your own beside the atlas: a vector file, or postgresql://user@host/database (better with its "
    "password in LINGANG_WORKSPACE than here).",
)
@click.pass_obj
def serve(folders: dict[str, Path | None], host: str | None, port: int | None, workspace: str | None) -> None:
    """Check the data, then serve the map with waitress."""
    import waitress  # noqa: PLC0415  no other command needs these
    from pydantic import ValidationError  # noqa: PLC0415

    from geo.extract.site_shape import READ_ONE_SHAPE  # noqa: PLC0415
    from geo.readers.isolated import warm_up  # noqa: PLC0415
    from webmap.service.limits import raise_open_files, server_options  # noqa: PLC0415
    from webmap.settings import Settings, what_is_wrong  # noqa: PLC0415

    options = {**folders, "host": host, "port": port, "workspace": workspace}
    given = {key: value for key, value in options.items() if value is not None}
    try:
        settings = Settings.model_validate({**Settings().model_dump(), **given})
    except ValidationError as error:
        _stop(what_is_wrong(error), _USAGE)
    house = _load(folders)
    app = _or_stop(lambda: create_app(settings.model_dump(), atlas=house))
    # The socket is opened here and not by waitress, which leaves it open when the port is taken.
    try:
        listener = socket.create_server((settings.host, settings.port))
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        reason = "is in use by another program" if taken else f"cannot be used ({error.strerror})"
        address = f"address {settings.host}:{settings.port}"
        _stop(f"{address} {reason}; choose another with --port, e.g. --port 8001", _FINDINGS)
    raise_open_files(settings.connections)
    warm_up(READ_ONE_SHAPE)
    with listener:
        port = listener.getsockname()[1]
        server = waitress.create_server(app, sockets=[listener], ident=None, **server_options(settings))
        click.echo(f"临港规划图集 Lingang Atlas: http://{settings.host}:{port}/  (Ctrl+C ends)")
        server.run()


@main.command(name="check")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--documents", type=_FOLDER, envvar="LINGANG_DOCUMENTS", help="Folder of the documents: check citations.")
@click.pass_obj
def check_command(folders: dict[str, Path | None], documents: Path | None, *, as_json: bool) -> None:
    """Check tables, layers, drawing and citations; exit 1 if an error is found.

    All findings come in one run, each with the id of its rule, file and feature or row, and what to do.
    """
    report = run.check(folders["layers"], folders["seeds"], documents)
    if as_json:
        click.echo(json.dumps([finding.to_dict() for finding in report.findings], ensure_ascii=False, indent=2))
    else:
        for finding in report.findings:
            click.echo(str(finding))
        click.echo(report.summary())
    if report.errors:
        sys.exit(_FINDINGS)


@main.command()
@click.argument("zones", nargs=-1, required=True)
@click.option(
    "--by",
    metavar="LAYER[:FIELD]",
    help="Divide each zone among the features of a layer or file, or the values of a field of it.",
)
@click.option("--cluster", metavar="ADDRESS", help="Dask scheduler that shares the files of --by among its workers.")
@click.option("--explain", is_flag=True, help="Show what each method of measuring says of the layer.")
@click.option("--format", "kind", type=click.Choice(["table", *account_files.ACCOUNT_FORMATS]), default="table")
@click.option("--digits", type=click.IntRange(0, 9), help="Decimal places of km²; table and CSV round to 2 without it.")
@click.option("--bom/--no-bom", default=True, help="Begin a CSV with the mark Excel needs.  [default: bom]")
@click.option("--output", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="File to write.")
@click.pass_obj
def stats(
    folders: dict[str, Path | None], /, zones: tuple[str, ...], kind: str, output: Path | None, **options: Any
) -> None:
    """Make the area statistics of ZONES: a layer, or a vector file of your own; several make one workbook.

    With --by, one row per zone and member, closed by what no member covers and by what several do. GeoParquet files and
    folders of them are read batch by batch, so they may be larger than memory.
    """
    if len(zones) > 1 and (kind != "xlsx" or options["explain"]):
        _stop("several ZONES make one workbook, with a sheet each: add --format xlsx", _USAGE)
    if kind == "xlsx" and output is None and sys.stdout.isatty():
        _stop("a workbook cannot be shown on a terminal; name a file with --output", _USAGE)
    atlas, accounts = _load(folders), []
    try:
        atlas, divide = _divider(atlas, options["by"], options["cluster"])
        for name in dict.fromkeys(zones):
            atlas, layer = resolve_layer(atlas, name)
            if options["explain"]:
                _explain(atlas, layer)
                return
            account = divide(atlas, layer)
            accounts.append(account if options["digits"] is None else account.rounded(options["digits"]))
    except (ParameterError, NotFoundError) as error:
        _stop(str(error), _USAGE)
    except AtlasError as error:
        _stop(str(error), _FINDINGS)
    _give(_body(atlas, accounts, kind, bom=options["bom"]), output, atlas, sum(len(one.rows) for one in accounts))


def _body(atlas: Atlas, accounts: list[Account | Crosstab], kind: str, *, bom: bool) -> bytes:
    if len(accounts) > 1:
        return account_files.workbook(atlas, accounts)
    return (
        _table(accounts[0]).encode()
        if kind == "table"
        else account_files.write_account(atlas, accounts[0], kind, bom=bom)
    )


def _give(body: bytes, output: Path | None, atlas: Atlas, rows: int) -> None:
    if output is None:
        sys.stdout.buffer.write(body)
    else:
        output.write_bytes(body)
        click.echo(f"wrote {output} ({rows} rows, data version {atlas.version})", err=True)


def _divider(
    atlas: Atlas, by: str | None, cluster: str | None
) -> tuple[Atlas, Callable[[Atlas, str], Account | Crosstab]]:
    """Give what makes the account of a layer as --by asks, and the atlas with the file zones are divided by, if any."""
    source, column = _source(by)
    if source is not None and (source.is_dir() or source.suffix == ".parquet"):
        return atlas, lambda atlas, zones: make_account_of_files(atlas, zones, source, column, cluster=cluster)
    if cluster:
        raise ParameterError(Fault("--cluster without files", "--by with a GeoParquet file or folder", "--cluster"))
    if source is not None:
        atlas, layer = resolve_layer(atlas, str(source))
        by = f"{layer}:{column}" if column else layer
    return atlas, lambda atlas, zones: make_account(atlas, zones, by)


def _source(by: str | None) -> tuple[Path | None, str | None]:
    """Tell a file or folder, with or without a field after a colon, from the id of a layer."""
    if by is None:
        return None, None
    path, _, column = by.rpartition(":")
    for candidate, field in ((by, None), (path, column)):
        if candidate and (is_vector_file(candidate) or Path(candidate).is_dir()):
            return Path(candidate), field
    return None, None


def _explain(atlas: Atlas, zones: str) -> None:
    """Print every method's figure of a layer, ours first."""
    rows = compare_methods(atlas, zones)
    cells = [["km²", "差 km²", "差", "方法", "坐标系"]]
    for row in rows:
        share = f"{row['difference_share']:+.2e}"
        cells.append([f"{row['area_km2']:.6f}", f"{row['difference_km2']:+.6f}", share, row["name_zh"], row["crs"]])
    click.echo(aligned(cells))


def _table(account: Account | Crosstab) -> str:
    """Lay an account out for a terminal, where a Chinese character is two columns wide."""
    keys = account_files.columns(account).terminal_keys()
    shown = account if account.digits is not None else account.rounded()
    headings = account_files.headings(shown)
    rows = [[headings[key][0] for key in keys]]
    rows += [["" if row[key] is None else str(row[key]) for key in keys] for row in account_files.account_rows(shown)]
    return "\n".join([aligned(rows), "", *(zh for zh, _ in account_files.notes(shown)), ""])
