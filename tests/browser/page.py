"""The page as its user sees it: what the tests may do and read, in one place."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

DEADLINE_S = 15
READY = "return document.documentElement.dataset.ready === 'true'"
VIEW = "const m = window.lingang.map; const c = m.getCenter(); return [m.getZoom(), c.lat, c.lng]"
PIXEL = """
const at = window.lingang.map.latLngToContainerPoint([arguments[1], arguments[0]]);
const box = window.lingang.map.getContainer().getBoundingClientRect();
return [Math.round(box.left + at.x), Math.round(box.top + at.y)];
"""
SHAPES = (
    "return document.querySelectorAll(`.leaflet-pane [data-drawn='${arguments[0]}'] path[d]:not([d='M0 0'])`).length"
)
ATTRIBUTES = """
const paths = document.querySelectorAll(`.leaflet-pane [data-drawn='${arguments[0]}'] path`);
return [...paths].map((path) => path.getAttribute(arguments[1]));
"""


class MapPage:
    """A window on the atlas.

    Waiting is always for a condition: `until` polls it and fails after `DEADLINE_S` seconds.
    """

    def __init__(self, driver: Chrome, root: str) -> None:
        self.driver = driver
        self.root = root

    def fresh(self, width: int, height: int) -> None:
        """Blank page, empty cache and logs, introduction closed, window of the given size in CSS pixels."""
        self.driver.get("about:blank")
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 768}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        self.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": width < 768})
        self.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
        self.keep(introduction="closed")
        self.console()
        self.driver.get_log("performance")

    def keep(self, **kept: str) -> None:
        """What the browser keeps of earlier visits, and nothing else."""
        # A page that has this storage: any file of the folder of the static site, any answer of a service.
        self.driver.get(f"{self.root}/{'README.txt' if self.root.startswith('file:') else 'favicon.svg'}")
        names = {f"lingang.{name}": value for name, value in kept.items()}
        self.js("localStorage.clear(); Object.assign(localStorage, arguments[0])", names)
        self.driver.get("about:blank")

    def until(self, condition: Callable[[], Any], what: str) -> Any:
        wait = WebDriverWait(
            self.driver, DEADLINE_S, 0.05, ignored_exceptions=[StaleElementReferenceException, WebDriverException]
        )
        return wait.until(lambda _: condition(), f"waited {DEADLINE_S} s until {what}")

    # --- opening and reading the window

    def open(self, path: str = "/") -> None:
        self.driver.get(self.root + path)
        self.until(lambda: self.js(READY), "the layers are drawn")

    def js(self, script: str, *values: object) -> Any:
        return self.driver.execute_script(script, *values)

    def find(self, css: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def find_all(self, css: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def texts(self, css: str) -> list[str]:
        return [element.text for element in self.find_all(css)]

    def console(self) -> list[str]:
        """Warnings and errors of the console since the last call."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in {"WARNING", "SEVERE"}]

    def requests(self) -> list[tuple[str, int]]:
        """Address and bytes over the wire of every request since the last call; the browser's own pages left out."""
        sent: dict[str, str] = {}
        size: dict[str, int] = {}
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            params = message["params"]
            if message["method"] == "Network.requestWillBeSent":
                sent[params["requestId"]] = params["request"]["url"]
            elif message["method"] == "Network.loadingFinished":
                size[params["requestId"]] = int(params["encodedDataLength"])
            elif message["method"] == "Network.webSocketCreated":
                sent[params["requestId"]] = params["url"]
        own = ("chrome:", "data:", "about:", "blob:")
        return [(url, size.get(key, 0)) for key, url in sent.items() if not url.startswith(own)]

    def is_ours(self, url: str) -> bool:
        return urlsplit(url).netloc == urlsplit(self.root).netloc

    # --- the map

    def view(self) -> list[float]:
        """Zoom, latitude and longitude of the middle."""
        return list(self.js(VIEW))

    def shapes(self, layer_id: str) -> int:
        """Number of shapes of a layer that are drawn."""
        return int(self.js(SHAPES, layer_id))

    def attributes(self, layer_id: str, name: str) -> list[str | None]:
        """One attribute of every path of a layer."""
        return list(self.js(ATTRIBUTES, layer_id, name))

    def pixel(self, lon: float, lat: float) -> tuple[int, int]:
        """Where a place of the map lies in the window."""
        x, y = self.js(PIXEL, lon, lat)
        return int(x), int(y)

    def click_at(self, lon: float, lat: float) -> None:
        x, y = self.pixel(lon, lat)
        action = ActionBuilder(self.driver)
        action.pointer_action.move_to_location(x, y).click()
        action.perform()

    def hover_at(self, lon: float, lat: float) -> None:
        x, y = self.pixel(lon, lat)
        for step in (3, 0):
            action = ActionBuilder(self.driver)
            action.pointer_action.move_to_location(x - step, y)
            action.perform()

    # --- the layer tree

    def open_tree(self) -> None:
        """Open the tree and wait until it lists the layers."""
        if not self.js("return document.body.classList.contains('tree-open')"):
            self.find("#tree-toggle").click()
        self.until(lambda: self.find_all("[data-layer] label"), "the tree is built")

    def disclose(self, layer_id: str) -> None:
        """Open or close what lies under a layer of the tree."""
        self.open_tree()
        button = self.find(f"[data-layer='{layer_id}'] .disclose")
        self.js("arguments[0].scrollIntoView({block: 'center'})", button)
        button.send_keys(Keys.ENTER)

    def layer_box(self, layer_id: str) -> WebElement:
        self.open_tree()
        return self.find(f"[data-layer='{layer_id}'] input[type=checkbox]")

    def switch(self, layer_id: str, *, on: bool) -> None:
        box = self.layer_box(layer_id)
        self.js("arguments[0].scrollIntoView({block: 'center'})", box)
        if box.is_selected() != on:
            box.click()

    # --- the panel

    def wait_for_place(self, place_id: str) -> None:
        self.until(lambda: self.js("return document.getElementById('panel').dataset.place") == place_id, place_id)

    def wait_for_panel(self) -> str:
        """Wait until a place is shown and return its id."""
        shown = "const p = document.getElementById('panel'); return p.querySelector('h3') && p.dataset.place"
        return str(self.until(lambda: self.js(shown), "the panel shows a place"))

    def overlaps(self) -> list[str]:
        """Ids of the places listed as lying under the click, from top to bottom."""
        return [str(button.get_attribute("data-place")) for button in self.find_all(".overlaps button")]

    def choose(self, place_id: str) -> None:
        """Choose one of the shapes under the click from the list in the bar."""
        self.find("#layer-open").click()
        self.find(f".overlaps [data-place='{place_id}']").click()

    def unfold(self, name: str) -> WebElement:
        """Open a section of the panel."""
        section = self.find(f"#panel [data-section='{name}']")
        self.js("arguments[0].open = true", section)
        return section

    def section(self, name: str) -> str:
        return self.unfold(name).text

    def panel_open(self) -> bool:
        return bool(self.js("return document.body.classList.contains('panel-open')"))

    def press(self, *keys: str) -> None:
        ActionChains(self.driver).send_keys(*keys).perform()
