"""The modules of the map page: found by their names, without circles, and the same on the server and on a disk."""

from __future__ import annotations

import base64
import graphlib
import json
import re
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

import webmap
from webmap.http.assets import module_addresses, module_sources

JS = Path(webmap.__file__).parent / "static" / "js"
IMPORT = re.compile(r"""(?:\bfrom|\bimport\(|\bimport\.meta\.resolve\(|^import) ?"([^"]+)\"""", re.MULTILINE)
#: A type is asked for in a comment.
COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)
#: Modules that stand in for the service where there is none.
OFFLINE = "atlas/offline/"
HEX_COLOUR = re.compile(r"""["'`]#[0-9a-fA-F]{3,8}["'`]""")


def imports() -> dict[str, set[str]]:
    """What each module imports, at once or when first used."""
    found = {}
    for path in JS.rglob("*.js"):
        text = COMMENT.sub("", path.read_text(encoding="utf-8"))
        found[f"atlas/{path.relative_to(JS).as_posix()}"] = set(IMPORT.findall(text))
    return found


def test_every_import_is_a_module_of_the_import_map(app: Flask) -> None:
    with app.test_request_context():
        known = set(module_addresses())
    asked = {name: found for name, found in imports().items() if not name.startswith(OFFLINE)}
    assert {name for names in asked.values() for name in names} <= known
    assert "atlas/main.js" in known
    reached, waiting = set(), ["atlas/main.js"]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += asked[name]
    assert reached == known, "no module is left over"


def test_no_module_imports_itself_back() -> None:
    assert list(graphlib.TopologicalSorter(imports()).static_order())


def test_the_static_site_has_the_very_modules_of_the_server(app: Flask) -> None:
    with app.test_request_context():
        addresses, sources = module_addresses(), module_sources()
    assert set(addresses) == {name for name in sources if not name.startswith(OFFLINE)}
    assert any(name.startswith(OFFLINE) for name in sources)
    for name, source in sources.items():
        coded = source.removeprefix("data:text/javascript;base64,")
        assert base64.b64decode(coded) == (JS / name.removeprefix("atlas/")).read_bytes()


def test_the_import_map_leads_to_the_modules(client: FlaskClient) -> None:
    page = client.get("/").text
    written = re.search(r'<script type="importmap"[^>]*>(.*?)</script>', page)
    assert written
    for name, address in json.loads(written[1])["imports"].items():
        with client.get(address) as answer:
            assert answer.status_code == 200, name
            assert answer.mimetype == "text/javascript"


def test_no_script_has_a_colour_of_its_own() -> None:
    for path in JS.rglob("*.js"):
        assert not HEX_COLOUR.search(path.read_text(encoding="utf-8")), path.name
