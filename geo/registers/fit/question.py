"""A question as others name it: the fields of its address, and the conditions as a program writes them down.

A question may name several industries, each a condition of its own: ``industry``, ``industry2``, ``industry3``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from geo.errors import Fault, ParameterError
from geo.registers.fit.conditions import AMOUNTS, KINDS, MOST_WEIGHT, Condition

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: Name of each field of a question -> kind of its condition, in the order of the page.
FIELDS = {
    name: kind for kind in KINDS for name in ((kind, "industry2", "industry3") if kind == "industry" else (kind,))
}


def fields_of(conditions: Iterable[Condition]) -> dict[str, Condition]:
    """Return the conditions of a question under the names of their fields, those of one kind in their order.

    Raises
    ------
    ParameterError
        If there are more conditions of a kind than fields.
    """
    free, out = list(FIELDS.items()), {}
    for one in conditions:
        name = next((name for name, kind in free if kind == one.kind), None)
        if name is None:
            most = list(FIELDS.values()).count(one.kind)
            raise ParameterError(Fault(f"{one.kind} too often", f"at most {most}", "question", "leave one out"))
        free.remove((name, one.kind))
        out[name] = one
    return out


def query_of(conditions: Iterable[Condition]) -> dict[str, str]:
    """Return the options of a question, as they stand in the address of its page."""
    asked: dict[str, str] = {}
    for name, one in fields_of(conditions).items():
        must = {f"{name}_must": "1"} if one.must else {}
        asked |= {name: one.value, **must, f"{name}_weight": str(one.weight)}
    return asked


def asked(query: str) -> tuple[Condition, ...]:
    """Read the conditions of a question from the options in the address of its page (`query_of`).

    Raises
    ------
    ParameterError
        If they make no sense.
    """
    given = dict(parse_qsl(query))
    try:
        made = [
            {
                "kind": kind,
                "value": given[name].strip(),
                "must": given.get(f"{name}_must") == "1",
                "weight": int(given.get(f"{name}_weight", "1")),
            }
            for name, kind in FIELDS.items()
            if given.get(name, "").strip()
        ]
    except ValueError as error:
        raise ParameterError(Fault("a weight that is no number", "a whole number", "question", "mend it")) from error
    return read(made)


def link_of(conditions: Iterable[Condition]) -> str:
    """Return the address of the page of a question, below the root of the service."""
    return f"/fit?{urlencode(query_of(conditions))}"


def written(conditions: Iterable[Condition]) -> list[dict[str, Any]]:
    """Write down conditions as JSON holds them: ``kind``, ``value``, ``must``, ``weight``."""
    return [{key: getattr(one, key) for key in ("kind", "value", "must", "weight")} for one in conditions]


def read(given: Any) -> tuple[Condition, ...]:
    """Read conditions that `written` wrote; a stranger may have changed them.

    Raises
    ------
    ParameterError
        If they are no conditions.
    """
    fault = Fault("no question of this form", "a list of conditions", "fit", "give it as it was written")
    if not isinstance(given, list) or not all(isinstance(one, dict) and _is_sound(one) for one in given):
        raise ParameterError(fault)
    made: Sequence[Condition] = [Condition(one["kind"], one["value"], one["must"], one["weight"]) for one in given]
    fields_of(made)
    return tuple(made)


def _is_sound(one: Mapping[str, Any]) -> bool:
    return (
        one.get("kind") in KINDS
        and isinstance(one.get("value"), str)
        and isinstance(one.get("must"), bool)
        and one.get("weight") in range(MOST_WEIGHT + 1)
        and (one["kind"] not in AMOUNTS or _is_amount(one["value"]))
    )


def _is_amount(value: str) -> bool:
    try:
        return float(value) > 0
    except ValueError:
        return False
