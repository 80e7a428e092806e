"""A citation as a reader finds it in the document."""

from __future__ import annotations

import re

import pytest

from geo import Atlas
from geo.atlas.citation import citation, citations


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("四", "第四部分", "part 4"),
        ("一3", "第一部分第3点", "part 1, item 3"),
        ("六(七)", "第六部分（七）", "part 6(7)"),
        ("五(二)1", "第五部分（二）第1点", "part 5(2), item 1"),
        ("五(五)15", "第五部分（五）第15点", "part 5(5), item 15"),
        ("十一(十二)3", "第十一部分（十二）第3点", "part 11(12), item 3"),
        ("导语", "导语", "preamble"),
        ("一末", "第一部分末段", "part 1, last paragraph"),
        ("四(一)一轴1", "第四部分（一）“一轴”第1点", "part 4(1), “one axis”, item 1"),
        ("四(二)一城一名园", "第四部分（二）“一城一名园”", "part 4(2), “one city, one famous park”"),
        ("二是", "“二是”段", "point 2"),
        ("附表·嘉定新城", "附表·嘉定新城", "annex table, Jiading New City"),
        ("五(二)1;五(二)2", "第五部分（二）第1点；第五部分（二）第2点", "part 5(2), item 1; part 5(2), item 2"),
        ("三(一)附注2", "第三部分（一）“附注”第2点", "part 3(1), “附注”, item 2"),
        ("annex B", "annex B", "annex B"),
    ],
)
def test_a_code_is_written_out_in_both_languages(code: str, zh: str, en: str) -> None:
    assert citation(code, "zh") == zh
    assert citation(code, "en") == en
    assert citations(code) == {"citation_zh": zh, "citation_en": en}


def test_no_section_of_the_atlas_is_written_in_half_width_brackets_or_left_in_chinese(atlas: Atlas) -> None:
    sections = atlas.tables["sections"]["section"]
    for code in sections:
        assert "(" not in citation(code, "zh")
        assert not re.search(r"[\u4e00-\u9fff]", citation(code, "en")), code


def test_no_two_sections_of_a_document_have_one_citation(atlas: Atlas) -> None:
    for _, table in atlas.tables["sections"].groupby("doc_id"):
        for lang in ("zh", "en"):
            assert table["section"].map(lambda code, lang=lang: citation(code, lang)).is_unique
