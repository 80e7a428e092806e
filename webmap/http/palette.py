"""The colours of `geo.atlas.symbology` as custom properties of the style sheet, where pages and scripts take them."""

from __future__ import annotations

from geo.atlas.symbology import PALETTE

#: The page, and what stays light in a dark one (``styles/dark.css``).
LIGHT = ":root, .atlas-map, .keeps-light"


def custom_properties() -> str:
    """Return the rule that declares each colour, such as ``--accent``; in a dark page the map keeps these."""
    return f"{LIGHT} {{{'; '.join(f'--{name}: {colour}' for name, colour in PALETTE.items())}; }}"
