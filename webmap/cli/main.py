"""The command group ``lingang``. The module of a command is imported when the command is called.

So ``lingang --help`` and ``--version`` load no library but click.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import NamedTuple

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
        "Write LAYER, a layer or a vector file of your own, or a part of it, as a file.",
    ),
    "import": LazyCommand(
        "webmap.cli.export",
        "import_file",
        "Read FILE (any exported format, 界址点 TXT, DXF) and keep it as a layer in longitude/latitude.",
    ),
    "prepare": LazyCommand(
        "webmap.cli.serve", "prepare", "Compile the loops and measure the atlas now, so that nobody waits.", hidden=True
    ),
    "report": LazyCommand(
        "webmap.cli.print",
        "report",
        "Write the report of SITE: a place id, or a vector file with one or more polygons.",
    ),
    "serve": LazyCommand("webmap.cli.serve", "serve", "Check the data, then serve the map with waitress."),
    "sheet": LazyCommand("webmap.cli.print", "sheet", "Print the map on one sheet at an exact scale in EPSG:4529."),
    "stats": LazyCommand(
        "webmap.cli.stats",
        "stats",
        "Make the area statistics of ZONES: a layer, or a vector file of your own; several make one workbook.",
    ),
}


class LazyGroup(click.Group):
    """A group that imports a command when it is called, and lists commands without importing them."""

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


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "LINGANG"})
@click.option("--layers", type=_FOLDER, envvar="LINGANG_LAYERS", help="Folder of the layers.")
@click.option("--seeds", type=_FOLDER, envvar="LINGANG_SEEDS", help="Folder of the seed tables.")
@click.version_option(package_name="lingang-atlas")
@click.pass_context
def main(context: click.Context, layers: Path | None, seeds: Path | None) -> None:
    """Planning map of Shanghai's Lingang New Area (临港规划图集).

    Exit status: 0 done, 1 the data has faults or the work failed, 2 the command was called wrongly.
    """
    context.obj = {"layers": layers, "seeds": seeds}
