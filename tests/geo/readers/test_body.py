"""The body of a request: GeoJSON or boundary points."""

from __future__ import annotations

import pytest
import shapely

from geo.errors import ParameterError
from geo.readers.body import body_features

BOX = shapely.to_geojson(shapely.box(121.86, 30.86, 121.95, 30.92)).encode()
POINTS = "4,2,7,甲,面,,,,@\n" + "".join(
    f"J{number},1,{3_420_000 + north},{41_400_000 + east}\n"
    for number, (north, east) in enumerate([(0, 0), (0, 100), (100, 100), (100, 0)], start=1)
)


def test_geojson_has_no_warnings() -> None:
    read = body_features(BOX, points=False)
    assert (len(read.features), read.warning_rows) == (1, [])


def test_the_warnings_of_points_go_with_their_features() -> None:
    read = body_features(POINTS.encode(), points=True)
    assert any("2 ha" in row["text_en"] for row in read.warning_rows)
    assert read.features.attrs["warnings"] == read.warning_rows


@pytest.mark.parametrize("points", [True, False])
def test_what_is_neither_is_refused(points: bool) -> None:
    with pytest.raises(ParameterError):
        body_features(b"nothing", points=points)
