"""The JSON within the PDF or DOCX of an extract, read back."""

from __future__ import annotations

import json
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

import pypdf
from pypdf.errors import PyPdfError

from geo.errors import Fault, ParameterError
from geo.printing.docx.package import attached_json

if TYPE_CHECKING:
    from pathlib import Path

#: Name of the attachment.
NAME = "extract.json"
#: Most bytes of a PDF that is read.
_MOST_BYTES = 100_000_000


def attached_extract(path: Path) -> Any:
    """Read the JSON within a PDF or DOCX.

    Parameters
    ----------
    path : pathlib.Path
        A DOCX is known by its suffix; all else is read as PDF.

    Returns
    -------
    any
        As the JSON says; nothing of it is checked.

    Raises
    ------
    ParameterError
        If the file is no PDF or DOCX, holds no extract, or one that is no JSON.
    """
    where = path.name
    if path.stat().st_size > _MOST_BYTES:
        raise ParameterError(Fault(f"{path.stat().st_size} bytes", f"at most {_MOST_BYTES}", where, "give an extract"))
    found = _of_docx(path) if path.suffix.lower() == ".docx" else _of_pdf(path)
    if found is None:
        raise ParameterError(Fault("no extract within", "one", where, "give the file of an extract as it was written"))
    try:
        return json.loads(found)
    except (ValueError, RecursionError) as error:
        raise ParameterError(
            Fault("an extract that is no JSON", "JSON", where, "give the file as it was written")
        ) from error


def _of_pdf(path: Path) -> bytes | None:
    try:
        found = pypdf.PdfReader(path).attachments.get(NAME, [])
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ParameterError(
            Fault(f"no readable PDF ({error})", "a PDF", path.name, "give the PDF of an extract")
        ) from error
    return found[0] if found else None


def _of_docx(path: Path) -> str | None:
    try:
        return attached_json(path, _MOST_BYTES)
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, OSError) as error:
        raise ParameterError(
            Fault(f"no readable DOCX ({error})", "a DOCX", path.name, "give the DOCX of an extract")
        ) from error
