"""Commands that are killed, and disks that are full or may only be read: the old file or the new one, and one line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.export import FORMATS
from tests.conftest import HERE
from tests.webmap.cli.killed import state

SITE = HERE / "data" / "samples" / "parcels.geojson"
#: Commands that write a file, by its name.
WRITING = {
    "s.csv": ("stats", "clusters", "--format", "csv", "--output", "s.csv"),
    "s.xlsx": ("stats", "clusters", "parks", "--format", "xlsx", "--output", "s.xlsx"),
    "m.pdf": ("sheet", "--paper", "A4", "--layer", "clusters", "--output", "m.pdf"),
    "r.pdf": ("report", "fp-oriental-chip-port", "--output", "r.pdf"),
    "i.geojson": ("import", str(SITE), "--as", "i", "--output", "."),
    **{f"e.{form.suffix}": ("export", "parks", "--format", kind, "--output", f"e.{form.suffix}")
       for kind, form in FORMATS.items()},
}  # fmt: skip
#: One command of each way of writing; a bundle takes half a minute.
KILLED = {name: WRITING[name] for name in ("s.csv", "m.pdf", "r.pdf", "i.geojson", "e.gpkg", "e.shp.zip")}
_LINGANG = "from webmap.cli.main import main; main(prog_name='lingang')"
#: Files may hold no more bytes: all of them, so also what is kept of the atlas and of machine code.
_LIMITED = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)); {_LINGANG}"


def lingang(*args: str, folder: Path, program: str = _LINGANG, **more: str | None) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, with more in its environment; None takes a variable out."""
    environment = {**os.environ, **more}
    given = {key: value for key, value in environment.items() if value is not None}
    command = [sys.executable, "-c", program, *args]
    return subprocess.run(command, cwd=folder, env=given, text=True, encoding="utf-8", capture_output=True, check=False)


def one_line(said: str) -> str:
    """Return the last line of standard error; before it may stand what was being done."""
    assert "Traceback" not in said
    assert "Exception ignored" not in said
    *steps, last = said.splitlines()
    assert all(":" not in step for step in steps), said
    return last


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", place], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("no right to mount a small disk here")
    yield place
    subprocess.run(["umount", place], check=True)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forks of itself")
@pytest.mark.parametrize("name", [*KILLED, "site"])
def test_a_command_killed_at_any_moment_leaves_the_old_or_the_new_whole(tmp_path: Path, name: str) -> None:
    target, args = tmp_path / name, KILLED.get(name, ("bundle", name))
    if name not in {"site", "i.geojson"}:
        target.write_text("old")
    old = state(target)
    command = [sys.executable, "-m", "tests.webmap.cli.killed", str(target), *args]
    environment = os.environ | {"PYTHONPATH": str(HERE.parent)}
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    moments = [json.loads(line) for line in run.stdout.splitlines() if line.startswith('{"at"')]
    assert run.returncode == -signal.SIGKILL, run.stderr
    assert len(moments) > 10, run.stderr
    new = moments[-1]["state"]
    assert new not in {old, None}
    assert [moment for moment in moments if moment["state"] not in {old, new}] == []
    assert {moment["state"] for moment in moments[:-1]} == {old, new}, "killed before and after the change"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(sys.platform == "win32", reason="no resource limits")
@pytest.mark.parametrize("name", WRITING)
def test_a_file_that_does_not_fit_is_one_line_and_the_old_one_stays(tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    if name != "i.geojson":
        target.write_text("old")
    before = state(target)
    done = lingang(*WRITING[name], folder=tmp_path, program=_LIMITED, TMPDIR=str(tmp_path))
    assert done.returncode == 1, done.stderr
    assert f"{name} cannot be written: " in one_line(done.stderr)
    assert state(target) == before
    assert list(tmp_path.iterdir()) == [target] * bool(before)


def test_a_full_disk_is_one_line_and_the_old_file_stays(disk: Path) -> None:
    (disk / "old.txt").write_text("old")
    for args in (WRITING["m.pdf"], WRITING["e.fgb"], ("bundle", "site")):
        done = lingang(*args, folder=disk)
        assert done.returncode == 1, done.stderr
        assert "cannot be written: " in one_line(done.stderr)
        assert [path.name for path in disk.iterdir()] == ["old.txt"]


def test_an_import_into_a_full_disk_is_one_line_and_leaves_nothing(disk: Path) -> None:
    done = lingang("import", str(SITE), "--as", "i", "--store", ".", folder=disk)
    assert done.returncode == 1, done.stderr
    assert "cannot be written: " in one_line(done.stderr)
    assert not list(disk.iterdir())


def test_a_disk_that_may_only_be_read_is_one_line(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    for args in (
        WRITING["s.csv"],
        WRITING["e.kml"],
        ("bundle", "site"),
        ("import", str(SITE), "--as", "i", "--store", "."),
    ):
        done = lingang(*args, folder=disk)
        assert done.returncode == 1, done.stderr
        assert one_line(done.stderr).endswith("cannot be written: Read-only file system")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize(
    "args", [("stats", "parks", "--format", "csv"), ("stats", "parks"), ("check", "--json"), ("--help",)]
)
def test_standard_output_on_a_full_disk_is_one_line(args: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-c", _LINGANG, *args]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "lingang: the output cannot be written: No space left on device\n"


def test_without_a_home_and_with_no_characters_but_ascii_all_goes_on(tmp_path: Path) -> None:
    plain = {"LC_ALL": "POSIX", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": None}
    for home in (None, "/nonexistent/home"):
        homeless = {**plain, "HOME": home, "XDG_CACHE_HOME": None}
        for name in ("s.csv", "m.pdf", "e.gpkg"):
            done = lingang(*WRITING[name], folder=tmp_path, **homeless)
            assert done.returncode == 0, done.stderr
            assert (tmp_path / name).stat().st_size > 1000
        table = lingang("stats", "clusters", folder=tmp_path, **(homeless | {"PYTHONIOENCODING": "ascii"}))
        assert table.returncode == 0, table.stderr
        assert "cluster-wanxiang-shuyuan" in table.stdout
    wrong = lingang("stats", "没有", folder=tmp_path, **plain)
    assert wrong.returncode == 2
    assert "layer" in one_line(wrong.stderr)
