"""What all commands share: load the data or say why not, and end with the right exit status."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

import click

from geo import Atlas, load_atlas
from geo.errors import AtlasError

if TYPE_CHECKING:
    from pathlib import Path

FINDINGS, USAGE = 1, 2


def load(folders: dict[str, Path | None]) -> Atlas:
    """Load the atlas, or end with status 1 and all that is wrong with the data."""
    try:
        return load_atlas(folders["layers"], folders["seeds"])
    except AtlasError as error:
        stop(f"the data cannot be used:\n{error}", FINDINGS)


def stop(message: str, status: int) -> NoReturn:
    """End with one message and an exit status."""
    click.echo(f"lingang: {message}", err=True)
    sys.exit(status)
