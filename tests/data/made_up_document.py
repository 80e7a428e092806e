"""A sixth document, made up for the tests: its text, and the rows and the feature that carry it into the atlas.

The rows follow the steps of ``seeds/README.md``, "Add a document". Nothing in it is real.
"""

from __future__ import annotations

import csv
import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import DataFolders

DOC = "made-up-2026"
PLACE = "yunou-park"
FILE = "made_up.txt"
TEXT = """云鸥低空产业示例方案

本文只为试验而写，不是真实文件。

一、发展目标
到2028年，云鸥试飞园低空装备产值达到36亿元，比2025年的12亿元增长两倍。

二、产业布局
（一）园区定位
云鸥试飞园聚焦民用航空和低空物流，联动海港开发区，建设低空装备试飞基地。

三、保障措施
1.试飞空域
由云鸥管委会牵头，会同空管单位，支持云鸥试飞园开展空域试点，2027年底前完成。
"""
#: Key columns and the others of each row; a column that is not named stays empty.
ROWS: dict[str, list[dict[str, str]]] = {
    "sections": [
        {"section": "题名", "opens": "云鸥低空产业示例方案", "heading_zh": "题名", "heading_en": "Title"},
        {"section": "一", "opens": "一、发展目标", "heading_zh": "发展目标", "heading_en": "Targets"},
        {"section": "二(一)", "opens": "（一）园区定位", "heading_zh": "园区定位", "heading_en": "Role of the park"},
        {"section": "三1", "opens": "1.试飞空域", "heading_zh": "试飞空域", "heading_en": "Airspace"},
    ],
    "claims": [
        {
            "claim_id": f"{PLACE}.made.positioning.01",
            "section": "二(一)",
            "type": "positioning",
            "term_zh": "低空装备试飞基地",
            "term_en": "base for test flights of low-altitude equipment",
            "summary_zh": "这里要建供低空装备试飞的基地。",
            "summary_en": "A base for test flights of low-altitude equipment is to be built here.",
        },
        {
            "claim_id": f"{PLACE}.made.industry.01",
            "section": "二(一)",
            "type": "industry",
            "term_zh": "民用航空;低空物流",
            "term_en": "civil aviation;low-altitude logistics",
            "summary_zh": "以航空和低空物流为重点。",
            "summary_en": "The focus is on aviation and low-altitude logistics.",
        },
    ],
    "indicators": [
        {
            "indicator_id": "made-output-2025",
            "name_zh": "低空装备产值",
            "name_en": "Output of low-altitude equipment",
            "counted_zh": "低空装备产值",
            "value": "12",
            "value_en": "1.2 billion yuan",
            "unit": "亿元",
            "unit_en": "billion yuan",
            "year": "2025",
            "year_zh": "2025年",
            "extent_zh": "云鸥试飞园",
            "extent_en": "Yun'ou Test Flight Park",
            "kind": "baseline",
            "section": "一",
        },
        {
            "indicator_id": "made-output-2028",
            "name_zh": "低空装备产值",
            "name_en": "Output of low-altitude equipment",
            "counted_zh": "低空装备产值",
            "value": "36",
            "value_en": "3.6 billion yuan",
            "unit": "亿元",
            "unit_en": "billion yuan",
            "year": "2028",
            "year_zh": "到2028年",
            "extent_zh": "云鸥试飞园",
            "extent_en": "Yun'ou Test Flight Park",
            "kind": "target",
            "section": "一",
        },
    ],
    "targets": [
        {
            "row_id": "tg-made-1",
            "kind": "pair",
            "baseline_id": "made-output-2025",
            "target_id": "made-output-2028",
            "measured_over": PLACE,
            "reach": "whole",
            "unit": "亿元",
            "year_zh": "到2028年",
            "year": "2028",
            "section": "一",
        }
    ],
    "industries": [
        {
            "industry_id": "ind-aviation",
            "group": "frontier",
            "order": "4",
            "name_zh": "民用航空",
            "name_en": "Civil aviation",
            "term_zh": "民用航空",
            "term_en": "civil aviation",
            "section": "二(一)",
        }
    ],
    "industry_places": [{"industry_id": "ind-aviation", "basis": "stated", "told": "named", "section": "二(一)"}],
    "industry_links": [
        {
            "link_id": "link-made-1",
            "industry_id": "ind-aviation",
            "kind": "service",
            "term_zh": "低空物流",
            "term_en": "low-altitude logistics",
            "basis": "stated",
            "place_ids": PLACE,
            "section": "二(一)",
            "note_zh": "聚焦",
            "note_en": "focus",
        }
    ],
    "wordings": [
        {"wording_zh": "云鸥管委会", "wording_en": "Yun'ou administration", "use": "actor"},
        {"wording_zh": "空管单位", "wording_en": "air traffic units", "use": "actor"},
        {"wording_zh": "到2028年", "wording_en": "by 2028", "use": "time"},
        {"wording_zh": "2027年底前", "wording_en": "by the end of 2027", "use": "time"},
    ],
    "measures": [
        {
            "measure_id": "made-m1",
            "title_zh": "云鸥空域试点",
            "title_en": "Airspace trial at Yun'ou",
            "summary_zh": "支持园区试用空域。",
            "summary_en": "The park is supported in trying out airspace.",
            "lead": "云鸥管委会",
            "partners": "空管单位",
            "deadline": "2027年底前",
            "deadline_on": "2027-12-31",
            "firmness": "支持",
            "instrument": "approval",
            "theme": "institutions",
            "section": "三1",
        }
    ],
    "measure_places": [{"measure_id": "made-m1", "basis": "stated", "section": "三1"}],
    "relations": [
        {
            "relation": "linked_to",
            "other_id": "czp-nanhui-07",
            "basis": "stated",
            "section": "二(一)",
            "note_zh": "联动",
            "note_en": "In coordination",
        }
    ],
    "document_facts": [
        {"fact_id": "doc-made-1", "field": "kind", "value_zh": "方案", "value_en": "scheme", "section": "题名"}
    ],
}
#: Tables whose rows are not about the place.
_NO_PLACE = {"sections", "targets", "industries", "industry_links", "wordings", "measures", "document_facts"}


