"""One option of a query, and the kinds of values it may take; each kind refuses what makes no sense."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from werkzeug.routing import IntegerConverter

from geo.errors import Fault, ParameterError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

#: What a reader can do about an option that is refused.
REMEDY = "mend it, or leave it out"
#: Digits of the longest number that is read. The length is checked first: int() refuses very long texts by itself.
_MOST_DIGITS = 9
#: Characters of a value shown in a message.
_SHOWN = 60


@dataclass(frozen=True)
class Option:
    """One option of an address.

    Attributes
    ----------
    meaning : str
        What the option does, in one sentence.
    expected : str
        The values it takes, in words.
    read : callable
        Turns the text into a value; raises ValueError if the text makes no sense.
    default : object
        The value where the option is missing.
    schema : mapping
        JSON Schema of the text in the address, for the description of the service.
    """

    meaning: str
    expected: str
    read: Callable[[str], Any]
    default: Any = None
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})

    def value(self, name: str, given: str | None) -> Any:
        """Return the value of a text of the query, the default for None."""
        if given is None:
            return self.default
        try:
            return self.read(given)
        except ParameterError:
            raise
        except ValueError as error:
            raise ParameterError(Fault(f"{name}={short(given)!r}", self.expected, "query", REMEDY)) from error


def short(given: str) -> str:
    """Return a text of the query as a message shows it."""
    return given if len(given) <= _SHOWN else f"{given[:_SHOWN]}…"


def text(meaning: str, *, default: str | None = "") -> Option:
    """Make an option that takes any text."""
    return Option(meaning, "a text", str, default)


def word(most: int, meaning: str, *, default: str | None = "") -> Option:
    """Make an option that takes a text of at most `most` characters."""

    def read(value: str) -> str:
        if len(value) > most:
            msg = f"more than {most} characters"
            raise ValueError(msg)
        return value

    return Option(meaning, f"a text of at most {most} characters", read, default, {"type": "string", "maxLength": most})


def words(meaning: str) -> Option:
    """Make an option that takes a list separated by commas; its value is a tuple without empty parts."""
    return Option(meaning, "a list separated by commas", _parts, ())


def whole(most: int, meaning: str, *, least: int = 0, default: int | None = None, clamp: bool = False) -> Option:
    """Make an option that takes a whole number.

    Parameters
    ----------
    most, least : int
        The range.
    meaning : str
    default : int, optional
    clamp : bool
        A number above `most` counts as `most` instead of being refused.
    """

    def read(value: str) -> int:
        if not value.isascii() or not value.isdigit() or len(value) > _MOST_DIGITS:
            msg = "not a whole number"
            raise ValueError(msg)
        number = min(int(value), most) if clamp else int(value)
        if not least <= number <= most:
            msg = "out of range"
            raise ValueError(msg)
        return number

    # A number above the most is taken where it is clamped, up to the digits that are read.
    highest = 10**_MOST_DIGITS - 1 if clamp else most
    schema = {"type": "integer", "minimum": least, "maximum": highest}
    return Option(meaning, f"a whole number from {least} to {most}", read, default, schema)


def choice(known: tuple[str, ...], meaning: str, *, default: str | None = None) -> Option:
    """Make an option that takes one of some words; without `default` the first is the default."""

    def read(value: str) -> str:
        if value not in known:
            msg = "unknown word"
            raise ValueError(msg)
        return value

    return Option(meaning, " or ".join(known), read, default or known[0], {"type": "string", "enum": list(known)})


def flag(meaning: str, *, default: bool | None = False) -> Option:
    """Make an option that is switched on by ``1`` and off by ``0``."""

    def read(value: str) -> bool:
        if value not in ("0", "1"):
            msg = "neither 0 nor 1"
            raise ValueError(msg)
        return value == "1"

    return Option(meaning, "1 or 0", read, default, {"type": "string", "enum": ["0", "1"]})


def box(meaning: str) -> Option:
    """Make an option that takes west, south, east and north in degrees; its value is a tuple, None without."""
    return Option(meaning, "west,south,east,north in degrees", _corners)


def opacities(meaning: str) -> Option:
    """Make an option that takes a list of ``layer:percent``; its value is a dict."""
    expected = "layer:percent, such as parks:40,scopes:100"
    return Option(meaning, expected, lambda value: percents(_parts(value)), MappingProxyType({}))


def percents(parts: Iterable[str]) -> dict[str, int]:
    """Read ``layer:percent`` pairs, as they stand in a link of the map."""
    out = {}
    for part in parts:
        name, _, value = part.partition(":")
        if not name or not value.isascii() or not value.isdigit() or len(value) > 3:
            fault = Fault(f"opacity {short(part)!r}", "layer:percent, such as parks:40", "opacity", REMEDY)
            raise ParameterError(fault)
        out[name] = int(value)
    return out


def columns(meaning: str) -> Option:
    """Make an option that takes a list of ``layer:column``; its value is a dict."""
    expected = "layer:column, such as ws-plots:use; a comma or colon in a name is written %2C or %3A"
    return Option(meaning, expected, lambda value: column_names(_parts(value)), MappingProxyType({}))


def column_names(parts: Iterable[str]) -> dict[str, str]:
    """Read ``layer:column`` pairs, as they stand in a link of the map; both are escaped once more there."""
    out = {}
    for part in parts:
        layer, _, column = (unquote(piece) for piece in part.partition(":"))
        if not layer or not column:
            expected = "layer:column, such as ws-plots:use"
            raise ParameterError(Fault(f"by {short(part)!r}", expected, "by", REMEDY))
        out[layer] = column
    return out


def _parts(value: str) -> tuple[str, ...]:
    return tuple(part for part in value.split(",") if part)


def _corners(value: str) -> tuple[float, float, float, float]:
    west, south, east, north = (float(part) for part in value.split(","))
    if not all(map(math.isfinite, (west, south, east, north))) or west > east or south > north:
        msg = "no box"
        raise ValueError(msg)
    return west, south, east, north


class NumberConverter(IntegerConverter):
    """A part of an address: a whole number of at most nine digits; what is longer is never made a number."""

    regex = r"\d{1,9}"
