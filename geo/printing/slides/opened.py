"""A project as it is answered to whoever sends its file: read, set right, each view with its address."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from geo.printing.slides.shown import notes_on
from geo.readers.project.project_file import read_project
from geo.readers.project.shape_code import shapes_code
from geo.readers.project.view_state import address_of

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas
    from geo.readers.project.project_file import View


def open_project(atlas: Atlas, text: str | bytes) -> dict[str, Any]:
    """Read a project file and say what the atlas can show of it.

    Parameters
    ----------
    atlas : Atlas
    text : str or bytes
        Of the file.

    Returns
    -------
    dict
        ``version`` of the data; ``notes``, rows of ``view`` (from 1, 0 for the whole file), ``text_zh`` and
        ``text_en``; ``views``, each with ``number``, ``title``, ``note``, ``address`` (what stands after ``#`` of the
        map page), ``shapes`` (how many) and ``linked`` (false where its shapes are too large for an address);
        ``project``, the file without what was left out.

    Raises
    ------
    ParameterError, GeometryError
        As `geo.readers.project.project_file.read_project` does.
    """
    project = read_project(text)
    return {
        "version": atlas.version,
        "notes": [asdict(note) for note in notes_on(atlas, project)],
        "views": [_row(view, number) for number, view in enumerate(project.views, 1)],
        "project": project.document(),
    }


def _row(view: View, number: int) -> dict[str, Any]:
    shapes = view.drawing.shapes if view.drawing else ()
    code = shapes_code((one.shape, one.name) for one in shapes) if shapes else None
    return {
        "number": number,
        "title": view.title,
        "note": view.note,
        "address": address_of(view.state, code),
        "shapes": len(shapes),
        "linked": code is not None or not shapes,
    }
