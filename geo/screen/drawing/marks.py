"""Marks above the layers of a drawing: the places found, the shape the reader drew, the place selected.

Each differs from the others in its line as well as its colour, so that a copy without colours tells them apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.atlas.symbology import PALETTE, PAPER
from geo.screen.drawing.paints import attributes_of
from geo.screen.drawing.paths import path_data

if TYPE_CHECKING:
    from geo.screen.canvas import Canvas

#: Fill opacity, and the lines over one another: colour, width and dash in CSS pixels. Dash and dot, as for site
#: boundaries on plans, is the line of a drawn shape.
LOOKS: dict[str, tuple[float, str, tuple[tuple[str, float, str], ...]]] = {
    "found": (0.16, PALETTE["found"], ((PAPER, 4.5, ""), (PALETTE["found"], 2.5, ""))),
    "drawn": (0.10, PALETTE["accent"], ((PAPER, 4.5, ""), (PALETTE["accent"], 2.5, "16 4 3 4"))),
    "selected": (0.0, PALETTE["selected"], ((PALETTE["selected-casing"], 8.0, ""), (PALETTE["selected"], 2.4, ""))),
}
_RADIUS_PX = 6.0


def mark_elements(kind: str, shape: Any, canvas: Canvas, *, filled: bool = True) -> str:
    """Return a mark as SVG.

    Parameters
    ----------
    kind : str
        Key of `LOOKS`.
    shape : shapely geometry
        In steps.
    canvas : Canvas
    filled : bool
        Whether areas are filled: not where the fill would hide other marks.

    Returns
    -------
    str
    """
    opacity, colour, lines = LOOKS[kind]
    out: list[str] = []
    if shape.is_empty:
        return ""
    areas = [part for part in shapely.get_parts(shape) if shapely.get_dimensions(part) == 2]
    if areas and opacity and filled:
        out.append(f'<path d="{path_data(areas)}"{attributes_of(fill=colour, fill_opacity=opacity)}/>')
    data = path_data([shape]) + _rings(shape, _RADIUS_PX * canvas.px)
    for line, width, dash in lines:
        style = attributes_of(
            fill="none",
            stroke=line,
            stroke_width=f"{width * canvas.px:.1f}",
            stroke_linejoin="round",
            stroke_dasharray=" ".join(f"{float(part) * canvas.px:.1f}" for part in dash.split()) or None,
        )
        out.append(f'<path d="{data}"{style}/>')
    return "".join(out)


def _rings(shape: Any, radius: float) -> str:
    parts = shapely.get_parts(shape)
    xy = shapely.get_coordinates(parts[shapely.get_type_id(parts) == 0])
    r = round(radius)
    arc = f"a{r} {r} 0 1 0 "
    return "".join(f"M{x - r} {y}{arc}{2 * r} 0{arc}{-2 * r} 0z" for x, y in np.rint(xy).astype(int).tolist())
