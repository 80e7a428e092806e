"""Drawings of the atlas that come back from CAD: the same places, and what was drawn beside them."""

from __future__ import annotations

from pathlib import Path

import ezdxf
import pytest
import shapely

from geo import Atlas
from geo.errors import SourceError
from geo.export import write_layer
from geo.readers import dxf

RING = [(0.0, 0.0), (100.0, 0.0), (100.0, 50.0)]


@pytest.fixture
def drawing(atlas: Atlas, tmp_path: Path) -> Path:
    path = tmp_path / "areas.dxf"
    write_layer(atlas, "functional_areas", "dxf", path)
    return path


def test_places_come_back_with_names_and_the_system_of_the_notes(atlas: Atlas, drawing: Path) -> None:
    assert dxf.is_ours(drawing)
    found = dxf.read(drawing).set_index("place_id")
    assert found.crs == "EPSG:4529"
    assert dict(found["name_zh"]) == dict(atlas.layer("functional_areas")["name_zh"])
    assert found.geometry.geom_type.isin(["Polygon", "MultiPolygon"]).all()


def test_a_ring_drawn_in_cad_is_a_place_of_its_own_and_a_line_is_none(atlas: Atlas, drawing: Path) -> None:
    document = ezdxf.readfile(drawing)
    document.modelspace().add_lwpolyline(RING, close=True)
    document.modelspace().add_lwpolyline(RING, close=False)
    document.saveas(drawing)
    found = dxf.read(drawing)
    [added] = set(found["place_id"]) - set(atlas.layer("functional_areas").index)
    shape = found.geometry[found["place_id"] == added].iloc[0]
    assert added.startswith("feature-")
    assert shape.equals(shapely.Polygon(RING))


def test_without_its_notes_a_drawing_names_no_system(drawing: Path) -> None:
    document = ezdxf.readfile(drawing)
    for note in document.modelspace().query("MTEXT"):
        document.modelspace().delete_entity(note)
    document.saveas(drawing)
    assert dxf.read(drawing).crs is None


def test_a_drawing_without_places_and_a_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.dxf"
    ezdxf.new("R2010").saveas(path)
    assert not dxf.is_ours(path)
    with pytest.raises(SourceError, match="a drawing without places"):
        dxf.read(path)
    path.write_text("text")
    with pytest.raises(SourceError, match=r"expected a \.dxf file"):
        dxf.read(path)
