"""A server in a process of its own under the load of clients in theirs: times by kind, errors, memory over time."""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from geo import Atlas

#: A request: kind, method, path, body.
Asked = tuple[str, str, str, str | None]
OURS = ["-c", "import sys; sys.argv[0] = 'lingang'; from webmap.cli.main import main; main()", "serve", "--port", "0"]
_SQUARE = '{{"type":"Polygon","coordinates":[[[{w},{s}],[{e},{s}],[{e},{n}],[{w},{n}],[{w},{s}]]]}}'
_WORDS = ("临港", "集成电路", "dongfang", "port", "洋山", "aviation", "南汇新城", "AI")


@dataclass
class Server:
    """A running server."""

    address: str
    process: subprocess.Popen[str]

    def pss_mb(self) -> float:
        """Memory of the server and all its children in MB, shared pages counted once."""
        return sum(_pss_kib(pid) for pid in _tree(self.process.pid)) / 1024

    def runs(self, program: str) -> bool:
        """Whether the server has a process of a name."""
        return program in map(_name, _tree(self.process.pid))

    def mb_by_process(self) -> dict[str, float]:
        """Return the same for each process, by its name and number."""
        return {f"{_name(pid)} {pid}": mb for pid in _tree(self.process.pid) if (mb := _pss_kib(pid) / 1024)}


@contextmanager
def served(command: list[str], python: str = sys.executable, **options: object) -> Iterator[Server]:
    """Start a server that prints its address, and end it."""
    with subprocess.Popen([python, *command], stdout=subprocess.PIPE, text=True, **options) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        while "http://" not in line:
            assert line, "the server has ended"
            line = process.stdout.readline()
        address = next(word for word in line.split() if word.startswith("http://"))
        try:
            yield Server(address.rstrip("/"), process)
        finally:
            process.terminate()
            process.wait(60)


