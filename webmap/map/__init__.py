"""The parts of the map page made in Python: Folium map, first view, basemaps, and the map for notebooks."""
