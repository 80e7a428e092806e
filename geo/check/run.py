"""Check the data and report every finding in one run, each with a stable rule id, place and remedy.

The rules stand in `geo.check.rules`. Nothing is stopped by a fault elsewhere: what could be read is checked, what was
reported once is not reported a second time in other words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.atlas.figures import lines_of_layers, measure
from geo.atlas.join import join_faults
from geo.atlas.load import default_folder
from geo.check.citations import citation_findings, read_documents, section_findings
from geo.check.consistency import consistency_findings
from geo.check.control_points import control_findings, measure_control_points
from geo.check.copied_text import copied_findings
from geo.check.coverage import coverage_findings
from geo.check.gcj02_shift import shift_findings
from geo.check.hierarchy import containment_findings
from geo.check.lenient_load import LoadedSoFar, lenient_load
from geo.check.rules import Finding, finding_of
from geo.check.stated_areas import stated_area_findings

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Finding", "Report", "check"]


@dataclass(frozen=True)
class Report:
    """What a check found, and how much it looked at.

    Attributes
    ----------
    findings : list of Finding
        Errors before warnings, otherwise in the order of the rules.
    checked : dict of str to int
        How many tables, layers, features, control points (``points``, and ``points_within`` their tolerance),
        documents, and terms and figures (``terms``) were looked at.
    """

    findings: list[Finding]
    checked: dict[str, int] = field(default_factory=dict)

    @property
    def errors(self) -> list[Finding]:
        """The findings that make the check fail."""
        return [finding for finding in self.findings if finding.severity == "error"]

    @property
    def warnings(self) -> list[Finding]:
        """The findings a person should judge."""
        return [finding for finding in self.findings if finding.severity == "warning"]

    def summary(self) -> str:
        """Say in a line what was checked and how much was found."""
        seen = self.checked
        parts = [f"{seen['tables']} tables, {seen['layers']} layers, {seen['features']} features"]
        if "points" in seen:
            parts.append(f"{seen['points_within']} of {seen['points']} control points within tolerance")
        if "documents" in seen:
            parts.append(f"{seen['terms']} terms and figures looked up in {seen['documents']} documents")
        return f"{len(self.errors)} errors, {len(self.warnings)} warnings ({'; '.join(parts)})"


def check(layers: Path | None = None, seeds: Path | None = None, documents: Path | None = None) -> Report:
    """Check the data rooms.

    Parameters
    ----------
    layers, seeds : pathlib.Path, optional
        The data rooms; by default those that came with the installation.
    documents : pathlib.Path, optional
        Folder of the source documents; without it citations are checked only as far as the section exists in
        ``seeds/sections.csv``, and nothing is known of copied text.

    Returns
    -------
    Report
    """
    ground = lenient_load(layers or default_folder("layers"), seeds or default_folder("seeds"))
    findings = list(ground.findings)
    checked = {
        "tables": len(ground.tables),
        "layers": len(ground.frames),
        "features": sum(len(frame) for frame in ground.frames.values()),
    }
    findings += _meaning(ground) + _drawing(ground, checked)
    if documents is not None:
        findings += _citations(ground, documents, checked)
    errors = [finding for finding in findings if finding.severity == "error"]
    return Report(errors + [finding for finding in findings if finding.severity == "warning"], checked)


def _meaning(ground: LoadedSoFar) -> list[Finding]:
    """Check what refers to what."""
    faults = join_faults(ground.tables, ground.frames, ground.catalogue) if ground.catalogue else []
    joined = [finding_of(fault, ground.layers_folder, ground.seeds_folder, rule="J001") for fault in faults]
    return joined + consistency_findings(ground) + section_findings(ground)


def _drawing(ground: LoadedSoFar, checked: dict[str, int]) -> list[Finding]:
    """Check where things are: parts, containment, control points, areas."""
    features = ground.features()
    findings = coverage_findings(ground.catalogue, features) if ground.catalogue else []
    if ground.containment is not None:
        findings += containment_findings(ground.containment, features)
    if ground.control_points is not None:
        measured = measure_control_points(ground.control_points, features)
        checked["points"] = measured["point_id"].nunique()
        missed = measured.loc[measured["verdict"] == "outside", "point_id"]
        checked["points_within"] = checked["points"] - missed.nunique()
        shifted = shift_findings(ground.control_points, features)
        # The points of a layer that lies off as a whole all say the same; once is enough.
        lying = features.loc[measured["feature_id"], "layer"].map(ground.file_of).isin({f.file for f in shifted})
        findings += shifted + control_findings(measured[~lying.to_numpy()])
    lines = lines_of_layers(ground.frames, ground.catalogue) if ground.catalogue else None
    return findings + stated_area_findings(measure(features, lines))


def _citations(ground: LoadedSoFar, folder: Path, checked: dict[str, int]) -> list[Finding]:
    """Check what is said against the documents."""
    documents, findings = read_documents(ground, folder)
    cited, checked["terms"] = citation_findings(ground, documents)
    checked["documents"] = len(documents)
    return findings + cited + copied_findings(ground, documents.values())
