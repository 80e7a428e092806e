"""The bold font holds the mainland's characters, is made once, and is refused where the two fonts differ."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import noto_cjk_sans_jp_bold
import noto_cjk_sans_otc
import pytest
from fontTools.ttLib import TTFont

from geo.printing import bold_font as fonts
from geo.printing.bold_font import bold_path

REGULAR = Path(noto_cjk_sans_otc.FONT_PATH)


def test_the_bold_face_has_every_character_and_the_glyph_the_regular_face_has_for_it() -> None:
    with (
        TTFont(noto_cjk_sans_otc.FONT_PATH, fontNumber=2) as regular,
        TTFont(fonts.BOLD) as bold,
        TTFont(noto_cjk_sans_jp_bold.FONT_PATH) as japanese,
    ):
        assert bold["OS/2"].usWeightClass == 700
        glyphs = bold["cmap"].getBestCmap()
        assert glyphs == regular["cmap"].getBestCmap()
        # The same numbers in the same collection of glyphs; Japan's forms of these characters have other numbers.
        others = japanese["cmap"].getBestCmap()
    assert all(glyphs[ord(char)] != others[ord(char)] for char in "直骨关角海令“”")


def test_the_name_says_which_forms_the_font_has() -> None:
    with TTFont(fonts.BOLD) as bold:
        names = {str(record) for record in bold["name"].names}
        assert bold["CFF "].cff.fontNames == ["NotoSansCJKsc-Bold"]
    assert "Noto Sans CJK SC" in " ".join(names)
    assert not any("CJK JP" in name or "CJKjp" in name for name in names)


def test_the_font_is_made_once() -> None:
    made = fonts.BOLD.stat().st_mtime_ns
    assert bold_path(REGULAR, 2) == fonts.BOLD
    assert fonts.BOLD.stat().st_mtime_ns == made
    assert bold_path(REGULAR, 2).parent == Path(mpl.get_cachedir())


def test_fonts_of_different_glyphs_are_not_put_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mpl, "get_cachedir", lambda: str(tmp_path))
    other = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    with pytest.raises(RuntimeError, match="not of one version"):
        bold_path(other, 0)
    assert list(tmp_path.glob("lingang-bold-*")) == []
