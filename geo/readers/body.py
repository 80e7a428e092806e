"""Read the body of a request: GeoJSON, or boundary points (界址点)."""

from __future__ import annotations

from geo.readers import boundary_points
from geo.readers.vector_file import VectorFile, as_parameter_errors, parse_geojson, vector_file_of


def body_features(sent: bytes, *, points: bool) -> VectorFile:
    """Read what was sent into features in degrees.

    Parameters
    ----------
    sent : bytes
    points : bool
        Whether it is 界址点; else it is GeoJSON.

    Returns
    -------
    VectorFile
        Its features have the warnings in ``attrs["warnings"]`` too, as rows of ``text_zh`` and ``text_en``.

    Raises
    ------
    ParameterError
        If it cannot be read.
    CRSError, GeometryError
        As `geo.readers.vector_file.parse_geojson` does.
    """
    with as_parameter_errors():
        if not points:
            return VectorFile(parse_geojson(sent, "body"), "WGS 84", guessed=False)
        read = vector_file_of(boundary_points.parse(sent, "body"), "body")
    read.features.attrs["warnings"] = read.warning_rows
    return read
