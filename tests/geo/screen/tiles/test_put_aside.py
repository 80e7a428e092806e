"""Features put aside are read again by their rows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely

from geo.screen.tiles.mvt import tile_columns
from geo.screen.tiles.put_aside import PutAside
from geo.screen.tiles.tile_grid import in_mercator


def test_what_is_added_in_batches_is_read_by_row(tmp_path: Path) -> None:
    shapes = np.array([shapely.Point(1, 1), None, shapely.LineString([(0, 0), (2, 2)]), shapely.Point(3, 3)])
    table = {"name": ["一", "二", None, "四"], "number": [1, 2, 3, 4]}
    aside = PutAside(tmp_path)
    for part in (slice(0, 2), slice(2, 4)):
        aside.add(np.arange(1, 5)[part], shapes[part], {key: column[part] for key, column in table.items()})
    aside.close()
    assert aside.ids.tolist() == [1, 3, 4]
    assert aside.vertices.tolist() == [1, 2, 1]
    expected = shapely.transform(shapes[[3, 0]], in_mercator)
    assert shapely.equals(aside.shapes(np.array([2, 0])), expected).all()
    found, given = aside.columns(np.array([2, 1])), tile_columns({"name": ["四", None], "number": [4, 3]})
    assert [found.written[code] for code in found.codes[:, 1]] == [given.written[code] for code in given.codes[:, 1]]
    assert found.codes[1, 0] == -1
    bounds = shapely.bounds(shapely.transform(shapes[[0, 2, 3]], in_mercator))
    outwards = np.array([-1, -1, 1, 1]) * (aside.bounds - bounds)
    assert ((outwards >= 0) & (outwards < 1)).all()
    assert (aside.around == [*bounds[:, :2].min(axis=0), *bounds[:, 2:].max(axis=0)]).all()
