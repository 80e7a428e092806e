"""Slides of a project as PDF, 16:9: a page with the title and the list of views, then a page for each view.

The maps are those of the map sheet (`geo.printing.sheet.map_picture`), as vectors, at the scale at which the ground of
the view fits. Background and layers come from the atlas; a basemap of the screen is not printed.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from geo.errors import Fault, ParameterError
from geo.extract.site_shape import merge_shapes
from geo.places.filter import filter_words
from geo.printing.fonts import require_glyphs, straight
from geo.printing.sheet.map_picture import map_picture
from geo.printing.sheet.request import Found, Request, require_valid
from geo.printing.slides.content import slide_content, slides_content
from geo.printing.slides.large_layers import Allowance
from geo.printing.slides.layout import SLIDE, exact_scale
from geo.printing.slides.shown import shown_by
from geo.printing.typst_process import compile_document
from geo.readers.project.project_file import read_project

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas
    from geo.printing.sheet.map_picture import MapPicture
    from geo.printing.slides.shown import Shown
    from geo.readers.project.project_file import Project, View

#: What the PDF keeps: pages that look the same for ever, and can be read aloud.
STANDARDS = ("a-2a", "ua-1")
#: Most names written on the shapes of a view.
_MOST_NAMES = 40
#: So many times the vectors of a sheet the stored layers of all slides may have together.
_VECTORS = 2.0


@dataclass(frozen=True)
class SlideOptions:
    """How slides are printed.

    Attributes
    ----------
    lang : {"zh", "en"}
        Of everything but the texts of the project.
    root : str or None
        Address of the atlas, which documents link to.
    review_number : str or None
        Map review number (审图号).
    day : datetime.date or None
        Printed date, by default today.
    """

    lang: str = "zh"
    root: str | None = None
    review_number: str | None = None
    day: dt.date | None = None


def slides_pdf(atlas: Atlas, project: Project, options: SlideOptions | None = None) -> bytes:
    """Write the slides of a project.

    Parameters
    ----------
    atlas : Atlas
    project : Project
    options : SlideOptions, optional

    Returns
    -------
    bytes
        A tagged PDF; the first page has the title and the list of views.

    Raises
    ------
    ParameterError
        If the project has no view, or the ground of a view cannot be drawn.
    MissingGlyphError
        If a text has a character the font lacks.
    """
    printed = options or SlideOptions()
    if not project.views:
        raise ParameterError(Fault("no view", "at least one", "views", "keep a view first"))
    inputs: dict[str, str] = {}
    slides, allowance = [], Allowance()
    share = min(1.0, _VECTORS / len(project.views))
    for number, view in enumerate(project.views, 1):
        shown = allowance.within(atlas, shown_by(atlas, view, number), number)
        request, picture = slide_picture(atlas, view, shown, printed, share=share)
        slides.append(slide_content(atlas, view, shown, request, picture))
        inputs[f"map{number}"] = picture.drawing.svg
        require_glyphs("".join(sorted(picture.texts)))
    content = slides_content(atlas, project, slides, printed)
    text = json.dumps(content, ensure_ascii=False)
    for one in (project.title, *(text for view in project.views for text in (view.title, view.note))):
        require_glyphs(one)  # named as a whole in the error
    require_glyphs("".join(sorted(set(text))))
    template = resources.files("geo.printing.slides").joinpath("slides.typ").read_text(encoding="utf-8")
    return compile_document(template, {"content": text, **inputs}, standards=STANDARDS)


def slide_picture(
    atlas: Atlas, view: View, shown: Shown, options: SlideOptions, *, share: float = 1.0
) -> tuple[Request, MapPicture]:
    """Draw the map of a view.

    Parameters
    ----------
    atlas : Atlas
    view : View
    shown : Shown
        What of the view there is.
    options : SlideOptions
    share : float
        Part of the vectors of a sheet that stored layers may take.

    Returns
    -------
    Request
        What the map shows.
    MapPicture
    """
    found = None
    if shown.place_filter is not None:
        found = Found(shown.found, filter_words(atlas, shown.place_filter, options.lang))
    request = Request(
        # Without any layer the page shows the sea alone; the land tells where a drawing lies.
        layers=shown.layers or ("coast",),
        order=shown.order,
        opacity=shown.opacity,
        bbox=shown.extent,
        scale=exact_scale(shown.extent) if shown.extent else None,
        lang=options.lang,
        title=view.title or None,
        root=options.root.rstrip("/") if options.root else None,
        review_number=options.review_number,
        drawn=merge_shapes([one.shape for one in view.drawing.shapes]) if view.drawing else None,
        drawn_names=_names(view),
        place=shown.place,
        theme=shown.theme,
        by=shown.by,
        fit=shown.fit,
        found=found,
        day=options.day,
    )
    require_valid(atlas, request)
    return request, map_picture(atlas, request, SLIDE, share=share)


def _names(view: View) -> tuple[tuple[str, BaseGeometry], ...]:
    """List the names of the reader's shapes, each with its shape; none if no shape has one."""
    shapes = view.drawing.shapes if view.drawing else ()
    return tuple((straight(one.name), one.shape) for one in shapes if one.name)[:_MOST_NAMES]


def slides_of_file(
    atlas: Atlas, text: bytes, *, lang: str, root: str | None = None, review_number: str | None = None
) -> bytes:
    """Write the slides of the text of a project file; raises as `slides_pdf` and `read_project`."""
    return slides_pdf(atlas, read_project(text), SlideOptions(lang, root, review_number))
