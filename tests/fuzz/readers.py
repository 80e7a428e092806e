"""Fuzz each reader of files: with atheris where it is installed, which goes by the lines reached; else at random.

A finding is an exception that is not an `AtlasError`, a crash, a file that takes more than `MOST_S` of processor time,
or memory that keeps growing. Each reader runs in a process of its own with a limit of memory.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from geo.errors import AtlasError
from geo.extract.site_shape import merged_shape, read_one_shape
from geo.readers import boundary_points
from geo.readers.checks.wkb_depth import require_shallow
from geo.readers.vector_file import normal_features, parse_geojson
from tests.hostile.sound import WKB, collection_wkb, sound

#: Processor time in seconds one small file may take.
MOST_S = 2.0
_MOST_BYTES = 20_000
_MEMORY_MB = 2_048
#: Megabytes by which a reader may be larger at the end than after a third of the run.
_GROWTH_MB = 64
#: Folder of the files that were found.
KEPT = Path(tempfile.gettempdir()) / "lingang-fuzz"
SUFFIXES = (".geojson", ".txt", ".gpkg", ".zip", ".kml", ".kmz", ".fgb", ".parquet", ".dxf")


def _read_file(suffix: str, data: bytes) -> None:
    """Read as the child of the server does; this process keeps to the driver of its first file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(data)
        read_one_shape(str(path))


def _read_body(data: bytes) -> None:
    merged_shape(parse_geojson(data, "body"), "body")


def _read_points(data: bytes) -> None:
    normal_features(boundary_points.parse(data, "body"), "body")


def _read_wkb(data: bytes) -> None:
    require_shallow([data])


#: Name of a reader -> function that reads some bytes, and files to begin with.
READERS: dict[str, tuple[Callable[[bytes], None], Callable[[], list[bytes]]]] = {
    **{suffix[1:]: (partial(_read_file, suffix), lambda suffix=suffix: [sound(suffix)]) for suffix in SUFFIXES},
    "body": (_read_body, lambda: [sound(".geojson"), b'{"type": "Point", "coordinates": [121.9, 30.9]}']),
    "points": (_read_points, lambda: [sound(".txt")]),
    "wkb": (_read_wkb, lambda: [WKB, collection_wkb(3)]),
}


class FoundError(Exception):
    """What a reader did with a file and should not."""


def try_one(name: str, data: bytes) -> None:
    """Read some bytes with a reader.

    Raises
    ------
    FoundError
        If it raises anything but an `AtlasError`, or takes longer than `MOST_S`.
    """
    begun = time.process_time()
    try:
        READERS[name][0](data)
    except AtlasError:
        pass  # what it should do
    except Exception as error:
        msg = f"{type(error).__name__}: {error}"
        raise FoundError(msg) from error
    spent = time.process_time() - begun
    if spent > MOST_S:
        msg = f"{spent:.1f} s of processor time"
        raise FoundError(msg)


def run(seconds: int, seed: int, only: str = "") -> list[str]:
    """Fuzz each reader for its share of the time, one after the other; return the findings."""
    names = [only] if only else list(READERS)
    return [line for name in names for line in _fuzzed(name, max(seconds // len(names), 1), seed)]


def _fuzzed(name: str, seconds: int, seed: int) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.fuzz.readers", name, folder, str(seconds), str(seed)]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        said = done.stdout + done.stderr
        files = [path.read_bytes() for path in sorted(Path(folder).glob("crash-*"))]
        files += [path.read_bytes() for path in sorted(Path(folder).glob("timeout-*"))]
    runs = re.findall(r"(?:Done (\d+)|#(\d+)\s)", said)
    count = max((int(one or other) for one, other in runs), default=0)
    print(f"{name}: {count} inputs in {seconds} s", flush=True)
    if not done.returncode:
        return []
    errors = re.findall(r"^(?:.*FoundError: .*|.*ERROR: .*)$", said, re.MULTILINE)
    why = errors[0] if errors else said[-400:]
    return [f"{name}: {why}; kept in {_kept(name, data)}" for data in files] or [f"{name}: {why}"]


def _kept(name: str, data: bytes) -> Path:
    path = KEPT / f"{name}-{hashlib.sha256(data).hexdigest()[:8]}"
    KEPT.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def _main() -> None:
    parser = argparse.ArgumentParser()
    for argument in ("name", "folder", "seconds", "seed"):
        parser.add_argument(argument)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    _limit_memory()
    for data in READERS[asked.name][1]():
        (Path(asked.folder) / f"seed-{len(data)}").write_bytes(data)
        try_one(asked.name, data)
    fuzz = _with_atheris if find_spec("atheris") else _at_random
    fuzz(asked.name, Path(asked.folder), int(asked.seconds), int(asked.seed))


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  not on Windows

        resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY_MB * 1024 * 1024,) * 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _with_atheris(name: str, folder: Path, seconds: int, seed: int) -> None:
    import atheris  # noqa: PLC0415  an extra that is not everywhere

    for module in [one for one in sys.modules if one.startswith("geo.readers")]:
        for value in vars(sys.modules[module]).values():
            if callable(value) and getattr(value, "__module__", "") == module and hasattr(value, "__code__"):
                atheris.instrument_func(value)
    options = [f"-max_total_time={seconds}", f"-seed={seed}", f"-max_len={_MOST_BYTES}", "-timeout=30"]
    options += [f"-rss_limit_mb={_MEMORY_MB}", f"-artifact_prefix={folder}/", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *options, str(folder)], lambda data: try_one(name, data))
    atheris.Fuzz()


def _at_random(name: str, folder: Path, seconds: int, seed: int) -> None:
    """Change, cut, repeat and join the files to begin with; the same seed makes the same inputs."""
    chance = random.Random(seed)  # noqa: S311  no secret
    begun, count, first_rss = time.monotonic(), 0, 0
    seeds = READERS[name][1]()
    while (spent := time.monotonic() - begun) < seconds:
        data = mutated(chance, seeds)
        count += 1
        try:
            try_one(name, data)
        except FoundError:
            (folder / "crash-1").write_bytes(data)
            raise
        if not first_rss and spent > seconds / 3:
            first_rss = _rss_mb()
    if first_rss and _rss_mb() > first_rss + _GROWTH_MB:
        msg = f"memory grew from {first_rss} to {_rss_mb()} MB"
        raise FoundError(msg)
    print(f"Done {count} runs")


def mutated(chance: random.Random, seeds: list[bytes]) -> bytes:
    """Make a file of one that is sound."""
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data) + 1)
        end = min(at + chance.choice((1, 2, 4, 8, 64)), len(data))
        kind = chance.randrange(5)
        if kind == 0:
            data[at:end] = chance.randbytes(end - at)
        elif kind == 1:
            del data[at:end]
        elif kind == 2:
            data[at:at] = data[at:end] * chance.choice((1, 2, 100))
        elif kind == 3:
            data[at:end] = chance.choice((b"\xff", b"\0", b"9", b"[", b"{", b"<", b"-", b"null", b"1e999")) * (end - at)
        else:
            other = chance.choice(seeds)
            data[at:] = other[chance.randrange(len(other) + 1) :]
    return bytes(data[:_MOST_BYTES])


def _rss_mb() -> int:
    pages = Path("/proc/self/statm")
    return int(pages.read_text(encoding="ascii").split()[1]) * 4096 // 1_000_000 if pages.exists() else 0


if __name__ == "__main__":
    _main()
