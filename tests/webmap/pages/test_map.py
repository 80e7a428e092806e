"""The Folium map and the pages around it: local, repeatable, safe under the policy, readable without JavaScript."""

from __future__ import annotations

import gc
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from weakref import ref

import pytest
from flask.testing import FlaskClient

import webmap
from geo import Atlas
from webmap import create_app
from webmap.http import security
from webmap.http.assets import STYLE_PARTS
from webmap.map.folium_map import map_parts
from webmap.pages.map import FIRST_MODULES

STATIC = Path(webmap.__file__).parent / "static"
TEMPLATES = Path(webmap.__file__).parent / "templates"
VENDOR = STATIC / "vendor"
SCRIPTS = [*(STATIC / "js").rglob("*.js"), *TEMPLATES.glob("*.js")]
PLACE = "fp-oriental-chip-port"
PAGES = [
    "/",
    "/?lang=en",
    f"/places/{PLACE}",
    "/stats/functional_areas",
    "/stats/functional_areas?by=parks",
    "/tables/parks",
    "/compare",
    "/search?q=743",
    "/places/no-such-place",
]
# What a link or a script may load; an attribution may name a page nobody loads.
LOADED = re.compile(r"""(?:src|href|action|data)=["']?(https?:|//)""")


def html(client: FlaskClient, path: str) -> str:
    return client.get(path, headers={"Accept": "text/html"}).text


def test_vendored_files_are_those_of_the_manifest() -> None:
    manifest = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
    listed = {entry["file"]: entry["sha256"] for package in manifest for entry in package["files"]}
    present = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert present == listed
    assert all(package["licence"] and package["version"] for package in manifest)


def test_the_page_is_the_same_bytes_for_the_same_data_language_and_nonce(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(security.secrets, "token_urlsafe", lambda _: "fixed")
    pages = []
    for _ in range(2):
        map_parts.cache_clear()
        pages.append(create_app(atlas=atlas).test_client().get("/?lang=en").data)
    assert pages[0] == pages[1]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_loads_from_another_host(client: FlaskClient, path: str) -> None:
    assert not LOADED.search(html(client, path))


@pytest.mark.parametrize("path", PAGES)
def test_every_inline_script_and_style_carries_the_nonce(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers={"Accept": "text/html"})
    nonce = re.search(r"'nonce-([^']+)'", response.headers["Content-Security-Policy"])
    assert nonce
    tags = re.findall(r"<(?:script|style)\b[^>]*>", response.text)
    # What is said to search engines is no script and never runs.
    inline = [tag for tag in tags if "src=" not in tag and "application/ld+json" not in tag]
    assert all(f'nonce="{nonce[1]}"' in tag for tag in inline)


def test_templates_have_no_inline_handlers_and_no_style_attributes() -> None:
    for path in TEMPLATES.rglob("*.html"):
        assert not re.search(r"""\s(?:on[a-z]+|style)=["']""", path.read_text(encoding="utf-8")), path.name


def test_modules_never_parse_text_as_html() -> None:
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|bindPopup|bindTooltip"
    )
    for path in SCRIPTS:
        assert not forbidden.search(path.read_text(encoding="utf-8")), path.name


def test_modules_use_nothing_newer_than_chromium_94(client: FlaskClient) -> None:
    newer = re.compile(
        r"\b(?:Map|Object)\.groupBy\b|AbortSignal\.(?:any|timeout)\b|\bstructuredClone\b|\.findLast(?:Index)?\("
        r"|\.to(?:Sorted|Reversed|Spliced)\(|\.with\(|\bArray\.fromAsync\b|Promise\.(?:try|withResolvers)\b"
        r"|Object\.hasOwn\b|\bURL\.canParse\b|signDisplay: [^,}]*\"negative\""
    )
    for path in SCRIPTS:
        assert not newer.search(path.read_text(encoding="utf-8")), path.name
    styles = client.get("/styles.css").text
    assert not re.search(r":has\(|color-mix\(|@container|@layer", styles)


