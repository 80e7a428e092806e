"""What a sheet is to show, and whether that makes sense."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from geo.errors import Fault, ParameterError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas

#: Long by short side in millimetres (ISO 216).
PAPERS = {"A4": (297, 210), "A3": (420, 297), "A2": (594, 420), "A1": (841, 594), "A0": (1189, 841)}
#: A layer fainter than this would stand in the legend and be seen by nobody: it is refused.
LEAST_OPACITY = 10


@dataclass(frozen=True)
class Found:
    """Places a filter leaves: they are brought out, and all other planning layers step back.

    Attributes
    ----------
    places : tuple of str
        Place ids; those without location count, but are not drawn.
    words : str
        The filter in the language of the sheet, for the legend.
    """

    places: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class Request:
    """What a sheet is to show.

    Attributes
    ----------
    layers : tuple of str
        Layer ids; empty means those the catalogue shows at start.
    order : tuple of str
        Layers from top to bottom, but for the background; those left out keep their height.
    opacity : mapping of str to int
        Percent by layer id, `LEAST_OPACITY` to 100; a layer left out is drawn in full.
    bbox : tuple of float or None
        West, south, east, north in degrees (WGS84); by default the planning layers shown, and what is drawn.
    scale : int or None
        1 : scale; by default the largest round scale at which `bbox` fits.
    paper, landscape : str, bool
        A4 to A0, and its orientation.
    lang : {"zh", "en"}
    title : str or None
        By default the titles of the planning layers shown.
    review_number : str or None
        审图号, printed at the lower left.
    drawn : shapely geometry or None
        What the reader drew or handed in, in degrees (WGS84), valid; on top of the layers, with its size.
    place : str or None
        The place selected: outlined and named.
    found : Found or None
        The places a filter leaves.
    day : datetime.date or None
        Printed date, by default today.
    """

    layers: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    opacity: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    bbox: tuple[float, float, float, float] | None = None
    scale: int | None = None
    paper: str = "A3"
    landscape: bool = True
    lang: str = "zh"
    title: str | None = None
    review_number: str | None = None
    drawn: BaseGeometry | None = None
    place: str | None = None
    found: Found | None = None
    day: dt.date | None = None

    @property
    def size_mm(self) -> tuple[int, int]:
        """Width and height of the paper.

        Raises
        ------
        ParameterError
            If there is no such paper.
        """
        if self.paper not in PAPERS:
            fault = Fault(f"paper={self.paper!r}", "one of " + ", ".join(PAPERS), "paper", "choose one of these")
            raise ParameterError(fault)
        long, short = PAPERS[self.paper]
        return (long, short) if self.landscape else (short, long)


def require_sense(atlas: Atlas, request: Request) -> None:
    """Refuse an order, an opacity or a place nobody could have chosen on the map.

    Raises
    ------
    UnknownLayerError, UnknownPlaceError
        If no layer, no place has one of the ids.
    ParameterError
        If a layer stands twice in the order or belongs to the background, or an opacity is out of range.
    """
    if request.place is not None:
        atlas.require_place(request.place)
    for number, layer_id in enumerate(request.order):
        role = atlas.entry(layer_id).role
        if role == "context" or layer_id in request.order[:number]:
            found = f"{layer_id!r} {'twice' if role != 'context' else 'of the background'} in the order"
            raise ParameterError(Fault(found, "planning layers, each once", "order", "leave it out"))
    for layer_id, percent in request.opacity.items():
        atlas.entry(layer_id)
        if not LEAST_OPACITY <= percent <= 100:
            expected = f"{LEAST_OPACITY} to 100 (percent)"
            raise ParameterError(Fault(f"{layer_id}:{percent}", expected, "opacity", "or leave the layer out"))
