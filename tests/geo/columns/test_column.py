"""A column falls back from the page heading to that of files, and from its own format to that of its kind."""

from __future__ import annotations

from geo.columns.column import Column


def test_headings_and_formats_fall_back() -> None:
    plain = Column("x_zh", "text", ("甲", "a"))
    assert (plain.heading, plain.page_heading, plain.number_format, plain.width) == (
        ("甲", "a"),
        ("甲", "a"),
        "General",
        26,
    )
    full = Column("share", "share", ("甲", "a"), ("乙", "b"), ("丙", "c"), cells="0%")
    assert (full.heading, full.page_heading, full.number_format, full.width) == (("乙", "b"), ("丙", "c"), "0%", 14)
