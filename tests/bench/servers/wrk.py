"""wrk, a program that keeps a server busy over a list of addresses, and what it says of the answers."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

#: Connections held at once by one thread of wrk.
CONNECTIONS = 8
_SCRIPT = """
local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
local at = 0
function request()
  at = at %% #paths + 1
  return wrk.format("GET", paths[at])
end
function done(summary, latency)
  io.write(string.format('{"requests": %%d, "us": %%d, "bytes": %%d, "failed": %%d, "p50": %%f, "p99": %%f}\\n',
    summary.requests, summary.duration, summary.bytes,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
"""


@dataclass(frozen=True)
class Answered:
    """Answers in a second, their mean size, their times, and how many failed."""

    per_s: float
    kb: float
    p50_ms: float
    p99_ms: float
    failed: int


def is_there() -> bool:
    return shutil.which("wrk") is not None


def keep_busy(address: str, paths: list[str], seconds: float, folder: Path) -> Answered:
    """Ask a server for the paths one after the other, again from the first after the last, for some seconds."""
    (folder / "paths").write_text("\n".join(paths), encoding="utf-8")
    (folder / "ask.lua").write_text(_SCRIPT % (folder / "paths"), encoding="utf-8")
    command = [
        "wrk",
        "-t1",
        f"-c{CONNECTIONS}",
        f"-d{max(round(seconds), 1)}s",
        "--timeout",
        "30s",
        "-s",
        str(folder / "ask.lua"),
    ]
    done = subprocess.run([*command, address], capture_output=True, text=True, check=True)
    said = json.loads(done.stdout.strip().splitlines()[-1])
    requests = max(said["requests"], 1)
    return Answered(
        requests / said["us"] * 1e6,
        said["bytes"] / requests / 1000,
        said["p50"] / 1000,
        said["p99"] / 1000,
        said["failed"],
    )
