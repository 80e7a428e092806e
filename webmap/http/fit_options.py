"""The question of ``/fit`` in the address: each condition has a value, a hard mark and a weight."""

from __future__ import annotations

import math
from typing import Any

from geo.registers.fit.conditions import AMOUNTS, KINDS, MOST_WEIGHT, Condition
from webmap.http.option import Option, flag, whole, word
from webmap.http.query import OptionGroup
from webmap.http.shared_options import NAME

#: Hectares or kilometres, at most.
_MOST = 100_000
_MEANINGS = {
    "industry": "Id of an industry documents place there, such as ind-ic.",
    "about": "Words in what documents say the place is for.",
    "area": "Least area in hectares.",
    "port": "Kilometres to the nearest port, at most.",
    "airport": "Kilometres to the nearest airport, at most.",
    "station": "Kilometres to the nearest railway station or yard, at most.",
    "motorway": "Kilometres to the nearest motorway, at most.",
    "measures": "Theme of a measure that names the place, or any.",
    "document": "Id of a document that names the place.",
}


def _amount(meaning: str) -> Option:
    def read(value: str) -> str:
        if not value:
            return ""
        number = float(value)
        if not math.isfinite(number) or not 0 < number <= _MOST:
            msg = "out of range"
            raise ValueError(msg)
        return f"{number:g}"

    expected = f"a number above 0, at most {_MOST}"
    return Option(meaning, expected, read, "", {"type": "number", "exclusiveMinimum": 0, "maximum": _MOST})


def _options() -> dict[str, Option]:
    out: dict[str, Option] = {}
    for kind in KINDS:
        out[kind] = _amount(_MEANINGS[kind]) if kind in AMOUNTS else word(NAME, _MEANINGS[kind])
        out[f"{kind}_must"] = flag(f"Leaves out places that fail {kind}, or of which nothing is told.")
        out[f"{kind}_weight"] = whole(MOST_WEIGHT, f"Weight of {kind}.", default=1)
    return out


def _conditions(values: dict[str, Any]) -> tuple[Condition, ...]:
    return tuple(
        Condition(kind, values[kind].strip(), values[f"{kind}_must"], values[f"{kind}_weight"])
        for kind in KINDS
        if values[kind].strip()
    )


#: The conditions of a question, a tuple of `Condition` under the name ``conditions``.
FIT = OptionGroup("conditions", _options(), _conditions)
