"""Our pyramids are read as the package pmtiles and GDAL read them."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyogrio
from pmtiles.reader import MmapSource, Reader

from geo.screen.tiles.pyramid import Pyramid
from geo.screen.tiles.tile_grid import TileAddress
from tests.geo.screen.tiles.coverage import COUNT, near


def test_other_programs_read_a_pyramid(pyramid: Pyramid, folder: Path) -> None:
    path = folder / "ws-sheet.pmtiles"
    with path.open("rb") as file:
        reader = Reader(MmapSource(file))
    address = near(10)
    assert gzip.decompress(reader.get(address.zoom, address.column, address.row)) == pyramid.plain_tile(address)
    assert pyramid.tile(TileAddress(8, 0, 0)) == b""
    assert pyogrio.read_info(path)["driver"] == "PMTiles"
    found = pyogrio.read_dataframe(path, layer="ws-sheet")
    assert found["place_id"].nunique() == COUNT
    assert set(found["use"].dropna()) == {"R"}
    assert found.crs == "EPSG:3857"
