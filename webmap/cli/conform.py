"""The command conform: checks a running service from outside."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click

from webmap.cli.common import FINDINGS, or_stop
from webmap.cli.progress import QUIET, ProgressLine
from webmap.conform.run import MOST_LINKS
from webmap.conform.run import conform as run_checks


@click.command
@click.argument("url")
@click.option("--token", envvar="LINGANG_TOKEN", help="Sent as a bearer token with every request.")
@click.option("--links", default=MOST_LINKS, show_default=True, type=click.IntRange(0), help="Links to follow at most.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@QUIET
def conform(url: str, token: str | None, links: int, *, as_json: bool, quiet: bool) -> None:
    """Check the service at URL from outside; exit 1 if a fault is found.

    Status, types, schemas, links, headers, figures that add up, files that are what they say. Notes are no faults.
    """
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with ProgressLine(quiet=quiet) as line:
        visit = or_stop(lambda: run_checks(url, headers, links, line))
    faults = [finding for finding in visit.findings if not finding.is_note]
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in visit.findings], ensure_ascii=False, indent=2))
    else:
        for finding in visit.findings:
            click.echo(str(finding))
        notes = len(visit.findings) - len(faults)
        click.echo(f"{visit.asked} requests, {len(faults)} faults, {notes} notes")
    if faults:
        sys.exit(FINDINGS)
