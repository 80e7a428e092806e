"""The page of the API, for people who write programs: every address, what it answers and what it takes."""

from __future__ import annotations

import inspect
from itertools import groupby
from typing import Any

from flask import Flask, current_app, render_template

from webmap.http.json_links import SCHEMAS
from webmap.http.query import declared, page_options
from webmap.pages.context import bp, kept_page

#: Options of every address, said once.
_COMMON = ("lang", "v")


@bp.get("/api")
@page_options()
@kept_page
def api_page() -> str:
    """Return the page of the API: addresses by their first part, with their options."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return render_template("api.html", groups=_groups(app), schemas=SCHEMAS)


def _groups(app: Flask) -> list[tuple[str, list[dict[str, Any]]]]:
    views = {rule.rule: app.view_functions[rule.endpoint] for rule in app.url_map.iter_rules()}
    rows: list[dict[str, Any]] = []
    for key, options in declared(app).items():
        method, _, path = key.partition(" ")
        said = (inspect.getdoc(views[path]) or "").partition("\n\n")[0].replace("\n", " ")
        own = [
            {"name": name, "meaning": one.meaning, "expected": one.expected}
            for name, one in options.items()
            if name not in _COMMON
        ]
        rows.append({"method": method, "path": path, "says": said, "options": own})
    rows.sort(key=lambda row: (_first_part(row["path"]), row["path"], row["method"]))
    return [(name, list(some)) for name, some in groupby(rows, key=lambda row: _first_part(row["path"]))]


def _first_part(path: str) -> str:
    return path.split("/")[1].partition(".")[0].partition("<")[0]
