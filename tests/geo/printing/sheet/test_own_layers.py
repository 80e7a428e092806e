"""Stored layers on a sheet: drawn at their height, in the legend with their numbers, their origin in the notes."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo import Atlas
from geo.errors import NotFoundError
from geo.printing.sheet.content import sheet_content
from geo.printing.sheet.map_picture import map_picture
from geo.printing.sheet.own_layers import own_layers
from geo.printing.sheet.request import Request
from geo.printing.sheet.sheet import sheet_pdf, sheet_plan
from geo.screen.crowd import feature_drawing
from geo.store.workspace import with_workspace
from tests.geo.pdf import text_of
from tests.geo.shapes import tiles
from tests.stored_layers import COUNT, LAYER, SCRIPT

ON_IT = COUNT - 1


def wanted(**more: object) -> Request:
    return Request(layers=("coast", LAYER), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_sheet_says_what_it_shows_of_a_stored_layer(stored_atlas: Atlas, tmp_path: Path, lang: str) -> None:
    path = tmp_path / "s.pdf"
    path.write_bytes(sheet_pdf(stored_atlas, wanted(lang=lang, paper="A4", landscape=False)))
    text = text_of(path, "raw")
    told = {
        "zh": (f"现状地块 {ON_IT} 个", f"本图 {ON_IT} 个要素，按矢量绘制", "来自 parcels.gpkg", "自有图层"),
        "en": (f"现状地块: {ON_IT}", f"{ON_IT} features on this sheet", "from parcels.gpkg", "Own layers"),
    }
    assert all(
        said.replace(" ", "") in text.replace("\n", "").replace(" ", "").replace("　", "") for said in told[lang]
    )


def test_a_column_colours_it_and_its_classes_are_the_legend(stored_atlas: Atlas) -> None:
    request = wanted(by={LAYER: "use"}, opacity={LAYER: 40}, order=(LAYER,))
    picture = map_picture(stored_atlas, request)
    content = sheet_content(stored_atlas, request, picture)
    group = content["legend"][0]
    assert group["title"] == "现状地块　按“use”"
    counts = [int(one["words"].partition("　")[2].removesuffix(" 个")) for one in group["entries"]]
    assert sum(counts) == ON_IT
    assert SCRIPT not in picture.drawing.svg
    assert '<g opacity="0.4"><defs><path id="own0-area-' in picture.drawing.svg
    assert ["自有图层", f"现状地块　{ON_IT} 个"] in content["block"]


def test_a_picture_and_dots_are_told(stored_atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feature_drawing, "MOST_VECTORS", 1)
    request = wanted(lang="en", scale=5_000_000, bbox=(121.6, 30.8, 122.0, 31.0))
    [note, *_] = sheet_content(stored_atlas, request, map_picture(stored_atlas, request))["notes"]
    assert "drawn as a picture of 254 dpi" in note["text"]
    monkeypatch.setattr(feature_drawing, "DOT_MM", 100.0)
    monkeypatch.setattr(feature_drawing, "_DOT_STEPS", 10_000.0)
    [note, *_] = sheet_content(stored_atlas, request, map_picture(stored_atlas, request))["notes"]
    assert f"{ON_IT} of them are smaller" in note["text"]


def test_it_decides_the_ground_where_none_is_asked_for(stored_atlas: Atlas) -> None:
    assert sheet_plan(stored_atlas, wanted())["scale"] == 100_000
    assert map_picture(stored_atlas, wanted(bbox=(121.0, 30.0, 121.2, 30.2))).features == ()


def test_only_columns_it_has_colour_it(stored_atlas: Atlas) -> None:
    with pytest.raises(NotFoundError, match="nowhere"):
        own_layers(stored_atlas, wanted(by={LAYER: "nowhere"}))


def test_an_own_layer_in_memory_is_coloured_alike(atlas: Atlas, tmp_path: Path) -> None:
    tiles(3, 3, 1).to_crs("EPSG:4326").to_file(tmp_path / "plots.geojson")
    own = with_workspace(atlas, str(tmp_path / "plots.geojson"))
    [layer] = own.own
    request = Request(layers=(layer,), by={layer: "use"})
    [drawn] = map_picture(own, request).features
    assert (drawn.count, drawn.look.classes is not None) == (9, True)
    assert map_picture(own, Request(layers=(layer,))).features == ()
