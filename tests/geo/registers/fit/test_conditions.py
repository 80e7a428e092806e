"""The places a question is put to, and what a condition may name."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.errors import ParameterError
from geo.registers.fit.conditions import DESTINATIONS, Condition, candidates, check


def test_only_places_of_lingang_that_could_take_a_site_are_asked(atlas: Atlas) -> None:
    asked = set(candidates(atlas))
    assert {"fp-oriental-chip-port", "fa-frontier", "xinghuo", "dz-lg-twin"} <= asked
    assert not asked & {"lg-new-area", "nc-nanhui", "belt-bay", "node-pvg", "dz-jiading", "zj-pdsp"}


def test_every_destination_is_one_of_the_catalogue(atlas: Atlas) -> None:
    assert [one.id for one in atlas.catalogue.destination] == list(DESTINATIONS)


def test_an_amount_is_a_number_and_an_unknown_document_is_refused(atlas: Atlas) -> None:
    assert Condition("area", "12.5").amount == 12.5
    check(atlas, [Condition("about", "anything"), Condition("document", "parks-2021")])
    with pytest.raises(ParameterError, match="parks-2021"):
        check(atlas, [Condition("document", "parks-1921")])
