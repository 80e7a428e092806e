"""The parts of the Folium map page."""
