"""Area statistics of a layer, alone or divided by another. Knows no file format."""
