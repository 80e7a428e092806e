"""Import a vector file into a store as a layer of any size: whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import Fault, ParameterError, SourceError, UnknownLayerError, one_of
from geo.progress import ignore
from geo.readers import postgis
from geo.store.open_store import open_store
from geo.store.own.columns import names_in_frames, names_in_table
from geo.store.own.layer_ids import layer_id_of, title_of
from geo.store.own.layer_note import LayerNote, write_note
from geo.store.own.name_column import english_column, name_column
from geo.store.reading.checked_pieces import Findings, ready_pieces
from geo.store.reading.source_pieces import Source, open_source
from geo.store.store_folder import remove_files
from geo.text_files import written_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa

    from geo.progress import Progress
    from geo.store.reading.checked_pieces import ReadyPiece


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


def import_layer(path: Path, store: str | Path, options: ImportOptions, progress: Progress = ignore) -> LayerNote:
    """Import a file into a store.

    Parameters
    ----------
    path : pathlib.Path
        A vector file in any format of `geo.readers.file_names`.
    store : str or pathlib.Path
        A folder, which is made if it is missing, or the address of a PostGIS database.
    options : ImportOptions
    progress : Progress

    Returns
    -------
    LayerNote
        What was imported, and what was repaired.

    Raises
    ------
    SourceError, CRSError, GeometryError, ParameterError
        As in `geo.store.reading.source_pieces.open_source` and `geo.store.reading.checked_pieces.ready_pieces`; also if
        the store has a layer of this id, or the file has no feature.
    UnavailableError
        If a database does not answer.
    """
    layer_id = layer_id_of(options.name)
    others = {one.note.id: one.note.number for one in open_store(store).values()}
    if layer_id in others and not options.force:
        fault = Fault(
            f"layer {layer_id!r} exists", "a name of its own", "--as", "choose another, or --force to replace it"
        )
        raise ParameterError(fault)
    number = next(n for n in range(len(others) + 1) if n not in others.values())
    findings = Findings()
    with open_source(path, options.layer) as source:
        names = chosen_names(source, options, str(path))

        def note() -> LayerNote:
            if not findings.count:
                raise SourceError(Fault("no feature", "at least one", str(path), "name a file that holds features"))
            return note_of_import(path, source, findings, options, (layer_id, others.get(layer_id, number)), names)

        pieces = counted(ready_pieces(source, str(path), findings, repair=options.repair), source, path, progress)
        if postgis.is_address(str(store)):
            return _into_database(str(store), source, pieces, findings, layer_id, note)
        return _into_folder(Path(store), source, pieces, findings, layer_id, note)


def _into_folder(
    store: Path,
    source: Source,
    pieces: Iterator[ReadyPiece],
    findings: Findings,
    layer_id: str,
    note: Callable[[], LayerNote],
) -> LayerNote:
    from geo.store.geopackage.file import write_geopackage  # noqa: PLC0415  GDAL, which a database does not need

    store.mkdir(parents=True, exist_ok=True)
    with written_whole(store / f"{layer_id}.gpkg") as made:
        write_geopackage(made, source.schema, pieces, findings)
        said = note()
    write_note(store, said)
    return said


def _into_database(
    store: str,
    source: Source,
    pieces: Iterator[ReadyPiece],
    findings: Findings,
    layer_id: str,
    note: Callable[[], LayerNote],
) -> LayerNote:
    from geo.store.postgis.write import write_table, writing  # noqa: PLC0415  an extra: only a database needs it

    with writing(store) as connection:
        write_table(connection, layer_id, source.schema, pieces, lambda: (note(), findings.types))
    return note()


def remove_layer(store: str | Path, layer_id: str) -> None:
    """Remove a layer from a store.

    Raises
    ------
    UnknownLayerError
        If there is none of this id.
    SourceError
        If it is a table of a database that was not imported: others may need it.
    """
    layers = open_store(store)
    if layer_id not in layers:
        expected = one_of(layer_id, layers) if layers else "none: the store is empty"
        raise UnknownLayerError(Fault(f"layer {layer_id!r:.100}", expected, "store", "see `lingang layers --store`"))
    if not postgis.is_address(str(store)):
        remove_files(Path(store), layer_id)
        return
    from geo.store.postgis.table import PostgisTable  # noqa: PLC0415
    from geo.store.postgis.write import drop_table, writing  # noqa: PLC0415

    layer = layers[layer_id]
    if not (isinstance(layer.table, PostgisTable) and layer.note.count):
        found, remedy = f"the table of {layer_id}, which no import made", "drop it in the database"
        raise SourceError(Fault(found, "a layer that was imported", "store", remedy))
    with writing(str(store)) as connection:
        drop_table(connection, *layer.table.place)


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
