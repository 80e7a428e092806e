"""Names are written by rank, once for places of one shape, in each part that has room; roads have plates."""

from __future__ import annotations

from geo import Atlas
from geo.screen.canvas import Canvas, PaperWindow, paper_canvas
from geo.screen.drawing.names import NameWriter
from geo.screen.map_drawing import draw_map

NORTH = PaperWindow(41_392_000, 3_441_000, 100_000, 200.0, 150.0)
WHOLE = PaperWindow(41_380_000, 3_425_000, 150_000, 380.0, 260.0)


def written(atlas: Atlas, canvas: Canvas, *layers: str, lang: str = "zh") -> tuple[list[str], list[str], NameWriter]:
    drawing = draw_map(atlas, canvas, layers, lang=lang)
    writer = NameWriter(canvas, lang)
    writer.write_layers(atlas, drawing.layers)
    return writer.texts, writer.unplaced, writer


def test_places_of_one_shape_have_one_name(atlas: Atlas) -> None:
    texts, _, _ = written(atlas, paper_canvas(NORTH, 0.75), "parks")
    assert "大飞机产业园／大飞机园" in texts
    assert "大飞机园" not in texts


def test_names_do_not_lie_over_one_another(atlas: Atlas) -> None:
    canvas = paper_canvas(WHOLE, 0.75)
    texts, unplaced, writer = written(
        atlas, canvas, "scopes", "functional_areas", "clusters", "parks", "nodes", "towns"
    )
    assert "临港新片区 873 km²" in texts
    assert {"国际创新协同区", "四团海港组团", "东方芯港", "泥城镇"} <= set(texts)
    assert len(unplaced) <= 2
    assert len(writer.room.taken) > len(texts)


def test_each_far_part_of_an_area_is_named(atlas: Atlas) -> None:
    texts, _, _ = written(atlas, paper_canvas(WHOLE, 0.75), "functional_areas")
    assert texts.count("特殊综合保税区") >= 2, "the port and the airport"


def test_roads_carry_their_number_once_on_a_plate(atlas: Atlas) -> None:
    texts, _, writer = written(atlas, paper_canvas(WHOLE, 0.75), "roads")
    assert texts.count("S2") == 1
    assert "<rect" in writer.svg()


def test_small_scales_leave_names_of_low_rank_out(atlas: Atlas) -> None:
    canvas = paper_canvas(PaperWindow(41_370_000, 3_430_000, 1_000_000, 150.0, 120.0), 0.75)
    texts, _, _ = written(atlas, canvas, "scopes", "nodes", "roads")
    assert not any("公路" in text for text in texts)
