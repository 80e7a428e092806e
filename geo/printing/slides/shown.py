"""What a view of a project shows in an atlas: only what the atlas has; what it has not is told.

A project may come from another day or another desk: layers of somebody's own, places since renamed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from geo import words
from geo.atlas.added.own_layers import entry_of, stored_feature
from geo.errors import AtlasError
from geo.places.filter import PlaceFilter, select
from geo.readers.project.project_file import Note
from geo.registers.fit.conditions import check
from geo.registers.fit.question import asked
from geo.registers.themes.all_themes import theme_list

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.atlas.atlas import Atlas
    from geo.readers.project.project_file import Project, View
    from geo.readers.project.view_state import MapView
    from geo.registers.fit.conditions import Condition

#: Pixels of the window a view is taken to have where its file does not say what ground it showed.
_WINDOW_PX = (1280, 720)
#: Ground that can be drawn: what EPSG:4529 reaches well. West, south, east, north in degrees.
_REACH = (112.0, 22.0, 134.0, 40.0)
#: Parts of an address that the page shows and paper does not.
_NOT_PRINTED = ("base", "swipe", "time")


@dataclass(frozen=True)
class Shown:
    """What a view shows, of what there is.

    Attributes
    ----------
    layers, order : tuple of str
    opacity : dict of str to int
        Percent by layer.
    extent : tuple of float or None
        West, south, east, north in degrees; None for all that the planning layers and the drawing cover.
    place : str or None
    place_filter : PlaceFilter or None
    found : tuple of str
        Places that meet the filter.
    theme : str or None
    by : dict of str to str
        Column by which a layer of the reader's own is coloured, by layer.
    fit : tuple of Condition
        The question whose ranks are drawn.
    notes : tuple of Note
        What is not shown, and why.
    """

    layers: tuple[str, ...]
    order: tuple[str, ...]
    opacity: dict[str, int]
    extent: tuple[float, float, float, float] | None
    place: str | None
    place_filter: PlaceFilter | None
    found: tuple[str, ...]
    theme: str | None
    by: dict[str, str]
    fit: tuple[Condition, ...]
    notes: tuple[Note, ...]


def shown_by(atlas: Atlas, view: View, number: int) -> Shown:
    """Return what a view shows.

    Parameters
    ----------
    atlas : Atlas
    view : View
    number : int
        Of the view in its project, from 1.

    Returns
    -------
    Shown
    """
    state = view.state
    notes: list[Note] = []

    def tell(key: str, **values: Any) -> None:
        notes.append(Note(*words.both(f"project.{key}", **values), number))

    known = {*atlas.layer_ids, *atlas.stored}
    wanted = state.layers if state.layers is not None else _visible(atlas)
    gone = [layer for layer in wanted if layer not in known]
    if gone:
        tell("layers_gone", names=_listed(gone))
    place = state.place
    if place is not None and not _has_place(atlas, place):
        tell("place_gone", name=_listed([place]))
        place = None
    place_filter, found = _filtered(atlas, view)
    if state.filter and place_filter is None:
        tell("filter_gone", words=_listed([f"{name}: {value}" for name, value in state.filter.items()]))
    theme_id = state.theme if state.theme is None or _has_theme(atlas, state.theme) else None
    if state.theme is not None and theme_id is None:
        tell("theme_gone", name=_listed([state.theme]))
    fit = _question(atlas, unquote(state.parts.get("fit", "")))
    if fit is None:
        tell("fit_gone")
    by, columns_gone = _columns(atlas, {layer: column for layer, column in state.by.items() if layer in wanted})
    if columns_gone:
        tell("column_gone", names=_listed(columns_gone))
    parts = [part for part in _NOT_PRINTED if part in state.parts]
    if parts:
        tell("not_printed", parts=_parts(parts))
    layers = tuple(layer for layer in wanted if layer in known)
    order = tuple(layer for layer in state.order if layer in known and entry_of(atlas, layer).role != "context")
    opacity = {layer: share for layer, share in state.opacity.items() if layer in known}
    extent = _extent(view)
    if extent is None and all(entry_of(atlas, one).role == "context" for one in layers) and view.drawing is None:
        extent = _within_reach(tuple(float(side) for side in atlas.features.total_bounds))
    return Shown(layers, order, opacity, extent, place, place_filter, found, theme_id, by, fit or (), tuple(notes))


def notes_on(atlas: Atlas, project: Project) -> list[Note]:
    """List what a reader should know who opens a project with this atlas.

    Parameters
    ----------
    atlas : Atlas
    project : Project

    Returns
    -------
    list of Note
        That it was made with other data, what of the file was left out, and what its views name and the atlas has not.
    """
    out = []
    if project.data_version != atlas.version:
        made = project.data_version or "?"
        out.append(Note(*words.both("project.other_data", made=made, now=atlas.version)))
    out += project.notes
    for number, view in enumerate(project.views, 1):
        out += shown_by(atlas, view, number).notes
    return out


def _question(atlas: Atlas, query: str) -> tuple[Condition, ...] | None:
    """Return the conditions of a question; None if the atlas cannot answer it."""
    try:
        conditions = asked(query)
        check(atlas, conditions)
    except AtlasError:
        return None
    return conditions


def _columns(atlas: Atlas, wanted: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Return the columns that layers of the reader's own have, by layer, and those that are gone."""
    known: dict[str, str] = {}
    gone = []
    for layer, column in wanted.items():
        fields = atlas.stored[layer].fields if layer in atlas.stored else atlas.own.get(layer, ())
        if column in fields:
            known[layer] = column
        elif layer in atlas.stored or layer in atlas.own:
            gone.append(column)
    return known, gone


