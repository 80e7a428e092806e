"""Extracts written as files, in the server or in one of its workers: it knows no request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.extract.statement import extract_json, extract_of_features, extract_of_place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from geo import Atlas

#: Kind of an extract -> media type.
EXTRACT_FORMATS = {
    "json": "application/json",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def place_file(atlas: Atlas, place_id: str, day: date, **printed: Any) -> bytes:
    """Write the extract of a place.

    Parameters
    ----------
    atlas : Atlas
    place_id : str
    day : datetime.date
    **printed : any
        As of `written`.
    """
    return written(atlas, extract_of_place(atlas, place_id, day), **printed)


def features_file(atlas: Atlas, frame: Any, day: date, **printed: Any) -> bytes:
    """Write the extract of the polygons of a file; parameters as of `place_file`."""
    return written(atlas, extract_of_features(atlas, frame, day), **printed)


def written(
    atlas: Atlas,
    extract: Mapping[str, Any],
    *,
    kind: str,
    lang: str,
    root: str | None,
    review_number: str | None = None,
) -> bytes:
    """Write an extract as a file.

    Parameters
    ----------
    atlas : Atlas
    extract : mapping
        From `geo.extract.statement`.
    kind : str
        One of `EXTRACT_FORMATS`.
    lang : {"zh", "en"}
        Of a file that is printed; the JSON has both.
    root : str or None
        Address the links of a PDF or DOCX lead to.
    review_number : str, optional
        Of the map on the cover (审图号).
    """
    # Each kind loads its own library, which is slow to load.
    if kind == "pdf":
        from geo.printing.extract.pdf import extract_pdf  # noqa: PLC0415

        return extract_pdf(atlas, extract, lang=lang, root=root, review_number=review_number)
    if kind == "docx":
        from geo.printing.extract.docx_file import extract_docx  # noqa: PLC0415

        return extract_docx(atlas, extract, lang=lang, root=root, review_number=review_number)
    if kind == "xlsx":
        from geo.spreadsheets.extract_file import extract_xlsx  # noqa: PLC0415

        return extract_xlsx(extract, lang)
    return extract_json(extract)
