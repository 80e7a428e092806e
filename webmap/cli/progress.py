"""Progress of long commands on standard error: a progress bar on a terminal, else one line for each step."""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

import click

from geo.readers.file_names import is_vector_file
from geo.store.file_layer import resolve_layer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from click._termui_impl import ProgressBar

    from geo.atlas.atlas import Atlas

#: Option of all commands that show progress.
QUIET = click.option("--quiet", is_flag=True, help="Show no progress.")


class ProgressLine:
    """Shows the progress of a command; a `geo.progress.Progress`.

    Parameters
    ----------
    quiet : bool
        Show nothing.
    """

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._step = ""
        self._bar: ProgressBar[int] | None = None
        self._open = ExitStack()

    def __call__(self, step: str, done: int, total: int) -> None:
        """Show that `done` of `total` items of a step are done."""
        if self._quiet:
            return
        if step != self._step or self._bar is None:
            self._open.close()
            self._step = step
            self._bar = self._open.enter_context(click.progressbar(length=total, label=step, file=sys.stderr))
        self._bar.length = total
        self._bar.update(done - self._bar.pos)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Show the start and the end of a step whose progress is not known."""
        self(name, 0, 1)
        yield
        self(name, 1, 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()


def resolve_layer_with_progress(atlas: Atlas, name: str, progress: ProgressLine) -> tuple[Atlas, str]:
    """Resolve a layer or file as `geo.store.file_layer.resolve_layer`; show that a file is read, and its warnings."""
    if not is_vector_file(name):
        return resolve_layer(atlas, name)
    with progress.step(f"reading {Path(name).name}"):
        whole, layer = resolve_layer(atlas, name)
    entry = whole.entry(layer)
    if entry.description_zh:
        click.echo(f"{layer}: {entry.description_zh} {entry.description_en}", err=True)
    return whole, layer
