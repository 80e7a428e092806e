"""What stands beside the map of a slide."""

from __future__ import annotations

from geo import Atlas
from geo.printing.slides.content import slide_content, slides_content
from geo.printing.slides.shown import shown_by
from geo.printing.slides.slides import SlideOptions, slide_picture
from geo.readers.project.project_file import read_project
from tests.geo.readers.project.files import drawing, text, view


def test_a_slide_has_its_words_its_legend_and_its_sources(atlas: Atlas) -> None:
    project = read_project(text(views=[view("芯港", note="一\n\n二", drawing="d1", extent=[121.7, 30.8, 122.0, 31.0])]))
    shown = shown_by(atlas, project.views[0], 1)
    slide = slide_content(
        atlas, project.views[0], shown, *slide_picture(atlas, project.views[0], shown, SlideOptions("en"))
    )
    assert slide["title"] == "芯港"
    assert slide["lines"] == ["一", "二"]
    assert slide["gist"] == "一"
    assert slide["shapes"] == [{"name": "甲", "note": "近路"}]
    words = [entry["words"] for group in slide["legend"] for entry in group["entries"]]
    assert any(one.startswith("Drawn by the reader") for one in words)
    assert any(one.startswith("Selected: Oriental Chip Port") for one in words)
    notes = " ".join(note["text"] for note in slide["notes"])
    assert "Sources: " in notes
    assert "OpenStreetMap" in notes
    assert "grid in kilometres" not in notes, "a slide has no grid"


def test_a_project_without_a_name_has_one_and_other_data_are_named(atlas: Atlas) -> None:
    project = read_project(text(title=""))
    content = slides_content(atlas, project, [{"title": ""}], SlideOptions("zh"))
    assert content["title"] == "临港规划图集 汇报"
    assert content["slides"][0]["title"] == "（未命名视图）"
    assert "数据版本 1" in content["made"]
    same = read_project(text(data_version=atlas.version))
    assert slides_content(atlas, same, [], SlideOptions("zh"))["made"] == ""


def test_of_many_shapes_the_first_are_named_and_the_rest_counted(atlas: Atlas) -> None:
    many = drawing()
    many["shapes"]["features"] *= 15
    project = read_project(text(views=[view(drawing="d1")], drawings=[many]))
    shown = shown_by(atlas, project.views[0], 1)
    drawn = slide_picture(atlas, project.views[0], shown, SlideOptions("zh"))
    shapes = slide_content(atlas, project.views[0], shown, *drawn)["shapes"]
    assert len(shapes) == 13
    assert shapes[-1]["name"] == "另有 3 个图形"
