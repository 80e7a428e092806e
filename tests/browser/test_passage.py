"""The passage page in a browser: side by side on a desk, stacked on a phone, from place to words and on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver

from geo import Atlas
from tests.browser.page import MapPage
from tests.geo.registers.made_up import DOC, PLACE, atlas_with_document
from tests.serving import serving
from webmap import create_app

pytestmark = pytest.mark.browser

PAGE = f"/documents/{DOC}/passage?table=claims&id=made.3"
BOX = "const box = document.querySelector(arguments[0]).getBoundingClientRect(); return [box.left, box.top]"
TOO_WIDE = "return document.documentElement.scrollWidth > innerWidth"


@pytest.fixture(scope="module")
def address(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("documents")
    with serving(create_app({"documents": folder}, atlas=atlas_with_document(atlas, folder))) as served:
        yield served


@pytest.fixture
def window(driver: webdriver.Chrome, address: str) -> Iterator[MapPage]:
    page = MapPage(driver, address)
    page.fresh(1440, 900)
    yield page
    assert page.console() == []


def corner(page: MapPage, css: str) -> tuple[float, float]:
    left, top = page.js(BOX, css)
    return left, top


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_statement_and_text_stand_side_by_side_on_a_desk(window: MapPage, lang: str) -> None:
    window.driver.get(f"{window.root}{PAGE}&lang={lang}")
    (claim_left, claim_top), (text_left, text_top) = corner(window, ".passage-claim"), corner(window, ".passage-source")
    assert claim_left < text_left
    assert abs(claim_top - text_top) < 2
    assert [mark.text.rstrip("0123456789") for mark in window.find_all("mark.chosen")] == ["海洋装备"]
    assert not window.js(TOO_WIDE)


def test_they_are_stacked_on_a_phone_with_the_text_before_the_other_statements(window: MapPage) -> None:
    window.fresh(390, 844)
    window.driver.get(window.root + PAGE)
    tops = [corner(window, f".passage-{part}")[1] for part in ("sections", "claim", "source", "others")]
    assert tops == sorted(tops)
    assert not window.js(TOO_WIDE)


def test_next_and_previous_follow_the_text(window: MapPage) -> None:
    window.driver.get(window.root + PAGE)
    for step, expected in (("next", "海洋装备试验场"), ("prev", "海洋装备"), ("prev", "国际航运枢纽")):
        window.find(f"a[rel={step}]").click()
        window.until(lambda words=expected: window.texts("h1") == [words], expected)
        assert [mark.text.rstrip("0123456789") for mark in window.find_all("mark.chosen")] == [expected]


def test_a_source_in_the_panel_leads_to_the_words(window: MapPage) -> None:
    window.open(f"/#place={PLACE}")
    window.wait_for_place(PLACE)
    link = window.until(
        lambda: next(
            (
                one
                for one in window.find_all("#panel .lead a, #panel .source a")
                if DOC in str(one.get_attribute("href"))
            ),
            None,
        ),
        "the panel cites the document",
    )
    link.click()
    window.until(lambda: window.find_all(".passage-text"), "the text is shown")
    assert window.find_all("mark.chosen")
