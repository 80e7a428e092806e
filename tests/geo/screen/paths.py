"""Reading SVG path data back, for tests."""

from __future__ import annotations

import re

import numpy as np


def drawn_points(path: str) -> list[np.ndarray]:
    """The lines of path data, absolute."""
    lines = []
    for part in re.findall(r"M([^Mz]*)", path):
        start, _, legs = part.partition("l")
        steps = [[float(value) for value in start.split()]]
        steps += np.array([float(value) for value in legs.split()]).reshape(-1, 2).tolist()
        lines.append(np.cumsum(steps, axis=0))
    return lines
