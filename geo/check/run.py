"""The data check: every rule in one run, every finding with a stable rule id, a place and a remedy.

The rules are listed in `geo.check.rules`. A fault in one file does not stop the check of the others: all that could be
read is checked. What one rule reports no other rule reports again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from geo.atlas.figures import lines_of_layers, measure
from geo.atlas.join import join_faults
from geo.atlas.load import default_folder
from geo.check.consistency import consistency_findings
from geo.check.control_points import bow_findings, control_point_findings, measure_control_points
from geo.check.coverage import coverage_findings
from geo.check.gcj02_shift import gcj02_shift_findings
from geo.check.hierarchy import hierarchy_findings
from geo.check.lenient_load import LoadedSoFar, lenient_load
from geo.check.parents import parent_findings
from geo.check.rules import Finding, finding_of
from geo.check.stated_areas import area_source_findings, stated_area_findings
from geo.check.texts.anchored import anchor_findings
from geo.check.texts.citations import citation_findings, read_documents, section_findings
from geo.check.texts.copied_text import copied_text_findings
from geo.check.texts.figures_in_text import figure_findings
from geo.check.texts.numerals import numeral_findings
from geo.check.texts.policy_tables import policy_table_findings
from geo.check.texts.score import Score, score
from geo.check.texts.ties import tie_findings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import geopandas as gpd

    from geo.documents.source_text import Document

__all__ = ["Finding", "Report", "check"]


@dataclass(frozen=True)
class Report:
    """The findings of a check, and how much was checked.

    Attributes
    ----------
    findings : list of Finding
        Errors before warnings, otherwise in the order of the rules.
    checked : dict of str to int
        How many tables, layers, features, control points (``points``, and ``points_within`` their tolerance), anchors
        (``anchors``, ``anchors_within``), documents, terms and figures (``terms``), ends of ties (``ties``), and
        numerals in summaries with units and years (``numerals``) were checked.
    score : Score or None
        How far the statements rest on the documents; None without documents.
    """

    findings: list[Finding]
    checked: dict[str, int] = field(default_factory=dict)
    score: Score | None = None

    @property
    def errors(self) -> list[Finding]:
        """The findings that make the check fail."""
        return [finding for finding in self.findings if finding.severity == "error"]

    @property
    def warnings(self) -> list[Finding]:
        """The findings a person should judge."""
        return [finding for finding in self.findings if finding.severity == "warning"]

    def summary(self) -> str:
        """Return one line: how much was found, and how much was checked."""
        seen = self.checked
        parts = [f"{seen['tables']} tables, {seen['layers']} layers, {seen['features']} features"]
        if "points" in seen:
            parts.append(f"{seen['points_within']} of {seen['points']} control points within tolerance")
        if "anchors" in seen:
            parts.append(f"{seen['anchors_within']} of {seen['anchors']} anchors within tolerance")
        if "documents" in seen:
            parts.append(
                f"{seen['terms']} terms and figures, {seen['ties']} ends of ties and {seen['numerals']} numerals, units"
                f" and years looked up in {seen['documents']} documents"
            )
        return f"{len(self.errors)} errors, {len(self.warnings)} warnings ({'; '.join(parts)})"


def check(layers: Path | None = None, seeds: Path | None = None, documents: Path | None = None) -> Report:
    """Check the data folders.

    Parameters
    ----------
    layers, seeds : pathlib.Path, optional
        The data folders; by default those of the installation.
    documents : pathlib.Path, optional
        Folder of the source documents. Without it citations are checked only against ``seeds/sections.csv``, and
        copied text is not looked for.

    Returns
    -------
    Report
        All findings, and how much was checked.
    """
    loaded = lenient_load(layers or default_folder("layers"), seeds or default_folder("seeds"))
    findings = list(loaded.findings)
    checked = {
        "tables": len(loaded.tables),
        "layers": len(loaded.frames),
        "features": sum(len(frame) for frame in loaded.frames.values()),
    }
    findings += _reference_findings(loaded) + _position_findings(loaded, checked)
    reached = None
    if documents is not None:
        texts, found = read_documents(loaded, documents)
        findings += found + _document_findings(loaded, texts, checked)
        reached = score(loaded, texts, findings)
    errors = [finding for finding in findings if finding.severity == "error"]
    return Report(errors + [finding for finding in findings if finding.severity == "warning"], checked, reached)


def _reference_findings(loaded: LoadedSoFar) -> list[Finding]:
    """Check references between tables, layers and sections."""
    faults = join_faults(loaded.tables, loaded.frames, loaded.catalogue) if loaded.catalogue else []
    joined = [finding_of(fault, loaded.layers_folder, loaded.seeds_folder, rule="J001") for fault in faults]
    return joined + consistency_findings(loaded) + policy_table_findings(loaded) + section_findings(loaded)


def _position_findings(loaded: LoadedSoFar, checked: dict[str, int]) -> list[Finding]:
    """Check positions and sizes: coverages, hierarchy, control points, GCJ-02 shift, stated areas."""
    features = loaded.features()
    findings = coverage_findings(loaded.catalogue, features) if loaded.catalogue else []
    if loaded.hierarchy is not None:
        findings += hierarchy_findings(loaded.hierarchy, features)
    findings += parent_findings(loaded, features)
    findings += _control_findings(loaded, features, checked)
    lines = lines_of_layers(loaded.frames, loaded.catalogue) if loaded.catalogue else None
    return findings + stated_area_findings(measure(features, lines)) + area_source_findings(loaded, features)


def _control_findings(loaded: LoadedSoFar, features: gpd.GeoDataFrame, checked: dict[str, int]) -> list[Finding]:
    """Check control points, anchors, the GCJ-02 shift, and the long edges between the points."""
    findings, seen = [], []
    shifted = gcj02_shift_findings(loaded.control_points, features) if loaded.control_points is not None else []
    shifted_files = {finding.file for finding in shifted}
    for table, key, rule in (("control_points", "points", "K001"), ("street_anchors", "anchors", "K003")):
        points = getattr(loaded, table)
        if points is None:
            continue
        measured = measure_control_points(points, features)
        checked[key] = measured["point_id"].nunique()
        missed = measured.loc[measured["verdict"] == "outside", "point_id"]
        checked[f"{key}_within"] = checked[key] - missed.nunique()
        # A shifted layer is one finding (K002), not one more for each of its points.
        in_shifted_layer = features.loc[measured["feature_id"], "layer"].map(loaded.file_of).isin(shifted_files)
        findings += control_point_findings(measured[~in_shifted_layer.to_numpy()], table, rule)
        seen.append(measured)
    if seen:
        sound = features[~features["layer"].map(loaded.file_of).isin(shifted_files)]
        findings += bow_findings(pd.concat(seen), sound)
    return shifted + findings


def _document_findings(
    loaded: LoadedSoFar, documents: Mapping[str, Document], checked: dict[str, int]
) -> list[Finding]:
    """Check citations, ties, figures, anchors and copied text against the documents."""
    cited, checked["terms"] = citation_findings(loaded, documents)
    tied, checked["ties"] = tie_findings(loaded, documents)
    summed, in_words = numeral_findings(loaded, documents)
    figured, printed = figure_findings(loaded, documents)
    checked["numerals"] = in_words + printed
    checked["documents"] = len(documents)
    anchored = anchor_findings(loaded, documents)
    copied = copied_text_findings(loaded, documents.values())
    return cited + tied + summed + figured + anchored + copied
