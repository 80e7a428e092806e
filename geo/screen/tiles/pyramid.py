"""A pyramid of tiles in a PMTiles file, read where it lies."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any

from pmtiles.reader import MmapSource, Reader
from pmtiles.tile import deserialize_directory, zxy_to_tileid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from geo.screen.tiles.tile_grid import TileAddress


class Pyramid:
    """The tiles of a layer by their address.

    The file stays open, so that one that replaces it meanwhile is no fault.

    Parameters
    ----------
    path : pathlib.Path

    Raises
    ------
    OSError
        If the file cannot be read.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            # The mapping outlives the file object.
            self._bytes: Callable[[int, int], bytes] = MmapSource(file)
        reader = Reader(self._bytes)
        header = reader.header()
        self.metadata: dict[str, Any] = reader.metadata()
        #: Of the layer when they were written.
        self.version: str = self.metadata.get("data_version", "")
        self.most_zoom: int = header["max_zoom"]
        self._first: int = header["tile_data_offset"]
        leaves: int = header["leaf_directory_offset"]
        # The package reads the whole directory anew for each tile.
        self._tiles = dict(self._entries(header["root_offset"], header["root_length"], leaves))

    def tile(self, address: TileAddress) -> bytes:
        """Return a tile compressed with gzip; empty if it holds nothing."""
        offset, length = self._tiles.get(zxy_to_tileid(address.zoom, address.column, address.row), (0, 0))
        return self._bytes(self._first + offset, length) if length else b""

    def plain_tile(self, address: TileAddress) -> bytes:
        """Return a tile as it is; empty if it holds nothing."""
        packed = self.tile(address)
        return gzip.decompress(packed) if packed else b""

    def _entries(self, offset: int, length: int, leaves: int) -> Iterator[tuple[int, tuple[int, int]]]:
        for entry in deserialize_directory(self._bytes(offset, length)):
            if entry.run_length:
                for step in range(entry.run_length):
                    yield entry.tile_id + step, (entry.offset, entry.length)
            else:
                yield from self._entries(leaves + entry.offset, entry.length, leaves)
