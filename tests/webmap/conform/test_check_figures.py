"""A table that says another area, and rows that do not add up, are found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.wrappers import Request, Response

from webmap.conform import check_figures
from webmap.conform.visit import Visit

Serve = Callable[[Callable[[Request], Response]], str]


def _changed(app: Flask, change: Callable[[str, Any], Any]) -> Callable[[Request], Response]:
    """Answer as our own service, but for what `change` makes of the JSON of a path."""
    client = app.test_client()

    def answer(request: Request) -> Response:
        sent = client.get(request.full_path.rstrip("?"))
        return Response(app.json.dumps(change(request.path, sent.json)), mimetype="application/json")

    return answer


def _found(app: Flask, serve: Serve, change: Callable[[str, Any], Any]) -> list[str]:
    visit = Visit(serve(_changed(app, change)))
    check_figures.check(visit)
    return [finding.address for finding in visit.findings]


def test_ours_add_up(app: Flask, serve: Serve) -> None:
    assert _found(app, serve, lambda _, body: body) == []


def test_another_area_in_a_table_is_found(app: Flask, serve: Serve) -> None:
    def change(path: str, body: Any) -> Any:
        if path == "/tables/parks.json":
            row = next(row for row in body["rows"] if row["area_km2"])
            row["area_km2"] += 0.001
        return body

    assert _found(app, serve, change) == ["/tables/parks.json"]


def test_a_total_that_is_not_the_sum_is_found(app: Flask, serve: Serve) -> None:
    def change(path: str, body: Any) -> Any:
        if path == "/stats/parks.json":
            body["total"]["area_km2"] += 1
        return body

    assert _found(app, serve, change) == ["/stats/parks.json"]


def test_a_shape_that_moved_is_found(app: Flask, serve: Serve) -> None:
    def change(path: str, body: Any) -> Any:
        if path == "/export/functional_areas.geojson":
            shape = next(one["geometry"] for one in body["features"] if one["geometry"]["type"] == "Polygon")
            shape["coordinates"][0][1][0] += 0.01
        return body

    assert _found(app, serve, change) == ["/export/functional_areas.geojson"]
