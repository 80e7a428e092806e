"""What a peer is."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

#: km² by zone id and use.
Cells = dict[tuple[int, str], float]


class Peer(Protocol):
    """One program: made, loaded once, asked several times."""

    def load(self, folder: Path, *, mend: bool) -> None:
        """Read both layers, mend parcels that cross themselves if there are any, and index."""

    def answer(self) -> Cells:
        """Area of every zone × use."""

    def children(self) -> list[int]:
        """Ids of server processes whose memory counts as this peer's."""

    def close(self) -> None:
        """End what was started."""


def cells_km2(rows: list[tuple[int, str, float]]) -> Cells:
    """Square metres of a plane as cells; what is below a square millimetre is rounding in every program."""
    return {(int(zone), str(use)): float(m2) / 1e6 for zone, use, m2 in rows if m2 is not None and m2 > 1e-6}
