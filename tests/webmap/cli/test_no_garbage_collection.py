"""Garbage collection is off meanwhile, and afterwards as it was, whatever happens."""

from __future__ import annotations

import gc

import pytest

from webmap.cli.no_garbage_collection import no_garbage_collection


def test_it_is_off_meanwhile_and_on_again_after_a_fault() -> None:
    assert gc.isenabled()
    seen = []

    def fail() -> None:
        with no_garbage_collection():
            seen.append(gc.isenabled())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert seen == [False]
    assert gc.isenabled()


def test_it_stays_off_where_it_was_off() -> None:
    gc.disable()
    try:
        with no_garbage_collection():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()