def _has_place(atlas: Atlas, place_id: str) -> bool:
    known = place_id in atlas.places.index or atlas.own_layer_of(place_id) is not None
    return known or stored_feature(atlas, place_id) is not None


def _has_theme(atlas: Atlas, theme_id: str) -> bool:
    return any(one["id"] == theme_id for one in theme_list(atlas))


def _parts(names: list[str]) -> tuple[str, str]:
    zh, en = zip(*(words.both(f"project_part.{name}") for name in names), strict=True)
    return "、".join(zh), ", ".join(en)


def _visible(atlas: Atlas) -> tuple[str, ...]:
    return tuple(entry.id for entry in atlas.catalogue.layer if entry.visible)


def _listed(names: list[str]) -> tuple[str, str]:
    """List names of a file, short, in both languages."""
    shown = [name[:40] for name in names[:6]] + (["…"] if len(names) > 6 else [])
    return "、".join(shown), ", ".join(shown)


def _filtered(atlas: Atlas, view: View) -> tuple[PlaceFilter | None, tuple[str, ...]]:
    """Return the filter of a view and the places that meet it; None if the atlas cannot answer it."""
    place_filter = PlaceFilter.read(view.state.filter)
    if not place_filter.given():
        return None, ()
    try:
        return place_filter, tuple(select(atlas, place_filter))
    except AtlasError:
        return None, ()


def _extent(view: View) -> tuple[float, float, float, float] | None:
    """Return the ground of a view, as far as it can be drawn."""
    asked = view.extent or (around(view.state.map) if view.state.map else None)
    return None if asked is None else _within_reach(asked)


def _within_reach(asked: tuple[float, ...]) -> tuple[float, float, float, float] | None:
    west, south = (max(one, most) for one, most in zip(asked[:2], _REACH[:2], strict=True))
    east, north = (min(one, most) for one, most in zip(asked[2:], _REACH[2:], strict=True))
    return (west, south, east, north) if west < east and south < north else None


def around(view: MapView, size_px: tuple[int, int] = _WINDOW_PX) -> tuple[float, float, float, float]:
    """Return the ground of a window of the screen map: west, south, east, north in degrees."""
    degrees = 360.0 / (256.0 * 2.0**view.zoom)
    across, down = size_px[0] * degrees / 2, size_px[1] * degrees / 2 * math.cos(math.radians(view.lat))
    return view.lng - across, view.lat - down, view.lng + across, view.lat + down
