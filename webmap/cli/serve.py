"""The commands serve and prepare. Compiling takes long: it is done by prepare, else before the server is ready."""

from __future__ import annotations

import errno
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
import waitress
from pydantic import ValidationError

from geo.extract.site_shape import READ_ONE_SHAPE
from geo.measure import code_cache
from geo.readers.isolated import warm_up
from webmap.app import create_app
from webmap.cli.common import FINDINGS, USAGE, load, or_stop, stop
from webmap.cli.progress import QUIET, ProgressLine
from webmap.service import search_index
from webmap.service.limits import raise_open_files, server_options
from webmap.settings import Settings, what_is_wrong

if TYPE_CHECKING:
    from flask import Flask

#: Delay in seconds before machine code is loaded, which takes a second of a core, so that the first page is not slowed.
LOAD_AFTER_S = 2.0


@click.command
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
    settings = _settings({**folders, "host": host, "port": port, "workspace": workspace})
    atlas = load(folders)
    app = or_stop(lambda: create_app(settings.model_dump(), atlas=atlas))
    # The socket is opened here, because waitress does not close it if the port is in use.
    try:
        listener = socket.create_server((settings.host, settings.port))
    except OSError as error:
        _stop_at_address(settings, error)
    raise_open_files(settings.connections)
    warm_up(READ_ONE_SHAPE)
    with listener:
        have_machine_code()
        search_index.make_in_background(app)
        _serve(app, listener, settings)


@click.command(hidden=True)
@QUIET
@click.pass_obj
def prepare(folders: dict[str, Path | None], *, quiet: bool) -> None:
    """Compile the loops and measure the atlas now, so that nobody waits.

    For an installation, as the user who may write to it: ``make serve`` and a container file call it. Without it the
    server compiles when it starts, which takes about half a minute.
    """
    load(folders)
    _compile(quiet=quiet)


def _settings(options: dict[str, object]) -> Settings:
    """Read the settings; options of the command line come first. End with status 2 if a setting is not valid."""
    given = {key: value for key, value in options.items() if value is not None}
    try:
        return Settings.model_validate({**Settings().model_dump(), **given})
    except ValidationError as error:
        stop(what_is_wrong(error), USAGE)


def _stop_at_address(settings: Settings, error: OSError) -> NoReturn:
    taken = error.errno == errno.EADDRINUSE
    reason = "is in use by another program" if taken else f"cannot be used ({error.strerror})"
    address = f"address {settings.host}:{settings.port}"
    stop(f"{address} {reason}; choose another with --port, e.g. --port 8001", FINDINGS)


def have_machine_code() -> None:
    """Compile the functions if there is no compiled code yet; else load the code in the background."""
    if code_cache.is_filled():
        timer = threading.Timer(LOAD_AFTER_S, lambda: _compile(quiet=True))
        timer.daemon = True
        timer.start()
    else:
        _compile(quiet=False)


def _compile(*, quiet: bool) -> None:
    from geo.stats.compile_all import compile_all  # noqa: PLC0415  numba; the server answers before it is loaded

    if code_cache.folder() is None:
        click.echo(
            "lingang: no folder for compiled code can be written, so it is compiled at every start; "
            "run `lingang prepare` as the user who installed it",
            err=True,
        )
    with ProgressLine(quiet=quiet) as progress:
        compile_all(progress)


def _serve(app: Flask, listener: socket.socket, settings: Settings) -> None:
    server = waitress.create_server(app, sockets=[listener], ident=None, **server_options(settings))
    port = listener.getsockname()[1]
    click.echo(f"临港规划图集 Lingang Atlas: http://{settings.host}:{port}/  (Ctrl+C ends)")
    server.run()
