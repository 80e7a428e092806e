"""What all commands share: loading the data, writing files, and the exit status of errors."""

from __future__ import annotations

import errno
import sys
import tempfile
import tomllib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click
from click.shell_completion import CompletionItem

from geo.errors import AtlasError, UnavailableError
from geo.text_files import written_whole
from webmap.cli.no_garbage_collection import no_garbage_collection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geo import Atlas

FINDINGS, USAGE = 1, 2
FILE = click.Path(dir_okay=False, path_type=Path)


class LayerName(click.ParamType[str]):
    """The id of a layer, or the name of a file; a shell completes both.

    Parameters
    ----------
    is_stored : bool
        Whether only a layer of a store is meant.
    """

    name = "layer"

    def __init__(self, *, is_stored: bool = False) -> None:
        self._is_stored = is_stored

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """List the ids that begin so, which are read without the layers; files if there are none."""
        ids = _stored_ids(ctx) if self._is_stored else [*_catalogue_ids(ctx), *_stored_ids(ctx)]
        found = [CompletionItem(one) for one in ids if one.startswith(incomplete)]
        return found or [CompletionItem(incomplete, type="file")]


def _catalogue_ids(ctx: click.Context) -> list[str]:
    from geo.atlas.load import default_folder  # noqa: PLC0415  its libraries take half a second

    folder = ctx.find_root().params.get("layers") or default_folder("layers")
    catalogue = tomllib.loads((Path(folder) / "catalogue.toml").read_text(encoding="utf-8"))
    return [str(entry["id"]) for entry in catalogue["layer"]]


def _stored_ids(ctx: click.Context) -> list[str]:
    """List the layers of the store of a command that takes one, if it is a folder: a database is not asked for it."""
    if not any(one.name == "store" for one in ctx.command.params):
        return []
    from geo.store.own.layer_note import note_paths  # noqa: PLC0415  as above
    from webmap.cli.store.option import store_or_default  # noqa: PLC0415  it stands on this module

    return [path.name.partition(".")[0] for path in note_paths(Path(store_or_default(ctx.params.get("store"))))]


BBOX = click.option("--bbox", type=float, nargs=4, help="West south east north in degrees.")

#: What the system says of a place at which nobody could write this file; all else is a fault of the disk.
_WRONG_PLACE = {errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.EACCES, errno.EPERM}


def load(folders: dict[str, Path | None]) -> Atlas:
    """Load the atlas, or end with status 1 and all faults of the data."""
    from geo import load_atlas  # noqa: PLC0415  its libraries take half a second that not every command needs

    try:
        with no_garbage_collection():
            return load_atlas(folders["layers"], folders["seeds"])
    except AtlasError as error:
        stop(f"the data cannot be used:\n{error}", FINDINGS)


def stop(message: str, status: int) -> NoReturn:
    """Print a message on standard error and end with a status."""
    click.echo(f"lingang: {message}", err=True)
    sys.exit(status)


def stop_with(error: AtlasError) -> NoReturn:
    """End with the message of an error: status 1 if a database does not answer now, 2 if what was asked is wrong."""
    stop(str(error), FINDINGS if isinstance(error, UnavailableError) else USAGE)


def or_stop(work: Callable[[], Any], *, but: tuple[type[AtlasError], ...] = ()) -> Any:
    """Call a function; end as `stop_with` with an AtlasError it raises, `but` for those named."""
    try:
        return work()
    except but:
        raise
    except AtlasError as error:
        stop_with(error)


@contextmanager
def or_stop_writing(target: Path) -> Iterator[None]:
    """End with one line if the system refuses to write: status 2 if the place is wrong, 1 if the disk is full or fails.

    Parameters
    ----------
    target : pathlib.Path
        What was to be written, for the message.
    """
    try:
        yield
    except OSError as error:
        status = USAGE if error.errno in _WRONG_PLACE else FINDINGS
        stop(f"{target} cannot be written: {error.strerror or error}", status)


def is_pipe(name: object) -> bool:
    """Return whether a name stands for standard input or output."""
    return str(name) == "-"


def write_output(data: bytes) -> None:
    """Write to standard output."""
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


@contextmanager
def output_file(target: Path, name: str | None = None) -> Iterator[Path]:
    """Yield a path to write to, which then takes the place of a file; errors as in `or_stop_writing`.

    Parameters
    ----------
    target : pathlib.Path
        An older file stays as it was if the new one cannot be written. ``-`` is standard output.
    name : str, optional
        Name of the file while it is made, for libraries that want an ending.

    Yields
    ------
    pathlib.Path
    """
    if is_pipe(target):
        with tempfile.TemporaryDirectory() as folder:
            whole = Path(folder) / (name or "output")
            yield whole
            write_output(whole.read_bytes())
        return
    with or_stop_writing(target), written_whole(target, name) as made:
        yield made


def save(path: Path, data: bytes) -> None:
    """Write a file, ``-`` for standard output, or end as `output_file`."""
    with output_file(path) as made:
        made.write_bytes(data)
