"""Documents stand side by side with nothing lost and nothing merged."""

from __future__ import annotations

from geo import Atlas
from geo.places.document_matrix import matrix
from geo.places.filter import PlaceFilter
from geo.screen.frameworks import FRAMEWORKS, frameworks


def test_every_claim_of_a_topic_stands_in_its_document_s_column(atlas: Atlas) -> None:
    table = matrix(atlas, PlaceFilter(), topic="industry", least=1)
    shown = sum(len(cell) for row in table["rows"] for cell in row["cells"])
    claims = atlas.tables["claims"]
    assert shown == (claims["type"] == "industry").sum()
    assert [document["id"] for document in table["documents"]] == list(atlas.tables["documents"]["doc_id"])


def test_only_places_of_several_documents_are_compared_unless_asked(atlas: Atlas) -> None:
    for row in matrix(atlas, PlaceFilter(), topic="positioning")["rows"]:
        assert sum(bool(cell) for cell in row["cells"]) >= 2


def test_a_new_term_is_one_no_earlier_document_prints(atlas: Atlas) -> None:
    for row in matrix(atlas, PlaceFilter(), topic="industry")["rows"]:
        seen: set[str] = set()
        for cell in row["cells"]:
            for said in cell:
                assert not set(said["new"]) & seen
            seen |= {term for said in cell for term in said["terms_zh"]}


def test_each_framework_is_cited_and_drawn_in_the_same_frame(atlas: Atlas) -> None:
    pictures = frameworks(atlas)
    assert [picture["term_zh"] for picture in pictures] == [framework.term_zh for framework in FRAMEWORKS]
    for picture in pictures:
        assert picture["document"]
        assert picture["section"]
        assert picture["parts"]
