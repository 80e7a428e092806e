"""A look of the catalogue: which shapes of a layer are drawn by which recipe, and with what colours."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Recipe = Literal[
    "area",
    "outline",
    "scope",
    "none",
    "band",
    "dot",
    "ring",
    "road",
    "rail",
    "river",
    "lake",
    "land",
    "flat",
    "limit",
    "line",
]
_HEX = r"^#[0-9a-fA-F]{6}$"


class Look(BaseModel):
    """How the shapes of a layer that meet its conditions are drawn; the first look whose conditions hold is taken.

    The words of the keys are in ``layers/README.md``, the recipes in `geo.atlas.looks.recipes`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    recipe: Recipe
    # conditions
    places: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    shape: Literal["area", "line", "point"] | None = None
    grades: tuple[str, ...] = ()
    over_km2: float | None = None
    within: str | None = None
    # words of the legend; without them, those of the place, the kind or the layer
    title_zh: str | None = None
    title_en: str | None = None
    # colours
    colour: str = Field(default="", pattern=r"^$|" + _HEX)
    edge: str = Field(default="", pattern=r"^$|" + _HEX)
    ink: str = Field(default="", pattern=r"^$|" + _HEX)
    doubt: str = Field(default="", pattern=r"^$|" + _HEX)
    shore: tuple[str, ...] = ()
    opacity: float = Field(default=1.0, ge=0, le=1)
    # sizes in CSS pixels
    width: float | tuple[tuple[float, float], ...] = 1.2
    inset: tuple[float, float, float] | None = None
    tint: tuple[float, float] | None = None
    glow: tuple[tuple[float, float], ...] = ()
    dash: str = Field(default="", pattern=r"^[0-9. ]*$")
    least_zoom: float = 0.0
    fades: bool = False
    arrow: bool = False
    level: int = 0
