"""Vector tiles: the grid of their units, shapes on it, their bytes, and pyramids of tiles in PMTiles files."""
