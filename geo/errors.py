"""The error tree of the atlas, grouped by what is at fault.

::

    AtlasError
    ├── SourceError        a file is missing, unreadable or not what its name says
    │   └── UnavailableError   a database does not answer now; it may do so later
    ├── SchemaError        a table or layer lacks a column, a value, a type
    ├── JoinError          a row or feature refers to something that does not exist
    ├── GeometryError      a geometry is invalid or of the wrong type
    ├── CRSError           coordinates are in a reference system that cannot be measured
    ├── NotFoundError      a name the caller asked for does not exist
    │   ├── UnknownPlaceError
    │   └── UnknownLayerError
    ├── ParameterError     the caller's option or value makes no sense
    └── BusyError          the service has as much heavy work as it takes

Every error has four parts: what was found, what was expected, where, and what to do next. The HTTP status of each
class is set in ``webmap.http.errors`` only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Rules of common faults: the web pages look up their own words for these ids.
TOO_LARGE, UNKNOWN_FORMAT, NOTHING_LEFT, CROSSING = "P006", "P007", "P008", "P009"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, with what is needed to mend it.

    Attributes
    ----------
    found : str
        What is there now.
    expected : str
        What should be there.
    where : str
        File, row or feature id, and field.
    remedy : str
        The next step for the reader.
    rule : str
        Stable id of the broken rule. If it is empty, the error that holds the fault fills in its own rule.
    """

    found: str
    expected: str = ""
    where: str = ""
    remedy: str = ""
    rule: str = ""

    def __str__(self) -> str:
        parts = [f"{self.where}: {self.found}" if self.where else self.found]
        if self.expected:
            parts.append(f"expected {self.expected}")
        if self.remedy:
            parts.append(self.remedy)
        return "; ".join(parts)


def one_of(asked: str, known: Iterable[str], most: int = 40) -> str:
    """Return what is expected where a name is unknown: the names there are, those like it first.

    Parameters
    ----------
    asked : str
        The unknown name.
    known : iterable of str
    most : int
        Names that are listed; more are counted.
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415  # only an error needs it

    names = list(dict.fromkeys(known))
    if not names:
        return "none: there is none"
    near = [name for name, *_ in process.extract(asked[:100], names, scorer=fuzz.WRatio, score_cutoff=70, limit=5)]
    listed = list(dict.fromkeys([*near, *names]))
    more = f" and {len(listed) - most} more" if len(listed) > most else ""
    return "one of " + ", ".join(listed[:most]) + more


class AtlasError(Exception):
    """Base of all errors the atlas raises on purpose.

    Parameters
    ----------
    faults : Fault or list of Fault
        All faults of one run, so that they can be mended together.
    """

    rule: ClassVar[str] = "S000"

    def __init__(self, faults: Fault | list[Fault]) -> None:
        given = [faults] if isinstance(faults, Fault) else faults
        self.faults: list[Fault] = [fault if fault.rule else replace(fault, rule=self.rule) for fault in given]
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type[AtlasError], tuple[list[Fault]]]:
        """Return what makes the same error again in another process."""
        return type(self), (self.faults,)


class SourceError(AtlasError):
    """A file is missing, unreadable or not what its name says."""

    rule = "S001"


class UnavailableError(SourceError):
    """A database does not answer now; it may do so later."""

    rule = "P011"


class SchemaError(AtlasError, ValueError):
    """A table or layer lacks a column, a value or a type."""

    rule = "S002"


class JoinError(AtlasError, ValueError):
    """A row or feature refers to something that does not exist."""

    rule = "J001"


class GeometryError(AtlasError, ValueError):
    """A geometry is invalid or of the wrong type."""

    rule = "G001"


class CRSError(AtlasError, ValueError):
    """Coordinates are in a reference system that cannot be measured or converted."""

    rule = "G002"


class NotFoundError(AtlasError, LookupError):
    """A name the caller asked for does not exist."""

    rule = "P001"


class UnknownPlaceError(NotFoundError):
    """No place has this id."""

    rule = "P004"


class UnknownLayerError(NotFoundError):
    """No layer has this id."""

    rule = "P005"


class ParameterError(AtlasError, ValueError):
    """An option or value of the caller makes no sense."""

    rule = "P002"


class BusyError(AtlasError):
    """The service has as much heavy work as it takes; the same request goes through later."""

    rule = "P010"
