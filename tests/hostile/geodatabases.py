"""Hostile File Geodatabases: archives that hold one, damaged or of another kind than they say."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

from tests.hostile.sound import geodatabase_parts, zipped

_CATALOGUE = "a00000001.gdbtable"


def _folder(name: str, **replaced: bytes) -> dict[str, bytes | str]:
    parts = {**geodatabase_parts(), **{key.replace("_", "."): body for key, body in replaced.items()}}
    return {f"{name}/{file}": body for file, body in parts.items()}


def _changed(change: Callable[[bytes], bytes], *endings: str) -> bytes:
    """Pack a geodatabase whose tables of these endings are changed."""
    parts = {
        f"a.gdb/{name}": change(body) if name.endswith(endings) else body for name, body in geodatabase_parts().items()
    }
    return zipped({**parts})


def _bomb() -> bytes:
    out = io.BytesIO(zipped(_folder("a.gdb")))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.gdb/a00000099.gdbtable", b"\0" * (200 << 20))
    return out.getvalue()


def _counts(body: bytes) -> bytes:
    """Say that a table has a billion rows."""
    return body[:4] + struct.pack("<I", 1_000_000_000) + body[8:]


GEODATABASES: dict[str, tuple[Callable[[], bytes], str | None]] = {
    "only-a-catalogue": (lambda: zipped({f"a.gdb/{_CATALOGUE}": b""}), "."),
    "catalogue-of-nonsense": (lambda: zipped(_folder("a.gdb", a00000001_gdbtable=b"\xff" * 4000)), "."),
    "two-of-them": (lambda: zipped({**_folder("a.gdb"), **_folder("b.gdb")}), "2 geodatabases"),
    "a-name-that-climbs": (lambda: zipped(_folder("../../../../etc/a.gdb")), "."),
    "tables-cut-off": (lambda: _changed(lambda body: body[: len(body) // 2], ".gdbtable"), "."),
    # GDAL counts rows by their offsets, and passes over what the table says.
    "rows-by-the-billion": (lambda: _changed(_counts, ".gdbtable"), None),
    "offsets-of-nonsense": (lambda: _changed(lambda body: body[:16] + b"\xff" * (len(body) - 16), ".gdbtablx"), "."),
    "gdb-bomb": (_bomb, "bytes unpacked"),
}
