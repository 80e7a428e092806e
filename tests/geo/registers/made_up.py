"""The atlas with one document more, made up, whose text stands in a folder."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pandas as pd

from geo import Atlas
from geo.documents.anchors import make_anchors
from geo.documents.source_text import read_document

DOC = "harbour-plan"
PLACE = "fp-oriental-chip-port"
OPENINGS = [("一", "一、总体"), ("二", "二、空间"), ("三", "三、附则")]
TEXT = """一、总体要求
建成国际航运枢纽，集聚<b>&海洋装备</b>和深海探测。
产值达到五千亿元。
二、空间布局
北部片区发展海洋装备，南部片区建设海洋装备试验场。
三、附则
本计划自印发之日起施行。
"""
#: Rows of claims: id, section, term and summary.
CLAIMS = [
    ("made.1", "一", "国际航运枢纽", "要成为航运中心。"),
    ("made.2", "二", "海洋装备试验场", "南部设试验场。"),
    ("made.3", "二", "海洋装备", "北部做海洋装备。"),
]


def atlas_with_document(atlas: Atlas, folder: Path, text: str = TEXT) -> Atlas:
    """Add the document to an atlas and write `text` into the folder as a reader's copy of it."""
    original = folder / "original.txt"
    original.write_text(TEXT, encoding="utf-8")
    tables = dict(atlas.tables)
    row = {
        **tables["documents"].iloc[0].to_dict(),
        **{"doc_id": DOC, "sequence": "99", "short_zh": "海港计划", "short_en": "harbour plan"},
        **{"source_file": f"{DOC}.txt", "sha256": hashlib.sha256(original.read_bytes()).hexdigest()},
    }
    tables["documents"] = _more(tables["documents"], [row])
    tables["sections"] = _more(
        tables["sections"],
        [dict(zip(("doc_id", "section", "opens"), (DOC, *one), strict=True)) for one in OPENINGS],
    )
    claims = [
        {
            **{"claim_id": claim, "place_id": PLACE, "doc_id": DOC, "section": section, "type": "positioning"},
            **{"term_zh": term, "summary_zh": summary, "summary_en": "<i>made up</i>"},
        }
        for claim, section, term, summary in CLAIMS
    ]
    tables["claims"] = _more(tables["claims"], claims)
    document = read_document(original, OPENINGS)
    original.unlink()
    tables["anchors"] = make_anchors(tables, {DOC: document}, tables["anchors"])
    (folder / f"{DOC}.txt").write_text(text, encoding="utf-8")
    return replace(atlas, tables=tables)


def _more(table: pd.DataFrame, rows: list[dict[str, str]]) -> pd.DataFrame:
    return pd.concat([table, pd.DataFrame(rows, columns=table.columns)], ignore_index=True).fillna("")
