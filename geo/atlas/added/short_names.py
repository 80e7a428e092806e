"""Short names of documents in texts, by reference: ``{lg-plan-2020}`` stands for the name of that document.

So that a document has one name on all pages, a note does not write the name but refers to the document. The name is
``short_zh`` or ``short_en`` of ``seeds/documents.csv``, by the language of the column.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

#: Tables and columns in which a document may be referred to. All of them end in ``_zh`` or ``_en``.
_REFERRING = {
    "claims": ("note",),
    "industry_links": ("note",),
    "relations": ("note",),
    "annex_parks": ("note",),
    "differences": ("subject", "note", "handling"),
}
_REFERENCE = re.compile(r"\{([a-z0-9][a-z0-9-]*)\}")


def with_short_names(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables with the short name of each document in place of a reference to it.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The seed tables by name; every reference names a document (`short_name_faults`).
    """
    names = tables["documents"].set_index("doc_id")
    out = dict(tables)
    for name, column in _columns(tables):
        short = names[f"short_{column[-2:]}"]
        texts = [_filled(text, short) for text in tables[name][column]]
        out[name] = out[name].assign(**{column: texts}).astype({column: "str"})
    return out


def _filled(text: str, short: pd.Series[str]) -> str:
    return _REFERENCE.sub(lambda match: str(short[match[1]]), text)


def short_name_faults(tables: Mapping[str, pd.DataFrame]) -> list[Fault]:
    """List a fault for each reference in a text to a document that does not exist."""
    if "documents" not in tables:
        return []
    known = set(tables["documents"]["doc_id"])
    return [
        Fault(
            f"{{{doc_id}}}",
            "a doc_id of seeds/documents.csv in the braces",
            f"seeds/{name}.csv, row {row}, {column}",
            "correct the reference",
        )
        for name, column in _columns(tables)
        for row, text in enumerate(tables[name][column], start=2)
        for doc_id in _REFERENCE.findall(text)
        if doc_id not in known
    ]


def _columns(tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, str]]:
    for name, fields in _REFERRING.items():
        for column in (f"{field}_{lang}" for field in fields for lang in ("zh", "en")):
            if name in tables and column in tables[name]:
                yield name, column
