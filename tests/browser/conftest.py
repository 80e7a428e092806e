"""A real Chromium on the real application, each started once for all browser tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from geo import Atlas
from tests.browser.page import MapPage
from tests.serving import serving
from webmap import create_app

HOW_TO_GET_ONE = (
    "no Chromium with its driver found; on Debian: apt-get install chromium chromium-driver "
    "(or set CHROMIUM and CHROMEDRIVER to their paths)"
)

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page follows the browser; headless Chromium would ask for English.
    "--accept-lang=zh-CN",
    # A headless browser has no mouse; that of a desk has one that hovers and points finely.
    "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4",
    # Any name but our own address fails to resolve: a page that asks elsewhere is caught even if a log misses it.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]


def _program(variable: str, *names: str) -> str | None:
    given = os.environ.get(variable)
    return given or next((found for name in names if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def served(atlas: Atlas) -> Iterator[str]:
    """Serve the application."""
    with serving(create_app(atlas=atlas)) as address:
        yield address


def start_chromium(profile: Path, *, logged: bool, more: tuple[str, ...] = ()) -> webdriver.Chrome:
    """Start Chromium; a missing one is a failure where CI is set, else a skip. Logs of what it does cost it time.

    Flags of `more` come after `FLAGS`.
    """
    chromium = _program("CHROMIUM", "chromium", "chromium-browser", "google-chrome")
    chromedriver = _program("CHROMEDRIVER", "chromedriver")
    if not chromium or not chromedriver:
        if os.environ.get("CI"):
            pytest.fail(HOW_TO_GET_ONE)
        pytest.skip(HOW_TO_GET_ONE)
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in [*FLAGS, *more, f"--user-data-dir={profile}"]:
        options.add_argument(flag)
    if logged:
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(options=options, service=Service(chromedriver))


@pytest.fixture(scope="session")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """Start Chromium with all its logs."""
    browser = start_chromium(tmp_path_factory.mktemp("chromium"), logged=True)
    yield browser
    browser.quit()


@pytest.fixture
def page(driver: webdriver.Chrome, served: str) -> Iterator[MapPage]:
    """Give a desktop window on a blank page with empty logs and an empty cache."""
    atlas_page = MapPage(driver, served)
    atlas_page.fresh(1440, 900)
    yield atlas_page
    noise = atlas_page.console()
    assert not noise, noise


@pytest.fixture
def phone(page: MapPage) -> MapPage:
    page.fresh(390, 844)
    return page
