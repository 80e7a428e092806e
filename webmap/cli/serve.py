"""The command serve. It loads no data itself: the worker does (`webmap.cli.worker`), so that it can be replaced."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path
from typing import NoReturn

import click
from pydantic import ValidationError

from webmap.cli.common import FINDINGS, USAGE, stop
from webmap.cli.store.option import STORE, store_or_default, without_password
from webmap.service import supervisor
from webmap.settings import Settings, settings_help, what_is_wrong


# The mark keeps the lines as they are.
@click.command(epilog=f"\b\nSettings, from the environment:\n{settings_help()}")
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on; 0 takes a free one.  [default: 8000]")
@click.option(
    "--workspace",
    metavar="FILE_OR_DSN",
    callback=without_password,
    help="Data of your own beside the atlas: a vector file, or postgresql://user@host/database (its password in "
    "LINGANG_WORKSPACE or ~/.pgpass).",
)
@STORE
@click.option("--documents", metavar="DIR", help="Copies of the documents: sources then lead to their words.")
@click.option(
    "--supervisor/--no-supervisor",
    "supervised",
    default=None,
    help="Replace the serving process if it dies or hangs.  [default: supervisor]",
)
@click.pass_obj
def serve(
    folders: dict[str, Path | None], /, *, supervised: bool | None, store: str | None, **options: str | int | None
) -> None:
    """Check the data, then serve the map with waitress.

    SIGTERM finishes the requests in flight and ends; SIGHUP, which `lingang reload` sends, loads edited data.
    """
    named = None if store is None else store_or_default(store)
    settings = _settings({**folders, **options, "supervisor": supervised, "store": named})
    with _listen(settings) as listener:
        worker = None
        if settings.supervisor and supervisor.is_possible():
            worker = supervisor.Supervisor(listener, settings.hang_s, settings.drain_s, _say).start()
        from webmap.cli.worker import work  # noqa: PLC0415  the supervisor needs none of its libraries

        work(settings, listener, worker)


def _say(line: str) -> None:
    click.echo(f"lingang: {line}", err=True)


def _settings(options: dict[str, object]) -> Settings:
    """Read the settings; options of the command line come first. End with status 2 if a setting is not valid."""
    given = {key: value for key, value in options.items() if value is not None}
    try:
        return Settings.model_validate({**Settings().model_dump(), **given})
    except ValidationError as error:
        stop(what_is_wrong(error), USAGE)


def _listen(settings: Settings) -> socket.socket:
    """Bind the socket, or end with status 1; the server listens on it when it is ready.

    It is opened here, because waitress does not close it if the port is in use.
    """
    listener = socket.socket()
    try:
        if os.name == "posix":  # elsewhere it would let two programs have one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        _stop_at_address(settings, error)
    return listener


def _stop_at_address(settings: Settings, error: OSError) -> NoReturn:
    taken = error.errno == errno.EADDRINUSE
    reason = "is in use by another program" if taken else f"cannot be used ({error.strerror})"
    address = f"address {settings.host}:{settings.port}"
    stop(f"{address} {reason}; choose another with --port, e.g. --port 8001", FINDINGS)