def write(texts: Path) -> None:
    """Write the text of the document into the folder of texts (step 0)."""
    texts.mkdir()
    (texts / FILE).write_text(TEXT, encoding="utf-8")


def add(folders: DataFolders) -> None:
    """Add the document to a copy of the data by rows and one feature, as a maintainer does (steps 1 to 4)."""
    document = {
        "doc_id": DOC,
        "sequence": str(1 + len(_table(folders, "documents")[1])),
        "kind": "scheme",
        "title_zh": "云鸥低空产业示例方案",
        "title_en": "Made-up scheme for low-altitude industry at Yun'ou",
        "title_basis": "printed",
        "short_zh": "2026示例方案",
        "short_en": "2026 made-up scheme",
        "term_to": "2028",
        "stands_from": "2026-01-01",
        "stands_basis": "looked_up",
        "date_basis_zh": "文本没有日期。",
        "date_basis_en": "The text prints no date.",
        "source_file": FILE,
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
    }
    place = {
        "place_id": PLACE,
        "name_zh": "云鸥试飞园",
        "name_en": "Yun'ou Test Flight Park",
        "kind": "park",
        "level": "lingang",
        "layer": "parks",
    }
    _append(folders, "documents", [document])
    _append(folders, "places", [place])
    for name, rows in ROWS.items():
        about = {} if name in _NO_PLACE else {"place_id": PLACE}
        source = {} if name == "wordings" else {"doc_id": DOC}
        _append(folders, name, [{**about, **source, **row} for row in rows])
    _draw(folders)


def _table(folders: DataFolders, name: str) -> tuple[list[str], list[dict[str, str]]]:
    with (folders.seeds / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return list(reader.fieldnames or ()), list(reader)


def _append(folders: DataFolders, name: str, rows: list[dict[str, str]]) -> None:
    columns, _ = _table(folders, name)
    with (folders.seeds / f"{name}.csv").open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, columns, restval="", lineterminator="\n").writerows(rows)


def _draw(folders: DataFolders) -> None:
    """Add the feature of the place, a point, to its layer."""
    path = folders.layers / "parks.geojson"
    layer = json.loads(path.read_text(encoding="utf-8"))
    properties = {
        **{"method": "point", "reference_zh": "示例定点", "reference_en": "made-up point"},
        **{"accuracy_m": 500, "grade": "C", "note_zh": "示例", "note_en": "made up"},
    }
    shape = {"type": "Point", "coordinates": [121.85, 30.95]}
    layer["features"].append({"type": "Feature", "id": PLACE, "properties": properties, "geometry": shape})
    path.write_text(json.dumps(layer, ensure_ascii=False), encoding="utf-8")
