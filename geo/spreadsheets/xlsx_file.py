"""Names of worksheets: what Excel allows, and each once."""

from __future__ import annotations

_FORBIDDEN = "[]:*?/\\"
_LONGEST = 31


def sheet_name(title: str, taken: set[str] | None = None) -> str:
    """Give a title as the name of a worksheet.

    Parameters
    ----------
    title : str
    taken : set of str, optional
        Names given already in the workbook, in lower case; the new one is added.

    Returns
    -------
    str
        At most 31 characters, without the seven Excel forbids and without an apostrophe at either end.
    """
    plain = "".join("_" if char in _FORBIDDEN or char < " " else char for char in title).strip("' ") or "_"
    name, number = plain[:_LONGEST], 2
    while taken is not None and name.lower() in taken:
        tail = f" {number}"
        name, number = plain[: _LONGEST - len(tail)] + tail, number + 1
    if taken is not None:
        taken.add(name.lower())
    return name
