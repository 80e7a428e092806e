"""Whether a request names a layer of the reader's own, or asks for a list that may name one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, request

from webmap.http.current import current_atlas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo import Atlas

#: Views that name no layer and list none.
_NO_LIST = ("ogc.landing", "ogc.conformance", "ogc.tile_matrix_sets", "ogc.tile_matrix_set")


def named_own_layer() -> bool:
    """Return whether the request names an own layer, or a feature of one, in its path or its query."""
    atlas: Atlas = current_app.extensions["atlas"]
    if not atlas.own:
        return False
    return any(name in atlas.own or atlas.own_layer_of(name) for name in _names())


def shows_own_layers() -> bool:
    """Return whether the answer may show own layers: the reader may see them, and the request names one or a list."""
    if not current_atlas().own:
        return False
    return named_own_layer() or not (_parts_of_path() or request.endpoint in _NO_LIST)


def _parts_of_path() -> list[str]:
    """List the values in the path; the arguments of the view hold those of the query too."""
    rule, values = request.url_rule, request.view_args or {}
    return [str(values[name]) for name in rule.arguments if name in values] if rule else []


def _names() -> Iterator[str]:
    """List what may be the name of a layer or feature: a part of the path, a member of a list, a layer before ``:``.

    A collection of one kind of geometry (``parks-areas``) is named after its layer.
    """
    for part in _parts_of_path():
        yield part
        yield part.rpartition("-")[0]
    for given in request.args.values():
        for part in given.split(","):
            yield part
            yield part.partition(":")[0]
