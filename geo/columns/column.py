"""What is known of one column of a table or file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: The Chinese and the English text of a heading.
Heading = tuple[str, str]


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes
    ----------
    key : str
        Name in JSON and in exported layers, with the unit in it where the value has one.
    kind : {"text", "number", "share"}
        Numbers and shares (0 to 1) are IEEE doubles in every format.
    label : (str, str)
        What the column holds, in the field dictionary of an exported layer.
    title : (str, str), optional
        Over the column in a CSV or workbook, with the unit; without one the label.
    short : (str, str), optional
        Over the column of a page; without one the heading of files.
    code : str
        Planning code of at most ten ASCII characters; empty where no exported layer carries the column.
    unit : str
        Unit of the value, empty for texts and shares.
    origin : {"standard", "ours"}
        Whether the code stands in the national specification.
    digits : int
        Decimal places on a page; of a share, of its per cent.
    sign : {"", "+", "±"}
        What a page puts before the figure: its sign, or plus-minus.
    cells : str
        Number format of the cells of a workbook; without one that of the kind.
    is_long : bool
        Whether a page gives the text room to wrap.
    """

    key: str
    kind: Literal["text", "number", "share"]
    label: Heading
    title: Heading | None = None
    short: Heading | None = None
    code: str = ""
    unit: str = ""
    origin: Literal["standard", "ours"] = "ours"
    digits: int = 2
    sign: Literal["", "+", "±"] = ""
    cells: str = ""
    is_long: bool = False

    @property
    def heading(self) -> Heading:
        """Heading in a CSV or workbook."""
        return self.title or self.label

    @property
    def page_heading(self) -> Heading:
        """Heading on a page."""
        return self.short or self.heading

    @property
    def number_format(self) -> str:
        """Number format of the cells of a workbook."""
        return self.cells or {"text": "General", "number": "#,##0.00", "share": "0.0%"}[self.kind]

    @property
    def width(self) -> int:
        """Width in a workbook, in digits: names and sentences get room."""
        return 26 if self.key.endswith(("_zh", "_en", "_id")) else 14
