"""The command reload: have a running service load its edited data."""

from __future__ import annotations

import os
import signal
import socket
import time

import click

from webmap.cli.common import FINDINGS, USAGE, stop
from webmap.service.run_file import RunFile

#: Seconds between two looks at what the service has done, and until it is given up.
_LOOK_S, _LONGEST_S = 0.1, 600.0


@click.command
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    envvar="LINGANG_PORT",
    default=8000,
    show_default=True,
    help="Port of the service.",
)
@click.option("--pid", type=click.IntRange(min=2), help="Process of a service that wrote no run file; not waited for.")
def reload(port: int, pid: int | None) -> None:
    """Have the service of this user load its edited layers, tables and workspace, without losing a request.

    Ends with status 1 and what is wrong if the new data have errors; the service then goes on with those it has.
    """
    if not hasattr(signal, "SIGHUP"):
        stop("this system has no signal to tell a service to load its data; end it and start it again", FINDINGS)
    if pid:
        _tell(pid)
        click.echo(f"told process {pid}; its log says what came of it", err=True)
        return
    before = RunFile.read(port)
    if before is None or not _answers(before, port):
        stop(f"no service of this user runs at port {port}; name its --port, or its process with --pid", USAGE)
    _tell(before.pid)
    after = _wait(before, port)
    if after.fault:
        stop(f"the new data are not taken, version {after.version} is served on:\n{after.fault}", FINDINGS)
    click.echo(f"data version {after.version} is served now (before: {before.version})", err=True)


def _answers(run: RunFile, port: int) -> bool:
    """Whether a service listens where the run file says, so that its process is the one that wrote it."""
    try:
        socket.create_connection(("127.0.0.1" if run.host == "0.0.0.0" else run.host, port), timeout=5).close()  # noqa: S104
    except OSError:
        return False
    return True


def _tell(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGHUP)
    except OSError as error:
        stop(f"process {pid} cannot be told: {error.strerror}", FINDINGS)


def _wait(before: RunFile, port: int) -> RunFile:
    """Wait until the service has loaded its data, and return what it says of itself then."""
    until = time.monotonic() + _LONGEST_S
    while time.monotonic() < until:
        now = RunFile.read(port)
        if now is None:
            stop("the service has ended", FINDINGS)
        if (now.worker, now.loads) != (before.worker, before.loads):
            return now
        time.sleep(_LOOK_S)
    stop(f"the service has not loaded its data within {_LONGEST_S:.0f} s; see its log", FINDINGS)
