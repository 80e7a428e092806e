"""A drawn site is measured; what is said of the places it lies in is shown and never scored."""

from __future__ import annotations

from geo import Atlas
from geo.places.distances import Distance
from geo.registers.fit.conditions import Condition
from geo.registers.fit.site import Drawn, answers_of_site

PORT = Distance("port", "港口", "port", "node-yangshan-port", "洋山港", "Yangshan port", "nodes", 9000.0, 500.0)
ASKED = [
    Condition("area", "50"),
    Condition("port", "9.2"),
    Condition("airport", "5"),
    Condition("industry", "ind-ic"),
    Condition("document", "lg-plan-2020"),
    Condition("about", "nothing says so"),
]


def test_each_condition_of_a_site_is_answered_by_its_rule(atlas: Atlas) -> None:
    lies_in = ["fa-frontier", "lg-new-area", "shanghai"]
    found = answers_of_site(atlas, ASKED, Drawn(50.0, [PORT], lies_in))
    assert [(one.verdict, one.rule) for one in found] == [
        ("yes", "area_given_yes"),
        ("unknown", "distance_unknown"),
        ("unknown", "distance_none"),
        ("unknown", "industry_within"),
        ("unknown", "document_within"),
        ("unknown", "about_none"),
    ]
    chips = found[3]
    assert chips.values["place"][0] == atlas.name_of("fa-frontier", "zh")
    assert {one["grade"] for one in chips.evidence} == {chips.grade} == {"parent"}
    assert not chips.told


def test_a_document_that_names_nothing_around_a_site_is_a_no(atlas: Atlas) -> None:
    asked = [Condition("document", "ftz-park-2025"), Condition("measures", "any")]
    found = answers_of_site(atlas, asked, Drawn(1.0, [], ["xinghuo"]))
    assert [one.rule for one in found] == ["document_no", "measures_none"]
