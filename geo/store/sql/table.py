"""What a table of features must offer, whatever holds it: its columns, and how its database writes what is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.atlas.added.stored_layer import FieldKind, StoredField
    from geo.measure.arrays import Objects


@dataclass(frozen=True)
class Fragment:
    """A piece of SQL with its parameters, in order."""

    sql: str
    given: tuple[Any, ...] = ()

    def __add__(self, other: Fragment | str) -> Fragment:
        if isinstance(other, str):
            return Fragment(self.sql + other, self.given)
        return Fragment(self.sql + other.sql, self.given + other.given)


def joined(word: str, parts: Sequence[Fragment]) -> Fragment:
    """Join fragments by a word, each in brackets."""
    return Fragment(word.join(f"({part.sql})" for part in parts), tuple(v for part in parts for v in part.given))


@dataclass(frozen=True)
class Columns:
    """The columns of a table.

    Attributes
    ----------
    key, shape : str
        Quoted names of the number and the shape of a feature.
    area_km2, length_km : str
        Expressions; NULL where a feature has none.
    own : mapping of str to (str, StoredField)
        Quoted column and field of each own column, by the name it has in frames.
    measured : bool
        Whether `area_km2` and `length_km` are those of `geo.measure.area`; if not they serve to order and filter, and
        frames are measured.
    """

    key: str
    shape: str
    area_km2: str
    length_km: str
    own: Mapping[str, tuple[str, StoredField]] = field(default_factory=dict)
    measured: bool = True


class SqlTable(Protocol):
    """A table of features in a database."""

    @property
    def name(self) -> str:
        """The table, quoted."""
        ...

    @property
    def where(self) -> str:
        """File or database and table, for errors; no password."""
        ...

    @property
    def dialect(self) -> Dialect:
        """How the database writes what is asked."""
        ...

    def version(self) -> str:
        """Return a text that changes with every edit."""
        ...

    def columns(self) -> Columns:
        """Return the columns as they are now."""
        ...

    def count(self) -> int:
        """Count all features."""
        ...

    def bounds(self) -> tuple[float, float, float, float] | None:
        """Return west, south, east and north in degrees."""
        ...

    def dimensions(self) -> set[int]:
        """Return the dimensions of the shapes: 0, 1, 2."""
        ...

    def fetch(self, asked: Fragment) -> list[tuple[Any, ...]]:
        """Run a query that reads."""
        ...

    def stream(self, asked: Fragment, size: int) -> Iterator[list[tuple[Any, ...]]]:
        """Run a query that reads, and yield its rows piece by piece."""
        ...

    def shapes(self, values: Sequence[Any]) -> Objects:
        """Make shapes in degrees of what the shape column holds; None where it holds none."""
        ...


class Dialect(Protocol):
    """How a database writes what is asked."""

    #: Stands for a parameter.
    mark: str

    def text(self, expression: str) -> str:
        """Return an expression as text."""
        ...

    def one_of(self, expression: str, values: Sequence[Any]) -> Fragment:
        """Return whether an expression is one of some numbers or texts."""
        ...

    def ordered(self, expression: str, kind: FieldKind) -> str:
        """Return an expression that sorts texts by their code points."""
        ...

    def moment(self, expression: str) -> str:
        """Return a day or time as microseconds since 1970."""
        ...

    def near(self, columns: Columns, box: tuple[float, float, float, float]) -> Fragment:
        """Return a condition the index answers: true at least where the box of a shape touches a box in degrees."""
        ...

    def in_box(self, columns: Columns, box: tuple[float, float, float, float]) -> Fragment:
        """Return whether a shape intersects a box in degrees."""
        ...

    def of_dimension(self, columns: Columns, dimension: int) -> Fragment:
        """Return whether a shape has a dimension."""
        ...

    def call(self, function: str, arguments: Sequence[Fragment]) -> Fragment:
        """Call a function a condition may need: like, casei, accenti, mod, pow or floor."""
        ...

    def meets(self, function: str, columns: Columns, shape: bytes) -> Fragment:
        """Return whether a shape stands to another (WKB, degrees) as a spatial function of CQL2 says."""
        ...
