"""Run all checks on one service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.progress import ignore
from webmap.conform import check_figures, check_files, check_links, check_ogc, check_schemas, check_service
from webmap.conform.visit import Visit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geo.progress import Progress

#: Addresses the check of links asks for, unless told otherwise.
MOST_LINKS = 300


def conform(
    base: str,
    headers: Mapping[str, str] | None = None,
    most_links: int = MOST_LINKS,
    progress: Progress = ignore,
) -> Visit:
    """Check a running service from outside.

    Parameters
    ----------
    base : str
        Address of its map page.
    headers : mapping of str to str, optional
        Sent with every request.
    most_links : int
        Addresses the check of links asks for at most.
    progress : geo.progress.Progress, optional
        Called after each check.

    Returns
    -------
    Visit
        With its findings, in the order of the checks.

    Raises
    ------
    geo.errors.ParameterError
        If the address is none, or nothing answers there.
    """
    visit = Visit(base, headers or {})
    checks: dict[str, Callable[[], None]] = {
        "service": lambda: check_service.check(visit),
        "schemas": lambda: check_schemas.check(visit),
        "figures": lambda: check_figures.check(visit),
        "ogc": lambda: check_ogc.check(visit),
        "links": lambda: check_links.check(visit, most_links),
        "files": lambda: check_files.check(visit),
    }
    for done, one in enumerate(checks.values(), 1):
        one()
        progress("checking", done, len(checks))
    return visit
