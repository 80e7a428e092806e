"""Open a store of layers of any size, and show it beside the atlas."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import Fault, ParameterError
from geo.readers import postgis
from geo.store.store_folder import StoreFolder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.atlas.added.stored_layer import StoredLayer
    from geo.atlas.atlas import Atlas
    from geo.store.postgis.store import PostgisStore


def open_store(source: str | Path) -> StoreFolder | PostgisStore:
    """Open a store.

    Parameters
    ----------
    source : str or pathlib.Path
        A folder (`geo.store.store_folder`), or the address of a PostGIS database (`geo.store.postgis.store`).

    Returns
    -------
    StoreFolder or PostgisStore
        A mapping of the layers by id, as they are when one looks: nothing is read before.

    Raises
    ------
    SourceError
        If `source` is a file, or the extra for databases is not installed.
    UnavailableError
        If a database does not answer.
    """
    if postgis.is_address(str(source)):
        from geo.store.postgis.store import PostgisStore  # noqa: PLC0415  an extra: only a database needs it

        return PostgisStore(str(source))
    folder = Path(source)
    if folder.exists() and not folder.is_dir():
        expected, remedy = "a folder or postgresql://…", "`lingang import FILE --as NAME` puts a file into a store"
        raise ParameterError(Fault("a file", expected, str(folder), remedy))
    return StoreFolder(folder)


def with_store(atlas: Atlas, layers: Mapping[str, StoredLayer]) -> Atlas:
    """Make an atlas with stored layers beside its own.

    Parameters
    ----------
    atlas : Atlas
        Does not change.
    layers : mapping of str to StoredLayer
        As `open_store` returns them; what it holds later is seen later.

    Returns
    -------
    Atlas
        With `layers` as its ``stored``, and ``without_own`` for readers who may not see them.
    """
    return replace(atlas, stored=layers, without_own=atlas.without_own or atlas)
