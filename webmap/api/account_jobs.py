"""Area statistics written as files, in the server or in one of its workers: it knows no request."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from geo.atlas.schema import SENT
from geo.readers.vector_file import as_parameter_errors, parse_geojson
from geo.spreadsheets import account_files
from geo.stats.accounts import make_account, of_input, round_as_asked
from geo.store.file_layer import with_extra_layer

if TYPE_CHECKING:
    from geo import Atlas
    from geo.stats.crosstab import Crosstab
    from geo.stats.layer_areas import Account

#: Titles of the layer made of the polygons in a body.
_TITLES = ("所传图形", "shapes sent")


def written_account(
    atlas: Atlas, made: Account | Crosstab, *, kind: str, digits: int | None, balance: bool, bom: bool
) -> bytes:
    """Write the statistics of a layer in a format; the other arguments as of ``/stats/<zones>.<kind>``."""
    return account_files.write_account(atlas, round_as_asked(made, digits, balance=balance), kind, bom=bom)


def account_of_shapes(
    atlas: Atlas, sent: bytes, *, kind: str, by: str | None, digits: int | None, balance: bool, bom: bool
) -> tuple[str, bytes]:
    """Compute the statistics of the polygons of a GeoJSON and write them in a format.

    Parameters
    ----------
    atlas : Atlas
    sent : bytes
        The GeoJSON.
    kind, by, digits, balance, bom
        As of ``POST /stats.<kind>``.

    Returns
    -------
    tuple of str and bytes
        The version of the atlas with these polygons, which is ``input_version`` in the file, and the file.

    Raises
    ------
    ParameterError
        If `sent` is no GeoJSON with polygons, or an option makes no sense.
    """
    with as_parameter_errors():
        frame = parse_geojson(sent, "body")
    own = with_extra_layer(atlas, frame, SENT, _TITLES, hashlib.sha256(sent).hexdigest())
    account = of_input(make_account(own, SENT, by), atlas.version)
    return own.version, written_account(own, account, kind=kind, digits=digits, balance=balance, bom=bom)
