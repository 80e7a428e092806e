"""A page drawn as vectors: text, lines, boxes, a map at an exact scale; millimetres from the upper left corner."""

from __future__ import annotations

import datetime as dt
import io
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf, PdfPages
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from geo.atlas.symbology import PALETTE, PRINT_PALETTE
from geo.printing import fonts
from geo.printing.embed_fonts import embed_outlines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

INK, SOFT, FAINT, RULE = PALETTE["ink"], PALETTE["ink-soft"], PRINT_PALETTE["faint"], PALETTE["line-strong"]
BRAND, TINT, SEA, ACCENT = PALETTE["brand"], PALETTE["brand-soft"], PALETTE["sea"], PALETTE["accent"]
MM_PER_INCH = 25.4

#: One page is drawn at a time, because matplotlib shares its font cache and settings in the whole process.
_DRAWING = threading.Lock()


@dataclass(frozen=True)
class PaperWindow:
    """A rectangle on the ground and its size on paper.

    Attributes
    ----------
    east, north : float
        Centre in metres of EPSG:4529.
    scale : int
        Denominator of the scale.
    width_mm, height_mm : float
        Size of the map on paper.
    """

    east: float
    north: float
    scale: int
    width_mm: float
    height_mm: float

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in metres."""
        half_width = self.width_mm * self.scale / 2000.0
        half_height = self.height_mm * self.scale / 2000.0
        return self.east - half_width, self.north - half_height, self.east + half_width, self.north + half_height

    def mm(self, metres: float) -> float:
        """Convert a length on the ground to millimetres on paper."""
        return metres * 1000.0 / self.scale


class Page:
    """One page.

    Parameters
    ----------
    width_mm, height_mm : float
        Size of the paper.
    """

    def __init__(self, width_mm: float, height_mm: float) -> None:
        self.width_mm, self.height_mm = width_mm, height_mm
        self.figure = Figure(figsize=(width_mm / MM_PER_INCH, height_mm / MM_PER_INCH), facecolor="white")
        self._mm = Affine2D().scale(1 / MM_PER_INCH, -1 / MM_PER_INCH).translate(0, height_mm / MM_PER_INCH)
        self._transform = self._mm + self.figure.dpi_scale_trans

    def text(self, x: float, y: float, text: str, size: float, **style: Any) -> None:
        """Write one line with its baseline at `y`.

        Parameters
        ----------
        x, y : float
            Millimetres from the left and from the top.
        text : str
        size : float
            Points.
        **style
            ``color``, ``align`` ("left", "center", "right"), ``bold``, ``rotation`` in degrees, ``zorder``.
        """
        self.figure.add_artist(
            Text(
                x,
                y,
                plain(text),
                fontsize=size,
                color=style.get("color", INK),
                ha=style.get("align", "left"),
                va="baseline",
                rotation=style.get("rotation", 0),
                rotation_mode="anchor",
                fontfamily=fonts.FAMILY,
                fontweight=700 if style.get("bold") else 400,
                transform=self._transform,
                zorder=style.get("zorder", 5),
                parse_math=False,
            )
        )

    def paragraph(self, x: float, y: float, width: float, text: str, size: float, **style: Any) -> float:
        """Write a text in a column, its first baseline at `y`; return the next baseline after the text.

        Parameters
        ----------
        x, y, width : float
            Millimetres.
        text : str
        size : float
            Points.
        **style
            As of `text`; ``leading`` is the distance of baselines in millimetres, by default 1.6 times the size.
        """
        leading = style.pop("leading", size / fonts.PT_PER_MM * 1.6)
        for line in fonts.wrap(text, size, width, bold=style.get("bold", False)):
            self.text(x, y, line, size, **style)
            y += leading
        return y

    def rule(
        self, x0: float, y0: float, x1: float, y1: float, width: float = 0.4, color: str = RULE, dash: Any = "solid"
    ) -> None:
        """Draw a line of `width` points."""
        line = Line2D([x0, x1], [y0, y1], linewidth=width, color=color, transform=self._transform, zorder=4)
        line.set_linestyle(dash)
        line.set_solid_capstyle("butt")
        self.figure.add_artist(line)

    def box(self, x: float, y: float, width: float, height: float, **style: Any) -> None:
        """Draw a rectangle; ``fill``, ``edge``, ``line`` (points), ``hatch``, ``dash``, ``alpha`` and ``zorder``."""
        patch = Rectangle(
            (x, y),
            width,
            height,
            facecolor=style.get("fill", "none"),
            edgecolor=style.get("edge", "none"),
            linewidth=style.get("line", 0.4),
            linestyle=style.get("dash", "solid"),
            hatch=style.get("hatch"),
            transform=self._transform,
            zorder=style.get("zorder", 3),
        )
        self.figure.add_artist(patch)

    def polygon(self, points: Sequence[tuple[float, float]], **style: Any) -> None:
        """Draw a filled polygon; ``fill``, ``edge``, ``line``."""
        self.figure.add_artist(
            Polygon(
                points,
                closed=True,
                facecolor=style.get("fill", "none"),
                edgecolor=style.get("edge", "none"),
                linewidth=style.get("line", 0.4),
                transform=self._transform,
                zorder=style.get("zorder", 5),
            )
        )

    def map(self, x: float, y: float, window: PaperWindow) -> Axes:
        """Add a map with its upper left corner at (`x`, `y`), exactly at the scale of the window."""
        left, bottom = x / self.width_mm, 1.0 - (y + window.height_mm) / self.height_mm
        size = (window.width_mm / self.width_mm, window.height_mm / self.height_mm)
        axes = self.figure.add_axes((left, bottom, *size))
        west, south, east, north = window.bounds
        axes.set_xlim(west, east)
        axes.set_ylim(south, north)
        axes.set_xticks([])
        axes.set_yticks([])
        axes.set_facecolor(SEA)
        axes.set_autoscale_on(False)
        for spine in axes.spines.values():
            spine.set(linewidth=0.8, color=INK, zorder=60)
        return axes


def plain(text: str) -> str:
    """Replace control characters by spaces; raise MissingGlyphError if the font lacks a character."""
    return fonts.require_glyphs(fonts.straight("".join(char if char >= " " else " " for char in text)))


def to_pdf(pages: Sequence[Page], *, title: str, subject: str, day: dt.date) -> bytes:
    """Write pages as one PDF, with embedded fonts and text that can be selected.

    Parameters
    ----------
    pages : sequence of Page
    title, subject : str
        Entries of the document information.
    day : datetime.date
        Date of creation in the document information.

    Returns
    -------
    bytes
    """
    moment = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
    info = {"Title": title, "Subject": subject, "Author": "Lingang Atlas 临港规划图集", "CreationDate": moment}
    out = io.BytesIO()
    # With font type 42 text can be copied in one piece; `embed_outlines` then makes the fonts conform.
    with _DRAWING, rc_context({"pdf.fonttype": 42}), PdfPages(out, metadata=info) as book:
        for page in pages:
            FigureCanvasPdf(page.figure)
            book.savefig(page.figure)
    return embed_outlines(out.getvalue())


def to_png(page: Page, dpi: int) -> bytes:
    """Write a page as a PNG of `dpi` pixels per inch."""
    out = io.BytesIO()
    with _DRAWING:
        FigureCanvasAgg(page.figure)
        page.figure.savefig(out, format="png", dpi=dpi)
    return out.getvalue()
