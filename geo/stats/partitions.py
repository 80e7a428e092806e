"""Zonal areas of more features than fit into memory: a GeoParquet file or a folder of them, batch after batch.

The batches are added up by `geo.stats.pieces`. Files whose rows lie near each other in space, as spatial writers sort
them, need little of a second reading.

The files can be shared among the workers of a Dask cluster (the optional extra ``cluster``). If a worker dies, Dask
sends its files to another. A file that cannot be read ends the run with its name.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import shapely

from geo.errors import AtlasError, Fault, SourceError
from geo.overlay.prepare import Zones, prepare_features, prepare_zones
from geo.overlay.self_overlaps import boxes_of
from geo.overlay.zonal_area import part_of
from geo.progress import ignore
from geo.readers.geoparquet import read_batches, require_extra
from geo.stats.pieces import Piece, area_of_pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from geo.measure.arrays import Ints
    from geo.progress import Progress

_STEP = "dividing the zones among the files"


#: Seconds in which something must listen and greet at the address of a scheduler, in which it must answer, and its
#: first worker.
_LISTENING_WAIT_S, _SCHEDULER_WAIT_S = 3, 5
#: Bytes that the greeting of a scheduler stays below.
_LONGEST_GREETING = 1 << 20


@dataclass(frozen=True, eq=False)
class Batch(Piece):
    """The zonal areas of one batch.

    Attributes
    ----------
    path : pathlib.Path
        The file.
    first : int
        Row of its first feature in the file.
    """

    path: Path
    first: int


def partitioned_area(
    zones: gpd.GeoDataFrame,
    source: Path,
    by: str | None = None,
    *,
    cluster: str | None = None,
    progress: Progress = ignore,
) -> pd.DataFrame:
    """Compute how much of each zone the features of a GeoParquet file or folder cover, in bounded memory.

    Parameters
    ----------
    zones : geopandas.GeoDataFrame
        As in `geo.overlay.zonal_area.zonal_area`.
    source : pathlib.Path
        A GeoParquet file, or a folder of such files, read in the order of their names.
    by : str, optional
        As in `geo.overlay.zonal_area.zonal_area`. Without it the index stored in the files must name every feature
        once.
    cluster : str, optional
        Address of a Dask scheduler, such as ``tcp://127.0.0.1:8786``, whose workers see the same files.
    progress : Progress
        Told how many bytes of the files are accounted for; on a cluster, how many files.

    Returns
    -------
    pandas.DataFrame
        As of `geo.overlay.zonal_area.zonal_area`, with the members in the order they are first met.

    Raises
    ------
    SourceError
        If there is no file, or one cannot be read or holds invalid polygons; or if Dask is not installed.
    ParameterError, GeometryError, CRSError
        As in `geo.overlay.zonal_area.zonal_area`.
    """
    require_extra(str(source))
    files = parquet_files(source)
    ready = prepare_zones(zones)
    batches = _on_cluster(zones, files, by, cluster, progress) if cluster else _streamed(ready, files, by, progress)
    return area_of_pieces(ready, batches, _read_rows, distinct=by is None)


def parquet_files(source: Path) -> list[Path]:
    """List the GeoParquet files of a source in the order of their names.

    Raises
    ------
    SourceError
        If there is none.
    """
    files = sorted(source.rglob("*.parquet")) if source.is_dir() else [source]
    if not files or not files[0].is_file():
        raise SourceError(Fault("no GeoParquet file", "a .parquet file or a folder of them", str(source)))
    return files


def _streamed(zones: Zones, files: list[Path], by: str | None, progress: Progress) -> list[Batch]:
    sizes = [path.stat().st_size for path in files]
    batches: list[Batch] = []
    done = 0
    progress(_STEP, 0, sum(sizes))
    for path, size in zip(files, sizes, strict=True):
        found = _batches_of_file(zones, path, by, partial(_note_share, progress, done, size, sum(sizes)))
        if isinstance(found, Fault):
            raise SourceError(found)
        batches += found
        done += size
    return batches


def _note_share(progress: Progress, before: int, size: int, total: int, share: float) -> None:
    """Note that files of `before` bytes are done, and a share of one of `size` bytes."""
    progress(_STEP, before + round(size * share), total)


def _batches_of_file(
    zones: Zones, path: Path, by: str | None, note: Callable[[float], None] = lambda _: None
) -> list[Batch] | Fault:
    """Compute the batches of one file. A fault is returned, not raised, so that all of it comes back from a worker."""
    try:
        return list(_batches(zones, path, by, note))
    except AtlasError as error:
        return Fault(f"a partition that cannot be accounted for ({error})", "readable, valid polygons", str(path))
    except (OSError, ValueError, KeyError, shapely.errors.ShapelyError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        return Fault(f"a partition that cannot be read ({reason})", "GeoParquet", str(path), "write it again")


def _batches(zones: Zones, path: Path, by: str | None, note: Callable[[float], None]) -> Iterator[Batch]:
    first = 0
    for rows in read_batches(path, [] if by is None else [by]):
        ready = prepare_features(rows)
        box = boxes_of(ready.rings, len(rows))
        yield Batch(part_of(zones, ready, by), box, path, first)
        first += len(rows)
        note(rows.share_read)


def _read_rows(batch: Batch, rows: Ints) -> gpd.GeoDataFrame:
    """Read some features of a batch again."""
    first = 0
    for found in read_batches(batch.path, []):
        if first == batch.first:
            return found.frame(rows)
        first += len(found)
    raise SourceError(Fault("a file that changed during the run", "the same rows when read again", str(batch.path)))


def _require_scheduler(address: str) -> None:
    """Raise OSError or ValueError unless a Dask scheduler greets at an address.

    Dask would try an address without anything again until its time is up, wait without end for one that accepts and
    says nothing, and take the first bytes of any other server for the length of a message. Its own message comes first
    and begins with its length in eight bytes.
    """
    parts = urlsplit(address if "://" in address else f"tcp://{address}")
    if parts.scheme not in {"tcp", "tls"} or not parts.hostname or not parts.port:
        return
    with socket.create_connection((parts.hostname, parts.port), _LISTENING_WAIT_S) as line:
        greeting = b"" if parts.scheme == "tls" else line.recv(8, socket.MSG_WAITALL)
    if parts.scheme == "tcp" and not 0 < int.from_bytes(greeting, "little") < _LONGEST_GREETING:
        raise ValueError("no greeting of Dask")


def _require_workers(client: Any, address: str) -> None:
    """Refuse a scheduler that no worker joins in time: its tasks would wait without end."""
    try:
        client.wait_for_workers(1, timeout=_SCHEDULER_WAIT_S)
    except TimeoutError as error:
        found, remedy = f"a scheduler without workers at {address}", f"start one: dask worker {address}"
        raise SourceError(Fault(found, "at least one worker", "--cluster", remedy)) from error


def _on_cluster(
    zones: gpd.GeoDataFrame, files: list[Path], by: str | None, address: str, progress: Progress
) -> list[Batch]:
    """Compute the batches of the files by the workers of a Dask cluster."""
    try:
        from distributed import Client, as_completed  # noqa: PLC0415  an optional extra
    except ImportError as error:
        raise SourceError(
            Fault("Dask is not installed", "the extra `cluster`", "--cluster", "pip install 'lingang-atlas[cluster]'")
        ) from error
    try:
        _require_scheduler(address)
        connected = Client(address, timeout=_SCHEDULER_WAIT_S)
    except (OSError, ValueError) as error:
        found, remedy = f"no Dask scheduler at {address}", "start it, or mend the address"
        raise SourceError(Fault(found, "a running scheduler", "--cluster", remedy)) from error
    with connected as client:
        _require_workers(client, address)
        # The zones are the result of a task and not scattered data, so that Dask can compute a lost copy again.
        ready = client.submit(prepare_zones, zones)
        tasks = [client.submit(_batches_of_file, ready, path, by, pure=False) for path in files]
        done: dict[str, list[Batch]] = {}
        for task, found in as_completed(tasks, with_results=True):
            if isinstance(found, Fault):
                client.cancel(tasks)
                raise SourceError(found)
            done[task.key] = found
            progress(_STEP, len(done), len(tasks))
        return [batch for task in tasks for batch in done[task.key]]
