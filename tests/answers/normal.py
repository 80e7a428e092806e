"""Make answers comparable: unpack what is packed, mask dates, keys of one request and addresses with a hash."""

from __future__ import annotations

import hashlib
import io
import re
import sqlite3
import subprocess
import tempfile
import zipfile
from pathlib import Path

#: What differs from run to run or from one version of a script to the next, and what stands in its place.
_MASKS = (
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?"), "<time>"),
    (re.compile(r'nonce="[^"]*"|nonce-[A-Za-z0-9_-]{16,}'), "<nonce>"),
    (re.compile(r"\?v=[0-9a-f]{10}"), "?v=<hash>"),
    (re.compile(r"\$(TD\w*|VERSIONGUID|FINGERPRINTGUID)\n\s*\d+\n[^\n]*\n"), r"$\1 <masked>\n"),
    (re.compile(r"CREATED_BY_EZDXF[\s\S]{0,200}?\n|WRITTEN_BY_EZDXF[\s\S]{0,200}?\n"), "<ezdxf>\n"),
    (re.compile(r"\d+\.\d+\.\d+ @ <time>[^\n]*"), "<ezdxf>"),
)


def normal(body: bytes, kind: str, today: str) -> str:
    """Return a body as text that is the same for two versions that say the same.

    Parameters
    ----------
    body : bytes
    kind : str
        Suffix of the file, or media type.
    today : str
        The date of the run, which stands in many files.
    """
    if body[:4] == b"PK\x03\x04":
        return masked(_unzipped(body), today)
    if body[:5] == b"%PDF-":
        return masked(_pdf_text(body), today)
    if body[:16] == b"SQLite format 3\0":
        return masked(_dump(body), today)
    for encoding in ("utf-8-sig", "gb18030"):
        if "dxf" in kind or encoding != "gb18030" or "txt" in kind or "plain" in kind:
            try:
                return masked(body.decode(encoding), today)
            except UnicodeDecodeError:
                continue
    return f"{len(body)} bytes {hashlib.sha256(body).hexdigest()}"


def masked(text: str, today: str) -> str:
    """Mask what differs from run to run."""
    for pattern, word in _MASKS:
        text = pattern.sub(word, text)
    return text.replace(today, "<today>").replace(today.replace("-", ""), "<today>")


def _unzipped(body: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        parts = [(name, archive.read(name)) for name in sorted(archive.namelist())]
    return "\n".join(f"== {name}\n{_readable(data)}" for name, data in parts)


def _readable(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return f"{len(data)} bytes {hashlib.sha256(data).hexdigest()}"


def _pdf_text(body: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=body, capture_output=True, check=True)
    return done.stdout.decode()


def _dump(body: bytes) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.gpkg"
        path.write_bytes(body)
        with sqlite3.connect(path) as db:
            dump = "\n".join(db.iterdump())
        db.close()
    return dump
