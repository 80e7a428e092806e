"""Layers as a screen shows them, in Web Mercator: SVG, map document, first view, vector tiles. Measures nothing."""
