"""A project as slides: a page for each view, with its map, title, note, legend and sources."""
