"""The extract of a site: what applies, what was looked at and does not apply, and where there is no data.

Nothing is left out: every place of the themes and every statement tied to a place stands in exactly one of the three
lists. The same input, data version and day give the same extract.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import shapely

from geo import words
from geo.atlas.added.own_layers import own_feature
from geo.atlas.notices import DISCLAIMER_EN, DISCLAIMER_ZH, LICENCE_EN, LICENCE_ZH
from geo.atlas.per_atlas import per_atlas
from geo.coordinates.crs import WGS84
from geo.documents import validity
from geo.extract.cited import documents
from geo.extract.kept_row import KeptRow, json_text, row_text
from geo.extract.reaching import Reaching
from geo.extract.site import Site, drawn_site, shape_of_features, site_of_place, site_of_polygon
from geo.extract.subjects import Subject, known_day, subjects
from geo.extract.themes import THEMES, coverage
from geo.measure.area import ELLIPSOIDAL, area_km2
from geo.places.inherited import inherited_measures, inherited_targets
from geo.registers.fit.chapter import chapter
from geo.registers.fit.question import read, written
from geo.stats.stored.site import stored_in_site

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas
    from geo.places.distances import Distance
    from geo.registers.fit.conditions import Condition

#: Version of the form of an extract: the first number changes when a key goes or means something else.
SCHEMA_VERSION = "1.2"
SCHEMA_ADDRESS = "/schemas/extract.json"
LISTS = ("applies", "does_not_apply", "no_data")
#: The place that stands for the whole city, which is the frame of the map and not drawn.
_CITY = "shanghai"


def extract_of_place(atlas: Atlas, place_id: str, day: date, asked: Sequence[Condition] = ()) -> dict[str, Any]:
    """Make the extract of a place, or of a feature of the reader's own as of a shape.

    Parameters
    ----------
    atlas : Atlas
    place_id : str
    day : datetime.date
        Only what documents say that stood on this day.
    asked : sequence of Condition
        A question of ``/fit``, whose answer for the site becomes a chapter.

    Returns
    -------
    dict
        As the schema at ``/schemas/extract.json`` describes it.

    Raises
    ------
    UnknownPlaceError
        If no place has this id.
    NotFoundError
        If no document stood on the day, or none that did names the place.
    ParameterError
        If a feature of the reader's own is no polygon.
    """
    own = own_feature(atlas, place_id)
    if own is not None:
        return extract_of_features(atlas, own, day, asked)
    then = validity.as_of(atlas, day)
    validity.require_named(atlas, then, place_id, day)
    inherited = dict(inherited_measures(then, place_id)) | dict(inherited_targets(then, place_id))
    return _extract(then, site_of_place(then, place_id), {"place_id": place_id}, day, inherited, asked)


def extract_of_features(
    atlas: Atlas, frame: gpd.GeoDataFrame, day: date, asked: Sequence[Condition] = ()
) -> dict[str, Any]:
    """Make the extract of the polygons of a file taken together; parameters, result and errors as `extract_of_shape`.

    Parameters
    ----------
    atlas : Atlas
    frame : geopandas.GeoDataFrame
        As `geo.readers.vector_file.read_features` reads it.
    day : datetime.date
    asked : sequence of Condition
    """
    shape, names = shape_of_features(frame)
    return _extract_of_shape(atlas, shape, day, names, frame.attrs.get("warnings", []), asked)


def extract_of_shape(
    atlas: Atlas, shape: BaseGeometry | None, day: date, asked: Sequence[Condition] = (), **names: str
) -> dict[str, Any]:
    """Make the extract of a polygon.

    Parameters
    ----------
    atlas : Atlas
    shape : shapely.Polygon or shapely.MultiPolygon
        In degrees (WGS84), valid.
    day : datetime.date
        Only what documents say that stood on this day.
    asked : sequence of Condition
        As of `extract_of_place`.
    **names : str
        ``name_zh`` and ``name_en``, printed as given.

    Returns
    -------
    dict
        As `extract_of_place`.

    Raises
    ------
    ParameterError
        If the shape is no polygon or has no area.
    NotFoundError
        If no document stood on the day.
    """
    return _extract_of_shape(atlas, shape, day, names, [], asked)


def _extract_of_shape(
    atlas: Atlas,
    shape: BaseGeometry | None,
    day: date,
    names: Mapping[str, str],
    warnings: list[dict[str, str]],
    asked: Sequence[Condition],
) -> dict[str, Any]:
    """Make the extract of a polygon; its input says what was assumed to read it, where there is something to say."""
    then = validity.as_of(atlas, day)
    normal: Any = None if shape is None else shapely.normalize(shape)
    site = site_of_polygon(then, normal, **names)
    given: dict[str, Any] = {
        "geometry": shapely.geometry.mapping(normal),
        "name_zh": site.name_zh,
        "name_en": site.name_en,
    }
    if warnings:
        given["warnings"] = warnings
    return _extract(then, site, given, day, {}, asked)


def extract_again(atlas: Atlas, given: Mapping[str, Any], day: date) -> dict[str, Any]:
    """Make an extract of the ``input`` of another; errors as `extract_of_place` and `extract_of_shape`."""
    asked = read(given["fit"]) if "fit" in given else ()
    if "place_id" in given:
        return extract_of_place(atlas, str(given["place_id"]), day, asked)
    names = {key: str(given[key]) for key in ("name_zh", "name_en")}
    shape, warnings = shapely.from_geojson(json.dumps(given["geometry"])), list(given.get("warnings", []))
    return _extract_of_shape(atlas, shape, day, names, warnings, asked)


def extract_json(extract: Mapping[str, Any]) -> bytes:
    """Write an extract as JSON (UTF-8); the same extract gives the same bytes."""
    parts = (f"{json_text(key)}:{_value_text(key, value)}" for key, value in extract.items())
    return f"{{{','.join(parts)}}}".encode()


def _value_text(key: str, value: Any) -> str:
    return f"[{','.join(map(row_text, value))}]" if key in LISTS else json_text(value)


def extract_id(given: Mapping[str, Any], version: str, day: str, form: str = SCHEMA_VERSION) -> str:
    """Compute the id of an extract from input, data version, day and version of its form: 16 hexadecimal digits."""
    text = json.dumps([given, version, day, form], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _extract(
    atlas: Atlas,
    site: Site,
    given: dict[str, Any],
    day: date,
    inherited: Mapping[str, str],
    asked: Sequence[Condition],
) -> dict[str, Any]:
    given = {**given, "fit": written(asked)} if asked else given
    then, shape = known_day(atlas, day), site.account.shape
    lists = _sorted(atlas, site, then, inherited)
    looked = {theme.id: _looked_at(atlas, shape, theme.id) for theme in THEMES}
    lists["no_data"] += [
        _outside(theme_id, share) for theme_id, share in looked.items() if share is not None and share < 1
    ]
    counts = {name: Counter(row["theme"] for row in rows) for name, rows in lists.items()}
    on = day.isoformat()
    return {
        "schema": SCHEMA_ADDRESS,
        "schema_version": SCHEMA_VERSION,
        "id": extract_id(given, atlas.version, on),
        "version": atlas.version,
        "as_of": on,
        "input": given,
        "site": _site(site),
        "themes": [_theme(atlas, theme.id, looked[theme.id], counts) for theme in THEMES],
        **lists,
        **({"stored": stored_in_site(atlas, shape)} if atlas.stored else {}),
        **({"fit": chapter(atlas, asked, site.place_id, drawn_site(atlas, site))} if asked else {}),
        "documents": documents(atlas, then),
        "method": asdict(ELLIPSOIDAL),
        **{f"rules_{lang}": words.say("extract.rules", lang) for lang in words.LANGUAGES},
        "licence_zh": LICENCE_ZH,
        "licence_en": LICENCE_EN,
        "disclaimer_zh": DISCLAIMER_ZH,
        "disclaimer_en": DISCLAIMER_EN,
    }


def _site(site: Site) -> dict[str, Any]:
    size, shape = site.account.size, site.account.shape
    area = size["area"] or {}
    return {
        "place_id": site.place_id,
        "name_zh": site.name_zh,
        "name_en": site.name_en,
        **{key: area.get(key) for key in ("area_km2", "area_ha", "area_mu")},
        "uncertainty_km2": size.get("area_pm_km2") if site.place_id else None,
        "bounds": None if shape is None else [round(value, 6) for value in shape.bounds],
        "distances": [_distance(one) for one in site.account.distances],
    }


def _distance(distance: Distance) -> dict[str, Any]:
    figures = {key: value if value is None else round(value, 1) for key, value in _metres(distance).items()}
    return {**asdict(distance), **figures}


def _metres(distance: Distance) -> dict[str, float | None]:
    return {"distance_m": distance.distance_m, "pm_m": distance.pm_m}


def _sorted(atlas: Atlas, site: Site, on: date, inherited: Mapping[str, str]) -> dict[str, list[Any]]:
    """Sort the subjects into the three lists."""
    lists: dict[str, list[Any]] = {name: [] for name in LISTS}
    reaching = Reaching(atlas, site.account.reach, inherited)
    for subject, (name, apart) in zip(
        subjects(atlas, on), _apart(atlas, on, located=site.account.shape is not None), strict=True
    ):
        rows = reaching.rows(subject)
        if rows:
            lists["applies"] += rows
        else:
            lists[name].append(apart)
    return lists


@per_atlas
def _apart(atlas: Atlas, on: date, *, located: bool) -> tuple[tuple[str, KeptRow], ...]:
    """Return for each subject the list and the row of a site that it does not reach."""
    out = []
    for subject in subjects(atlas, on):
        reason = _unknown(atlas, subject, located=located)
        name = "no_data" if reason else "does_not_apply"
        out.append((name, KeptRow({**subject.row, "place_ids": list(subject.place_ids), **(reason or {})})))
    return tuple(out)


def _unknown(atlas: Atlas, subject: Subject, *, located: bool) -> dict[str, str] | None:
    """Return why nothing is known of a subject that does not reach a site; None if it certainly does not."""
    undrawn = _undrawn(atlas) & set(subject.place_ids)
    if not located:
        reason = "extract.site_unlocated"
    elif not subject.place_ids:
        reason = "extract.no_place"
    elif _CITY in undrawn:
        reason = "extract.whole_city"
    elif undrawn:
        reason = "extract.unlocated"
    else:
        return None
    return _reason(reason)


@per_atlas
def _undrawn(atlas: Atlas) -> frozenset[str]:
    """List the places without a shape."""
    return frozenset(atlas.features.index[atlas.features.geometry.isna()])


def _reason(key: str, **values: object) -> dict[str, str]:
    return {f"reason_{lang}": text for lang, text in zip(words.LANGUAGES, words.both(key, **values), strict=True)}


def _looked_at(atlas: Atlas, shape: BaseGeometry | None, theme_id: str) -> float | None:
    """Compute the share of a site on which a theme was looked at; None for a site without location."""
    looked = coverage(atlas, theme_id)
    if shape is None:
        return None
    if looked.contains(shape):
        return 1.0
    if shapely.get_dimensions(shape) != 2:
        return 1.0 if looked.intersects(shape) else 0.0
    inside, whole = area_km2([shapely.intersection(shape, looked), shape], WGS84)
    return round(float(inside) / float(whole), 6)


def _outside(theme_id: str, share: float) -> dict[str, Any]:
    """Make the row that says that a theme was not looked at on part of a site."""
    what = words.both(f"extract_theme.{theme_id}")
    named = {f"what_{lang}": text for lang, text in zip(words.LANGUAGES, what, strict=True)}
    empty = dict.fromkeys(
        f"{name}_{lang}" for name in ("detail", "status", "term", "office") for lang in words.LANGUAGES
    )
    row: dict[str, Any] = {
        "theme": theme_id,
        "kind": "coverage",
        "id": theme_id,
        **named,
        **empty,
        "sources": [],
        "place_ids": [],
    }
    return {**row, **_reason("extract.not_looked_at", share=f"{1 - share:.1%}")}


def _theme(atlas: Atlas, theme_id: str, looked: float | None, counts: Mapping[str, Any]) -> dict[str, Any]:
    theme = next(theme for theme in THEMES if theme.id == theme_id)
    return {
        "id": theme_id,
        **{f"title_{lang}": theme.title(lang) for lang in words.LANGUAGES},
        "coverage": {
            "bbox": [round(value, 6) for value in coverage(atlas, theme_id).bounds],
            "layers": list(theme.looked_at),
        },
        "looked_at_share": looked,
        "counts": {name: count[theme_id] for name, count in counts.items()},
    }
