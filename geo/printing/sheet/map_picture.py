"""The drawings of a sheet: its map, and a small map of where it lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import shapely

from geo.printing.sheet.fit_picture import fit_theme
from geo.printing.sheet.frame import Frame, frame_of, layer_ids, windows_of
from geo.printing.sheet.marks import FADED_OPACITY, Marks, drawing_marks, marks_of
from geo.printing.sheet.own_layers import OwnLayers, own_layers
from geo.printing.sheet.theme_picture import THEMED_OPACITY, SheetTheme, sheet_theme
from geo.screen.canvas import PaperWindow, degrees_of, paper_canvas, window_around
from geo.screen.drawing.grid import grid_svg
from geo.screen.map_drawing import Mark, Overlay, Stack, draw_map

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.atlas.atlas import Atlas
    from geo.printing.sheet.far_parts import FarMap
    from geo.printing.sheet.request import Request
    from geo.screen.crowd.feature_drawing import FeatureDrawing
    from geo.screen.map_drawing import DrawnLayer, MapDrawing

#: A CSS pixel on paper as a share of 1/96 inch: paper is finer than a screen and read from nearer.
PAPER_PX = 0.75
#: The place every sheet is shown in, and the layers of that small map.
_WHOLE = "lg-new-area"
_INSET_LAYERS = ("coast", "water", "scopes")
#: Size of the small map in millimetres, times the unit of the sheet.
INSET_MM = (52.0, 34.0)
#: Share of the whole that a sheet may show and still have the small map.
_MOST_SHOWN = 0.6


@dataclass(frozen=True)
class MapPicture:
    """The drawings of a sheet.

    Attributes
    ----------
    frame : Frame
    window : PaperWindow
    drawing : MapDrawing
    marks : Marks
    inset : str
        SVG of the small map; empty where the sheet shows most of the whole.
    far : tuple of tuple
        Maps of far parts, each with its drawing.
    theme : SheetTheme or None
    """

    frame: Frame
    window: PaperWindow
    drawing: MapDrawing
    marks: Marks
    inset: str
    far: tuple[tuple[FarMap, MapDrawing], ...]
    theme: SheetTheme | None = None

    @property
    def zoom(self) -> float:
        """Zoom level of the screen map that shows as much ground to a pixel."""
        return paper_canvas(self.window, PAPER_PX * self.frame.unit).zoom

    @property
    def features(self) -> tuple[FeatureDrawing, ...]:
        """The layers of any size on the maps, the lowest first; each once for every map it is on."""
        return *(one for _, drawing in self.far for one in drawing.features), *self.drawing.features

    @property
    def layers(self) -> tuple[DrawnLayer, ...]:
        """The layers on the main map, then those that are only on the others."""
        known = {layer.entry.id for layer in self.drawing.layers}
        others = {layer.entry.id: layer for _, drawing in self.far for layer in drawing.layers}
        return *(layer for name, layer in others.items() if name not in known), *self.drawing.layers

    def themed(self, atlas: Atlas) -> list[str]:
        """List the places of the theme that are on one of the maps."""
        windows = (self.window, *(one.window for one, _ in self.far))
        found = [self.theme.seen(atlas, paper_canvas(window)) for window in windows] if self.theme else []
        return list(dict.fromkeys(place for places in found for place in places))

    @property
    def texts(self) -> set[str]:
        """All that is written on the maps."""
        return {text for drawing in (self.drawing, *(one for _, one in self.far)) for text in drawing.texts}


def map_picture(atlas: Atlas, request: Request, layout: Frame | None = None, *, share: float = 1.0) -> MapPicture:
    """Draw the maps of a sheet, or of another layout, which has no grid.

    Parameters
    ----------
    atlas : Atlas
    request : Request
    layout : Frame, optional
    share : float
        Part of the vectors of a sheet that stored layers may take; beyond it they become pictures.

    Raises
    ------
    ParameterError
        If the extent or the scale is not valid.
    """
    frame = layout or frame_of(request)
    window, _, far = windows_of(atlas, request, frame)
    marks = marks_of(atlas, request, paper_canvas(window))
    theme = sheet_theme(atlas, request.theme, layer_ids(atlas, request)) if request.theme else None
    theme = fit_theme(atlas, request.fit) if request.fit else theme
    named = tuple(drawing_marks(marks, atlas, request.lang))
    shown = _Shown(named, own_layers(atlas, request, share), theme, grid=layout is None)
    drawing = _drawing(atlas, request, frame, window, shown, far)
    others = ((one, _drawing(atlas, request, frame, one.window, shown)) for one in far)
    size = (INSET_MM[0] * frame.unit, INSET_MM[1] * frame.unit)
    inset = small_map(atlas, window, size, PAPER_PX * frame.unit, request.lang)
    return MapPicture(frame, window, drawing, marks, inset, tuple(others), theme)


class _Shown(NamedTuple):
    """What all maps of a sheet show beside the layers of the atlas."""

    marks: tuple[Mark, ...]
    own: OwnLayers
    theme: SheetTheme | None
    grid: bool


def _drawing(
    atlas: Atlas,
    request: Request,
    frame: Frame,
    window: PaperWindow,
    shown: _Shown,
    far: Sequence[FarMap] | None = None,
) -> MapDrawing:
    """Draw the main map, on which the maps of far parts lie, or one of those."""
    ids = [layer for layer in layer_ids(atlas, request) if layer not in shown.own.classes]
    opacity = {layer: percent / 100.0 for layer, percent in request.opacity.items()}
    planning = [layer for layer in ids if atlas.entry(layer).role == "planning"]
    if request.found is not None:
        opacity |= dict.fromkeys(planning, FADED_OPACITY)
    if shown.theme is not None:
        opacity |= dict.fromkeys(planning, THEMED_OPACITY)
    canvas = paper_canvas(window, PAPER_PX * frame.unit)
    over = (shown.theme.svg(atlas, canvas) if shown.theme else "") + (grid_svg(window) if shown.grid else "")
    numbers = shown.theme.covered(atlas, canvas) if shown.theme else []
    return draw_map(
        atlas,
        canvas,
        ids,
        lang=request.lang,
        stack=Stack(request.order, opacity),
        marks=shown.marks,
        # With a filter only the places found are named, as on the map page.
        named="background" if request.found else "places" if far is None else "all",
        overlay=Overlay(shown.own.drawn(atlas, canvas), over, [*(one.box_mm for one in far or ()), *numbers]),
    )


def small_map(atlas: Atlas, window: PaperWindow, size_mm: tuple[float, float], weight: float, lang: str) -> str:
    """Draw the whole area with the window of a larger map on it.

    Parameters
    ----------
    atlas : Atlas
    window : PaperWindow
        Of the larger map.
    size_mm : tuple of float
        Width and height of the small map.
    weight : float
        Of `geo.screen.canvas.paper_canvas`, for the larger map.
    lang : {"zh", "en"}

    Returns
    -------
    str
        SVG; empty where the larger map shows most of the whole.
    """
    whole = atlas.shape_of(_WHOLE) if _WHOLE in atlas.features.index else None
    shown = shapely.box(*degrees_of(window))
    if whole is None or shapely.intersection(whole, shown).area > _MOST_SHOWN * whole.area:
        return ""
    around = [whole, shown] if shapely.box(*whole.bounds).intersects(shown) else [whole]
    small = window_around(around, size_mm, filled=0.94)
    layers = [layer for layer in _INSET_LAYERS if layer in atlas.layer_ids]
    canvas = paper_canvas(small, weight * 0.8)
    return draw_map(atlas, canvas, layers, lang=lang, marks=(Mark("drawn", shown),), named="none").svg
