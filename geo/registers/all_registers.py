"""The registers by name, each as it is or as it could have been on a day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.documents import validity
from geo.registers.cities import cities
from geo.registers.documents import document, documents
from geo.registers.indicators import indicators
from geo.registers.industries import industries
from geo.registers.measures import measures

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from geo.atlas.atlas import Atlas
    from geo.registers.register import Register

#: Name in addresses -> function of the atlas, the documents that count (None for all) and a day (None for today).
REGISTERS: Mapping[str, Callable[..., Register]] = {
    "documents": documents,
    "measures": measures,
    "indicators": indicators,
    "industries": industries,
    "cities": cities,
}


def register_on(atlas: Atlas, name: str, day: date | None) -> Register:
    """Return a register, from what the documents say that stood on a day.

    Parameters
    ----------
    atlas : Atlas
    name : str
        A key of `REGISTERS`.
    day : datetime.date, optional
        Without it all documents count, and today tells whether the year of a target has passed.

    Returns
    -------
    Register
        Its body has ``as_of``, the day as text or None.

    Raises
    ------
    NotFoundError
        If no document stood on the day.
    """
    return _dated(REGISTERS[name](validity.as_of(atlas, day), on=day), day)


def document_on(atlas: Atlas, doc_id: str, day: date | None) -> Register:
    """Return all that a document says (`geo.registers.documents.document`) as of a day.

    Raises
    ------
    NotFoundError
        If there is no such document, or it did not stand on the day.
    """
    return _dated(document(validity.as_of(atlas, day), doc_id, on=day), day)


def _dated(register: Register, day: date | None) -> Register:
    return replace(register, body={**register.body, "as_of": day and day.isoformat()})
