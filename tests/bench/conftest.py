"""The browser of the browser tests, for benches that need one."""

from __future__ import annotations

from tests.browser.conftest import driver

__all__ = ["driver"]
