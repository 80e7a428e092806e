"""The extract as DOCX, for those who have to edit it.

Why python-docx: a template of docxtpl would be a binary file in the repository, filled in by Jinja, which `geo` does
not use. Headings and lists have Word's own styles, so that its navigation, its table of contents and screen readers
find them. The JSON of the extract lies in the file as custom XML, which Word keeps when the file is edited.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from docx import Document

from geo.atlas.symbology import PALETTE
from geo.extract.statement import extract_json
from geo.printing.docx import package, styles
from geo.printing.docx.markup import Cell, Run
from geo.printing.docx.writer import SOFT, Writer
from geo.printing.extract.content import content_of
from geo.printing.extract.docx_lists import write_documents, write_fit, write_list
from geo.printing.extract.location_map import cover_map, cover_png
from geo.printing.extract.qr_code import qr_png
from geo.printing.extract.site_facts import site_shape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.atlas.atlas import Atlas
    from geo.printing.extract.location_map import CoverMap

_WIDTH = 178.0
_QR_MM = 25.0


def extract_docx(
    atlas: Atlas, extract: Mapping[str, Any], *, lang: str, root: str | None = None, review_number: str | None = None
) -> bytes:
    """Write an extract as DOCX.

    Parameters
    ----------
    atlas : Atlas
    extract : mapping
        From `geo.extract.statement`.
    lang : {"zh", "en"}
    root : str, optional
        Address the links to documents lead to; without it they lead to the list of documents within the file.
    review_number : str, optional
        Of the map (审图号).

    Returns
    -------
    bytes
        The same arguments give the same bytes.
    """
    shape = site_shape(atlas, extract)
    content = content_of(atlas, extract, shape, lang=lang, root=root, review_number=review_number)
    document = Document()
    styles.set_up_styles(document, lang, {key: PALETTE[key] for key in ("ink", "brand")})
    styles.set_head_and_foot(document, content["title"], content["foot"], content["labels"]["page"])
    writer = Writer(document)
    picture = cover_map(atlas, extract, shape, lang)
    _write_cover(writer, content, picture)
    _write_site(writer, content)
    if content["fit"]:
        write_fit(writer, content["fit"])
    for listed in content["lists"]:
        write_list(writer, listed, content["labels"], lang)
    write_documents(writer, content)
    _write_end(writer, content)
    package.attach_json(document, extract_json(extract).decode())
    styles.set_properties(document, lang, _properties(content))
    return package.saved(document)


def _properties(content: Mapping[str, Any]) -> styles.Properties:
    labels = content["labels"]
    return styles.Properties(
        title=content["title"],
        author=labels["author"],
        subject=labels["title"],
        keywords=content["foot"],
        comments=content["disclaimer"],
        day=dt.datetime(*content["day"]),
    )


def _write_cover(writer: Writer, content: Mapping[str, Any], picture: CoverMap | None) -> None:
    labels, site = content["labels"], content["site"]
    writer.paragraph(Run(f"{labels['institute']}　{content['printed_day']}", colour=SOFT))
    writer.paragraph(Run(content["name"]), style="Title")
    writer.paragraph(Run(" · ".join(text for text in (labels["title"], site["where"]) if text)), style="Subtitle")
    if site["cards"]:
        cells = [
            Cell([Run(f"{title}\n", colour=SOFT), Run(value, bold=True), Run(f"\n{unit}", colour=SOFT)])
            for title, value, unit in site["cards"]
        ]
        writer.table([_WIDTH / len(cells)] * len(cells), [], [cells])
    if picture is not None:
        writer.picture(cover_png(picture), _WIDTH, content["picture_alt"])
    said = [*([picture.caption] if picture else []), content["review"], content["disclaimer"]]
    writer.paragraph(Run("　".join(said), colour=SOFT), style="Caption")
    if content["summary"]:
        rows = [[Cell([Run(name, bold=True)]), Cell([Run(text)])] for name, text in content["summary"]]
        writer.table([24.0, _WIDTH - 24.0], [], rows)
    writer.picture(qr_png(content["qr"]), _QR_MM, content["qr_alt"])
    writer.paragraph(Run(labels["check"], colour=SOFT), style="Caption")
    writer.page_break()
    writer.paragraph(Run(labels["contents"], bold=True), style="Subtitle")
    writer.contents(_entries(content))
    writer.heading(labels["overview"], 1, "overview")
    widths = [_WIDTH - 90.0, 28.0, 34.0, 28.0]
    rows = [_figures(row, bold=row is content["themes"][-1]) for row in content["themes"][1:]]
    writer.table(widths, content["themes"][0], rows, labels["overview"])


def _entries(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    labels = content["labels"]
    own = [(labels["overview"], "overview"), (labels["site"], "site")]
    own += [(content["fit"]["labels"]["title"], "fit")] if content["fit"] else []
    end = [(labels["documents"], "documents"), (labels["about"], "about")]
    if content["points"]:
        end.append((labels["points"], "points"))
    return [*own, *((one["title"], one["id"]) for one in content["lists"]), *end]


def _figures(row: Sequence[str], *, bold: bool = False) -> list[Cell]:
    """Make the cells of a row of which all but the first hold a figure."""
    return [Cell([Run(text, bold=bold)], is_figure=at > 0) for at, text in enumerate(row)]


def _write_site(writer: Writer, content: Mapping[str, Any]) -> None:
    labels, site = content["labels"], content["site"]
    writer.heading(labels["site"], 1, "site")
    rows = [[Cell([Run(name, colour=SOFT)]), Cell([Run(value)])] for name, value in site["facts"]]
    writer.table([30.0, _WIDTH - 30.0], [], rows, labels["site"])
    if site["stated"]:
        writer.heading(labels["stated_area"], 2, "stated")
        row = [Cell([Run(text)], is_figure=True) for text in site["stated"]["row"]]
        writer.table([_WIDTH / len(row)] * len(row), site["stated"]["head"], [row], labels["stated_area"])
        for note in site["stated"]["notes"]:
            writer.paragraph(Run(note))
    if content["places"]["themes"]:
        writer.heading(labels["places"], 2, "places")
        writer.paragraph(Run(labels["places_note"], colour=SOFT))
        _write_places(writer, content["places"], labels["places"])
    writer.heading(labels["limits"], 2, "limits")
    for text in site["limits"]:
        writer.paragraph(Run(text), style="ListBullet")


def _write_places(writer: Writer, places: Mapping[str, Any], title: str) -> None:
    """Write the places that reach a site, as the PDF but without its bars."""
    keys = ("place", "grade", "common", "share_of_site", "share_of_place", "verdict")
    head = [text for at, text in enumerate(places["head"]) if at != 4]
    figures = {"common", "share_of_site", "share_of_place"}
    rows = []
    for theme in places["themes"]:
        rows.append([Cell([Run(theme["title"], bold=True)], span=len(keys))])
        rows += [[Cell([Run(row[key])], is_figure=key in figures) for key in keys] for row in theme["rows"]]
    writer.table([58.0, 14.0, 28.0, 32.0, 22.0, 24.0], head, rows, title)


def _write_end(writer: Writer, content: Mapping[str, Any]) -> None:
    labels, points = content["labels"], content["points"]
    writer.heading(labels["about"], 1, "about")
    for text in content["about"]:
        writer.paragraph(Run(text))
    if points:
        writer.heading(labels["points"], 1, "points")
        writer.paragraph(Run(labels["points_note"], colour=SOFT))
        for number, ring in enumerate(points["rings"], start=1):
            writer.heading(ring["title"], 2, f"ring-{number}")
            rows = [_figures(row) for row in ring["rows"]]
            writer.table([16.0, 34.5, 34.5, 34.5, 34.5, 24.0], points["head"], rows, ring["title"])
