"""The registers by name, for whoever offers them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.registers.cities import cities
from geo.registers.documents import documents
from geo.registers.indicators import indicators
from geo.registers.industries import industries
from geo.registers.measures import measures

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geo.registers.register import Register

#: Name in addresses -> function of the atlas, the documents that count (None for all) and a day (None for today).
REGISTERS: Mapping[str, Callable[..., Register]] = {
    "documents": documents,
    "measures": measures,
    "indicators": indicators,
    "industries": industries,
    "cities": cities,
}
