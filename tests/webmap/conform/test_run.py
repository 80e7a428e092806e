"""Our own service holds every check."""

from __future__ import annotations

import pytest

from geo.errors import ParameterError
from webmap.conform.run import conform


@pytest.mark.long
def test_our_service_has_no_fault(service: str) -> None:
    steps: list[tuple[int, int]] = []
    visit = conform(service, most_links=60, progress=lambda _, done, total: steps.append((done, total)))
    assert [str(finding) for finding in visit.findings if not finding.is_note] == []
    assert visit.asked > 150
    assert steps[-1] == (6, 6)


def test_a_host_that_does_not_answer_is_said() -> None:
    with pytest.raises(ParameterError, match="no answer of"):
        conform("http://127.0.0.1:9/")


def test_an_address_without_host_is_refused() -> None:
    with pytest.raises(ParameterError, match="http:// or https://"):
        conform("maps.example")
