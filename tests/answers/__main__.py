"""Record the answers of a checkout, or compare two recordings.

``python -m tests.answers record FOLDER [--checkout DIR]`` asks DIR (this checkout by default) everything in
`tests.answers.questions` and writes one text file an answer. ``python -m tests.answers compare FOLDER FOLDER`` prints
what differs and ends with status 1 if anything does. Needs pdftotext.
"""

from __future__ import annotations

import argparse
import datetime
import difflib
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from tests.answers.normal import masked, normal
from tests.answers.questions import POINTS_FILE, SQUARE, Request, commands, requests

#: Sets come out in one order, or a drawing would list its classes in another one each time.
_SEED = {"PYTHONHASHSEED": "0"}
_HEADERS = ("Content-Type", "Content-Disposition", "Cache-Control", "Vary", "Location", "Allow")


def main() -> int:
    """Run one of the two commands."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = parser.add_subparsers(dest="command", required=True)
    rec = sub.add_parser("record")
    rec.add_argument("folder", type=Path)
    rec.add_argument("--checkout", type=Path, default=Path.cwd())
    rec.add_argument("--part", choices=("all", "requests", "commands"), default="all")
    com = sub.add_parser("compare")
    com.add_argument("before", type=Path)
    com.add_argument("after", type=Path)
    com.add_argument("--lines", type=int, default=12, help="lines shown of each difference")
    given = parser.parse_args()
    if given.command == "compare":
        return compare(given.before, given.after, given.lines)
    if os.environ.get("PYTHONHASHSEED") != "0":
        again = [sys.executable, "-m", "tests.answers", *sys.argv[1:]]
        return subprocess.run(again, env={**os.environ, **_SEED}, check=False).returncode
    record(given.folder, given.checkout.resolve(), given.part)
    return 0


def record(folder: Path, checkout: Path, part: str) -> None:
    """Write the answers of a checkout into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    today = datetime.datetime.now(tz=datetime.UTC).astimezone().date().isoformat()
    sys.path.insert(0, str(checkout))
    for name in [name for name in sys.modules if name.split(".")[0] in {"geo", "webmap"}]:
        del sys.modules[name]
    index = {}
    if part != "commands":
        from webmap import create_app  # noqa: PLC0415  of the checkout asked

        client = create_app({"PROPAGATE_EXCEPTIONS": False}).test_client()
        for number, request in enumerate(requests()):
            index[request.name] = _write(folder, f"r{number:03}", _answer(client, request, today))
    if part != "requests":
        with tempfile.TemporaryDirectory() as inputs:
            (Path(inputs) / "square.geojson").write_text(SQUARE, encoding="utf-8")
            (Path(inputs) / "points.txt").write_text(POINTS_FILE, encoding="gb18030")
            for number, words in enumerate(commands(Path(inputs))):
                name = "lingang " + " ".join(words).replace(inputs, "<in>")
                index[name] = _write(folder, f"c{number:03}", _ran(checkout, words, inputs, today))
    (folder / "index.json").write_text(json.dumps(index, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"{len(index)} answers of {checkout} in {folder}")  # noqa: T201


def _write(folder: Path, name: str, text: str) -> str:
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return f"{name}.txt"


def _answer(client: object, request: Request, today: str) -> str:
    kind = {"content_type": request.content_type} if request.content_type else {}
    response = client.open(  # type: ignore[attr-defined]
        request.path, method=request.method, data=request.body.encode(), headers=request.headers, **kind
    )
    head = [f"status {response.status_code}"]
    head += [f"{name}: {response.headers[name]}" for name in _HEADERS if name in response.headers]
    body = normal(response.data, response.headers.get("Content-Type", "") + request.path, today)
    return masked("\n".join(head), today) + "\n\n" + body


def _ran(checkout: Path, words: list[str], inputs: str, today: str) -> str:
    entry = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]["lingang"]
    module, _, function = entry.partition(":")
    code = f"import sys; sys.argv[0] = 'lingang'; from {module} import {function}; {function}()"
    environment = {**os.environ, "PYTHONPATH": str(checkout), "COLUMNS": "100", **_SEED}
    with tempfile.TemporaryDirectory() as outputs:
        given = [word.replace("{out}", f"{outputs}/out") for word in words]
        done = subprocess.run(
            [sys.executable, "-c", code, *given], capture_output=True, cwd=outputs, env=environment, check=False
        )
        files = [f"== {path.name}\n{normal(path.read_bytes(), path.suffix, today)}" for path in _files(Path(outputs))]
    said = [f"status {done.returncode}", "-- out", normal(done.stdout, "", today), "-- err", done.stderr.decode()]
    return "\n".join([*said, *files]).replace(outputs, "<out>").replace(inputs, "<in>").replace(str(checkout), "<here>")


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def compare(before: Path, after: Path, lines: int) -> int:
    """Print what differs between two recordings; return 1 if anything does."""
    old, new = (json.loads((folder / "index.json").read_text(encoding="utf-8")) for folder in (before, after))
    differ = 0
    for name in dict.fromkeys([*old, *new]):
        texts = [
            (folder / index[name]).read_text(encoding="utf-8").splitlines() if name in index else ["(not asked)"]
            for folder, index in ((before, old), (after, new))
        ]
        if texts[0] != texts[1]:
            differ += 1
            shown = list(difflib.unified_diff(*texts, "before", "after", lineterm="", n=0))
            print(f"\n### {name}", *(line[:200] for line in shown[2 : 2 + lines]), sep="\n")  # noqa: T201
    print(f"\n{differ} of {len(old)} answers differ")  # noqa: T201
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
