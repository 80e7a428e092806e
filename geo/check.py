"""Check the data and report every finding in one run, each with a stable rule id, place and remedy."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

from geo.atlas import load_atlas
from geo.errors import AtlasError, Fault
from geo.topology import parts_match_whole

if TYPE_CHECKING:
    from pathlib import Path

    from geo.atlas import Atlas

#: Rules beyond those of the error classes (`geo.errors`).
TOPOLOGY_RULE = "T001"
LEDGER_RULE = "A001"


@dataclass(frozen=True)
class Finding:
    """One thing a person should look at.

    Attributes
    ----------
    rule : str
        Stable id of the rule.
    severity : {"error", "warning"}
        An error stops the service; a warning is shown.
    where, found, expected, remedy : str
        As in `geo.errors.Fault`.
    """

    rule: str
    severity: Literal["error", "warning"]
    where: str
    found: str
    expected: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.severity} {self.rule} {Fault(self.found, self.expected, self.where, self.remedy)}"

    def to_dict(self) -> dict[str, str]:
        """Give the finding as a JSON object."""
        return asdict(self)


def check(layers: Path | None = None, seeds: Path | None = None) -> list[Finding]:
    """Check the data rooms.

    Parameters
    ----------
    layers, seeds : pathlib.Path, optional
        The data rooms; by default those that came with the installation.

    Returns
    -------
    list of Finding
        Empty if there is nothing to say. Where tables or layers cannot be read, only those faults: the rest cannot be
        known yet.
    """
    try:
        atlas = load_atlas(layers, seeds)
    except AtlasError as error:
        return [Finding(f.rule, "error", f.where, f.found, f.expected, f.remedy) for f in error.faults]
    return [*_topology(atlas), *_ledger(atlas)]


def _topology(atlas: Atlas) -> list[Finding]:
    """Parts that the catalogue declares must tile their whole, vertex for vertex."""
    findings = []
    for coverage in atlas.catalogue.coverage:
        shapes = atlas.features.geometry
        if not parts_match_whole([shapes[part] for part in coverage.parts], shapes[coverage.whole]):
            findings.append(
                Finding(
                    TOPOLOGY_RULE,
                    "error",
                    f"layers, {coverage.whole}",
                    "the parts " + ", ".join(coverage.parts) + " do not tile the whole",
                    "shared edges with the same vertices, no gap, no overlap",
                    "snap the vertices of the shared edges to each other",
                )
            )
    return findings


def _ledger(atlas: Atlas) -> list[Finding]:
    """Drawn areas that lie further from the stated figure than perimeter × accuracy allows."""
    outside = atlas.features[atlas.features["verdict"] == "outside"]
    return [
        Finding(
            LEDGER_RULE,
            "warning",
            f"layers/{atlas.places.loc[row['place_id'], 'layer']}.geojson, feature {row['place_id']}",
            f"drawn {row['area_km2']:.2f} km², stated {row['stated_area_km2']:g} km²",
            f"a difference within ±{row['uncertainty_km2']:.2f} km² (perimeter × accuracy)",
            "look at the boundary again, or say in the note why it differs",
        )
        for row in outside.to_dict("records")
    ]
