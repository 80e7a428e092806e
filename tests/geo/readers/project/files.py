"""Projects as files, sound ones and others."""

from __future__ import annotations

import json
from typing import Any

BOX = [[[121.82, 30.88], [121.85, 30.88], [121.85, 30.9], [121.82, 30.9], [121.82, 30.88]]]


def view(title: str = "一", **more: Any) -> dict[str, Any]:
    state = "map=11/30.9/121.85&layers=coast,parks,scopes&place=fp-oriental-chip-port"
    return {"title": title, "note": "说明", "state": state, **more}


def drawing(name: str = "d1", coordinates: Any = BOX, **properties: Any) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": coordinates}
    feature = {"type": "Feature", "geometry": geometry, "properties": {"name": "甲", "note": "近路", **properties}}
    return {"id": name, "shapes": {"type": "FeatureCollection", "features": [feature]}}


def project(**more: Any) -> dict[str, Any]:
    head = {"type": "lingang-project", "schema": 1, "data_version": "1", "title": "选址", "created": "2026-11-29"}
    views = [view(drawing="d1", extent=[121.7, 30.8, 122.0, 31.0]), view("二")]
    return {**head, "views": views, "drawings": [drawing()], **more}


def text(**more: Any) -> str:
    return json.dumps(project(**more))
