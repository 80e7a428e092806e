"""Accounts by a stored layer, kept in a file beside its tiles: made once for all processes, and for the next start.

The file holds those of the layer in one state, of one state of the atlas, made by one state of the program.
"""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from dataclasses import asdict
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from geo.cache_folder import sources_hash
from geo.stats.crosstab import Crosstab
from geo.text_files import written_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

#: Accounts kept of a layer, the last that were made.
_MOST = 64


class KeptAccounts:
    """The accounts by one stored layer in one state.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    version : str
        Of the data they are made from.
    """

    def __init__(self, path: Path, version: str) -> None:
        self._path = path
        self._version = f"{version} {sources_hash('coordinates', 'measure', 'overlay', 'stats', 'stats/stored')}"

    def find(self, asked: Sequence[Any]) -> Crosstab | None:
        """Return an account by what was asked for, None if it is not there."""
        found = self._read().get(_key(asked))
        if found is None:
            return None
        return Crosstab(**{**found, "rows": tuple(found["rows"]), "left_out": tuple(found["left_out"])})

    def keep(self, asked: Sequence[Any], account: Crosstab) -> None:
        """Keep an account. A full disk is no reason to fail: it is made again."""
        kept = {**self._read(), _key(asked): asdict(account)}
        text = json.dumps({"version": self._version, "accounts": dict(list(kept.items())[-_MOST:])}, ensure_ascii=False)
        with suppress(OSError), written_whole(self._path) as made:
            made.write_text(text, encoding="utf-8")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Wait until no other process makes an account by the layer, and keep the others waiting meanwhile."""
        if find_spec("fcntl") is None:  # Windows, where one process serves
            yield
            return
        import fcntl  # noqa: PLC0415

        with self._path.with_suffix(".lock").open("a") as lock:
            # Given back by the system if this process ends.
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _read(self) -> dict[str, Any]:
        try:
            said = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):  # it is not there, or damaged and written anew
            return {}
        accounts: dict[str, Any] = said["accounts"] if said.get("version") == self._version else {}
        return accounts


def _key(asked: Sequence[Any]) -> str:
    return json.dumps(asked, ensure_ascii=False)
