"""An account that was kept is the same to the last digit, and only found for the data it was made from."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from geo import Atlas
from geo.stats.accounts import make_account
from geo.stats.crosstab import Crosstab
from tests.stored_layers import LAYER
from webmap.service.stored import kept_accounts
from webmap.service.stored.kept_accounts import KeptAccounts

ASKED = ("scopes", f"{LAYER}:use", 0, 100)


@pytest.fixture(scope="module")
def account(stored_atlas: Atlas) -> Crosstab:
    made = make_account(stored_atlas, *ASKED[:2])
    assert isinstance(made, Crosstab)
    return made


def test_an_account_is_found_as_it_was_kept(tmp_path: Path, account: Crosstab) -> None:
    kept = KeptAccounts(tmp_path / "x.json", "1")
    assert kept.find(ASKED) is None
    kept.keep(ASKED, account)
    assert KeptAccounts(tmp_path / "x.json", "1").find(ASKED) == account
    assert kept.find(("parks", *ASKED[1:])) is None
    assert KeptAccounts(tmp_path / "x.json", "2").find(ASKED) is None


def test_the_last_are_kept_and_a_damaged_file_is_none(
    tmp_path: Path, account: Crosstab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_accounts, "_MOST", 2)
    kept = KeptAccounts(tmp_path / "x.json", "1")
    for number in range(3):
        kept.keep((number,), account)
    assert [kept.find((number,)) is None for number in range(3)] == [True, False, False]
    (tmp_path / "x.json").write_text("{", encoding="utf-8")
    assert kept.find((2,)) is None
    KeptAccounts(tmp_path / "no folder" / "x.json", "1").keep(ASKED, account)


@pytest.mark.skipif(sys.platform == "win32", reason="one process serves there")
def test_two_do_not_make_accounts_at_once(tmp_path: Path) -> None:
    steps: list[str] = []
    one, other = (KeptAccounts(tmp_path / "x.json", "1") for _ in range(2))

    def wait() -> None:
        with other.alone():
            steps.append("the other")

    with one.alone():
        waiting = threading.Thread(target=wait)
        waiting.start()
        waiting.join(0.1)
        assert waiting.is_alive()
        steps.append("one")
    waiting.join(10)
    assert steps == ["one", "the other"]
