"""Read a PDF with programs we did not write: poppler's tools and pypdf."""

from __future__ import annotations

import io
import math
import os
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pypdf
import pytest
from PIL import Image

MM_PER_PT = 25.4 / 72.0


def poppler(program: str, *args: str) -> str:
    """Run one of poppler's programs; a missing one is a failure where CI is set, else a skip."""
    if shutil.which(program) is None:
        hint = f"no {program} found; on Debian: apt-get install poppler-utils"
        pytest.fail(hint) if os.environ.get("CI") else pytest.skip(hint)
    return subprocess.run([program, *args], capture_output=True, check=True, timeout=60).stdout.decode()


def text_of(path: Path, order: str = "layout") -> str:
    """Read the text a reader can select, without white space, as it lies on the page or ("raw") as it was written."""
    return re.sub(r"\s", "", poppler("pdftotext", f"-{order}", str(path), "-"))


def fonts_of(path: Path) -> list[tuple[str, bool]]:
    """List name and embedding of each font."""
    lines = poppler("pdffonts", str(path)).splitlines()[2:]
    return [(line.split()[0], line[53:].split()[-5] == "yes") for line in lines]


def segments_mm(data: bytes, page: int = 0) -> list[float]:
    """Measure in millimetres all straight two-point lines on a page, read from its content stream."""
    return [math.dist(*line) for line in lines_mm(data, page) if len(line) == 2]


def lines_mm(data: bytes, page: int = 0) -> list[list[tuple[float, float]]]:
    """Read all lines drawn on a page: their points in millimetres from its lower left corner."""
    content = pypdf.PdfReader(io.BytesIO(data)).pages[page].get_contents()
    assert content is not None
    out: list[list[tuple[float, float]]] = []
    path: list[list[tuple[float, float]]] = []
    stack = [np.eye(3)]
    for operands, operator in content.operations:
        if operator == b"q":
            stack.append(stack[-1])
        elif operator == b"Q":
            stack.pop()
        elif operator == b"cm":
            a, b, c, d, e, f = map(float, operands)
            stack[-1] = np.array([[a, b, 0.0], [c, d, 0.0], [e, f, 1.0]]) @ stack[-1]
        elif operator in {b"m", b"l"}:
            x, y, _ = np.array([*map(float, operands), 1.0]) @ stack[-1] * MM_PER_PT
            if operator == b"m":
                path.append([])
            path[-1].append((float(x), float(y)))
        elif operator in {b"S", b"B"}:
            out += path
            path = []
        elif operator in {b"f", b"f*", b"n"}:
            path = []
    return out


def picture_of(data: bytes, folder: Path, dpi: int) -> Image.Image:
    """Draw the first page of a PDF with poppler, `dpi` pixels per inch."""
    path = folder / "drawn.pdf"
    path.write_bytes(data)
    poppler("pdftoppm", "-r", str(dpi), "-png", "-singlefile", str(path), str(path.with_suffix("")))
    with Image.open(path.with_suffix(".png")) as picture:
        return picture.convert("RGB")
