"""What commands share: a file comes into its place as a whole."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from webmap.cli.main import main


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def test_a_file_that_cannot_be_replaced_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, link = tmp_path / "old.csv", tmp_path / "link.csv"
    old.write_text("old")
    link.symlink_to(old)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        result = run("export", "clusters", "--format", "csv", "--output", old)
    assert (result.exit_code, "No space left" in result.output) == (1, True)
    assert old.read_text() == "old"
    assert run("export", "clusters", "--format", "csv", "--output", link).exit_code == 0
    assert link.is_symlink()
    assert len(old.read_text(encoding="utf-8")) > 1000
    assert sorted(tmp_path.iterdir()) == [link, old]


@pytest.mark.parametrize("place", ["nowhere/a.csv", "file/a.csv", "x" * 300])
def test_a_place_where_nothing_can_be_is_a_wrong_call(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("")
    result = run("stats", "clusters", "--format", "csv", "--output", tmp_path / place)
    assert result.exit_code == 2
    assert result.output.count("\n") == 1
    assert "cannot be written" in result.output


def test_an_export_goes_into_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as pool:
        read = pool.submit(pipe.read_bytes)
        assert run("export", "clusters", "--format", "csv", "--output", pipe).exit_code == 0
        assert len(read.result(timeout=10)) > 1000


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["lingang", "export", "pa"], ["plain,parks"]),
        (["lingang", "stats", "parks", "functional"], ["plain,functional_areas"]),
        (["lingang", "stats", "parks", "--by", "scop"], ["plain,scopes"]),
        (["lingang", "sheet", "--layer", "rai"], ["plain,rail"]),
        (["lingang", "export", "ws-"], ["plain,ws-mine"]),
        (["lingang", "remove", "ws-"], ["plain,ws-mine"]),
        (["lingang", "remove", "park"], ["file,park"]),
        (["lingang", "export", "my-own.g"], ["file,my-own.g"]),
    ],
)
def test_a_shell_completes_the_ids_of_layers_and_else_files(
    words: list[str], expected: list[str], tmp_path: Path
) -> None:
    (tmp_path / "ws-mine.layer.json").write_text("{}")
    asked = {"_LINGANG_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    asked["LINGANG_STORE"] = str(tmp_path)
    result = CliRunner().invoke(main, prog_name="lingang", env=asked)
    assert result.output.split() == expected
