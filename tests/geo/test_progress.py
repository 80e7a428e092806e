"""Progress that a library function reports."""

from __future__ import annotations

from pathlib import Path

from geo import Atlas
from geo.progress import Progress, ignore
from geo.stats.accounts import make_account_of_files


def test_progress_begins_with_nothing_and_ends_with_all(tmp_path: Path, atlas: Atlas) -> None:
    frame = atlas.layer("functional_areas")
    areas = frame[frame["area_km2"].notna()][["name_zh", "geometry"]]
    for name in ("a", "b"):
        areas.rename(lambda place, name=name: f"{place}-{name}").to_parquet(tmp_path / f"{name}.parquet")
    seen: list[tuple[str, int, int]] = []

    def note(step: str, done: int, total: int) -> None:
        seen.append((step, done, total))

    noting: Progress = note
    told = make_account_of_files(atlas, "scopes", tmp_path, progress=noting)
    untold = make_account_of_files(atlas, "scopes", tmp_path, progress=ignore)
    assert told.rows == untold.rows
    done = [count for _, count, _ in seen]
    total = sum(path.stat().st_size for path in tmp_path.iterdir())
    assert {(step, whole) for step, _, whole in seen} == {("dividing the zones among the files", total)}
    assert done == sorted(done)
    assert (done[0], done[-1], len(done)) == (0, total, 3)
