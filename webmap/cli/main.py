"""The command group ``lingang``. The module of a command is imported when the command is called.

So ``lingang --help`` and ``--version`` load no library but click.
"""

from __future__ import annotations

import atexit
import codecs
import errno
import gc
import io
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import click

from webmap.cli.no_garbage_collection import no_garbage_collection

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


class LazyCommand(NamedTuple):
    """Where a command is, and the first sentence of its help."""

    module: str
    attribute: str
    summary: str
    hidden: bool = False


COMMANDS = {
    "anchors": LazyCommand(
        "webmap.cli.anchors", "anchors", "Find the place of every statement in the documents: writes seeds/anchors.csv."
    ),
    "bundle": LazyCommand(
        "webmap.cli.print",
        "bundle",
        "Write the read-only site into DIR: it opens from a USB stick or any web server, without Python.",
    ),
    "check": LazyCommand(
        "webmap.cli.check", "check", "Check tables, layers, drawing and citations; exit 1 if an error is found."
    ),
    "conform": LazyCommand(
        "webmap.cli.conform", "conform", "Check the service at URL from outside; exit 1 if a fault is found."
    ),
    "export": LazyCommand(
        "webmap.cli.export",
        "export",
        "Write LAYER, a layer, a vector file of your own or a layer of --store, or a part of it, as a file.",
    ),
    "extract": LazyCommand(
        "webmap.cli.extract",
        "extract",
        "Write the extract of SITE, a place id or a vector file: what applies, what does not, what is unknown.",
    ),
    "import": LazyCommand(
        "webmap.cli.store.import_file",
        "import_file",
        "Import FILE (any exported format that has shapes, GPX, GML, MapInfo) into a store as a layer of any size.",
    ),
    "layers": LazyCommand(
        "webmap.cli.store.layers",
        "layers",
        "List the layers: id, title, kind of geometry, features; with --store those of a store.",
    ),
    "prepare": LazyCommand(
        "webmap.cli.worker",
        "prepare",
        "Compile the loops and the pages and measure the atlas now, so that nobody waits.",
        hidden=True,
    ),
    "reload": LazyCommand(
        "webmap.cli.reload",
        "reload",
        "Have the service of this user load its edited layers, tables and workspace, without losing a request.",
    ),
    "remove": LazyCommand(
        "webmap.cli.store.remove", "remove", "Remove the layer NAME from a store; the file it was imported from stays."
    ),
    "report": LazyCommand(
        "webmap.cli.print",
        "report",
        "Write the report of SITE, its extract of today as PDF: a place id, or a vector file with polygons.",
    ),
    "serve": LazyCommand("webmap.cli.serve", "serve", "Check the data, then serve the map with waitress."),
    "sheet": LazyCommand(
        "webmap.cli.print",
        "sheet",
        "Print the map on one sheet at an exact scale in EPSG:4529; with --store its layers can be shown too.",
    ),
    "slides": LazyCommand(
        "webmap.cli.print",
        "slides",
        "Print FILE, a project saved on the map page (*.lingang.json), as slides; with --store its layers too.",
    ),
    "stats": LazyCommand(
        "webmap.cli.stats",
        "stats",
        "Make the area statistics of ZONES: a layer, or a vector file of your own; several make one workbook.",
    ),
    "verify": LazyCommand(
        "webmap.cli.extract",
        "verify",
        "Tell whether FILE, an extract, is what the atlas would say today; exit 1 and list the rows if not.",
    ),
}


#: What the system says when a disk is full, may only be read or fails.
_DISK_FAULTS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EFBIG}


class LazyGroup(click.Group):
    """A group that imports a command when it is called, and lists commands without importing them."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command; a disk that is full or fails, under standard output or elsewhere, is one line and status 1."""
        _take_any_character()
        # The end of a program looks through all that libraries have made, to free what ends with it anyway.
        atexit.register(gc.freeze)
        try:
            try:
                return super().main(*args, **kwargs)
            finally:
                sys.stdout.flush()
        except OSError as error:
            if error.errno not in _DISK_FAULTS:
                raise
            click.echo(f"lingang: {error.filename or 'the output'} cannot be written: {error.strerror}", err=True)
            _give_up_output()
            sys.exit(1)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        lazy = COMMANDS[cmd_name]
        with no_garbage_collection():
            command: click.Command = getattr(import_module(lazy.module), lazy.attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from their summaries, in the form click uses."""
        shown = {name: click.Command(name, help=lazy.summary) for name, lazy in COMMANDS.items() if not lazy.hidden}
        room = formatter.width - 6 - max(len(name) for name in shown)
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.get_short_help_str(room)) for name, command in shown.items()])


def _take_any_character() -> None:
    """Let standard output and error take characters their encoding lacks, such as Chinese under LANG=C, as escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and codecs.lookup(stream.encoding).name != "utf-8":
            stream.reconfigure(errors="backslashreplace")


def _give_up_output() -> None:
    """Let what standard output still holds go nowhere, or Python complains of it once more when it ends."""
    if sys.__stdout__ and sys.stdout is sys.__stdout__:
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123  no path of ours
            os.dup2(nowhere.fileno(), sys.__stdout__.fileno())


def _say_version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    """Print the version, and where the package geo is loaded from: another package has its name in the public index."""
    if not asked or context.resilient_parsing:
        return
    from importlib.metadata import version  # noqa: PLC0415
    from importlib.util import find_spec  # noqa: PLC0415

    found = find_spec("geo")
    place = Path(found.origin).parent if found and found.origin else "nowhere"
    click.echo(f"lingang, version {version('lingang-atlas')}\ngeo: {place}")
    context.exit()


_VERSION = "Show the version, and the folder the package geo is loaded from, and exit."


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "LINGANG"})
@click.option("--layers", type=_FOLDER, envvar="LINGANG_LAYERS", help="Folder of the layers.")
@click.option("--seeds", type=_FOLDER, envvar="LINGANG_SEEDS", help="Folder of the seed tables.")
@click.option("-V", "--version", is_flag=True, is_eager=True, expose_value=False, callback=_say_version, help=_VERSION)
@click.pass_context
def main(context: click.Context, layers: Path | None, seeds: Path | None) -> None:
    """Planning map of Shanghai's Lingang New Area (临港规划图集).

    Exit status: 0 done, 1 the data has faults or the work failed, 2 the command was called wrongly.
    """
    context.obj = {"layers": layers, "seeds": seeds}
