"""One place, or the places that meet conditions: filter, profile, search, documents side by side. Reads no file."""
