"""Read the query of a request: lists, boxes, numbers and words, each refused by name where it makes no sense."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from flask import request

from geo.errors import Fault, ParameterError

if TYPE_CHECKING:
    from collections.abc import Iterable


def listed(key: str) -> list[str]:
    """Give the parts of a list separated by commas."""
    return [part for part in request.args.get(key, "").split(",") if part]


def bbox() -> tuple[float, float, float, float] | None:
    """Give west, south, east and north in degrees, None without."""
    text = request.args.get("bbox")
    if text is None:
        return None
    fault = Fault(f"bbox={text!r}", "west,south,east,north in degrees", "query", "mend it, or leave it out")
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise ParameterError(fault) from error
    if not all(map(math.isfinite, (west, south, east, north))) or west > east or south > north:
        raise ParameterError(fault)
    return west, south, east, north


def whole(key: str) -> int | None:
    """Give a whole number of at most nine digits, None without."""
    text = request.args.get(key)
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise ParameterError(Fault(f"{key}={text!r}", "a whole number", "query", "mend it, or leave it out"))
    return int(text)


def percents(parts: Iterable[str]) -> dict[str, int]:
    """Read ``layer:percent`` pairs, as they stand in a link of the map."""
    out = {}
    for part in parts:
        name, _, value = part.partition(":")
        if not name or not value.isascii() or not value.isdigit() or len(value) > 3:
            fault = Fault(f"opacity {part!r}", "layer:percent, such as parks:40", "opacity", "mend it, or leave it out")
            raise ParameterError(fault)
        out[name] = int(value)
    return out


def choice(key: str, words: tuple[str, ...]) -> str:
    """Give one of some words, the first without."""
    text = request.args.get(key, words[0])
    if text not in words:
        raise ParameterError(Fault(f"{key}={text!r}", " or ".join(words), "query", "leave it out, or mend it"))
    return text


def refuse_strange(known: set[str]) -> None:
    """Refuse an option nobody knows: a misspelt filter must not give the whole layer."""
    strange = sorted(set(request.args) - known)
    if strange:
        expected = "one of " + ", ".join(sorted(known - {"v"}))
        raise ParameterError(Fault(f"option {strange[0]!r}", expected, "query", "mend it, or leave it out"))


def with_bom() -> bool:
    """Tell whether a CSV begins with the mark Excel needs: yes, unless ``bom=0``."""
    return choice("bom", ("1", "0")) == "1"
