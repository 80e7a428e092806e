"""The JSON attached to the PDF of an extract, read back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pypdf
from pypdf.errors import PyPdfError

from geo.errors import Fault, ParameterError

if TYPE_CHECKING:
    from pathlib import Path

#: Name of the attachment.
NAME = "extract.json"
#: Most bytes of a PDF that is read.
_MOST_BYTES = 100_000_000


def attached_extract(path: Path) -> Any:
    """Read the JSON attached to a PDF.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    any
        As the JSON says; nothing of it is checked.

    Raises
    ------
    ParameterError
        If the file is no PDF, has no such attachment, or one that is no JSON.
    """
    where = path.name
    if path.stat().st_size > _MOST_BYTES:
        raise ParameterError(Fault(f"{path.stat().st_size} bytes", f"at most {_MOST_BYTES}", where, "give an extract"))
    try:
        found = pypdf.PdfReader(path).attachments.get(NAME, [])
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ParameterError(
            Fault(f"no readable PDF ({error})", "a PDF", where, "give the PDF of an extract")
        ) from error
    if not found:
        raise ParameterError(Fault(f"no attachment {NAME}", "one", where, "give the PDF of an extract"))
    try:
        return json.loads(found[0])
    except (ValueError, RecursionError) as error:
        raise ParameterError(Fault(f"{NAME} is no JSON", "JSON", where, "give the PDF as it was written")) from error
