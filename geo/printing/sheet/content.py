"""What stands on a sheet beside its map, as data for the template: title block, legend, table, notes, figures."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from geo import words
from geo.atlas.cells import none_if_missing
from geo.atlas.notices import licence_of
from geo.atlas.symbology import PALETTE, PRINT_PALETTE
from geo.measure.area import ELLIPSOIDAL
from geo.measure.units import printed
from geo.printing.font_file import FAMILY
from geo.printing.fonts import straight
from geo.printing.sheet.legend import Entry, land_colour, layer_entries, worst_accuracy_m
from geo.printing.sheet.map_picture import INSET_MM, PAPER_PX
from geo.printing.sheet.marks import mark_entries
from geo.printing.sheet.own_layers import own_groups, own_notes, own_titles
from geo.printing.sheet.theme_picture import theme_entries, theme_notes
from geo.registers.themes.all_themes import theme
from geo.screen.canvas import MM_PER_PX
from geo.screen.drawing.grid import grid_lines, longest_step_m
from geo.screen.swatch import SIZE_MM, swatch_canvas

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.atlas.atlas import Atlas
    from geo.atlas.schema import Layer
    from geo.printing.sheet.map_picture import MapPicture
    from geo.printing.sheet.request import Request
    from geo.screen.map_drawing import DrawnLayer

#: Most layers named under the title, most rows of the table, most names listed that found no room.
_MOST_LAYERS, _MOST_ROWS, _MOST_UNNAMED = 6, 60, 12
_COPYRIGHT = "https://www.openstreetmap.org/copyright"
#: The accuracy is said once it is more than this share of the width of the map.
_TELLING = 1 / 6


def sheet_content(atlas: Atlas, request: Request, picture: MapPicture) -> dict[str, Any]:
    """Return the data of the template ``sheet.typ``.

    Parameters
    ----------
    atlas : Atlas
    request : Request
    picture : MapPicture

    Returns
    -------
    dict
        Lengths in millimetres, texts in the language of the request.
    """
    lang, window, frame = request.lang, picture.window, picture.frame
    layers = picture.layers
    entries = [*(one.entry for one in layers), *(one.entry for one in picture.features)]
    title = title_of(atlas, entries, request)
    ratio = words.say("scale.ratio", lang, scale=f"{window.scale:,}")
    shows = _shows(entries, lang)
    upright, level = grid_lines(window)
    day = request.day or dt.datetime.now(tz=dt.UTC).date()
    return {
        "lang": lang,
        "font": FAMILY,
        "title": title,
        "shows": shows,
        "alt": words.say("sheet.alt", lang, title=title, scale=ratio, shows=shows),
        "root": request.root or "",
        "day": [day.year, day.month, day.day],
        "frame": asdict(frame) | {"wide": frame.wide, "left": frame.left},
        "grid": {"upright": upright, "level": level},
        "ratio": ratio,
        "bar": scale_bar(picture, lang),
        "legend": legend_groups(atlas, request, picture),
        "symbol": SIZE_MM,
        "inset": INSET_MM if picture.inset else None,
        "far": [[one.x, one.y, one.window.width_mm, one.window.height_mm] for one, _ in picture.far],
        "table": _table(atlas, layers, lang),
        "notes": [
            *map_notes(atlas, request, picture),
            _note(words.say("sheet.datum", lang)),
            *source_notes(atlas, request, picture),
            _note(words.say("sheet.true_to_scale", lang)),
        ],
        "block": _block(atlas, request, picture, title, day),
        "review": words.say("sheet.review", lang, number=request.review_number or words.say("sheet.no_review", lang)),
        "version": atlas.version,
        "labels": _labels(lang),
        "colours": {**PALETTE, **PRINT_PALETTE},
    }


def _labels(lang: str) -> dict[str, str]:
    """Return the words of the template."""
    names = ("name", "inset", "inset_alt", "far", "table", "table_name", "table_drawn", "table_stated")
    return {
        **{name: words.say(f"sheet.{name}", lang) for name in names},
        # The template counts what it leaves out.
        "table_more": words.say("sheet.table_more", lang, count="@"),
        "legend": words.say("legend.title", lang),
        "disclaimer": words.say("notice.disclaimer", lang),
    }


def title_of(atlas: Atlas, layers: Sequence[Layer], request: Request) -> str:
    """Return the title asked for, that of the theme, or one made of the planning layers shown."""
    if request.title:
        return straight(request.title)
    if request.theme:
        said = words.in_language(theme(atlas, request.theme).title, request.lang)
        return straight(words.say("sheet.title_theme", request.lang, title=said))
    planning = [layer for layer in layers if layer.role == "planning"]
    if len(planning) == 1:
        return words.say("sheet.title_layer", request.lang, name=words.pick(planning[0], "title", request.lang))
    return words.say("sheet.title", request.lang)


def _shows(entries: Sequence[Layer], lang: str) -> str:
    shown = (words.pick(entry, "title", lang) for entry in reversed(entries) if entry.role != "context")
    titles = [*dict.fromkeys(shown)]
    named = words.say("list.separator", lang).join(titles[:_MOST_LAYERS])
    if not titles:
        return ""
    key = "sheet.shows" if len(titles) <= _MOST_LAYERS else "sheet.shows_more"
    return words.say(key, lang, layers=named, count=len(titles))


def scale_bar(picture: MapPicture, lang: str) -> dict[str, Any]:
    """Return the bar of four fields: the length of one, and what stands above the ends."""
    window, unit = picture.window, picture.frame.unit
    step = longest_step_m(window, (picture.frame.panel - 16.0 * unit) / 4)
    ends = [f"{number * step / 1000:g}" for number in (0, 1, 2, 4)]
    return {"field": window.mm(step), "ends": ends, "unit": words.say("unit.km", lang)}


def legend_groups(atlas: Atlas, request: Request, picture: MapPicture) -> list[dict[str, Any]]:
    """Return the groups of the legend: classes of the theme, marks, planning, background."""
    lang = request.lang
    canvas = swatch_canvas(MM_PER_PX * PAPER_PX)
    groups = {}
    if picture.theme is not None:
        title = words.pick(picture.theme.body, "title", lang)
        groups[title] = theme_entries(picture.theme, picture.themed(atlas), canvas, lang)
    listed = {"marks": mark_entries(picture.marks, request, atlas, canvas)}
    listed |= layer_entries(atlas, picture.layers, canvas, picture.zoom, lang)
    own = own_groups(picture.features, request.opacity, canvas, land_colour(atlas), lang)
    marks, *others = ({words.say(f"legend.{name}", lang): entries} for name, entries in listed.items())
    groups |= marks | own
    for one in others:
        groups |= one
    return [
        {"title": straight(title), "entries": [_entry(one) for one in entries]}
        for title, entries in groups.items()
        if entries
    ]


def _entry(entry: Entry) -> dict[str, str]:
    return {"words": straight(entry.words), "symbol": entry.symbol, "colour": entry.colour}


def _table(atlas: Atlas, layers: Sequence[DrawnLayer], lang: str) -> dict[str, Any]:
    """Return the planning areas on the map with their drawn and their stated area, the upper layers first.

    Returns
    -------
    dict
        ``rows``, at most `_MOST_ROWS` of a layer, and ``count`` of all.
    """
    rows: list[tuple[str, str, str]] = []
    beyond = 0
    for layer in reversed(layers):
        ids = [place for style, _ in layer.parts if style.shape == "area" for place in layer.places(style)]
        if layer.entry.role == "context" or not ids:
            continue
        frame = atlas.layers[layer.entry.id].set_index("place_id").loc[ids].sort_values("area_km2", ascending=False)
        beyond += max(len(frame) - _MOST_ROWS, 0)
        rows += [
            (straight(str(row[f"name_{lang}"])), printed(row["area_km2"]), _stated(row["stated_area_km2"]))
            for row in frame.head(_MOST_ROWS).to_dict("records")
        ]
    once = list(dict.fromkeys(rows))
    return {"rows": once, "count": len(once) + beyond}


def _stated(value: Any) -> str:
    return "" if none_if_missing(value) is None else f"{float(value):g}"


def map_notes(atlas: Atlas, request: Request, picture: MapPicture) -> Iterator[dict[str, str]]:
    """Yield how exact the map is and what is not named on it; each note has the address it leads to."""
    lang = request.lang
    if picture.theme is not None:
        address = picture.theme.body.get("address") or f"/themes/{picture.theme.body['id']}"
        page = f"{request.root}{address}" if request.root else ""
        for said in theme_notes(picture.theme, picture.themed(atlas), lang):
            yield _note(said, page)
    for said in own_notes(picture.features, lang):
        yield _note(said)
    worst, across = worst_accuracy_m(atlas, picture.layers), picture.window.width_mm * picture.window.scale / 1e6
    if worst:
        yield _note(words.say("legend.soft", lang))
    if worst / 1000.0 > across * _TELLING:
        yield _note(words.say("sheet.accuracy", lang, accuracy=f"{worst / 1000:g}", across=f"{across:.1f}"))
    unnamed = [name for name in picture.drawing.unnamed if not any(name in one.texts for _, one in picture.far)]
    if unnamed:
        names = words.say("list.separator", lang).join(unnamed[:_MOST_UNNAMED])
        yield _note(words.say("sheet.unnamed", lang, names=names + ("…" if len(unnamed) > _MOST_UNNAMED else "")))


def source_notes(atlas: Atlas, request: Request, picture: MapPicture) -> Iterator[dict[str, str]]:
    """Yield the method of areas, the documents and the licences, each with the address it leads to."""
    lang = request.lang
    yield _note(words.say("sheet.area_method", lang, name=words.pick(ELLIPSOIDAL, "name", lang)))
    documents = atlas.tables["documents"].sort_values("sequence")[f"short_{lang}"]
    listed = words.say("list.separator", lang).join(documents)
    yield _note(words.say("sheet.sources", lang, documents=listed), f"{request.root}/documents" if request.root else "")
    ids = [*(one.entry.id for one in picture.layers), *(one.entry.id for one in picture.features)]
    for licence in dict.fromkeys(licence_of(layer) for layer in ids):
        said = words.in_language(licence, lang)
        yield _note(said, _COPYRIGHT if "OpenStreetMap" in said else "")


def _note(text: str, address: str = "") -> dict[str, str]:
    return {"text": straight(text), "address": address}


def _block(atlas: Atlas, request: Request, picture: MapPicture, title: str, day: dt.date) -> list[list[str]]:
    """Return the title block; a field nobody filled keeps its room to be written by hand."""
    lang = request.lang
    values = {
        "title": title,
        "number": request.number or "",
        "author": request.author or "",
        "day": day.isoformat(),
        "scale": words.say("scale.plain", lang, scale=f"{picture.window.scale:,}"),
        "version": atlas.version,
    }
    if picture.features:
        values["own"] = own_titles(picture.features, lang)
    return [[words.say(f"sheet.block.{name}", lang), straight(value)] for name, value in values.items()]
