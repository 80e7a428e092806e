"""Where the font of everything printed lies: Noto Sans CJK SC in all weights (SIL OFL), installed with the program.

Why this one: it is a variable font, so that one file has every weight from 100 to 900 with the character forms of
mainland China, and Typst sets all of them. No package has the static regular and bold together.
"""

from __future__ import annotations

from pathlib import Path

import manimgx_fonts_cjk

FONT_FOLDER = Path(manimgx_fonts_cjk.__file__).parent
FONT_FILE = FONT_FOLDER / "NotoSansCJK-VF.otf.ttc"
FAMILY = "Noto Sans CJK SC"
#: Index of the font of the mainland; the collection has fonts for five regions.
FACE = 2
