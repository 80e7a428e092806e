"""Write the sample parcels again: ``python -m tests.data.samples``."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import geopandas as gpd
import shapely
from shapely import affinity

from geo import load_atlas
from geo.export import write_layer
from geo.store.file_layer import resolve_layer

HERE = Path(__file__).parent
#: South-west corner in EPSG:4529, size of a parcel and width of the roads between parcels, in metres.
EAST, NORTH = 41_395_300.0, 3_416_900.0
WIDTH, DEPTH, ROAD = 480.0, 380.0, 40.0
#: Uses by row, from south to north.
USES = (
    ("工业用地", "工业用地", "仓储用地", "工业用地"),
    ("研发用地", "公园绿地", "工业用地", "研发用地"),
    ("居住用地", "居住用地", "公园绿地", "商业用地"),
)


def parcels() -> gpd.GeoDataFrame:
    """Make the parcels, in EPSG:4529."""
    rows, shapes = [], []
    for row, uses in enumerate(USES):
        for column, use in enumerate(uses):
            west, south = EAST + column * (WIDTH + ROAD), NORTH + row * (DEPTH + ROAD)
            shapes.append(shapely.box(west, south, west + WIDTH, south + DEPTH))
            number = len(rows) + 1
            rows.append({"place_id": f"sample-{number:02}", "name_zh": f"样例地块{number:02}", "use": use})
    turned = [affinity.rotate(shape, 6, origin=(EAST, NORTH)) for shape in shapes]
    return gpd.GeoDataFrame(rows, geometry=turned, crs="EPSG:4529")


def main() -> None:
    """Write both files."""
    target = HERE / "parcels.geojson"
    target.unlink(missing_ok=True)
    lonlat = parcels().to_crs("EPSG:4326")
    lonlat.geometry = shapely.set_precision(lonlat.geometry.to_numpy(), 1e-7)
    lonlat.to_file(target, driver="GeoJSON", engine="pyogrio", COORDINATE_PRECISION=7, RFC7946="YES")
    atlas, layer = resolve_layer(load_atlas(), str(target))
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "parcels.txt"
        write_layer(atlas, layer, "txt", made)
        shutil.copy(made, HERE / made.name)


if __name__ == "__main__":
    main()
