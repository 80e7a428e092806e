"""OGC API - Features, Parts 1 to 3 and 5, and Tiles, Part 1: for QGIS, GDAL and other clients.

pygeoapi is not used: it reads its settings at import, brings 45 packages and reads its files again for every request.
Here one page of features comes from the atlas that is loaded already.
"""
