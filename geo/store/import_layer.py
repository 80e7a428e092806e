"""Import a vector file into a store as a layer of any size: whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import Fault, ParameterError, SourceError
from geo.progress import ignore
from geo.store.checked_pieces import Findings, ready_pieces
from geo.store.layer_ids import layer_id_of, title_of
from geo.store.layer_note import LayerNote, note_path, note_paths, read_note, write_note
from geo.store.name_column import english_column, name_column
from geo.store.own_columns import names_in_frames, names_in_table
from geo.store.source_pieces import Source, open_source
from geo.text_files import written_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa

    from geo.progress import Progress
    from geo.store.checked_pieces import ReadyPiece


@dataclass(frozen=True)
class ImportOptions:
    """How a file is imported.

    Attributes
    ----------
    name : str
        Of the layer; its id is made of it.
    title : str or None
        By default the name.
    layer : str or None
        Which layer of the file.
    name_field : str or None
        Column of the file with the names of features.
    force : bool
        Replace a layer of the same id.
    repair : bool
        Repair invalid shapes; without it they are an error.
    """

    name: str
    title: str | None = None
    layer: str | None = None
    name_field: str | None = None
    force: bool = False
    repair: bool = False


def import_layer(path: Path, store: Path, options: ImportOptions, progress: Progress = ignore) -> LayerNote:
    """Import a file into a folder.

    Parameters
    ----------
    path : pathlib.Path
        A vector file in any format of `geo.readers.file_names`.
    store : pathlib.Path
        The folder; it is made if it is missing.
    options : ImportOptions
    progress : Progress

    Returns
    -------
    LayerNote
        What was imported, and what was repaired.

    Raises
    ------
    SourceError, CRSError, GeometryError, ParameterError
        As in `geo.store.source_pieces.open_source` and `geo.store.checked_pieces.ready_pieces`; also if the store has a
        layer of this id, or the file has no feature.
    """
    from geo.store.geopackage_file import write_geopackage  # noqa: PLC0415  GDAL, which reading a store does not need

    store.mkdir(parents=True, exist_ok=True)
    layer_id = layer_id_of(options.name)
    others = [read_note(one) for one in note_paths(store)]
    old = next((one for one in others if one.id == layer_id), None)
    if old is not None and not options.force:
        raise ParameterError(taken(layer_id, str(store)))
    number = old.number if old else next(n for n in range(len(others) + 1) if n not in {one.number for one in others})
    findings = Findings()
    with open_source(path, options.layer) as source:
        chosen = chosen_names(source, options, str(path))
        target = store / f"{layer_id}.gpkg"
        with written_whole(target) as made:
            pieces = counted(ready_pieces(source, str(path), findings, repair=options.repair), source, path, progress)
            write_geopackage(made, source.schema, pieces, findings)
            if not findings.count:
                raise SourceError(Fault("no feature", "at least one", str(path), "name a file that holds features"))
        note = note_of_import(path, source, findings, options, (layer_id, number), chosen)
        write_note(store, note)
    return note


def taken(layer_id: str, where: str) -> Fault:
    """Return the fault of a name that a layer has already."""
    return Fault(
        f"layer {layer_id!r} exists", "a name of its own", where, "choose another name, or --force to replace it"
    )


def counted(pieces: Iterator[ReadyPiece], source: Source, path: Path, progress: Progress) -> Iterator[ReadyPiece]:
    """Report how many features were taken."""
    step, done = f"importing {path.name}", 0
    progress(step, 0, source.count)
    for piece in pieces:
        yield piece
        done += len(piece.shapes)
        progress(step, done, max(source.count, done))


def chosen_names(source: Source, options: ImportOptions, where: str) -> tuple[str | None, str | None]:
    """Return the columns, as frames will call them, with the names of features and their English names."""
    kinds = {field.name: _kind(field.type) for field in source.schema}
    name, english = name_column(kinds, options.name_field, where), english_column(kinds)
    stored = names_in_table(source.schema.names)
    framed = names_in_frames(stored.values())
    named, in_english = (framed[stored[one]] if one else None for one in (name, english))
    return named, in_english


def note_of_import(
    path: Path,
    source: Source,
    findings: Findings,
    options: ImportOptions,
    layer: tuple[str, int],
    names: tuple[str | None, str | None],
) -> LayerNote:
    """Return the note of what was imported; `layer` is its id and number, `names` its columns of names."""
    title = title_of(options.title or options.name) or layer[0]
    return LayerNote(
        id=layer[0],
        title_zh=title,
        title_en=title,
        origin=title_of(path.name),
        crs=source.crs.name,
        guessed=source.guessed,
        count=findings.count,
        number=layer[1],
        name_field=names[0],
        english_field=names[1],
        repairs=findings.repairs,
        repaired=findings.repaired,
        warnings=[(zh, en) for zh, en in source.warnings],
    )


def _kind(kind: pa.DataType) -> str:
    import pyarrow as pa  # noqa: PLC0415  loaded with the source

    return "text" if pa.types.is_string(kind) else "date" if pa.types.is_temporal(kind) else "number"
