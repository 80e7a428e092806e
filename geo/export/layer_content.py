"""Make the content of an export: a selection of one layer in one reference system, with its notes and sources.

A `LayerContent` is made once and passed to the writer of a format. Only this module decides which rows and columns are
exported and which notes go with them: layer, data version, date, method of area, reference system, licence,
disclaimer, and for each statement the document and section.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
import shapely

from geo import words
from geo.atlas.cells import plain_cells
from geo.atlas.notices import Note, notes
from geo.columns import FIELDS
from geo.coordinates.crs import CGCS2000, WGS84, parse_crs, to_lonlat
from geo.errors import NOTHING_LEFT, CRSError, Fault, ParameterError
from geo.export.feature_fields import own_columns, with_fields
from geo.measure.arrays import BATCH_ROWS, batches
from geo.places.ties import districts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    import geopandas as gpd
    import pyproj
    from numpy.typing import NDArray

    from geo.atlas.atlas import Atlas
    from geo.atlas.schema import Layer

_CODE = re.compile(r"^EPSG:\d{4,6}$", re.IGNORECASE)
#: Degrees added around the area of use of a reference system, because zones are used beyond their edge.
_MARGIN_DEG = 3.0


@dataclass(frozen=True)
class FeatureSelection:
    """Which features of a layer are exported; an empty set selects all.

    Attributes
    ----------
    ids, kinds, grades : frozenset of str
        Place ids, kinds and grades to keep.
    bbox : tuple of float or None
        West, south, east, north in degrees (WGS84): selects features that touch the box.
    own : tuple of (str, tuple of str)
        Own columns of a stored layer, each with the values to keep; an empty text stands for a missing value.
    """

    ids: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    grades: frozenset[str] = frozenset()
    bbox: tuple[float, float, float, float] | None = None
    own: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def mask(self, frame: gpd.GeoDataFrame) -> NDArray[np.bool_]:
        """Compute which rows of a measured layer (EPSG:4326) are selected.

        Raises
        ------
        ParameterError
            If an id does not exist in the layer.
        """
        unknown = sorted(place_id for place_id in self.ids if place_id not in frame.index)
        if unknown:
            found = "ids that are not in the layer: " + ", ".join(unknown[:5])
            raise ParameterError(Fault(found, "ids of this layer", "ids", "see the layer's table for its ids"))
        keep = np.ones(len(frame), dtype=bool)
        for column, wanted in (("place_id", self.ids), ("kind", self.kinds), ("grade", self.grades)):
            if wanted:
                keep &= frame[column].isin(wanted).to_numpy()
        if self.bbox is not None:
            keep &= np.asarray(shapely.intersects(frame.geometry.to_numpy(), shapely.box(*self.bbox)))
        return keep

    def apply(self, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Return the selected rows of a measured layer (EPSG:4326).

        Raises
        ------
        ParameterError
            If an id does not exist in the layer, or nothing is selected.
        """
        keep = self.mask(frame)
        if not keep.any():
            remedy = "loosen the filter, or leave it out"
            fault = Fault("an empty selection", "at least one feature", "filter", remedy, NOTHING_LEFT)
            raise ParameterError(fault)
        return frame.copy(deep=False) if keep.all() else frame[keep]


#: Columns that hold words of the atlas.
WORDS = ("kind", "grade")


class Summary(NamedTuple):
    """What the features of an export have in common.

    Attributes
    ----------
    features : int
    kinds : mapping of str to int
        How many have a geometry of each type, by the name of the type; the others have none.
    bounds : tuple of float or None
        West, south, east, north in the system of the coordinates.
    words : mapping of str to set of str
        The values of each column of `WORDS`.
    """

    features: int
    kinds: Mapping[str, int]
    bounds: tuple[float, float, float, float] | None
    words: Mapping[str, set[str]]

    @property
    def missing(self) -> int:
        """How many have no geometry."""
        return self.features - sum(self.kinds.values())


