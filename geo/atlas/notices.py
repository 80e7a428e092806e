"""What must travel with the data: licence, disclaimer, and the notes under a table or beside a layer.

The notes of every file stand in one order: layer, what is particular to the file, method of area, data version, day,
reference system, licence, disclaimer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from geo import words
from geo.atlas.schema import OWN_PREFIX, SENT
from geo.measure.area import ELLIPSOIDAL

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

DISCLAIMER_ZH, DISCLAIMER_EN = words.both("notice.disclaimer")
#: Licence of the layers and tables of the atlas.
LICENCE_ZH, LICENCE_EN = words.both("licence.atlas")
_CATALOGUE_ID = re.compile(r"[a-z][a-z_]*")


class Note(NamedTuple):
    """A line that travels with data.

    Attributes
    ----------
    key : str
        Name of the line, for formats that carry keys and values.
    zh, en : str
    """

    key: str
    zh: str
    en: str


def licence_of(layer_id: str) -> tuple[str, str]:
    """Return the licence of a layer in Chinese and English; that of the reader's own is for its owner to say.

    The reader's own are layers of a workspace or store, shapes that were sent, and files, whose names are no ids of the
    catalogue.

    Parameters
    ----------
    layer_id : str
        A field by which it is divided may stand behind a colon.
    """
    name = layer_id.partition(":")[0]
    is_own = name == SENT or name.startswith(OWN_PREFIX) or not _CATALOGUE_ID.fullmatch(name)
    return words.both("licence.own") if is_own else (LICENCE_ZH, LICENCE_EN)


def notes(
    layers: Sequence[Mapping[str, str | None]],
    version: str,
    *,
    crs: str = ELLIPSOIDAL.crs,
    particulars: Sequence[tuple[str, str]] = (),
    day: dt.date | None = None,
) -> list[Note]:
    """Make the notes of a file.

    Parameters
    ----------
    layers : sequence of mapping
        ``id``, ``title_zh``, ``title_en`` of the layer, then of the layer it is divided by. Without any, the file is
        of all layers of the atlas.
    version : str
        Hash of the data.
    crs : str
        Reference system of the coordinates; by default that of the areas.
    particulars : sequence of (str, str)
        What is to say of this file alone, in Chinese and English.
    day : datetime.date, optional
        Day of an export.

    Returns
    -------
    list of Note
    """
    titles = [(str(layer["title_zh"]), str(layer["title_en"])) for layer in layers]
    licences = dict.fromkeys(licence_of(str(layer["id"])) for layer in layers) or [(LICENCE_ZH, LICENCE_EN)]
    method = (ELLIPSOIDAL.name_zh, ELLIPSOIDAL.name_en)
    return [
        *(_note(key, title=title) for key, title in zip(("layer", "by"), titles, strict=False)),
        *(Note("about", zh, en) for zh, en in particulars),
        _note("area_method", name=method),
        _note("version", version=version),
        *([] if day is None else [_note("date", day=day.isoformat())]),
        _note("crs", crs=crs),
        *(_note("licence", licence=licence) for licence in licences),
        Note("disclaimer", DISCLAIMER_ZH, DISCLAIMER_EN),
    ]


def register_notes(title: tuple[str, str], version: str, day: str | None = None) -> list[Note]:
    """Make the notes of a file of statements, which measures nothing.

    Parameters
    ----------
    title : (str, str)
        What it holds, in Chinese and English.
    version : str
        Hash of the data.
    day : str, optional
        The day for which the register answers.
    """
    return [
        _note("register", title=title),
        *([_note("as_of", day=day)] if day else []),
        _note("version", version=version),
        _note("licence", licence=(LICENCE_ZH, LICENCE_EN)),
        Note("disclaimer", DISCLAIMER_ZH, DISCLAIMER_EN),
    ]


def texts(lines: Sequence[Note]) -> list[tuple[str, str]]:
    """Return the Chinese and the English text of each note."""
    return [(note.zh, note.en) for note in lines]


def _note(key: str, **values: object) -> Note:
    return Note(key, *words.both(f"note.{key}", **values))
