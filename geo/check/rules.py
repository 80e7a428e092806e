"""The rules of `lingang check` with their stable ids, and one finding of a rule.

A rule id never changes its meaning and is never reused: people write it into their own notes and scripts. Its letter is
the subject: S a file and its columns, J references, G one geometry, T parts and wholes, H the hierarchy of places, K
control points and the GCJ-02 shift, A areas, D the documents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from geo.errors import Fault

if TYPE_CHECKING:
    from pathlib import Path

Severity = Literal["error", "warning"]

#: Rule id -> what is true if nothing is found. The first five are those of `geo.errors`.
RULES: dict[str, str] = {
    "S001": "every file is there and can be read (UTF-8, CSV, TOML, GeoJSON without crs member)",
    "S002": "every table and layer has its columns, words, numbers and unique ids",
    "J001": "every id that is referred to exists; places and features match; parents make no circle",
    "G001": "every geometry is readable, valid and of the type its layer holds",
    "G002": "coordinates are degrees, not projected metres",
    "S003": "method, grade and accuracy of a feature fit its geometry",
    "S004": "every layer file stands in the catalogue",
    "J002": "control points, containment and sections name ids that exist",
    "J003": "every target has a row, with its unit, time and section; a base where its kind has one",
    "J004": "every printed verb, office and time has its English in seeds/wordings.csv",
    "G003": "longitude comes before latitude",
    "G004": "every coordinate lies in the Shanghai frame",
    "G005": "every coordinate is a finite number",
    "G006": "every ring is closed and has at least four positions",
    "G007": "outer rings run counter-clockwise, holes clockwise (RFC 7946, 3.1.6)",
    "G008": "no vertex stands twice in a row",
    "G009": "no line turns back on itself in a spike",
    "G010": "no coordinate has more than 7 decimal places",
    "G011": "no outline stands twice in a layer",
    "T001": "the parts of a whole leave no gap",
    "T002": "the parts of a whole do not overlap",
    "T003": "the parts of a whole stay inside it",
    "T004": "neighbouring parts share the vertices of their common edge",
    "T005": "the areas of the parts add up to the whole within 1 m²",
    "H001": "a place lies within the place that holds it",
    "H002": "the parent of a place agrees with the relations between the two",
    "H003": "a place that lies inside its parent touches it, within the accuracy of both",
    "K001": "control points lie on, in or outside their features, within the accuracy of both",
    "K002": "no layer is shifted as GCJ-02 coordinates are",
    "K003": "street corners and other anchors lie on, in or outside their features, within the accuracy of both",
    "K004": "a long edge of a line that may bow beyond its accuracy carries a control point or an anchor",
    "A001": "the drawn area agrees with the stated one within length × accuracy of the boundary",
    "A002": "a stated area names sources a reader can look up, a derived area its arithmetic",
    "A003": "where the stated area is that of another line than the one drawn, the note says why",
    "D001": "every document is in the folder",
    "D002": "the text of a document is the one the tables were made from (SHA-256)",
    "D003": "every cited section exists",
    "D004": "every term stands in the section it is cited from",
    "D005": "every figure stands in the section it is cited from",
    "D006": "no passage of 28 characters or more is copied from a document",
    "D007": "every section that a stated tie cites names both of its ends",
    "D008": "every figure in a summary stands in the section it is cited from",
    "D009": "unit, year and subject of every indicator stand with its figure",
    "D020": "every claim, figure, industry and measure has an anchor at which its words stand",
}


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, or that a person should look at.

    Attributes
    ----------
    rule : str
        A key of `RULES`.
    severity : {"error", "warning"}
        An error makes `lingang check` fail; a warning is for a person to judge.
    file : str
        The file, beginning with ``seeds/`` or ``layers/``; of a document its file name.
    item : str
        Where in the file: ``"feature <id>"`` or ``"row <n>, <column>"``; empty for the whole file.
    found, expected, remedy : str
        What is there, what should be there, and the next step.
    """

    rule: str
    severity: Severity
    file: str
    item: str
    found: str
    expected: str = ""
    remedy: str = ""

    @property
    def message(self) -> str:
        """The sentence of the finding: what was found and what was expected."""
        return f"{self.found}; expected {self.expected}" if self.expected else self.found

    @property
    def feature(self) -> str | None:
        """The id of the feature the finding is about; None if it is not about a feature."""
        match = re.search(r"(?:^|, )feature ([^,]+)", self.item)
        return match[1] if match else None

    @property
    def row(self) -> int | None:
        """The line of the table the finding is about (the header is line 1); None if it is not about a line."""
        match = re.search(r"(?:^|, )row (\d+)", self.item)
        return int(match[1]) if match else None

    @property
    def where(self) -> str:
        """The file, and where in it."""
        return f"{self.file}, {self.item}" if self.item else self.file

    def __str__(self) -> str:
        return f"{self.severity} {self.rule} {Fault(self.found, self.expected, self.where, self.remedy)}"

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as a JSON object."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "where": self.where,
            "file": self.file,
            "item": self.item,
            "feature": self.feature,
            "row": self.row,
            "message": self.message,
            "found": self.found,
            "expected": self.expected,
            "remedy": self.remedy,
        }


def finding_of(fault: Fault, layers: Path, seeds: Path, rule: str = "S002") -> Finding:
    """Convert a fault into a finding; the file is named relative to its data folder, as on any other machine.

    Parameters
    ----------
    fault : Fault
        Its ``where`` begins with the path of a file, or with ``seeds/`` or ``layers/``.
    layers, seeds : pathlib.Path
        The data folders the path may be in.
    rule : str
        Rule of the finding if the fault has none.
    """
    where = fault.where
    for folder, name in ((layers, "layers"), (seeds, "seeds")):
        if where.startswith(f"{folder}/"):
            where = f"{name}/{where[len(str(folder)) + 1 :]}"
    file, _, item = where.partition(", ")
    return Finding(fault.rule or rule, "error", file, item, fault.found, fault.expected, fault.remedy)
