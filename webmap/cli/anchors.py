"""The command anchors: finds where each statement stands in the documents."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from geo.atlas.load import default_folder
from geo.check.lenient_load import lenient_load
from geo.check.texts.citations import read_documents
from geo.documents.anchors import make_anchors
from webmap.cli.common import FILE, FINDINGS, save

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command
@click.option("--documents", type=_FOLDER, envvar="LINGANG_DOCUMENTS", required=True, help="Folder of the documents.")
@click.option("--output", type=FILE, help="File to write; by default anchors.csv in the folder of the seeds.")
@click.pass_obj
def anchors(folders: dict[str, Path | None], documents: Path, output: Path | None) -> None:
    """Find the place of every statement in the documents: writes seeds/anchors.csv.

    Run it after every change of the seed tables. Choices made by hand are kept.
    """
    seeds = folders["seeds"] or default_folder("seeds")
    loaded = lenient_load(folders["layers"] or default_folder("layers"), seeds)
    texts, findings = read_documents(loaded, documents)
    for finding in findings:
        click.echo(str(finding), err=True)
    made = make_anchors(loaded.tables, texts, loaded.anchors)
    save(output or seeds / "anchors.csv", made.to_csv(index=False, lineterminator="\n").encode())
    click.echo(f"{len(made)} anchors in {len(texts)} documents")
    if any(finding.severity == "error" for finding in findings):
        sys.exit(FINDINGS)
