"""The layers of a store as long as it answers: without its database the atlas is served without them.

A layer that is named meanwhile is unavailable, not unknown. A database that does not answer is left alone for a while,
so that no request waits for it; then it is asked again, and its layers come back by themselves. Within `TRUSTED_S` the
list of layers is not read again; what is in a layer is read at each request.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from threading import Lock
from typing import TYPE_CHECKING

from geo.errors import Fault, SourceError, UnavailableError
from geo.store.open_store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.atlas.added.stored_layer import StoredLayer

#: Seconds for which the list of layers stands, and most for which a database that does not answer is left alone.
TRUSTED_S, LEFT_ALONE_S = 1.0, 10.0
#: It is left alone so many times as long as it took to find out: not long if it refuses at once.
_TIMES = 20.0


class AnsweringStore(Mapping[str, "StoredLayer"]):
    """The layers of a store by id; none while it does not answer.

    Parameters
    ----------
    source : str
        As `geo.store.open_store.open_store` takes it.

    Raises
    ------
    ParameterError, SourceError
        If it can never be opened. A database that does not answer is no error.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._opened: Mapping[str, StoredLayer] | None = None
        self._layers: dict[str, StoredLayer] = {}
        self._listed: frozenset[str] = frozenset()
        self._until = 0.0
        self._lock = Lock()
        #: Why the layers are missing; empty if the store answers.
        self.fault = ""
        self._now()

    def __reduce__(self) -> tuple[type[AnsweringStore], tuple[str]]:
        return AnsweringStore, (self._source,)

    def __getitem__(self, layer_id: str) -> StoredLayer:
        found = self._now().get(layer_id)
        if found is None and self.fault and layer_id in self._listed:
            raise UnavailableError(Fault(f"layer {layer_id} of a store that does not answer now", where="store"))
        if found is None:
            raise KeyError(layer_id)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._now())

    def __len__(self) -> int:
        return len(self._now())

    def _now(self) -> dict[str, StoredLayer]:
        if time.monotonic() >= self._until:
            with self._lock:
                if time.monotonic() >= self._until:
                    self._look()
        return self._layers

    def _look(self) -> None:
        """Read the list of layers; those that cannot be read now are left out."""
        began = time.monotonic()
        try:
            self._opened = self._opened if self._opened is not None else open_store(self._source)
            self._layers, self.fault = _readable(self._opened)
        except UnavailableError as error:
            self._layers, self.fault = {}, str(error)
        self._listed = self._listed | self._layers.keys() if self.fault else frozenset(self._layers)
        ended = time.monotonic()
        alone_s = min(max((ended - began) * _TIMES, TRUSTED_S), LEFT_ALONE_S)
        self._until = ended + (alone_s if self.fault else TRUSTED_S)


def _readable(opened: Mapping[str, StoredLayer]) -> tuple[dict[str, StoredLayer], str]:
    """Return the layers that answer, and why another does not."""
    found, fault = {}, ""
    for layer_id, layer in opened.items():
        try:
            layer.version  # noqa: B018  asked, because a layer that does not answer is left out
            found[layer_id] = layer
        except SourceError as error:
            fault = str(error)
    return found, fault
