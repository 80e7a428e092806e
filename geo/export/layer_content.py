"""Make the content of an export: a selection of one layer in one reference system, with its notes and sources.

A `LayerContent` is made once and passed to the writer of a format. Only this module decides which rows and columns are
exported and which notes go with them: layer, data version, date, method of area, reference system, licence,
disclaimer, and for each statement the document and section.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geo import words
from geo.atlas.cells import none_if_missing
from geo.atlas.citation import citation, citations
from geo.atlas.notices import Note, notes
from geo.columns import FIELDS
from geo.coordinates.crs import CGCS2000, WGS84, parse_crs, to_lonlat
from geo.errors import NOTHING_LEFT, CRSError, Fault, ParameterError
from geo.measure.arrays import BATCH_ROWS, batches
from geo.places.ties import districts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd
    import pyproj
    from numpy.typing import NDArray

    from geo.atlas.atlas import Atlas
    from geo.atlas.schema import Layer

_CODE = re.compile(r"^EPSG:\d{4,6}$", re.IGNORECASE)
#: Names of columns that GDAL makes itself.
_RESERVED = frozenset({"fid", "ogc_fid", "geom", "geometry", "x", "y"})
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
    """

    ids: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    grades: frozenset[str] = frozenset()
    bbox: tuple[float, float, float, float] | None = None

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
        return [str(name) for name in self.rows["name_zh"][self.rows.geometry.isna()]]

    @cached_property
    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north in the system of the coordinates; None where nothing is located."""
        boxes = [part.total_bounds for part in self._projected(self.rows[["geometry"]])]
        known = np.array([box for box in boxes if np.isfinite(box).all()])
        if not len(known):
            return None
        west, south = known[:, :2].min(axis=0)
        east, north = known[:, 2:].max(axis=0)
        return float(west), float(south), float(east), float(north)

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
            columns = [part[name].to_numpy(dtype=object) for name in names]
            for row, shape in zip(zip(*columns, strict=True), part.geometry, strict=True):
                yield {name: _plain(value) for name, value in zip(names, row, strict=True)}, shape

    def batches(self) -> Iterator[gpd.GeoDataFrame]:
        """Iterate over the rows in batches, with the columns of the field dictionary and projected coordinates."""
        if len(self.rows) <= BATCH_ROWS:
            yield self._only_batch
        else:
            yield from self._batches()

    @cached_property
    def _only_batch(self) -> gpd.GeoDataFrame:
        """The rows of a small layer, which a writer reads more than once."""
        return next(self._batches())

    def _batches(self) -> Iterator[gpd.GeoDataFrame]:
        for part in self._projected(self.rows):
            made = _with_fields(part, self.entry, self.version, self.tables, self.attributes)
            made["district_name"] = [self.districts.get(str(place)) for place in made.index]
            yield made

    def _projected(self, rows: gpd.GeoDataFrame) -> Iterator[gpd.GeoDataFrame]:
        for some in batches(len(rows)):
            part = rows.iloc[some]
            yield part if self.crs_code == WGS84 else part.to_crs(self.crs_code)

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
    entry = atlas.entry(layer_id)
    rows = (selection or FeatureSelection()).apply(atlas.layer(layer_id))
    code = require_crs(crs, rows)
    tables = _tables(atlas, rows.index)
    own = atlas.own.get(layer_id, pd.DataFrame(index=rows.index)).loc[rows.index]
    return LayerContent(
        entry,
        rows,
        code,
        atlas.version,
        day or dt.datetime.now(tz=dt.UTC).date(),
        tables,
        _own_columns(own),
        districts_of(atlas, rows.index),
    )


def _own_columns(attributes: pd.DataFrame) -> pd.DataFrame:
    """Convert each attribute to one type, and rename those named as a column of the atlas or of a format."""
    taken = {word.casefold() for item in FIELDS.values() for word in (item.key, item.code)} | _RESERVED
    columns = {}
    for key, values in attributes.items():
        name = str(key)
        while name.casefold() in taken:
            name += "_own"
        taken.add(name.casefold())
        known = [value for value in values if value is not None]
        is_number = bool(known) and all(
            isinstance(value, int | float) and not isinstance(value, bool) for value in known
        )
        is_whole = is_number and len(known) == len(values) and all(isinstance(value, int) for value in known)
        texts = [None if value is None else str(value) for value in values]
        columns[name] = values.astype("int64" if is_whole else "float64") if is_number else texts
    return pd.DataFrame(columns, index=attributes.index)


def require_crs(name: str, rows: gpd.GeoDataFrame) -> str:
    """Return the EPSG code in capitals if coordinates of `rows` (EPSG:4326) can be written in it.

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
    west, south, east, north = rows.total_bounds
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


