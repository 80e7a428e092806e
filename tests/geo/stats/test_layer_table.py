"""A table shows the rows of its filter, sums them honestly and travels with its conditions."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.errors import ParameterError
from geo.places.filter import PlaceFilter
from geo.stats.layer_table import choices, table


def test_a_row_is_rounded_the_same_whatever_is_shown_beside_it(atlas: Atlas) -> None:
    """With a filter 综合区先行区 was 7.43 km², without 7.42."""
    whole = table(atlas, "parks", PlaceFilter()).rounded(2)
    areas = {row["place_id"]: row["area_km2"] for row in whole.rows}
    found = table(atlas, "parks", PlaceFilter(industry="集成电路")).rounded(2)
    assert found.rows
    assert [row["area_km2"] for row in found.rows] == [areas[row["place_id"]] for row in found.rows]
    shown = sum(row["area_km2"] for row in whole.rows if row["area_km2"] is not None)
    assert shown + whole.rounding["area_km2"] == pytest.approx(whole.sum["area_km2"], abs=1e-9)


def test_a_table_says_how_it_was_balanced_and_refuses_what_overlaps(atlas: Atlas) -> None:
    with pytest.raises(ParameterError, match="balance: layer 'parks'"):
        table(atlas, "parks", PlaceFilter()).rounded(2, balance=True)
    apart = table(atlas, "clusters", PlaceFilter())
    shown = apart.rounded(2, balance=True)
    assert shown.to_dict()["balance"] == "largest_remainder"
    assert any("最大余数法" in zh for zh, _ in shown.notes())
    assert sum(row["area_km2"] or 0 for row in shown.rows) == pytest.approx(shown.sum["area_km2"], abs=1e-9)


def test_rows_without_a_value_come_last_whichever_way(atlas: Atlas) -> None:
    for descending in (False, True):
        rows = table(atlas, "parks", PlaceFilter(), sort="area_km2", descending=descending).rows
        values = [row["area_km2"] for row in rows]
        known = [value for value in values if value is not None]
        assert values[: len(known)] == known
        assert known == sorted(known, reverse=descending)


def test_every_choice_of_a_filter_leaves_rows(atlas: Atlas) -> None:
    for name, values in choices(atlas, "shanghai_parks").items():
        for value in values[:20]:
            assert table(atlas, "shanghai_parks", PlaceFilter(**{name: value})).rows, (name, value)


def test_background_has_no_table(atlas: Atlas) -> None:
    with pytest.raises(ParameterError):
        table(atlas, "coast", PlaceFilter())
    with pytest.raises(ParameterError):
        table(atlas, "parks", PlaceFilter(), sort="geometry")


def test_the_table_of_an_annex_has_all_its_rows_whichever_layer_draws_them(atlas: Atlas) -> None:
    annex = atlas.tables["annex_parks"]["place_id"].tolist()
    shown = table(atlas, "coordination_parks", PlaceFilter())
    assert [row["place_id"] for row in shown.rows] == annex
    assert shown.all_rows == len(annex)
    assert {row["layer"] for row in shown.rows} > {"coordination_parks"}
    named = table(atlas, "coordination_parks", PlaceFilter(industry="生物医药"))
    assert "xinghuo" in [row["place_id"] for row in named.rows]
    assert "czp-fengxian-01" not in [row["place_id"] for row in table(atlas, "clusters", PlaceFilter()).rows]


def test_the_places_of_an_industry_say_where_each_is_named(atlas: Atlas) -> None:
    found = table(atlas, "places", PlaceFilter(industry="生物医药"))
    assert list(found.headings)[-2:] == ["sources_zh", "sources_en"]
    for row in found.rows:
        assert row["sources"]
        assert len(row["sources_zh"].split("；")) == len(
            {(one["document"]["id"], one["section"]) for one in row["sources"]}
        )
    everything = table(atlas, "places", PlaceFilter())
    assert "sources_zh" not in everything.headings
    assert "sources" not in everything.rows[0]
