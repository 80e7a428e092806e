"""Stored layers in GeoPackages, read by SQLite."""
