"""The map opens behind a real nginx at /atlas/ without an error in the console (C-03)."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from selenium import webdriver

from geo import Atlas
from tests import nginx
from tests.browser.page import MapPage
from webmap import create_app


@pytest.fixture
def behind(driver: webdriver.Chrome, atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MapPage]:
    make = lambda _: create_app({"proxy_hops": 1, "access_log": False}, atlas=atlas)  # noqa: E731
    with nginx.before(make, nginx.CUT_OFF, tmp_path_factory.mktemp("nginx")) as public:
        page = MapPage(driver, public.rstrip("/"))
        page.fresh(1440, 900)
        yield page
        assert not page.console()


def test_the_map_and_the_panel_work_below_a_path(behind: MapPage) -> None:
    behind.open("/#place=park-frontier")
    assert behind.wait_for_panel() == "park-frontier"
    asked = [urlsplit(address).path for address, _ in behind.requests()]
    assert any(path.endswith("/map.json") for path in asked)
    assert [path for path in asked if not path.startswith(f"{nginx.ROOT}/")] == []
