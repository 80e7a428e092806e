"""A project as slides: what of it the atlas can show, and a page for each view with map, note, legend and sources."""
