"""What a sheet should show, and the check of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.atlas.added.own_layers import entry_of
from geo.errors import Fault, ParameterError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas
    from geo.registers.fit.conditions import Condition

#: Long by short side in millimetres (ISO 216).
PAPERS = {"A4": (297, 210), "A3": (420, 297), "A2": (594, 420), "A1": (841, 594), "A0": (1189, 841)}
#: Least opacity in percent; a fainter layer would be in the legend but not visible on the map.
LEAST_OPACITY = 10


@dataclass(frozen=True)
class Found:
    """Places found by a filter: they are highlighted, and the planning layers are faded.

    Attributes
    ----------
    places : tuple of str
        Place ids; places without location are counted but not drawn.
    words : str
        The filter in words, in the language of the sheet, for the legend.
    """

    places: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class Request:
    """What a sheet should show.

    Attributes
    ----------
    layers : tuple of str
        Layer ids; if empty, the layers visible at start.
    order : tuple of str
        Planning layers from top to bottom; layers that are not named keep their height.
    opacity : mapping of str to int
        Percent by layer id, `LEAST_OPACITY` to 100; other layers have 100.
    bbox : tuple of float or None
        West, south, east, north in degrees (WGS84); by default of the planning layers shown and the drawn shape.
    scale : int or None
        Denominator of the scale; by default of the largest round scale at which `bbox` fits.
    paper, landscape : str, bool
        Paper size, A4 to A0, and orientation.
    lang : {"zh", "en"}
    title : str or None
        By default made from the planning layers shown.
    author, number : str or None
        Who made the sheet (编制单位) and its number (图号); without them the title block keeps room to write them.
    review_number : str or None
        Map review number (审图号), printed at the lower left.
    root : str or None
        Address of the atlas, which documents and places link to; without it they are not linked.
    drawn : shapely geometry or None
        A valid shape in degrees (WGS84), drawn above the layers with its size.
    drawn_names : tuple of tuple
        Texts written on the drawn shape instead of its size, each with the shape in degrees at which it is written.
    place : str or None
        Id of the selected place, which is outlined and named.
    found : Found or None
        Places found by a filter.
    theme : str or None
        Id of a theme (`geo.registers.themes`): the places of the layers shown are drawn in its classes.
    fit : tuple of Condition
        A question of fit: the places are drawn in the colours of their answers, with their ranks, instead of a theme.
    by : mapping of str to str
        Column by whose values a layer of the reader's own is coloured, by layer id.
    day : datetime.date or None
        Printed date, by default today.
    """

    layers: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    opacity: Mapping[str, int] = field(default_factory=dict)
    bbox: tuple[float, float, float, float] | None = None
    scale: int | None = None
    paper: str = "A3"
    landscape: bool = True
    lang: str = "zh"
    title: str | None = None
    author: str | None = None
    number: str | None = None
    root: str | None = None
    review_number: str | None = None
    drawn: BaseGeometry | None = None
    drawn_names: tuple[tuple[str, BaseGeometry], ...] = ()
    place: str | None = None
    found: Found | None = None
    theme: str | None = None
    fit: tuple[Condition, ...] = ()
    by: Mapping[str, str] = field(default_factory=dict)
    day: dt.date | None = None

    @property
    def size_mm(self) -> tuple[int, int]:
        """Width and height of the paper in millimetres.

        Raises
        ------
        ParameterError
            If the paper is unknown.
        """
        if self.paper not in PAPERS:
            fault = Fault(f"paper={self.paper!r}", "one of " + ", ".join(PAPERS), "paper", "choose one of these")
            raise ParameterError(fault)
        long, short = PAPERS[self.paper]
        return (long, short) if self.landscape else (short, long)


def require_valid(atlas: Atlas, request: Request) -> None:
    """Check order, opacity, place and columns of a request.

    Raises
    ------
    UnknownLayerError, UnknownPlaceError
        If an id is unknown.
    ParameterError
        If the order names a layer twice or a background layer, an opacity is out of range, or a layer that is not the
        reader's own is to be coloured by a column.
    """
    if request.place is not None:
        atlas.require_place(request.place)
    for number, layer_id in enumerate(request.order):
        role = entry_of(atlas, layer_id).role
        if role == "context" or layer_id in request.order[:number]:
            found = f"{layer_id!r} {'twice' if role != 'context' else 'of the background'} in the order"
            raise ParameterError(Fault(found, "planning layers, each once", "order", "leave it out"))
    for layer_id, percent in request.opacity.items():
        entry_of(atlas, layer_id)
        if not LEAST_OPACITY <= percent <= 100:
            expected = f"{LEAST_OPACITY} to 100 (percent)"
            raise ParameterError(Fault(f"{layer_id}:{percent}", expected, "opacity", "or leave the layer out"))
    for layer_id in request.by:
        if entry_of(atlas, layer_id).role != "workspace":
            expected = "a layer of your own"
            raise ParameterError(Fault(f"a column of {layer_id!r}", expected, "by", "take theme= for places"))
