"""The colours of `geo.atlas.symbology` as custom properties of the style sheet, where pages and scripts take them."""

from __future__ import annotations

from geo.atlas.symbology import PALETTE


def custom_properties() -> str:
    """Return the rule that declares each colour, such as ``--accent``."""
    return f":root {{{'; '.join(f'--{name}: {colour}' for name, colour in PALETTE.items())}; }}"