def test_the_styles_are_one_answer_that_may_be_kept(client: FlaskClient) -> None:
    address = re.findall(r'<link rel="stylesheet" href="([^"]+)"', html(client, "/tables/parks"))
    assert len(address) == 1
    answer = client.get(address[0])
    assert answer.mimetype == "text/css"
    assert answer.cache_control.max_age
    digest = hashlib.sha256(answer.get_data()).hexdigest()
    assert address[0].endswith(f"?v={digest[:10]}")
    assert client.get(address[0], headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    written = {path.stem for path in (STATIC.parent / "styles").glob("*.css")}
    assert written == set(STYLE_PARTS)


def test_the_first_frame_waits_for_no_second_answer(client: FlaskClient) -> None:
    page = html(client, "/")
    live = page.index('<template id="live">')
    assert not re.search(r'<script[^>]* src=|rel="(?:stylesheet|preload|modulepreload)"', page[:live])
    first = page[page.index("<style") : page.index("</style>")]
    for rule in (".map-frame", ".still", ".top-nav", "@media"):
        assert rule in first
    assert ".leaflet-container" not in first
    # Leaflet's own rules come first in the styles of all pages, so that ours overrule them.
    whole = client.get("/styles.css").text
    assert -1 < whole.index(".leaflet-pane") < whole.index(":root")


def test_the_nonce_of_a_page_kept_between_requests_is_that_of_the_request(client: FlaskClient) -> None:
    pages = [client.get("/") for _ in range(2)]
    nonces = [re.search(r"'nonce-([^']+)'", page.headers["Content-Security-Policy"]) for page in pages]
    assert len({nonce[1] for nonce in nonces if nonce}) == 2
    for page, nonce in zip(pages, nonces, strict=True):
        assert nonce
        assert f'nonce="{nonce[1]}"' in page.text
        assert security.NONCE_SLOT not in page.text


def test_nothing_of_one_request_stays_in_the_page_kept_for_all(atlas: Atlas) -> None:
    client = create_app(atlas=atlas).test_client()
    assert "mark-of-one" not in client.get("/?utm_source=mark-of-one").text
    assert "mark-of-one" not in client.get("/").text


def test_modules_of_the_first_view_are_linked_ahead(client: FlaskClient) -> None:
    page = html(client, "/")
    for name in FIRST_MODULES:
        digest = hashlib.sha256((STATIC / "js" / name).read_bytes()).hexdigest()[:10]
        assert f'<link rel="modulepreload" href="/static/js/{name}?v={digest}">' in page


def test_every_static_import_of_the_first_view_is_among_its_modules() -> None:
    for name in FIRST_MODULES:
        text = (STATIC / "js" / name).read_text(encoding="utf-8")
        imported = set(re.findall(r"""^(?:import|\}) .*from "atlas/(.+)";""", text, flags=re.MULTILINE))
        assert imported <= set(FIRST_MODULES), name


def test_the_review_number_has_its_slot(client: FlaskClient, atlas: Atlas) -> None:
    assert "审图号：待定" in html(client, "/")
    given = create_app({"map_review_number": "沪S(2026)001号"}, atlas=atlas).test_client()
    assert "审图号：沪S(2026)001号" in html(given, "/")


def test_new_data_give_a_new_page_and_the_old_data_are_let_go(atlas: Atlas) -> None:
    app = create_app(atlas=atlas)
    client = app.test_client()
    assert atlas.version in client.get("/").text
    newer = replace(atlas, version="first-edition")
    app.extensions["atlas"] = newer
    assert "first-edition" in client.get("/").text
    old = ref(newer)
    app.extensions["atlas"] = replace(atlas, version="second-edition")
    del newer
    page = client.get("/").text
    assert "second-edition" in page
    assert "first-edition" not in page
    gc.collect()
    assert old() is None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_map_says_how_layers_of_ones_own_come_into_it(client: FlaskClient, lang: str) -> None:
    page = client.get(f"/?lang={lang}").text
    assert "lingang serve --workspace" in page
    assert "lingang check" in page
