"""The font registered with matplotlib, for what is still drawn with it: static files, as it reads no variable font."""

from __future__ import annotations

from pathlib import Path

import noto_cjk_sans_otc
from matplotlib import font_manager

from geo.printing.bold_font import bold_path
from geo.printing.font_file import FACE, FAMILY

REGULAR = Path(noto_cjk_sans_otc.FONT_PATH)
BOLD = bold_path(REGULAR, FACE)

# Before all others, so that matplotlib cannot find another copy of the family on the system.
font_manager.fontManager.ttflist[:0] = [
    font_manager.FontEntry(fname=str(REGULAR), index=FACE, name=FAMILY, weight=400),
    font_manager.FontEntry(fname=str(BOLD), index=0, name=FAMILY, weight=700),
]
