"""Tests do not see the settings of whoever runs them."""

from __future__ import annotations

import os

from tests.conftest import of_the_caller


def test_no_setting_of_the_caller_is_left() -> None:
    given = {"LINGANG_STORE": "x", "LINGANG_DOCUMENTS": "kept", "HOME": "kept"}
    assert of_the_caller(given) == ["LINGANG_STORE"]
    assert of_the_caller(os.environ) == ["LINGANG_ACCESS_LOG"], "set by the fixture"
