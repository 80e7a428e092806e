"""Look up the locked dependencies among published advisories, and list the vendored files (`make audit`).

Ends with status 1 if an advisory names a locked version, or a vendored file is not the one that was taken in.
Where no advisories can be reached, it says so and checks the rest.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
VENDOR = ROOT / "webmap" / "static" / "vendor"


def vendored(folder: Path = VENDOR) -> list[tuple[str, str, str, bool]]:
    """List the vendored files.

    Returns
    -------
    list of tuple
        Name and version, file, SHA-256 of its bytes, and whether that is the one of the manifest.
    """
    entries = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    rows = []
    for entry in entries:
        for file in entry["files"]:
            path = folder / file["file"]
            found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "missing"
            rows.append((f"{entry['name']} {entry['version']}", file["file"], found, found == file["sha256"]))
    return rows


def advisories(answer: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Read the answer of pip-audit.

    Returns
    -------
    found : list of str
        Package, version and advisory, of each advisory that names a locked version.
    unknown : list of str
        Packages that no advisory could be looked up for.
    """
    rows = answer["dependencies"]
    found = [f"{row['name']} {row['version']}: {one['id']}" for row in rows for one in row.get("vulns", [])]
    return found, [row["name"] for row in rows if "skip_reason" in row]


def ask() -> tuple[dict[str, Any], str]:
    """Ask pip-audit about the locked versions; return its answer and what it said beside."""
    with tempfile.TemporaryDirectory() as folder:
        locked = Path(folder) / "requirements.txt"
        uv = Path(sys.executable).with_name("uv")
        export = ["export", "--quiet", "--frozen", "--no-emit-project", "--all-extras", "--output-file", str(locked)]
        subprocess.run([uv, *export], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--format", "json"]
        done = subprocess.run([*command, "--requirement", str(locked)], capture_output=True, text=True, check=False)
    answer: dict[str, Any] = json.loads(done.stdout) if done.stdout.startswith("{") else {"dependencies": []}
    return answer, done.stderr.strip()


def main() -> int:
    """Print both lists."""
    answer, said = ask()
    found, unknown = advisories(answer)
    asked = len(answer["dependencies"])
    print(*found, sep="\n")
    print(f"{asked - len(unknown)} of {asked} dependencies looked up, {len(found)} advisories")
    if unknown or not asked:
        print(f"no advisories could be reached for the rest: {' '.join(unknown) or said}")
    rows = vendored()
    for name, file, digest, is_same in rows:
        print(f"{name}  {file}  sha256 {digest}{'' if is_same else '  NOT THE FILE OF THE MANIFEST'}")
    return 0 if not found and all(is_same for *_, is_same in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
