"""What the serving process does: load the data and the machine code, serve, load again when told, and end in order.

Also the command prepare, which compiles ahead. Compiling takes long: it is done by prepare, else before the server is
ready.
"""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
import waitress

from geo.errors import UnavailableError
from geo.extract.site_shape import READ_ONE_SHAPE
from geo.measure import code_cache
from geo.readers.isolated import missing_protections, warm_up
from webmap.app import create_app
from webmap.cli.common import load, or_stop
from webmap.cli.progress import QUIET, ProgressLine
from webmap.http.current import DATA_FAULT
from webmap.service import first_answers, run_file
from webmap.service.drain import ServerLoop
from webmap.service.limits import raise_open_files, server_options, share_libraries
from webmap.service.readiness import start_draining
from webmap.service.reload import Outcome, Reloader
from webmap.service.run_file import RunFile
from webmap.service.server_errors import answer_problems
from webmap.service.supervisor import Terminal

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from typing import Any

    from flask import Flask

    from webmap.service.supervisor import Worker
    from webmap.settings import Settings

#: Delay in seconds before machine code is loaded and limits are tried, which takes seconds of a core, so that the first
#: page is not slowed.
LOAD_AFTER_S = 2.0


def work(settings: Settings, listener: socket.socket, worker: Worker | None) -> None:
    """Serve until told to end.

    Parameters
    ----------
    settings : webmap.settings.Settings
    listener : socket.socket
        A bound socket.
    worker : webmap.service.supervisor.Worker, optional
        This process under a supervisor.
    """
    share_libraries(everything=False)
    app = _load_app(settings)
    raise_open_files(settings.connections)
    warm_up(READ_ONE_SHAPE)
    have_machine_code()
    first_answers.make_in_background(app)
    _in_background(tell_missing_protections)
    _serve(app, listener, settings, worker)


@click.command(hidden=True)
@QUIET
@click.pass_obj
def prepare(folders: dict[str, Path | None], *, quiet: bool) -> None:
    """Compile the loops and the pages and measure the atlas now, so that nobody waits.

    For an installation, as the user who may write to it: ``make serve`` and a container file call it. Without it the
    server compiles when it starts, which takes about half a minute.
    """
    atlas = load(folders)
    first_answers.compile_templates(create_app({"workspace": None}, atlas=atlas))
    _compile(quiet=quiet)


def have_machine_code() -> None:
    """Compile the functions if there is no compiled code yet; else load the code in the background."""
    if code_cache.is_filled():
        _in_background(lambda: _compile(quiet=True))
    else:
        _compile(quiet=False)


def tell_missing_protections() -> None:
    """Say which limits this system does not have for the files readers send."""
    if missing := missing_protections():
        click.echo(f"lingang: files that are sent are read with {', '.join(missing)}", err=True)


def _in_background(work: Callable[[], None]) -> None:
    """Do something a little later in a thread that the end of the process does not wait for."""
    timer = threading.Timer(LOAD_AFTER_S, work)
    timer.daemon = True
    timer.start()


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


def _load_app(settings: Settings) -> Flask:
    """Make the application; if the database of the workspace does not answer, without the workspace."""
    atlas = load({"layers": settings.layers, "seeds": settings.seeds})
    try:
        app: Flask = or_stop(lambda: create_app(settings.model_dump(), atlas=atlas), but=(UnavailableError,))
    except UnavailableError as error:
        click.echo(f"lingang: serving without the workspace until its database answers: {error}", err=True)
        app = create_app(settings.model_dump() | {"workspace": None}, atlas=atlas)
        app.extensions[DATA_FAULT] = str(error)
    if fault := getattr(app.extensions["atlas"].stored, "fault", ""):
        click.echo(f"lingang: serving without the store until it answers: {fault}", err=True)
    return app


def _serve(app: Flask, listener: socket.socket, settings: Settings, worker: Worker | None) -> None:
    connections: dict[int, Any] = {}
    server = waitress.create_server(app, map=connections, sockets=[listener], ident=None, **server_options(settings))
    answer_problems(server)
    beat = worker.beat if worker else None
    loop = ServerLoop(server, connections, settings.drain_s, beat=beat, on_end=lambda: start_draining(app))
    port = listener.getsockname()[1]
    notes = _Notes(app, worker.supervisor if worker else os.getpid(), settings.host, port)
    reloader = Reloader(app, settings, notes.take)
    _handle_signals(loop, reloader, supervised=worker is not None)
    notes.write()
    if not worker or worker.number == 0:
        click.echo(f"临港规划图集 Lingang Atlas: http://{settings.host}:{port}/  (Ctrl+C ends)")
    if app.extensions.get(DATA_FAULT):
        reloader.ask_later()
    try:
        cut = loop.run()
    finally:
        notes.remove()
    if cut:
        click.echo(f"lingang: {cut} requests were not finished within {settings.drain_s} s", err=True)


def _handle_signals(loop: ServerLoop, reloader: Reloader, *, supervised: bool) -> None:
    signal.signal(signal.SIGTERM, loop.end)
    if not supervised:  # else the supervisor gets it and says so
        signal.signal(signal.SIGINT, loop.interrupt)
    if hasattr(signal, "SIGHUP"):
        terminal = Terminal()
        signal.signal(signal.SIGHUP, lambda *_: loop.end() if terminal.is_gone() else reloader.ask())


@dataclass
class _Notes:
    """Keeps the run file of this service, and says on standard error what came of loading data again."""

    app: Flask
    pid: int
    host: str
    port: int
    loads: int = 1

    def take(self, outcome: Outcome) -> None:
        """Say and write down what came of loading the data again."""
        self.loads += 1
        if outcome.fault:
            said = f"the new data are not taken, version {outcome.version} is served on: {outcome.fault}"
        else:
            said = f"data version {outcome.version} is served now"
            first_answers.make_in_background(self.app)
        click.echo(f"lingang: {said}", err=True)
        self.write()

    def write(self) -> None:
        """Write the run file; without one the service runs all the same."""
        fault = self.app.extensions.get(DATA_FAULT, "")
        version = self.app.extensions["atlas"].version
        try:
            RunFile(self.pid, version, self.loads, os.getpid(), self.host, fault).write(self.port)
        except OSError as error:
            click.echo(f"lingang: `lingang reload` will need --pid {self.pid} ({error})", err=True)

    def remove(self) -> None:
        """Remove the run file, if it is there."""
        try:
            run_file.remove(self.port)
        except OSError as error:
            click.echo(f"lingang: the run file stays ({error})", err=True)
