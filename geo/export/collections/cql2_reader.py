"""Read a filter in CQL2 (OGC 21-065r2), text or JSON, under limits that are checked before the parser sees it.

The parser is that of the package `cql2`, kept by its community and complete. It descends once for each nested
bracket and ends the process when its stack does, so brackets and repeated signs are counted first.
"""

from __future__ import annotations

import re
from typing import Any

import cql2

from geo.atlas.added.cql2_parts import refused

#: Bytes of a filter, brackets within each other, and depth of what the parser makes of it.
MOST_BYTES, MOST_NESTED, MOST_DEPTH = 2048, 64, 96
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"")
#: What nests without a bracket: signs and negations one after another, powers.
_RUNS = re.compile(r"(?:[-+]\s*){9,}|(?:\bnot\b\s*){9,}", re.IGNORECASE)
_POWERS = 8


def read_filter(text: str, language: str) -> Any:
    """Read a filter.

    Parameters
    ----------
    text : str
    language : {"cql2-text", "cql2-json"}

    Returns
    -------
    dict, bool or other
        The filter in the JSON encoding of CQL2.

    Raises
    ------
    ParameterError
        If it is longer or more nested than the limits, or no CQL2.
    """
    if len(text.encode()) > MOST_BYTES:
        raise refused(f"a filter of {len(text.encode()):,} bytes", f"at most {MOST_BYTES:,}", "ask for less at a time")
    _refuse_nested(text)
    parse = cql2.parse_text if language == "cql2-text" else cql2.parse_json
    try:
        tree = parse(text).to_json()
    except Exception as error:  # the package raises plain Exception
        if type(error) not in (Exception, ValueError, cql2.ParseError, cql2.ValidationError):
            raise
        said = " ".join(str(error).split())[:160]
        raise refused("a filter that cannot be read", language, f"mend it: {said}") from error
    if tree is None:  # without a condition all features would be kept
        raise refused("'null'", "a condition, such as kind='park'", "compare it with something")
    _refuse_deep(tree)
    return tree


def _refuse_nested(text: str) -> None:
    bare = _QUOTED.sub("''", text) if not text.lstrip().startswith(("{", "[")) else text
    depth = deepest = 0
    for sign in bare:
        depth += (sign in "([{") - (sign in ")]}")
        deepest = max(deepest, depth)
    if deepest > MOST_NESTED or _RUNS.search(bare) or bare.count("^") > _POWERS:
        expected = f"at most {MOST_NESTED} brackets, 8 signs or negations and {_POWERS} powers within each other"
        raise refused("a filter that is nested too deep", expected, "write it flatter")


def _refuse_deep(tree: Any) -> None:
    level = [tree]
    for _ in range(MOST_DEPTH):
        below: list[Any] = []
        for node in level:
            below += node.values() if isinstance(node, dict) else node if isinstance(node, list) else []
        if not below:
            return
        level = below
    raise refused("a filter that is nested too deep", f"at most {MOST_DEPTH} levels", "write it flatter")
