"""The answer on a site for panel and files: its size, what it touches and by how much, what the documents say there.

The area is that of `geo.measure.area`, the same as of every place. Nothing is stored.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import shapely

from geo.atlas.notices import DISCLAIMER_EN, DISCLAIMER_ZH
from geo.coordinates.crs import WGS84
from geo.extract.account import account_of_shape
from geo.extract.reaching import statements_by_theme
from geo.extract.touches import Touch, applying, threshold_notes, thresholds
from geo.measure.area import ELLIPSOIDAL, area_km2
from geo.measure.units import area_columns
from geo.places.filter import brief_document, purposes
from geo.stats.stored.site import stored_in_site

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas
    from geo.extract.reach import Reach


def measure_site(atlas: Atlas, shape: BaseGeometry) -> dict[str, Any]:
    """Measure a site and list what it touches and what applies there.

    Parameters
    ----------
    atlas : Atlas
    shape : shapely geometry
        In degrees (EPSG:4326), valid.

    Returns
    -------
    dict
        The body of ``POST /measure``, the account of the site (`geo.extract.account`): ``type``; ``area`` (km², ha, mu;
        None for lines and points) and its ± ``area_pm_km2``, ``length_km`` (of a line) or ``perimeter_km``;
        ``touched``, the places of `geo.extract.touches.touches`, each with the shared ``area_km2`` (or the
        ``length_km`` inside), ``share_of_drawn``, ``share_of_place``, ``standing`` (`geo.extract.boundary_band`),
        ``applies``, ``verdict``, ``share_pm`` and ``area_pm_km2``; ``near``, the places missed by less than their
        accuracy; ``distances`` to the nearest of each destination; ``uncovered``, the area no place covers;
        ``stored``, if there are stored layers: what the site holds of them (`geo.stats.stored.site`);
        ``positioning`` of the places that apply, to the whole site first; ``statements`` that reach the site, by theme;
        ``thresholds`` with their words ``thresholds_zh`` and ``thresholds_en``; full precision.
    """
    account = account_of_shape(atlas, shape)
    found, notes = account.touches, threshold_notes()
    return {
        **account.size,
        "bounds": [round(value, 6) for value in shape.bounds],
        "touched": [_row(atlas, touch, account.reach[touch.place_id]) for touch in found],
        "near": list(account.near),
        "distances": [asdict(distance) for distance in account.distances],
        "uncovered": area_columns(_uncovered_km2(atlas, shape, found)) if account.size["area"] else None,
        "positioning": _positioning(atlas, found),
        **({"stored": stored_in_site(atlas, shape)} if atlas.stored else {}),
        "statements": statements_by_theme(atlas, account.reach, date.today()),
        "thresholds": thresholds(),
        "thresholds_zh": "".join(zh for zh, _ in notes),
        "thresholds_en": " ".join(en for _, en in notes),
        "documents": {row["doc_id"]: brief_document(row) for row in atlas.tables["documents"].to_dict("records")},
        "method": asdict(ELLIPSOIDAL),
        "disclaimer_zh": DISCLAIMER_ZH,
        "disclaimer_en": DISCLAIMER_EN,
        "version": atlas.version,
    }


def _row(atlas: Atlas, touch: Touch, reach: Reach) -> dict[str, Any]:
    """Write a touched place under the keys of ``POST /measure``, which call the site "drawn"."""
    layer = atlas.entry(touch.layer)
    return {
        "id": touch.place_id,
        **{key: getattr(touch, key) for key in ("name_zh", "name_en", "kind", "layer", "grade", "place_km2")},
        "area_km2": touch.area_km2,
        "length_km": touch.length_km,
        "share_of_drawn": touch.share_of_site,
        "share_of_place": touch.share_of_place,
        "standing": touch.boundary_relation,
        "applies": touch.applies,
        **{key: getattr(reach, key) for key in ("verdict", "share_pm", "area_pm_km2")},
        "layer_zh": layer.title_zh,
        "layer_en": layer.title_en,
    }


def _uncovered_km2(atlas: Atlas, shape: BaseGeometry, found: Sequence[Touch]) -> float:
    covers = [atlas.features.geometry[touch.place_id] for touch in found if touch.area_km2 is not None]
    return float(area_km2([shape.difference(shapely.union_all(covers))], WGS84)[0])


def _positioning(atlas: Atlas, found: Sequence[Touch]) -> list[dict[str, Any]]:
    """List the positioning of the places that apply and have one."""
    keys = (
        *("claim_id", "terms_zh", "terms_en", "summary_zh", "summary_en"),
        *("doc_id", "section", "citation_zh", "citation_en"),
    )
    out = []
    for touch in applying(found):
        claims = [claim for claim in purposes(atlas).get(touch.place_id, ()) if claim["type"] == "positioning"]
        if claims:
            brief = {key: getattr(touch, key) for key in ("name_zh", "name_en", "kind")}
            share = {"share_of_drawn": touch.share_of_site, "applies": touch.applies}
            out.append(
                {
                    "id": touch.place_id,
                    **brief,
                    **share,
                    "says": [{key: claim[key] for key in keys} for claim in claims],
                }
            )
    return out
