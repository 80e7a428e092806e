"""The sources of stated areas, as a reader reads them: publisher, title, date and where to find it.

``seeds/stated_area_sources.csv`` has a row for each source; a feature names the rows it takes its stated area from in
``stated_area_source_id``. A source is a section of one of the documents, or a public page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.atlas.cells import none_if_missing, split_list

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
    sources = tables["stated_area_sources"].set_index("source_id")
    documents = tables["documents"].set_index("doc_id")
    out = frame.copy(deep=False)
    for lang, separator in (("zh", "；"), ("en", "; ")):
        out[f"stated_area_source_{lang}"] = [
            separator.join(_text(sources.loc[name], documents, lang) for name in _ids(value) if name in sources.index)
            or None
            for value in frame["stated_area_source_id"]
        ]
    return out


def _ids(value: object) -> list[str]:
    known = none_if_missing(value)
    return split_list(str(known)) if known else []


def _text(source: pd.Series, documents: pd.DataFrame, lang: str) -> str:
    if source["doc_id"]:
        document = documents.loc[source["doc_id"]]
        section = source["section"].replace(";", "；" if lang == "zh" else "; ")
        name = document["number"] or document["short_zh"] if lang == "zh" else document["short_en"]
        return f"{name} {section}"
    undated = {"zh": "未注日期", "en": "undated"}[lang]
    date = undated if source["date"] == UNDATED else source["date"]
    if lang == "zh":
        return f"{source['publisher_zh']}《{source['title_zh']}》，{date}，{source['address']}"
    return f"{source['publisher_en']}, “{source['title_en']}”, {date}, {source['address']}"
