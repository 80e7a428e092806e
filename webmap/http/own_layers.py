"""Which layers of the reader's own a request is about: those it names, or all of them if it asks for a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, g, request

from geo.atlas.added.own_layers import stored_layer_named, stored_layer_of, stored_version
from geo.atlas.schema import OWN_PREFIX
from geo.errors import UnavailableError
from webmap.http.current import current_atlas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo import Atlas

#: Views that name no layer and list none.
_NO_LIST = ("ogc.landing", "ogc.conformance", "ogc.tile_matrix_sets", "ogc.tile_matrix_set")
#: Blueprints that say of any site which stored layers it touches.
_SITES = ("extract",)


def named_own_layer() -> bool:
    """Return whether the request names an own layer, or a feature of one, in its path or its query."""
    atlas: Atlas = current_app.extensions["atlas"]
    if getattr(atlas.stored, "fault", "") and _may_name_own(atlas):
        return True
    if not atlas.own and not atlas.stored:
        return False
    return any(name in atlas.own or atlas.own_layer_of(name) or _stored(atlas, name) for name in _names())


def shows_own_layers() -> bool:
    """Return whether the answer may show own layers: the reader may see them, and the request names one or a list."""
    atlas = current_atlas()
    if not atlas.own and not atlas.stored:
        return False
    return named_own_layer() or _is_list() or (bool(atlas.stored) and request.blueprint in _SITES)


def stored_mark() -> str:
    """Return what changes with an edit of the stored layers the request is about; empty if it is about none.

    The version of the atlas does not change with such an edit, as stored layers are read from where they lie.
    """
    if "stored_mark" not in g:
        atlas = current_atlas()
        named = [layer for name in _names() if (layer := _stored(atlas, name))] if atlas.stored else []
        about_all = not named and (_is_list() or request.blueprint in _SITES)
        g.stored_mark = stored_version(atlas, None if about_all else named)
    mark: str = g.stored_mark
    return mark


def _may_name_own(atlas: Atlas) -> bool:
    """Return whether a name may be that of a layer of a store that does not answer, so that nobody knows its layers."""
    member = (
        request.args.get("by", "").partition(":")[0]
        if request.url_rule and "zones" in request.url_rule.arguments
        else ""
    )
    return bool(member and member not in atlas.layers) or any(name.startswith(OWN_PREFIX) for name in _names())


def _is_list() -> bool:
    return not (_parts_of_path() or request.endpoint in _NO_LIST)


def _stored(atlas: Atlas, name: str) -> str | None:
    """Return the id of the stored layer of this name, or of that with a feature of this name.

    A name whose layer does not answer now is returned as it is: whoever reads the layer says what is wrong.
    """
    try:
        layer = stored_layer_named(atlas, name) or stored_layer_of(atlas, name)
        return layer.entry.id if layer else None
    except UnavailableError:
        return name


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
            if part[:1].isalpha():  # as every id begins, and no number
                yield part
                yield part.partition(":")[0]
