"""What the documents say is found by its words, by group, with the source of each hit."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.places.search_statements import GROUPS, build_index, document_passages, shown, similar_statements, statements


def ids(atlas: Atlas, query: str, documents: frozenset[str] | None = None) -> dict[str, list[str]]:
    found = statements(atlas, query, documents)
    return {group: [shown(atlas, hit)["id"] for hit in hits] for group, hits in found.items()}


@pytest.mark.parametrize(
    ("table", "group", "key", "columns"),
    [
        ("claims", "statements", "claim_id", ("term_zh", "summary_zh")),
        ("measures", "measures", "measure_id", ("title_zh", "summary_zh")),
        ("land_rules", "land_rules", "rule_id", ("rule_zh",)),
        ("indicators", "figures", "indicator_id", ("name_zh", "qualifier_zh", "extent_zh")),
        ("industry_links", "industry_links", "link_id", ("term_zh", "note_zh")),
    ],
)
@pytest.mark.parametrize("word", ["产值", "容积率", "人才公寓", "集成电路", "临港"])
def test_every_row_with_the_word_is_found_and_no_other(
    atlas: Atlas, table: str, group: str, key: str, columns: tuple[str, ...], word: str
) -> None:
    rows = atlas.tables[table]
    holds = rows[list(columns)].apply(lambda column: column.str.contains(word)).any(axis=1)
    assert set(ids(atlas, word)[group]) == set(rows.loc[holds, key])


def test_a_figure_is_found_by_its_value_and_unit(atlas: Atlas) -> None:
    rows = atlas.tables["indicators"]
    wanted = rows[(rows["value"] == "6000") & rows["unit"].str.startswith("亿")]
    assert set(ids(atlas, "6000亿")["figures"]) >= set(wanted["indicator_id"])


def test_a_hit_names_its_source_and_marks_its_words(atlas: Atlas) -> None:
    hit = shown(atlas, statements(atlas, "REITs", None)["measures"][0])
    assert hit["document"]["id"]
    assert hit["section"]
    assert hit["citation_zh"]
    for lang in ("zh", "en"):
        cut = hit[f"excerpt_{lang}"]
        assert {cut["text"][start:end] for start, end in cut["marks"]} <= {"REITs"}
    assert hit["excerpt_zh"]["marks"]


def test_only_the_documents_asked_for_are_searched(atlas: Atlas) -> None:
    claims = atlas.tables["claims"].set_index("claim_id")
    kept = ids(atlas, "集成电路", frozenset({"lg-plan-2020"}))["statements"]
    assert set(claims.loc[kept, "doc_id"]) == {"lg-plan-2020"}
    assert set(kept) < set(ids(atlas, "集成电路")["statements"])
    heard = ids(atlas, "rencaigongyu", frozenset({"lg-plan-2020"}))
    assert not any(heard.values())


def test_pinyin_finds_the_words_of_a_statement(atlas: Atlas) -> None:
    build_index(atlas)
    assert ids(atlas, "rencaigongyu") == ids(atlas, "人才公寓")


def test_a_wrong_character_finds_the_nearest(atlas: Atlas) -> None:
    assert not any(ids(atlas, "人材公寓").values())
    near = similar_statements(atlas, "人材公寓", None)
    assert {group: len(hits) for group, hits in near.items()} == {
        group: len(found) for group, found in ids(atlas, "人才公寓").items()
    }
    assert set(near) == set(GROUPS)


def test_a_place_and_a_word_together_are_found(atlas: Atlas) -> None:
    of_it = atlas.tables["claims"].query("place_id == 'nc-nanhui'")
    holds = of_it["term_zh"].str.contains("产值") | of_it["summary_zh"].str.contains("产值")
    assert set(ids(atlas, "南汇新城 产值")["statements"]) >= set(of_it.loc[holds, "claim_id"]) != set()


def test_facts_of_documents_are_found_by_document(atlas: Atlas) -> None:
    found = document_passages(atlas, "市政府同意")
    assert "lg-plan-2020" in found
    assert found["lg-plan-2020"][0]["citation_zh"]
