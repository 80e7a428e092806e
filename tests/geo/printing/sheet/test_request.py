"""A request names a paper there is, and chooses only what the map offers."""

from __future__ import annotations

from itertools import pairwise

import pytest

from geo import Atlas
from geo.errors import ParameterError, UnknownLayerError, UnknownPlaceError
from geo.printing.sheet.request import LEAST_OPACITY, PAPERS, Request, require_valid


@pytest.mark.parametrize("paper", list(PAPERS))
def test_paper_stands_or_lies(paper: str) -> None:
    long, short = PAPERS[paper]
    assert Request(paper=paper).size_mm == (long, short)
    assert Request(paper=paper, landscape=False).size_mm == (short, long)


def test_each_paper_is_half_of_the_next() -> None:
    areas = [long * short for long, short in PAPERS.values()]
    ratios = [larger / smaller for smaller, larger in pairwise(areas)]
    assert ratios == pytest.approx([2.0] * 4, rel=0.01)


def test_an_unknown_paper_is_refused_with_those_there_are() -> None:
    with pytest.raises(ParameterError, match="A4, A3, A2, A1, A0"):
        _ = Request(paper="B5").size_mm


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        (Request(opacity={"parks": 7}), ParameterError),
        (Request(opacity={"parks": 101}), ParameterError),
        (Request(opacity={"nowhere": 50}), UnknownLayerError),
        (Request(order=("parks", "nowhere")), UnknownLayerError),
        (Request(order=("coast",)), ParameterError),
        (Request(order=("parks", "scopes", "parks")), ParameterError),
        (Request(place="nowhere"), UnknownPlaceError),
        (Request(by={"parks": "kind"}), ParameterError),
        (Request(by={"ws-nowhere": "use"}), UnknownLayerError),
    ],
)
def test_what_nobody_can_choose_is_refused(atlas: Atlas, request_: Request, error: type[Exception]) -> None:
    with pytest.raises(error):
        require_valid(atlas, request_)


def test_what_the_map_offers_is_taken(atlas: Atlas) -> None:
    opacity = {"parks": LEAST_OPACITY, "scopes": 100, "coast": 50}
    request = Request(order=("parks", "scopes"), opacity=opacity, place="fa-frontier")
    require_valid(atlas, request)
    with pytest.raises(ParameterError, match="parks:9"):
        require_valid(atlas, Request(opacity={"parks": LEAST_OPACITY - 1}))
