"""Count the entities of a DXF drawing before it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.errors import Fault, SourceError

if TYPE_CHECKING:
    from pathlib import Path

    from geo.readers.checks.bounds import Bounds

#: How deep blocks may nest; more than any program writes.
_MOST_DEPTH = 64
#: What begins like an entity and is none, or a part of one.
_NO_ENTITIES = {"", "SECTION", "ENDSEC", "EOF", "VERTEX", "SEQEND"}
_BINARY = b"AutoCAD Binary DXF"
#: Bytes at the end of a drawing in which it says that it ends; some programs write blank lines after it.
_TAIL = 256


def require_end(path: Path) -> None:
    """Refuse a drawing that breaks off: GDAL looks for the rest of some entities for ever.

    Raises
    ------
    SourceError
        If it does not end with ``EOF``.
    """
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - _TAIL, 0))
        tail = file.read()
    if b"EOF" not in tail and not tail.startswith(_BINARY):
        raise _broken("a drawing that breaks off", path)


def _broken(found: str, path: Path) -> SourceError:
    return SourceError(Fault(found, "named sections, and EOF at the end", str(path), "save it again"))


def require_few_entities(path: Path, bounds: Bounds) -> None:
    """Refuse a drawing with too many entities, its blocks unfolded: an array of arrays fits in a kilobyte.

    Raises
    ------
    SourceError
        If the drawing is binary, so that nothing can be counted, or its blocks nest too deep.
    ParameterError
        If there are more than `bounds` allow rows.
    """
    with path.open("rb") as file:
        is_binary = file.read(len(_BINARY)) == _BINARY
    if is_binary:
        raise SourceError(Fault("a binary drawing", "an ASCII DXF", str(path), "save it as ASCII DXF"))
    blocks = _blocks(path)
    sizes: dict[str, int] = {}

    def size(name: str, depth: int) -> int:
        if depth > _MOST_DEPTH:
            found = f"blocks nested more than {_MOST_DEPTH} deep, or in a circle"
            raise SourceError(Fault(found, "plain entities", str(path), "explode the blocks"))
        if name not in sizes:
            inserted = sum(size(part, depth + 1) * times for part, times in blocks.get(name, []) if part is not None)
            sizes[name] = inserted + sum(1 for part, _ in blocks.get(name, []) if part is None)
        return sizes[name]

    bounds.require("rows", size("", 0), str(path))


def _blocks(path: Path) -> dict[str, list[tuple[str | None, int]]]:
    """List what is in each block of a drawing, "" for the drawing itself: (None, 1) or (name of a block, times)."""
    blocks: dict[str, list[tuple[str | None, int]]] = {}
    block, entity = "", ""
    values: dict[bytes, bytes] = {}
    with path.open("rb") as file:
        for code in file:
            value = next(file, b"").strip()
            if code.strip() != b"0":
                values.setdefault(code.strip(), value)
                continue
            if entity == "SECTION" and b"2" not in values:
                raise _broken("a section without a name", path)
            if entity == "BLOCK":
                block = _text(values.get(b"2"))
            elif entity == "ENDBLK":
                block = ""
            elif entity == "INSERT":
                times = _number(values.get(b"70")) * _number(values.get(b"71"))
                blocks.setdefault(block, []).append((_text(values.get(b"2")), times))
            elif entity not in _NO_ENTITIES:
                blocks.setdefault(block, []).append((None, 1))
            entity, values = _text(value), {}
    if entity != "EOF":
        raise _broken("a drawing that breaks off", path)
    return blocks


def _text(value: bytes | None) -> str:
    return (value or b"").decode("utf-8", "replace").upper()


def _number(value: bytes | None) -> int:
    """Read a count of an entity: at least one, and one where it is no number."""
    try:
        return max(int((value or b"1")[:9]), 1)
    except ValueError:
        return 1
