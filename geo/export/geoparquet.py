"""Write GeoParquet 1.1 that programs read in part: shapes near one another lie together, and each has its box.

A program that wants a part of a layer reads the boxes of a row group from the statistics of the file, and passes over
the groups that lie elsewhere.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import shapely
from pyarrow import parquet

from geo.export.gdal import arrow_stream

if TYPE_CHECKING:
    from pathlib import Path

    from geo.export.layer_content import LayerContent

#: Rows of a group: what is read for one feature.
ROW_GROUP = 4_000
_SIDES = ("xmin", "ymin", "xmax", "ymax")
_SHAPES, _BOXES = "geometry", "bbox"


def write(content: LayerContent, path: Path, *, naming: str = "names") -> None:
    """Write the content of a layer as GeoParquet 1.1, the notes in the metadata of the file.

    Parameters
    ----------
    content : LayerContent
        A layer of more than one row group is sorted along a Hilbert curve; a smaller one keeps its order.
    path : pathlib.Path
    naming : {"names", "codes"}
    """
    if content.summary.features > ROW_GROUP:
        content = content.in_space()
    taken = {str(name) for name in content.attributes.columns}
    boxes = _BOXES if _BOXES not in taken else f"{_SHAPES}_{_BOXES}"
    stream = arrow_stream(content, naming)
    notes = {f"lingang:{key}": value for key, value in content.metadata().items()}
    fields = [*stream.schema, pa.field(boxes, pa.struct([(side, pa.float64()) for side in _SIDES]))]
    schema = pa.schema(fields, {"geo": geoparquet_metadata(content, boxes), **notes})
    with parquet.ParquetWriter(path, schema, compression="zstd") as out:
        for batch in stream:
            columns = [*batch.columns, _boxes(batch.column(_SHAPES))]
            out.write_table(pa.Table.from_arrays(columns, schema=schema), row_group_size=ROW_GROUP)


def _boxes(shapes: Any) -> Any:
    """Compute the box of each shape of a column of WKB; null where there is none."""
    wkb = (shapes.storage if isinstance(shapes, pa.ExtensionArray) else shapes).to_numpy(zero_copy_only=False)
    bounds = shapely.bounds(shapely.from_wkb(wkb))
    missing = np.isnan(bounds).any(axis=1)
    sides = [pa.array(bounds[:, number], mask=missing) for number in range(len(_SIDES))]
    return pa.StructArray.from_arrays(sides, list(_SIDES), mask=pa.array(missing))


def geoparquet_metadata(content: LayerContent, boxes: str) -> str:
    """Write the ``geo`` member of GeoParquet (specification 1.1, file metadata)."""
    kinds = sorted(content.summary.kinds)
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": kinds, "crs": content.crs.to_json_dict()}
    column["covering"] = {"bbox": {side: [boxes, side] for side in _SIDES}}
    if content.bounds:
        column["bbox"] = list(content.bounds)
    return json.dumps({"version": "1.1.0", "primary_column": _SHAPES, "columns": {_SHAPES: column}})
