"""Drawn areas beside stated ones: a finding only where the difference is more than the bound on the drawing."""

from __future__ import annotations

from geo.atlas.figures import measure
from geo.check.stated_areas import stated_area_findings
from tests.geo.check.squares import stated_frame


def test_only_a_measured_shape_beyond_its_bound_is_a_finding() -> None:
    (finding,) = stated_area_findings(measure(stated_frame()))
    assert (finding.rule, finding.severity, finding.feature) == ("A001", "warning", "far")