@dataclass(frozen=True)
class LayerContent:
    """A selection of a layer, as the writers of formats take it.

    Attributes
    ----------
    entry : Layer
        Catalogue entry of the layer.
    rows : geopandas.GeoDataFrame
        The selected rows of the measured layer, EPSG:4326, index ``place_id``; geometry None where a place has no
        location. `batches` makes of them the columns of a file.
    crs_code : str
        For example ``EPSG:4529``.
    version : str
        Hash of the data.
    day : datetime.date
        Day of the export.
    tables : dict of str to pandas.DataFrame
        The seed rows that concern the selection: ``claims``, ``indicators``, ``relations``, ``documents``.
    attributes : pandas.DataFrame
        Columns of an own layer (`geo.store.workspace`), numbers or texts, by ``place_id``; else without columns.
    districts : dict of str to str
        Names of the districts of a place, where a document states them.
    """

    entry: Layer
    rows: gpd.GeoDataFrame
    crs_code: str
    version: str
    day: dt.date
    tables: dict[str, pd.DataFrame] = field(repr=False)
    attributes: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    districts: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def crs(self) -> pyproj.CRS:
        """Reference system of the coordinates."""
        return parse_crs(self.crs_code)

    @property
    def unlocated(self) -> list[str]:
        """Names of the places without geometry."""
        if not self.summary.missing:
            return []
        return [str(name) for part in self.parts(brief=True) for name in part["name_zh"][part.geometry.isna()]]

    def names_but(self, kinds: Collection[str]) -> list[str]:
        """Return the names of the features whose geometry is of none of some types, or missing."""
        return [str(name) for part in self.parts(brief=True) for name in part["name_zh"][~part.geom_type.isin(kinds)]]

    @cached_property
    def summary(self) -> Summary:
        """What the features have in common; they are read once for it."""
        kinds: Counter[str] = Counter()
        said: dict[str, set[str]] = {name: set() for name in WORDS}
        count, boxes = 0, []
        for part in self.parts(brief=True):
            count += len(part)
            kinds.update(part.geom_type.dropna())
            for name, known in said.items():
                known.update(map(str, part[name].dropna().unique()))
            boxes.append(self._projected(part[["geometry"]]).total_bounds)
        sides = np.array([box for box in boxes if np.isfinite(box).all()])
        bounds = (*sides[:, :2].min(axis=0).tolist(), *sides[:, 2:].max(axis=0).tolist()) if len(sides) else None
        return Summary(count, kinds, bounds, said)

    @property
    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north in the system of the coordinates; None where nothing is located."""
        return self.summary.bounds

    def notes(self) -> list[Note]:
        """Make the notes that go with every export: layer, version, method, reference system, licence, disclaimer."""
        title = {"id": self.entry.id, **{f"title_{lang}": self._titled(lang) for lang in words.LANGUAGES}}
        return notes([title], self.version, crs=f"{self.crs_code} {self.crs.name}", day=self.day)

    def _titled(self, lang: str) -> str:
        return words.say("note.title_and_id", lang, title=words.pick(self.entry, "title", lang), id=self.entry.id)

    def metadata(self) -> dict[str, str]:
        """Return the notes as a dictionary of bilingual lines, for formats that store keys and values."""
        return {key: f"{zh} | {en}" for key, zh, en in self.notes()}

    def shapes(self) -> Iterator[tuple[dict[str, Any], Any]]:
        """Iterate over attributes and geometry of each feature; a missing value is None."""
        names = [*FIELDS, *self.attributes.columns]
        for part in self.batches():
            columns = [plain_cells(part[name]) for name in names]
            for row, shape in zip(zip(*columns, strict=True), part.geometry, strict=True):
                yield dict(zip(names, row, strict=True)), shape

    def in_space(self) -> LayerContent:
        """Return the content with its rows along a Hilbert curve, what has no location last."""
        distance = hilbert_distances(self.rows, self.rows.total_bounds)
        return replace(self, rows=self.rows.iloc[np.argsort(distance, kind="stable")])

    def parts(self, *, brief: bool = False) -> Iterator[gpd.GeoDataFrame]:
        """Iterate over the rows in batches, in degrees; `brief` ones need have names, `WORDS` and shapes only."""
        for some in batches(len(self.rows)):
            yield self.rows.iloc[some]

    def own_of(self, part: gpd.GeoDataFrame) -> pd.DataFrame:
        """Return the attributes of the features of a batch of `parts`."""
        attributes: pd.DataFrame = self.attributes.loc[part.index]
        return attributes

    def batches(self) -> Iterator[gpd.GeoDataFrame]:
        """Iterate over the rows in batches, with the columns of the field dictionary and projected coordinates."""
        if self.summary.features <= BATCH_ROWS:
            yield from self._only_batch
        else:
            yield from self._batches()

    @cached_property
    def _only_batch(self) -> list[gpd.GeoDataFrame]:
        """The rows of a small layer, which a writer reads more than once."""
        return list(self._batches())

    def _batches(self) -> Iterator[gpd.GeoDataFrame]:
        for part in self.parts():
            made = with_fields(self._projected(part), self.entry, self.version, self.tables, self.own_of(part))
            made["district_name"] = [self.districts.get(str(place)) for place in made.index]
            yield made

    def _projected(self, part: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        return part if self.crs_code == WGS84 else part.to_crs(self.crs_code)

    def require_metres(self, what: str) -> None:
        """Refuse degrees for a format in metres, named by `what` in the error.

        Raises
        ------
        CRSError
            If the coordinates are not in a projection in metres.
        """
        if not self.crs.is_projected or self.crs.axis_info[0].unit_name != "metre":
            fault = Fault(f"{what} in {self.crs_code}", "a projection in metres", "crs", "take crs=EPSG:4529")
            raise CRSError(fault)

    def require_degrees(self, what: str) -> None:
        """Refuse a projection for a format that has only longitude and latitude, named by `what` in the error.

        Raises
        ------
        CRSError
            If the coordinates are neither WGS84 nor CGCS2000 in degrees. `geo.coordinates.crs` says why both have the
            same numbers.
        """
        if self.crs_code not in {WGS84, CGCS2000}:
            remedy = f"{what} knows longitude/latitude only; for {self.crs_code} take gpkg, shp or dxf"
            raise CRSError(Fault(f"{what} in {self.crs_code}", "EPSG:4326", "crs", remedy))


def hilbert_distances(rows: gpd.GeoDataFrame, bounds: Sequence[float]) -> NDArray[np.uint32]:
    """Return how far along a Hilbert curve through bounds each feature lies; the most for one without a location."""
    located = (rows.geometry.notna() & ~rows.geometry.is_empty).to_numpy()
    distances = np.full(len(rows), np.iinfo(np.uint32).max, dtype=np.uint32)
    if located.any():
        distances[located] = rows.geometry[located].hilbert_distance(total_bounds=bounds)
    return distances


def layer_content(
    atlas: Atlas,
    layer_id: str,
    crs: str = WGS84,
    selection: FeatureSelection | None = None,
    day: dt.date | None = None,
) -> LayerContent:
    """Make the content of an export of a layer.

    Parameters
    ----------
    atlas : Atlas
    layer_id : str
    crs : str
        EPSG code of the coordinates to write.
    selection : FeatureSelection, optional
        By default the whole layer.
    day : datetime.date, optional
        By default today.

    Returns
    -------
    LayerContent

    Raises
    ------
    UnknownLayerError
        If no layer has this id.
    CRSError
        If the reference system is unknown, Mercator, or made for another part of the world.
    ParameterError
        If nothing is selected.
    """
    today = day or dt.datetime.now(tz=dt.UTC).date()
    if layer_id in atlas.stored:
        from geo.export.collections.stored.file_content import stored_content  # noqa: PLC0415  it stands on this module

        return stored_content(atlas, layer_id, crs, selection or FeatureSelection(), today)
    entry = atlas.entry(layer_id)
    rows = (selection or FeatureSelection()).apply(atlas.layer(layer_id))
    code = require_crs(crs, rows.total_bounds)
    tables = _tables(atlas, rows.index)
    own = atlas.own.get(layer_id, pd.DataFrame(index=rows.index)).loc[rows.index]
    return LayerContent(
        entry,
        rows,
        code,
        atlas.version,
        today,
        tables,
        own_columns(own),
        districts_of(atlas, rows.index),
    )


def require_crs(name: str, bounds: Sequence[float]) -> str:
    """Return the EPSG code in capitals if coordinates within bounds (west, south, east, north) can be written in it.

    Raises
    ------
    CRSError
        If it is no EPSG code, unknown, Mercator, or made for another part of the world.
    """
    if not _CODE.match(name):
        fault = Fault(f"crs={name!r}", "an EPSG code such as EPSG:4529", "crs", "EPSG:4490 is CGCS2000 in degrees")
        raise CRSError(fault)
    code = name.upper()
    parsed = parse_crs(code)
    to_lonlat(parsed, where="crs")  # refuses Mercator: such a file could not be measured when it comes back
    use = parsed.area_of_use
    west, south, east, north = bounds
    near = use is None or (
        west <= use.east + _MARGIN_DEG
        and east >= use.west - _MARGIN_DEG
        and south <= use.north + _MARGIN_DEG
        and north >= use.south - _MARGIN_DEG
    )
    if np.isfinite(west) and not near:
        found = f"{code} ({parsed.name}) is made for another part of the world"
        raise CRSError(Fault(found, "EPSG:4326, EPSG:4490, EPSG:4529 or EPSG:4550", "crs", "choose one of these"))
    return code


def _tables(atlas: Atlas, ids: pd.Index) -> dict[str, pd.DataFrame]:
    # A set of the ids that are places of the atlas only: an own layer may have a hundred thousand ids.
    named = set(ids[ids.isin(atlas.places.index)])
    out = {}
    for name in ("claims", "indicators", "relations"):
        table = atlas.tables[name]
        out[name] = table[table["place_id"].isin(named)].reset_index(drop=True)
    out["documents"] = atlas.tables["documents"].reset_index(drop=True)
    return out
