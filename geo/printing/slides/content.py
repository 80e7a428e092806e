"""What stands on slides beside their maps, as data for the template ``slides.typ``."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from geo import words
from geo.atlas.symbology import PALETTE, PRINT_PALETTE
from geo.printing.font_file import FAMILY
from geo.printing.fonts import straight
from geo.printing.sheet.content import legend_groups, map_notes, scale_bar, source_notes
from geo.printing.slides.layout import SLIDE
from geo.screen.swatch import SIZE_MM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.atlas.atlas import Atlas
    from geo.printing.sheet.map_picture import MapPicture
    from geo.printing.sheet.request import Request
    from geo.printing.slides.shown import Shown
    from geo.printing.slides.slides import SlideOptions
    from geo.readers.project.project_file import Project, View

#: Most shapes named on a slide.
_MOST_SHAPES = 12
#: Most characters of a note in the list of views.
_LONGEST_GIST = 60


def slide_content(atlas: Atlas, view: View, shown: Shown, request: Request, picture: MapPicture) -> dict[str, Any]:
    """Return the data of one slide.

    Parameters
    ----------
    atlas : Atlas
    view : View
    shown : Shown
        What of the view there is.
    request : Request
        What its map shows.
    picture : MapPicture

    Returns
    -------
    dict
        ``title``, ``lines`` of the note and its ``gist``, ``shapes`` with their notes, ``legend``, ``bar``,
        ``notes`` with what is not shown first, ``alt``.
    """
    lang = request.lang
    title = straight(view.title)
    lines = [straight(line) for line in view.note.split("\n") if line.strip()]
    return {
        "title": title,
        "lines": lines,
        "gist": _short(lines[0]) if lines else "",
        "shapes": list(_shapes(view, lang)),
        "legend": legend_groups(atlas, request, picture),
        "bar": scale_bar(picture, lang),
        "notes": [*_told(shown, lang), *map_notes(atlas, request, picture), *source_notes(atlas, request, picture)],
        "alt": words.say("slides.alt", lang, title=title or words.say("slides.untitled", lang)),
    }


def slides_content(
    atlas: Atlas, project: Project, slides: Sequence[dict[str, Any]], options: SlideOptions
) -> dict[str, Any]:
    """Return the data of all slides.

    Parameters
    ----------
    atlas : Atlas
    project : Project
    slides : sequence of dict
        From `slide_content`.
    options : SlideOptions
    """
    lang = options.lang
    day = options.day or dt.datetime.now(tz=dt.UTC).date()
    untitled = words.say("slides.untitled", lang)
    review = options.review_number or words.say("sheet.no_review", lang)
    made = project.data_version
    return {
        "lang": lang,
        "font": FAMILY,
        "title": straight(project.title) or words.say("slides.title", lang),
        "day": [day.year, day.month, day.day],
        "printed": words.say("slides.printed", lang, day=words.printed_day(day.isoformat(), lang)),
        "version": atlas.version,
        "made": words.say("slides.made", lang, version=made) if made and made != atlas.version else "",
        "frame": asdict(SLIDE) | {"left": SLIDE.left},
        "symbol": SIZE_MM,
        "slides": [{**one, "title": one["title"] or untitled} for one in slides],
        "count": words.say("slides.count", lang, count=len(slides)),
        "review": words.say("sheet.review", lang, number=review),
        "labels": {
            "name": words.say("sheet.name", lang),
            "legend": words.say("legend.title", lang),
            "shapes": words.say("slides.shapes", lang),
            "disclaimer": words.say("notice.disclaimer", lang),
        },
        "colours": {**PALETTE, **PRINT_PALETTE},
    }


def _told(shown: Shown, lang: str) -> list[dict[str, str]]:
    return [{"text": straight(words.pick(note, "text", lang)), "address": ""} for note in shown.notes]


def _short(line: str) -> str:
    return line if len(line) <= _LONGEST_GIST else f"{line[: _LONGEST_GIST - 1]}…"


def _shapes(view: View, lang: str) -> Iterator[dict[str, str]]:
    """List the reader's shapes that have a name or a note, with the number the map page gives them."""
    shapes = view.drawing.shapes if view.drawing else ()
    told = [(number, one) for number, one in enumerate(shapes, 1) if one.name or one.note]
    for number, one in told[:_MOST_SHAPES]:
        name = one.name or words.say("slides.shape", lang, number=number)
        yield {"name": straight(name), "note": straight(one.note.replace("\n", " "))}
    if len(told) > _MOST_SHAPES:
        yield {"name": words.say("slides.more", lang, count=len(told) - _MOST_SHAPES), "note": ""}
