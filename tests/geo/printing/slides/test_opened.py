"""A project as it is answered: each view with an address the page reads."""

from __future__ import annotations

from urllib.parse import quote

from geo import Atlas
from geo.printing.slides.opened import open_project
from geo.readers.project.project_file import read_project
from geo.readers.project.shape_code import shape_code
from tests.geo.readers.project.files import drawing, text, view


def test_each_view_has_its_address_with_its_shapes(atlas: Atlas) -> None:
    found = open_project(atlas, text())
    first, second = found["views"]
    code = shape_code(read_project(text()).drawings[0].shapes[0].shape)
    assert first["address"].endswith(f"&draw={code}*{quote('甲')}")
    assert (first["number"], first["shapes"], first["linked"]) == (1, 1, True)
    assert "draw=" not in second["address"]
    assert found["project"]["views"][0]["drawing"] == "d1"
    assert found["version"] == atlas.version
    assert open_project(atlas, text(data_version=atlas.version))["notes"] == []


def test_points_stand_in_no_address(atlas: Atlas) -> None:
    point = drawing()
    point["shapes"]["features"][0]["geometry"] = {"type": "Point", "coordinates": [121.8, 30.9]}
    (row,) = open_project(atlas, text(views=[view(drawing="d1")], drawings=[point]))["views"]
    assert (row["shapes"], row["linked"]) == (1, False)
    assert "draw=" not in row["address"]
