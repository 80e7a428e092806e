"""The question of ``/fit`` in the address: each condition has a value, a hard mark and a weight.

A question may name several industries: ``industry``, ``industry2`` and ``industry3``, each a condition of its own.
"""

from __future__ import annotations

import math
from typing import Any
from urllib.parse import parse_qsl

from geo.errors import Fault, ParameterError
from geo.registers.fit.conditions import AMOUNTS, MOST_WEIGHT, Condition
from geo.registers.fit.question import FIELDS
from webmap.http.option import Option, flag, whole, word
from webmap.http.query import OptionGroup
from webmap.http.shared_options import NAME

#: Hectares or kilometres, at most.
_MOST = 100_000
_MEANINGS = {
    "industry": "Id of an industry documents place there, such as ind-ic.",
    "industry2": "Id of a second industry.",
    "industry3": "Id of a third industry.",
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
    for name, kind in FIELDS.items():
        out[name] = _amount(_MEANINGS[name]) if kind in AMOUNTS else word(NAME, _MEANINGS[name])
        out[f"{name}_must"] = flag(f"Leaves out places that fail {name}, or of which nothing is told.")
        out[f"{name}_weight"] = whole(MOST_WEIGHT, f"Weight of {name}.", default=1)
    return out


def _conditions(values: dict[str, Any]) -> tuple[Condition, ...]:
    return tuple(
        Condition(kind, values[name].strip(), values[f"{name}_must"], values[f"{name}_weight"])
        for name, kind in FIELDS.items()
        if values[name].strip()
    )


#: The conditions of a question, a tuple of `Condition` under the name ``conditions``.
FIT = OptionGroup("conditions", _options(), _conditions)


def read_question(query: str) -> tuple[Condition, ...]:
    """Read a question from what stands behind ``?`` in the address of its page.

    Raises
    ------
    ParameterError
        If it names no option of a question, one of them twice, or a value that makes no sense.
    """
    given = parse_qsl(query.removeprefix("?"), keep_blank_values=True)
    values = dict(given)
    unknown = [name for name, _ in given if name not in FIT.options]
    if unknown or len(values) < len(given):
        found = f"option {unknown[0]!r}" if unknown else "an option twice"
        expected = "options of /fit, each once, such as industry=ind-ic&area=500"
        raise ParameterError(Fault(found, expected, "question", "copy what stands behind ? on the page"))
    made: tuple[Condition, ...] = FIT.make(
        {name: option.value(name, values.get(name)) for name, option in FIT.options.items()}
    )
    return made
