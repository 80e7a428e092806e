"""One place, or the places that meet a condition: filter, profile, search, documents side by side. No file."""
