"""What an extract on paper says: every row once, in one language, with rounded figures and links."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
import shapely

from geo import Atlas
from geo.extract.statement import LISTS, extract_of_place, extract_of_shape
from geo.printing.extract.content import content_of
from tests.geo.extract.sites import CHIP_PORT_BOX

SHAPE = shapely.box(*CHIP_PORT_BOX)
ROOT = "https://atlas.example/"


@pytest.fixture(scope="module")
def extract(atlas: Atlas) -> dict[str, Any]:
    return extract_of_shape(atlas, SHAPE, dt.date(2026, 11, 29), name_zh="*甲*", name_en="#A")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_lists_are_there_in_plain_data(atlas: Atlas, extract: dict[str, Any], lang: str) -> None:
    content = content_of(atlas, extract, SHAPE, lang=lang, root=ROOT)
    assert [one["id"] for one in content["lists"]] == list(LISTS)
    assert json.loads(json.dumps(content)) == content
    assert content["name"] == {"zh": "*甲*", "en": "#A"}[lang], "texts stay as they are given"
    assert content["themes"][-1][1:] == [str(len(extract[name])) for name in LISTS]
    assert len(content["points"]["rings"][0]["rows"]) == 4


def test_a_place_has_no_points(atlas: Atlas) -> None:
    extract = extract_of_place(atlas, "belt-bay", dt.date(2026, 11, 29))
    assert content_of(atlas, extract, atlas.shape_of("belt-bay"), lang="zh")["points"] is None


def _addresses(content: Any) -> Iterator[str]:
    if isinstance(content, dict):
        yield from [content["url"]] if "url" in content else []
        content = list(content.values())
    if isinstance(content, list):
        for each in content:
            yield from _addresses(each)


def test_links_lead_to_the_section_or_stay_within(atlas: Atlas, extract: dict[str, Any]) -> None:
    linked, within = (set(_addresses(content_of(atlas, extract, SHAPE, lang="zh", root=at))) for at in (ROOT, None))
    assert all(url.startswith(f"{ROOT}documents/") for url in linked)
    assert any("#" in url for url in linked)
    assert within == {""}
