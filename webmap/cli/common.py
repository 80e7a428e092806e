"""What all commands share: load the data or say why not, and end with the right exit status."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from geo import Atlas, load_atlas
from geo.errors import AtlasError

if TYPE_CHECKING:
    from collections.abc import Callable

FINDINGS, USAGE = 1, 2
FILE = click.Path(dir_okay=False, path_type=Path)
BBOX = click.option("--bbox", type=float, nargs=4, help="West south east north in degrees.")


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


def or_stop(work: Callable[[], Any]) -> Any:
    """Do the work, or end with status 2 and what the caller should change."""
    try:
        return work()
    except AtlasError as error:
        stop(str(error), USAGE)


def put(source: Path, target: Path) -> None:
    """Move a finished file to its place as a whole, or end with status 2 and leave what was there.

    A link is followed; a pipe or a device is written to.
    """
    try:
        place = target.resolve()
        if place.exists() and not place.is_file():
            with source.open("rb") as made, place.open("wb") as out:
                shutil.copyfileobj(made, out)
            return
        if place.exists():
            place.open("r+b").close()  # a file that may not be written may not be replaced either
            shutil.copymode(place, source)
        aside = place.with_name(f".{place.name}.part")
        try:
            shutil.copy(source, aside)
            aside.replace(place)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        stop(f"{target} cannot be written: {error.strerror}", USAGE)


def save(path: Path, data: bytes) -> None:
    """Write a file, or end with status 2 if it cannot be written."""
    try:
        path.write_bytes(data)
    except OSError as error:
        stop(f"{path} cannot be written: {error.strerror}", USAGE)
