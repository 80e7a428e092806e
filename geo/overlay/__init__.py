"""Who shares how much ground with whom: zonal area of polygons. Knows arrays and frames, no atlas and no file."""