def _plain(value: Any) -> Any:
    """Convert a value to a plain Python type; a missing value becomes None."""
    value = none_if_missing(value)
    return value.item() if isinstance(value, np.generic) else value


def _tables(atlas: Atlas, ids: pd.Index) -> dict[str, pd.DataFrame]:
    # A set of the ids that are places of the atlas only: an own layer may have a hundred thousand ids.
    named = set(ids[ids.isin(atlas.places.index)])
    out = {}
    for name in ("claims", "indicators", "relations"):
        table = atlas.tables[name]
        out[name] = table[table["place_id"].isin(named)].reset_index(drop=True)
    out["documents"] = atlas.tables["documents"].reset_index(drop=True)
    return out


def _with_fields(
    rows: gpd.GeoDataFrame, entry: Layer, version: str, tables: dict[str, pd.DataFrame], attributes: pd.DataFrame
) -> gpd.GeoDataFrame:
    """Make the columns of the field dictionary, followed by the attributes of an own layer."""
    short = dict(zip(tables["documents"]["doc_id"], tables["documents"]["short_zh"], strict=True))
    said = {str(place): group for place, group in tables["claims"].groupby("place_id", sort=False)}
    out = rows.copy()
    out["element_code"] = None
    out["district_name"] = None
    out["layer"] = entry.id
    out["area_m2"] = rows["area_km2"] * 1e6
    out["area_ha"] = rows["area_km2"] * 100.0
    out["area_mu"] = rows["area_km2"] * 1500.0
    out["positioning_zh"] = [_positioning_text(said.get(str(place))) for place in rows.index]
    out["sources_zh"] = [_sources_text(said.get(str(place)), short) for place in rows.index]
    out["claims_json"] = [_claims_json(said.get(str(place))) for place in rows.index]
    out["data_version"] = version
    own = attributes.loc[rows.index]
    if len(own.columns):
        # A drawing or a Shapefile has no columns for attributes: there they are one text in the note.
        out["note_zh"] = out["note_en"] = [_attribute_text(row) for row in own.to_dict("records")]
    return out[[*FIELDS, "geometry"]].assign(**{str(key): own[key] for key in own})


def _attribute_text(attributes: dict[Any, Any]) -> str | None:
    """Write the attributes of a feature on one line."""
    return (
        "；".join(f"{key}={value}" for key, value in attributes.items() if none_if_missing(value) is not None) or None
    )


def _positioning_text(claims: pd.DataFrame | None) -> str | None:
    if claims is None:
        return None
    terms = claims["term_zh"][(claims["type"] == "positioning") & (claims["term_zh"] != "")]
    return "；".join(dict.fromkeys(terms)) or None


def _sources_text(claims: pd.DataFrame | None, short: dict[str, str]) -> str | None:
    if claims is None:
        return None
    pairs = zip(claims["doc_id"], claims["section"], strict=True)
    return "；".join(dict.fromkeys(f"{short[doc]} {citation(section, 'zh')}" for doc, section in pairs)) or None


def _claims_json(claims: pd.DataFrame | None) -> str | None:
    if claims is None:
        return None
    keys = ["claim_id", "type", "term_zh", "summary_zh", "summary_en", "note_zh", "note_en", "doc_id", "section"]
    rows = [{**row, **citations(row["section"])} for row in claims[keys].to_dict("records")]
    return json.dumps(rows, ensure_ascii=False)
