"""Call a command of lingang."""

from __future__ import annotations

from click.testing import CliRunner, Result

from webmap.cli.main import main


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(one) for one in args])