@dataclass
class Result:
    """What the clients of a load were told, and the memory of the server meanwhile."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    busy: dict[str, int] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    failed: int = 0
    took_s: float = 0.0
    memory_mb: list[float] = field(default_factory=list)

    def add(self, said: dict) -> None:
        """Take what one client says."""
        for kind, values in said["seconds"].items():
            self.seconds.setdefault(kind, []).extend(values)
        for kind, number in said["busy"].items():
            self.busy[kind] = self.busy.get(kind, 0) + number
        self.errors += said["errors"]
        self.failed += said["failed"]

    def quantile_ms(self, kind: str, share: float) -> float:
        """Return the time in milliseconds that a share of the answers of a kind took at most."""
        values = sorted(self.seconds[kind])
        return 1000 * values[min(int(share * len(values)), len(values) - 1)]

    def growth(self) -> float:
        """Return the growth of memory from the third to the last quarter, as a share."""
        quarter = max(len(self.memory_mb) // 4, 1)
        third, last = self.memory_mb[-2 * quarter : -quarter], self.memory_mb[-quarter:]
        return statistics.median(last) / statistics.median(third or last) - 1

    def report(self) -> None:
        """Print one line for each kind."""
        total = sum(map(len, self.seconds.values()))
        print(f"\n{total} answers in {self.took_s:.0f} s ({total / self.took_s:.0f}/s), {self.failed} errors", end="")
        print(f", refused as too busy: {self.busy or 0}; {self.errors[:3] or ''}")
        print(f"{'':14}{'number':>8}{'p50 ms':>9}{'p99 ms':>9}{'max ms':>9}")
        for kind in sorted(self.seconds):
            times = "".join(f"{self.quantile_ms(kind, share):9.1f}" for share in (0.5, 0.99, 1))
            print(f"{kind:14}{len(self.seconds[kind]):8}{times}")
        if self.memory_mb:
            middle = self.memory_mb[len(self.memory_mb) // 2 :]
            print(f"memory (PSS of all processes): {self.memory_mb[0]:.0f} MB at first, {min(middle):.0f} to ", end="")
            print(f"{max(middle):.0f} over the last half, growth {100 * self.growth():+.1f} %")


@contextmanager
def clients(server: Server, lists: list[list[Asked]], **ends: float) -> Iterator[list[subprocess.Popen[str]]]:
    """Start a client for each list of requests; `ends` as `tests.bench.load_client` reads it."""
    at = urlsplit(server.address)
    processes = []
    for requests in lists:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.load_client"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdin is not None
        process.stdin.write(json.dumps({"host": at.hostname, "port": at.port, "requests": requests, **ends}))
        process.stdin.close()
        processes.append(process)
    try:
        yield processes
    finally:
        for process in processes:
            process.kill()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()


def load(server: Server, lists: list[list[Asked]], *, sample_s: float = 1.0, **ends: float) -> Result:
    """Put a server under the load of some clients until they end, and look at its memory meanwhile."""
    result, over = Result(), threading.Event()

    def look() -> None:
        while not over.wait(sample_s):
            result.memory_mb.append(server.pss_mb())

    watcher = threading.Thread(target=look)
    started = time.perf_counter()
    watcher.start()
    try:
        with clients(server, lists, **ends) as processes:
            for process in processes:
                assert process.stdout is not None
                result.add(json.loads(process.stdout.read()))
    finally:
        over.set()
        watcher.join()
    result.took_s = time.perf_counter() - started
    return result


def mixed(atlas: Atlas, seed: int, count: int, *, heavy: bool = True) -> list[Asked]:
    """Choose requests as readers make them: mostly places, tiles and modules, now and then a sheet or a report."""
    draw = random.Random(seed)  # noqa: S311  no secret
    places, layers = list(atlas.places.index), list(atlas.layer_ids)
    areas = atlas.zone_layers

    kinds: list[tuple[str, float, Callable[[], str]]] = [
        ("map", 4, lambda: draw.choice(("/", "/?lang=en"))),
        ("map.json", 4, lambda: "/map.json"),
        ("module", 12, lambda: f"/static/js/{draw.choice(('main', 'core/api', 'core/dom', 'map/layers'))}.js"),
        ("place.json", 25, lambda: f"/places/{draw.choice(places)}.json"),
        ("place page", 8, lambda: f"/places/{draw.choice(places)}{draw.choice(('', '?lang=en'))}"),
        ("place.geojson", 2, lambda: f"/places/{draw.choice(places)}.geojson"),
        ("table page", 3, lambda: f"/tables/{draw.choice(areas)}"),
        ("table.json", 2, lambda: f"/tables/{draw.choice(areas)}.json"),
        ("stats.csv", 3, lambda: f"/stats/{draw.choice(areas)}.csv"),
        ("stats by", 2, lambda: f"/stats/scopes.json?by={draw.choice(areas)}"),
        ("search", 5, lambda: f"/search?q={quote(draw.choice(_WORDS))}"),
        ("tile", 20, lambda: _tile(draw, layers)),
        ("items", 4, lambda: f"/ogc/collections/{draw.choice(layers)}/items?limit=50"),
        ("healthz", 2, lambda: "/healthz"),
        ("measure", 3, lambda: "/measure"),
    ]
    if heavy:
        kinds += [
            ("export", 0.3, lambda: f"/export/{draw.choice(areas)}.{draw.choice(('gpkg', 'xlsx', 'kml'))}"),
            ("sheet", 0.1, lambda: f"/sheet.pdf?paper={draw.choice(('A4', 'A3'))}&title={draw.randint(0, 20)}"),
            ("report", 0.1, lambda: f"/report/{draw.choice(places)}.pdf"),
        ]
    chosen = draw.choices(kinds, [weight for _, weight, _ in kinds], k=count)
    return [
        (kind, "POST", path(), _square(draw)) if kind == "measure" else (kind, "GET", path(), None)
        for kind, _, path in chosen
    ]


def _tile(draw: random.Random, layers: list[str]) -> str:
    """Return the address of a tile over the area."""
    zoom = draw.choice((9, 10, 11, 12))
    column = int((draw.uniform(121.5, 122.0) + 180) / 360 * 2**zoom)
    row = {9: 209, 10: 418, 11: 836, 12: 1673}[zoom] + draw.randint(0, 1)
    return f"/tiles/{draw.choice(layers)}/{zoom}/{column}/{row}.mvt"


def _square(draw: random.Random) -> str:
    """Return a square of two kilometres as GeoJSON."""
    west, south = draw.uniform(121.7, 121.9), draw.uniform(30.85, 31.0)
    return _SQUARE.format(w=west, s=south, e=west + 0.02, n=south + 0.02)


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def _tree(pid: int) -> list[int]:
    """List a process and all its descendants."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = stat.read_text()
        except OSError:
            continue
        children.setdefault(int(text.rpartition(")")[2].split()[1]), []).append(int(stat.parent.name))
    found, next_ones = [pid], children.get(pid, [])
    while next_ones:
        found += next_ones
        next_ones = [child for parent in next_ones for child in children.get(parent, [])]
    return found


def _pss_kib(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
