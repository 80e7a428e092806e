"""Stored layers in a PostGIS database, live."""
