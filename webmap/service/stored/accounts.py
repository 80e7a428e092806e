"""Accounts with a stored layer: made in a worker process, and kept as long as atlas and layer are the same.

Those by a stored layer are kept on disk too: another process of the service, and the next start, find them there. One
of a million features takes longer than a reader waits. It goes on when the reader is told to come back, and is there
when he does.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Any

from cachetools import LRUCache
from flask import current_app

from geo.atlas.added.own_layers import stored_version
from geo.atlas.added.stored_layer import StoredQuery
from geo.atlas.per_atlas import per_atlas
from geo.errors import BusyError, Fault
from geo.stats.accounts import make_account, stored_member
from geo.store.file_layer import with_stored_rows
from webmap.http.current import current_atlas
from webmap.http.option import Option, whole
from webmap.http.query import PathOptions
from webmap.http.shared_options import stored_in
from webmap.service.jobs import start_job
from webmap.service.stored.kept_accounts import KeptAccounts
from webmap.service.stored.tile_pyramids import pyramids_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geo import Atlas
    from geo.stats.crosstab import Crosstab
    from geo.stats.layer_areas import Account

#: Accounts kept; one has a row for each zone and member.
_MOST_KEPT = 64
#: Accounts that are made at once: each takes a processor and half a gigabyte for a million features.
_THREADS = ThreadPoolExecutor(1, "accounts")
_LOCK = Lock()
_LIMIT = 100
_PAGE: dict[str, Option] = {
    "limit": whole(10_000, "Zones of one page of a stored layer.", least=1, default=_LIMIT),
    "offset": whole(999_999_999, "Zones of a stored layer to leave out at the beginning.", default=0),
}


def _page_options(path: Mapping[str, Any]) -> Mapping[str, Option]:
    return _PAGE if stored_in(path) else {}


#: The page of a stored layer of zones, under the name ``page``; empty for other layers.
ZONES_PAGE = PathOptions("page", _page_options)


def account(zones: str, by: str | None, page: Mapping[str, int]) -> Account | Crosstab:
    """Return the area statistics of a layer for the current request.

    Parameters
    ----------
    zones, by
        As of `geo.stats.accounts.make_account`; either may be a stored layer. Of stored zones one page is accounted
        for, and so are the totals.
    page : mapping of str to int
        ``offset`` and ``limit`` of stored zones.

    Raises
    ------
    UnknownLayerError, ParameterError
        As `make_account`.
    BusyError
        If it is not made in the time of a job.
    """
    atlas = current_atlas()
    member = None if by is None else stored_member(atlas, by)
    named = [zones, *([member[0].entry.id] if member else [])]
    version = stored_version(atlas, named)
    if not version:
        return make_account(atlas, zones, by)
    asked = (zones, by, page.get("offset", 0), page.get("limit", _LIMIT))
    folder = pyramids_of(current_app).folder
    if member is None or zones in atlas.stored or folder is None:
        return _kept_or_made(atlas, asked, version, None)
    path = folder / f"{member[0].entry.id}.accounts.json"
    return _kept_or_made(atlas, asked, version, KeptAccounts(path, f"{atlas.version} {version}"))


def _kept_or_made(atlas: Atlas, asked: tuple[Any, ...], version: str, kept: KeptAccounts | None) -> Account | Crosstab:
    """Return an account, waiting for it as long as for any job; `version` is that of its stored layers."""
    begun, key = _begun(atlas), (asked, version)
    with _LOCK:
        work = begun.get(key)
        if work is None or (work.done() and work.exception() is not None):
            begun[key] = work = _begin(asked, kept)
    seconds = float(current_app.config["JOB_S"])
    try:
        return work.result(seconds)
    except TimeoutError as error:
        fault = Fault("an account that is still being made", f"one made in {seconds:g} s", "by", "ask again soon")
        raise BusyError(fault) from error


def _begin(asked: tuple[Any, ...], kept: KeptAccounts | None) -> Future[Account | Crosstab]:
    """Begin to make an account, or find it on disk."""
    found = kept.find(asked) if kept else None
    if found is not None:
        there: Future[Account | Crosstab] = Future()
        there.set_result(found)
        return there
    make = start_job("webmap.service.stored.accounts:made_account", *asked)

    return _THREADS.submit(lambda: make() if kept is None else _made_once(make, asked, kept))


def _made_once(make: Callable[[], Any], asked: tuple[Any, ...], kept: KeptAccounts) -> Account | Crosstab:
    """Make an account, unless another process has made it meanwhile."""
    with kept.alone():
        account: Crosstab | None = kept.find(asked)
        if account is None:
            account = make()
            kept.keep(asked, account)
    return account


@per_atlas
def _begun(atlas: Atlas) -> LRUCache[Any, Future[Account | Crosstab]]:
    """Return the accounts of an atlas that are made or being made."""
    return LRUCache(_MOST_KEPT)


def made_account(atlas: Atlas, zones: str, by: str | None, offset: int, limit: int) -> Account | Crosstab:
    """Make the area statistics of a layer of the atlas, or of one page of a stored layer."""
    layer = atlas.stored.get(zones)
    if layer is None:
        return make_account(atlas, zones, by)
    zoned = with_stored_rows(atlas, zones, StoredQuery(offset=offset, limit=limit))
    page = {"offset": offset, "limit": limit, "matched": layer.count()}
    return replace(make_account(zoned, zones, by), version=atlas.version, page=page)
