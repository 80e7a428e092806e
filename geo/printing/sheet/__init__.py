"""The map sheet: what the map page shows, on paper at a stated scale."""
