"""What different documents say of the same place, and the spatial frameworks they draw, in pictures of one frame.

The documents are a plan (2020), two schemes (2021), a report (2022) and an action plan (2025); a place may be a stop on
a belt in one and a park of its own in another. The matrix puts their terms side by side; nothing is merged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.bundle import label_point
from geo.join import split_list
from geo.selection import Selection, brief_document, purposes, select

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from geo.atlas import Atlas

#: Pixels of a picture from west to east.
WIDTH = 400
#: Share of the frame left free around the New Area.
_MARGIN = 0.04
_SHRINK = float(np.cos(np.radians(31.0)))


@dataclass(frozen=True)
class Framework:
    """One way a document lays out the ground.

    Attributes
    ----------
    term_zh, term_en : str
        What the document calls it, and in our words.
    holder : str
        The place whose layout it is.
    layers : tuple of str
        Layers whose places are its parts.
    named_by : str or None
        Document that must have a claim on a part for it to count; None where the layer is the framework itself.
    """

    term_zh: str
    term_en: str
    holder: str
    layers: tuple[str, ...]
    named_by: str | None = None


#: The three frameworks for Lingang, in the order of their documents.
FRAMEWORKS = (
    Framework("两带一廊多组团", "Two belts, one corridor, several clusters", "lg-new-area", ("belts", "clusters")),
    Framework("一带多区", "One belt, several areas", "lg-area-386", ("parks",), "parks-2021"),
    Framework("一心一带多区", "One centre, one belt, several areas", "nc-nanhui", ("new_city",)),
)


def matrix(atlas: Atlas, selection: Selection, *, topic: str, least: int = 2) -> dict[str, Any]:
    """Put the terms of the documents side by side.

    Parameters
    ----------
    atlas : Atlas
    selection : Selection
        The places to compare; its document and industry narrow the rows, not the cells.
    topic : str
        A type of claim: ``positioning``, ``industry`` or ``function``.
    least : int
        How many documents must speak of a place on the topic for it to have a row.

    Returns
    -------
    dict
        ``documents`` in order, and ``rows``: the place and one list of statements per document, each with ``terms_zh``,
        ``summary_zh``, ``summary_en`` and ``section``; ``new`` marks terms no earlier document prints.
    """
    documents = [brief_document(row) for row in atlas.tables["documents"].to_dict("records")]
    rows = []
    for place in select(atlas, selection):
        cells = [_cell(atlas, place, topic, document["id"]) for document in documents]
        if sum(1 for cell in cells if cell) >= least:
            names = {key: atlas.places.at[place, key] for key in ("name_zh", "name_en", "kind", "layer")}
            rows.append({"id": place, **names, "cells": _marked(cells)})
    return {"documents": documents, "rows": rows}


def place_rows(atlas: Atlas, place: str, topics: Sequence[str]) -> dict[str, Any]:
    """Give the same as `matrix` for one place, a row per topic some document speaks of; rows carry ``topic``."""
    tables = {topic: matrix(atlas, Selection(), topic=topic, least=1) for topic in topics}
    rows = [{**row, "topic": topic} for topic, table in tables.items() for row in table["rows"] if row["id"] == place]
    return {"documents": tables[topics[0]]["documents"], "rows": rows}


def _cell(atlas: Atlas, place: str, topic: str, document: str) -> list[dict[str, Any]]:
    keys = ("terms_zh", "summary_zh", "summary_en", "section")
    claims = purposes(atlas).get(place, ())
    return [
        {key: claim[key] for key in keys} for claim in claims if (claim["type"], claim["doc_id"]) == (topic, document)
    ]


def _marked(cells: list[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    """Mark the terms that no earlier document prints for the place; nothing is new in the first."""
    seen: set[str] = set()
    out = []
    for cell in cells:
        marked = [{**said, "new": [term for term in said["terms_zh"] if seen and term not in seen]} for said in cell]
        seen |= {term for said in cell for term in said["terms_zh"]}
        out.append(marked)
    return out


def frameworks(atlas: Atlas) -> list[dict[str, Any]]:
    """Draw the frameworks, each in the frame of the New Area.

    Returns
    -------
    list of dict
        ``term_zh``, ``term_en``, ``holder``, ``document``, ``section``, ``layers``, ``width`` and ``height`` in pixels,
        ``land`` and ``outline`` (SVG path data), ``parts`` (place, ``shape`` area, line or point, ``path``, and ``x``
        and ``y`` of the name), ``unlocated`` (parts nobody located).
    """
    return [_picture(atlas, framework) for framework in FRAMEWORKS if framework.holder in atlas.places.index]


def _picture(atlas: Atlas, framework: Framework) -> dict[str, Any]:
    frame = _frame(atlas)
    claims = atlas.tables["claims"].query("place_id == @framework.holder").to_dict("records")
    source = next((claim for claim in claims if framework.term_zh in split_list(claim["term_zh"])), None)
    documents = {row["doc_id"]: row for row in atlas.tables["documents"].to_dict("records")}
    members = [
        place for layer in framework.layers for place in select(atlas, Selection(layer, document=framework.named_by))
    ]
    shapes = {place: atlas.features.geometry[place] for place in members}
    holder = atlas.places.loc[framework.holder]
    return {
        "term_zh": framework.term_zh,
        "term_en": framework.term_en,
        "holder": {"id": framework.holder, "name_zh": holder["name_zh"], "name_en": holder["name_en"]},
        "document": None if source is None else brief_document(documents[source["doc_id"]]),
        "section": None if source is None else source["section"],
        "summary_zh": None if source is None else source["summary_zh"],
        "summary_en": None if source is None else source["summary_en"],
        "layers": framework.layers,
        "width": WIDTH,
        "height": round(_scale(frame) * (frame[3] - frame[1])),
        "land": [_path(shape.intersection(shapely.box(*frame)), frame) for shape in _land(atlas)],
        "outline": _path(atlas.features.geometry[framework.holder], frame),
        "parts": [_part(atlas, place, shape, frame) for place, shape in shapes.items() if shape is not None],
        "unlocated": [_names(atlas, place) for place, shape in shapes.items() if shape is None],
    }


def _names(atlas: Atlas, place: str) -> dict[str, Any]:
    return {"id": place, **{key: atlas.places.at[place, key] for key in ("name_zh", "name_en", "kind")}}


def _part(atlas: Atlas, place: str, shape: BaseGeometry, frame: Sequence[float]) -> dict[str, Any]:
    kind = {2: "area", 1: "line", 0: "point"}[int(shapely.get_dimensions(shape))]
    (x, y) = _pixels(np.array([label_point(shape)]), frame)[0]
    path = "" if kind == "point" else _path(shape, frame)
    return {**_names(atlas, place), "shape": kind, "path": path, "x": round(float(x)), "y": round(float(y))}


def _land(atlas: Atlas) -> list[BaseGeometry]:
    if "coast" not in atlas.layer_ids:
        return []
    coast = atlas.layer("coast")
    return list(coast.geometry[coast["kind"] == "land"])


def _frame(atlas: Atlas) -> tuple[float, float, float, float]:
    """West, south, east and north of the pictures: the mainland of the New Area and the island."""
    west, south, east, north = atlas.features.geometry["lg-new-area"].bounds
    pad = (east - west) * _MARGIN
    return west - pad, south - pad, east + pad, north + pad


def _scale(frame: Sequence[float]) -> float:
    """Pixels per degree of latitude."""
    return WIDTH / ((frame[2] - frame[0]) * _SHRINK)


def _pixels(lonlat: Any, frame: Sequence[float]) -> Any:
    return (lonlat - [frame[0], frame[3]]) * [_SHRINK * _scale(frame), -_scale(frame)]


def _path(shape: BaseGeometry, frame: Sequence[float]) -> str:
    """Write lines and rings as SVG path data, to half a pixel."""
    parts = shapely.get_parts(shape)
    lines = np.concatenate([shapely.get_rings(parts), parts[shapely.get_type_id(parts) == 1]])
    out = []
    for line in lines:
        points = np.round(_pixels(shapely.get_coordinates(line), frame) * 2) / 2
        kept = points[np.concatenate([[True], (np.diff(points, axis=0) != 0).any(axis=1)])]
        out.append("M" + "L".join(f"{x:g} {y:g}" for x, y in kept) + ("Z" if line.is_ring else ""))
    return "".join(out)
