"""Sources of stated areas as text."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest

from geo import Atlas
from geo.atlas.added.stated_sources import UNDATED, with_stated_sources

PAGE = {
    "source_id": "page",
    "publisher_zh": "市局",
    "publisher_en": "City bureau",
    "title_zh": "方案",
    "title_en": "Plan",
    "date": "2021-04-16",
    "address": "https://example.org/plan",
    "doc_id": "",
    "section": "",
}
PLAN = dict.fromkeys(PAGE, "") | {"source_id": "plan", "doc_id": "plan-2020", "section": "导语;五(一)"}
DOCUMENTS = pd.DataFrame([{"doc_id": "plan-2020", "short_zh": "2020规划", "short_en": "2020 plan"}])


@pytest.mark.parametrize(
    ("ids", "zh", "en"),
    [
        (None, None, None),
        ("unknown", None, None),
        (
            "page",
            "市局《方案》，2021年4月16日，https://example.org/plan",
            "City bureau, “Plan”, 16 April 2021, https://example.org/plan",
        ),
        ("plan", "2020规划 导语；第五部分（一）", "2020 plan preamble; part 5(1)"),
        (
            "plan;undated",
            "2020规划 导语；第五部分（一）；市局《方案》，未注日期，https://example.org/plan",
            "2020 plan preamble; part 5(1); City bureau, “Plan”, undated, https://example.org/plan",
        ),
    ],
)
def test_a_source_is_written_as_a_reader_looks_it_up(ids: str | None, zh: str | None, en: str | None) -> None:
    undated = PAGE | {"source_id": "undated", "date": UNDATED}
    tables = {"stated_area_sources": pd.DataFrame([PAGE, PLAN, undated]), "documents": DOCUMENTS}
    frame = gpd.GeoDataFrame({"stated_area_source_id": [ids]}, geometry=[None])
    (row,) = with_stated_sources(frame, tables).to_dict("records")
    assert (row["stated_area_source_zh"], row["stated_area_source_en"]) == (zh, en)


def test_every_source_of_the_table_serves_a_feature_of_the_atlas(atlas: Atlas) -> None:
    named = atlas.features["stated_area_source_id"].dropna().str.split(";").explode()
    assert set(named) == set(atlas.tables["stated_area_sources"]["source_id"])
