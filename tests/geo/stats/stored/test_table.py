"""A page of the table of a stored layer."""

from __future__ import annotations

import json

import pytest

from geo import Atlas
from geo.errors import ParameterError
from geo.stats.stored.table import all_rows, choices, stored_table
from tests.stored_layers import COUNT, LAYER, SCRIPT


def test_a_page_has_names_areas_and_the_columns_of_the_source(stored_atlas: Atlas) -> None:
    page = stored_table(stored_atlas, LAYER, {}, offset=6, limit=2)
    first, without_shape = page.rows
    assert (page.matched, page.all_rows, page.offset, page.limit) == (COUNT, COUNT, 6, 2)
    assert [*first] == [*[*page.headings][:7], "located", *[*page.headings][7:]]
    assert (first["name_zh"], first["attribute:floors"], first["located"]) == ("地块 07", 6, True)
    assert first["area_ha"] == pytest.approx(first["area_km2"] * 100)
    assert (without_shape["area_km2"], without_shape["located"]) == (None, False)
    assert json.loads(json.dumps(page.to_dict(), allow_nan=False))["rows"][0] == first


def test_rows_are_filtered_and_ordered_by_columns_of_the_source(stored_atlas: Atlas) -> None:
    page = stored_table(stored_atlas, LAYER, {"use": ("green", "housing")}, sort="floors", descending=True, limit=50)
    floors = [row["attribute:floors"] for row in page.rows]
    assert floors == sorted(floors, reverse=True)
    assert page.matched == len(floors) < COUNT
    assert page.sort == "attribute:floors"
    assert "use=green、housing" in page.notes()[0][0] or "use=green、housing" in page.notes()[1][0]
    everything = list(all_rows(stored_atlas.stored[LAYER], page.filters, "floors", descending=True))
    assert [row["attribute:floors"] for row in everything] == floors


def test_areas_are_rounded_by_themselves(stored_atlas: Atlas) -> None:
    exact = stored_table(stored_atlas, LAYER, {}, limit=1)
    assert exact.rounded(2).rows[0]["area_km2"] == round(exact.rows[0]["area_km2"], 2)


def test_a_column_of_few_values_is_filtered_by_choosing(stored_atlas: Atlas) -> None:
    known = choices(stored_atlas.stored[LAYER])
    assert [*known] == ["use"], "kind_own and built have one value, 地块名称 as many as rows"
    assert {*known["use"]} == {"green", "housing", "industry", SCRIPT}


def test_an_order_by_nothing_it_has_is_refused(stored_atlas: Atlas) -> None:
    for name in ("nothing", "attribute:area_km2", "kind"):
        with pytest.raises(ParameterError, match="expected one of"):
            stored_table(stored_atlas, LAYER, {}, sort=name)
