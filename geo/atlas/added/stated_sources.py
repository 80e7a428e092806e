"""The sources of stated areas, as a reader reads them: publisher, title, date and where to find it.

``seeds/stated_area_sources.csv`` has a row for each source; a feature names the rows it takes its stated area from in
``stated_area_source_id``. A source is a section of one of the documents, or a public page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo import words
from geo.atlas.cells import none_if_missing, split_list
from geo.atlas.citation import citation

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import pandas as pd

#: What stands in the column ``date`` of a page that bears none.
UNDATED = "n.d."


def with_stated_sources(frame: gpd.GeoDataFrame, tables: Mapping[str, pd.DataFrame]) -> gpd.GeoDataFrame:
    """Add the sources of the stated areas of a layer as text.

    Parameters
    ----------
    frame : geopandas.GeoDataFrame
        With a column ``stated_area_source_id``: ids of ``stated_area_sources`` joined by ``;``, or missing.
    tables : mapping of str to pandas.DataFrame
        The seed tables; ``stated_area_sources`` and ``documents`` are read.

    Returns
    -------
    geopandas.GeoDataFrame
        A copy with ``stated_area_source_zh`` and ``stated_area_source_en``; None where no area is stated.
    """
    sources = {row["source_id"]: row for row in tables["stated_area_sources"].to_dict("records")}
    documents = tables["documents"].set_index("doc_id")
    out = frame.copy(deep=False)
    for lang in words.LANGUAGES:
        separator = words.say("list.semicolon", lang)
        out[f"stated_area_source_{lang}"] = [
            separator.join(_text(sources[name], documents, lang) for name in _ids(value) if name in sources) or None
            for value in frame["stated_area_source_id"]
        ]
    return out


def _ids(value: object) -> list[str]:
    known = none_if_missing(value)
    return split_list(str(known)) if known else []


def _text(source: Mapping[Any, Any], documents: pd.DataFrame, lang: str) -> str:
    if source["doc_id"]:
        section = citation(source["section"], lang)
        name = documents.at[source["doc_id"], f"short_{lang}"]
        return words.say("stated_source.document", lang, name=name, section=section)
    date = _date(source["date"], lang)
    publisher, title = (words.pick(source, field, lang) for field in ("publisher", "title"))
    return words.say("stated_source.page", lang, publisher=publisher, title=title, date=date, address=source["address"])


def _date(date: str, lang: str) -> str:
    """Return the date of a page: a day as a text writes it, a year as it is."""
    if date == UNDATED:
        return words.say("stated_source.undated", lang)
    return words.printed_day(date, lang) if "-" in date else date
