"""Documents stand side by side with nothing lost and nothing merged."""

from __future__ import annotations

from geo import Atlas
from geo.places.document_matrix import matrix, place_rows
from geo.places.filter import PlaceFilter


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
            for claim in cell:
                assert not set(claim["new"]) & seen
            seen |= {term for claim in cell for term in claim["terms_zh"]}


def test_nothing_is_new_in_the_first_document_and_something_is_in_a_later_one(atlas: Atlas) -> None:
    new = 0
    for row in matrix(atlas, PlaceFilter(), topic="industry")["rows"]:
        cells = [cell for cell in row["cells"] if cell]
        assert all(claim["new"] == [] for claim in cells[0])
        new += sum(len(claim["new"]) for cell in cells[1:] for claim in cell)
    assert new > 0


def test_the_rows_of_one_place_are_its_rows_of_the_matrix(atlas: Atlas) -> None:
    table = place_rows(atlas, "lg-new-area", ("positioning", "industry", "function"))
    for row in table["rows"]:
        whole = matrix(atlas, PlaceFilter(), topic=row["topic"], least=1)
        (same,) = [other for other in whole["rows"] if other["id"] == "lg-new-area"]
        assert row["cells"] == same["cells"]
    assert {row["id"] for row in table["rows"]} == {"lg-new-area"}
