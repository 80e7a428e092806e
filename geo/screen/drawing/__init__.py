"""Parts of the one drawing of the map: paths, paints, marks, kilometre grid, names and their room. No data, no page."""
