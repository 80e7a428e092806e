"""Extracts written as files, in the server or in one of its workers: it knows no request."""

from __future__ import annotations

import io
import os
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from geo.errors import Fault, ParameterError
from geo.extract.plots.plots import plots_of
from geo.extract.statement import extract_json, extract_of_features, extract_of_place, extract_of_shape
from geo.text_files import file_name
from geo.words import pick

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from geo import Atlas
    from geo.extract.plots.plots import Plot, Plots
    from geo.registers.fit.conditions import Condition

#: Kind of an extract -> media type.
EXTRACT_FORMATS = {
    "json": "application/json",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: Kind of a file of plots -> media type, and how many plots it may hold.
PLOT_FORMATS = {"xlsx": EXTRACT_FORMATS["xlsx"], "zip": "application/zip"}
MOST_PLOTS = {"xlsx": 500, "zip": 200}
#: PDFs set at the same time.
_AT_ONCE = min(os.cpu_count() or 1, 4)


def place_file(atlas: Atlas, place_id: str, day: date, asked: Sequence[Condition] = (), **printed: Any) -> bytes:
    """Write the extract of a place.

    Parameters
    ----------
    atlas : Atlas
    place_id : str
    day : datetime.date
    asked : sequence of Condition
        A question whose answer for the site becomes a chapter.
    **printed : any
        As of `written`.
    """
    return written(atlas, extract_of_place(atlas, place_id, day, asked), **printed)


def features_file(atlas: Atlas, frame: Any, day: date, asked: Sequence[Condition] = (), **printed: Any) -> bytes:
    """Write the extract of the polygons of a file; parameters as of `place_file`."""
    return written(atlas, extract_of_features(atlas, frame, day, asked), **printed)


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


def plots_file(
    atlas: Atlas, frame: Any, day: date, *, name: str | None, kind: str, lang: str, root: str | None
) -> bytes:
    """Write the plots of a file as one workbook, or as a ZIP of the extract of each as PDF.

    Parameters
    ----------
    atlas : Atlas
    frame : geopandas.GeoDataFrame
        As `geo.readers.vector_file.read_features` reads it.
    day : datetime.date
    name : str or None
        Attribute that names the plots.
    kind : {"xlsx", "zip"}
    lang : {"zh", "en"}
    root : str or None
        Address the links of a PDF lead to.

    Raises
    ------
    ParameterError
        If there are more plots than `MOST_PLOTS`, or no attribute has the name; for a ZIP if none is an area.
    """
    plots = plots_of(atlas, frame, name, most=MOST_PLOTS[kind])
    if kind == "xlsx":
        from geo.spreadsheets.plots_file import plots_xlsx  # noqa: PLC0415

        return plots_xlsx(atlas, plots, lambda plot: _extract_of(atlas, plot, day), day, lang)
    return _zip(atlas, plots, day, lang, root)


def _extract_of(atlas: Atlas, plot: Plot, day: date) -> dict[str, Any]:
    return extract_of_shape(atlas, plot.shape, day, name_zh=plot.name_zh, name_en=plot.name_en)


def _zip(atlas: Atlas, plots: Plots, day: date, lang: str, root: str | None) -> bytes:
    """Write the extract of each plot that is an area; Typst sets each in its own process, a few at once."""
    areas = [plot for plot in plots.plots if plot.account.size["area"]]
    if not areas:
        raise ParameterError(Fault("no polygon among the plots", "at least one area", "body", "send areas"))

    def pdf(plot: Plot) -> bytes:
        return written(atlas, _extract_of(atlas, plot, day), kind="pdf", lang=lang, root=root)

    out, taken = io.BytesIO(), set[str]()
    digits = len(str(len(plots.plots)))
    with ThreadPoolExecutor(_AT_ONCE) as pool, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for plot, body in zip(areas, pool.map(pdf, areas), strict=True):
            name = file_name(f"{plot.number:0{digits}} {pick(plot, 'name', lang)}", taken)
            entry = zipfile.ZipInfo(f"{name}.pdf", (day.year, day.month, day.day, 0, 0, 0))
            archive.writestr(entry, body)
    return out.getvalue()
