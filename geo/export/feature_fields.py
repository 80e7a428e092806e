"""The columns of an exported layer: those of the field dictionary, and the reader's own after them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.atlas.cells import none_if_missing
from geo.atlas.citation import citation, citations
from geo.columns import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd

    from geo.atlas.schema import Layer

#: Claims on one place: rows of the table.
Claims = Sequence[Mapping[str, Any]]
#: What a file says of a claim.
_CLAIM_KEYS = (
    *("claim_id", "type", "term_zh", "summary_zh", "summary_en", "note_zh", "note_en"),
    *("doc_id", "section"),
)
#: Names of columns that GDAL makes itself.
_RESERVED = frozenset({"fid", "ogc_fid", "geom", "geometry", "x", "y"})


def with_fields(
    rows: gpd.GeoDataFrame, entry: Layer, version: str, tables: dict[str, pd.DataFrame], own: pd.DataFrame
) -> gpd.GeoDataFrame:
    """Make the columns of the field dictionary, followed by the attributes of an own layer."""
    short = dict(zip(tables["documents"]["doc_id"], tables["documents"]["short_zh"], strict=True))
    said: dict[str, list[dict[Any, Any]]] = {}
    for claim in tables["claims"].to_dict("records"):
        said.setdefault(str(claim["place_id"]), []).append(claim)
    out = rows.copy()
    out["element_code"] = None
    out["district_name"] = None
    out["layer"] = entry.id
    out["area_m2"] = rows["area_km2"] * 1e6
    out["area_ha"] = rows["area_km2"] * 100.0
    out["area_mu"] = rows["area_km2"] * 1500.0
    out["positioning_zh"] = [_positioning_text(said.get(str(place), ())) for place in rows.index]
    out["sources_zh"] = [_sources_text(said.get(str(place), ()), short) for place in rows.index]
    out["claims_json"] = [_claims_json(said.get(str(place), ())) for place in rows.index]
    out["data_version"] = version
    return out[[*FIELDS, "geometry"]].assign(**{str(key): own[key] for key in own})


def attribute_text(attributes: Mapping[Any, Any]) -> str | None:
    """Write the attributes of a feature on one line, for a format that has no columns for them; None without any."""
    return (
        "；".join(f"{key}={value}" for key, value in attributes.items() if none_if_missing(value) is not None) or None
    )


def _positioning_text(claims: Claims) -> str | None:
    terms = [claim["term_zh"] for claim in claims if claim["type"] == "positioning" and claim["term_zh"] != ""]
    return "；".join(dict.fromkeys(terms)) or None


def _sources_text(claims: Claims, short: dict[str, str]) -> str | None:
    said = dict.fromkeys(f"{short[claim['doc_id']]} {citation(claim['section'], 'zh')}" for claim in claims)
    return "；".join(said) or None


def _claims_json(claims: Claims) -> str | None:
    if not claims:
        return None
    rows = [{**{key: claim[key] for key in _CLAIM_KEYS}, **citations(claim["section"])} for claim in claims]
    return json.dumps(rows, ensure_ascii=False)


def own_columns(attributes: pd.DataFrame) -> pd.DataFrame:
    """Convert each attribute to one type, and rename those named as a column of the atlas or of a format."""
    columns = {}
    for (_, values), name in zip(attributes.items(), free_names(map(str, attributes)), strict=True):
        known = [value for value in values if value is not None]
        is_number = bool(known) and all(
            isinstance(value, int | float) and not isinstance(value, bool) for value in known
        )
        is_whole = is_number and len(known) == len(values) and all(isinstance(value, int) for value in known)
        texts = [None if value is None else str(value) for value in values]
        columns[name] = values.astype("int64" if is_whole else "float64") if is_number else texts
    return pd.DataFrame(columns, index=attributes.index)


def free_names(names: Iterable[str]) -> list[str]:
    """Return the names own columns have in a file: one of the atlas, of a format or given before gets ``_own``."""
    taken = {word.casefold() for item in FIELDS.values() for word in (item.key, item.code)} | _RESERVED
    out = []
    for given in names:
        name = given
        while name.casefold() in taken:
            name += "_own"
        taken.add(name.casefold())
        out.append(name)
    return out
