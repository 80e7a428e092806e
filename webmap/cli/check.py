"""The command check: checks our own data against all rules and prints every finding."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from geo.check import run
from webmap.cli.common import FINDINGS

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--documents", type=_FOLDER, envvar="LINGANG_DOCUMENTS", help="Folder of the documents: check citations.")
@click.pass_obj
def check(folders: dict[str, Path | None], documents: Path | None, *, as_json: bool) -> None:
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
        for line in report.score.lines() if report.score is not None else ():
            click.echo(line)
    if report.errors:
        sys.exit(FINDINGS)
