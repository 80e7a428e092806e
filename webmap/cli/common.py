"""What all commands share: loading the data, writing files, and the exit status of errors."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from geo import Atlas, load_atlas
from geo.errors import AtlasError
from webmap.cli.no_garbage_collection import no_garbage_collection

if TYPE_CHECKING:
    from collections.abc import Callable

FINDINGS, USAGE = 1, 2
FILE = click.Path(dir_okay=False, path_type=Path)
BBOX = click.option("--bbox", type=float, nargs=4, help="West south east north in degrees.")


def load(folders: dict[str, Path | None]) -> Atlas:
    """Load the atlas, or end with status 1 and all faults of the data."""
    try:
        with no_garbage_collection():
            return load_atlas(folders["layers"], folders["seeds"])
    except AtlasError as error:
        stop(f"the data cannot be used:\n{error}", FINDINGS)


def stop(message: str, status: int) -> NoReturn:
    """Print a message on standard error and end with a status."""
    click.echo(f"lingang: {message}", err=True)
    sys.exit(status)


def or_stop(work: Callable[[], Any]) -> Any:
    """Call a function; end with status 2 and the message of an AtlasError it raises."""
    try:
        return work()
    except AtlasError as error:
        stop(str(error), USAGE)


def move_file(source: Path, target: Path) -> None:
    """Move a finished file to its target, or end with status 2 and leave an older file unchanged.

    Links are followed. Pipes and devices are written to, not replaced.
    """
    try:
        place = target.resolve()
        if place.exists() and not place.is_file():
            with source.open("rb") as made, place.open("wb") as out:
                shutil.copyfileobj(made, out)
            return
        if place.exists():
            place.open("r+b").close()  # raises if the file is write protected
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
