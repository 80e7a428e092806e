"""The read-only site: one file for each page and language, links that stay in the folder, true checksums."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from flask import Flask, request

from geo import Atlas
from geo.errors import ParameterError, SourceError
from webmap import create_app
from webmap.cli import static_site
from webmap.cli.static_site import page_path, write_bundle
from webmap.http.current import STATIC_SITE


@pytest.fixture
def site(tmp_path: Path) -> static_site._Site:
    """Make a site of an application with one record."""
    app = Flask("one_record", static_folder=None)

    @app.get("/places/x.json")
    def send() -> dict[str, bool]:
        return {"static": STATIC_SITE in request.environ}

    return static_site._Site(tmp_path, app.test_client())


def portable(site: static_site._Site, html: str, path: str = "index.html") -> str:
    return static_site._with_relative_links(site, html, path)


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/", "index.html"),
        ("/?lang=en", "index.en.html"),
        ("/places/x?lang=en#y", "places/x.en.html"),
        ("/stats/parks?lang=zh", "stats/parks.html"),
    ],
)
def test_a_page_has_one_file_per_language(address: str, path: str) -> None:
    assert page_path(address) == path


def test_a_folder_that_holds_something_is_refused_and_left_as_it_is(tmp_path: Path, atlas: Atlas) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    for folder in (tmp_path, tmp_path / "mine.txt"):
        with pytest.raises(ParameterError, match="not empty"):
            write_bundle(create_app(atlas=atlas), folder)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_folder_one_is_in_cannot_be_replaced_and_a_name_for_another_is_told(
    tmp_path: Path, atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ParameterError, match="name lingang"):
        write_bundle(create_app(atlas=atlas), Path())
    assert list(tmp_path.iterdir()) == []


def test_a_site_that_fails_halfway_leaves_nothing(
    tmp_path: Path, atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(static_site, "_write_pages", full)
    with pytest.raises(OSError, match="No space"):
        write_bundle(create_app(atlas=atlas), tmp_path / "new" / "site")
    assert list((tmp_path / "new").iterdir()) == []


def test_a_link_to_a_page_is_relative_and_the_page_will_be_written(site: static_site._Site) -> None:
    html = '<a href="/places/y?lang=en#map=1">y</a>'
    assert portable(site, html) == '<a href="places/y.en.html#map=1">y</a>'
    assert portable(site, html, "places/x.html") == '<a href="../places/y.en.html#map=1">y</a>'
    assert site.waiting == ["/places/y?lang=en"], "once, whatever the number of links"


@pytest.mark.parametrize("address", ["/search?q=x", "/report/x", "/stats?by=parks", "/ogc/", "/healthz"])
def test_a_link_to_the_service_is_taken_out(site: static_site._Site, address: str) -> None:
    assert portable(site, f'<a href="{address}">') == '<a aria-disabled="true">'
    assert site.waiting == []


def test_the_page_of_a_table_gets_what_was_asked_for_in_its_address(site: static_site._Site) -> None:
    html = '<a href="/tables/places?industry=%E8%88%AA&amp;lang=en">'
    assert portable(site, html) == '<a href="tables/places.en.html?industry=%E8%88%AA">'
    assert site.waiting == ["/tables/places?lang=en"], "but is written whole"


def test_a_file_a_page_links_to_is_written_once(site: static_site._Site, tmp_path: Path) -> None:
    assert portable(site, '<a href="/places/x.json?v=1">') == '<a href="places/x.json">'
    file = tmp_path / "places" / "x.json"
    assert file.read_text().strip() == '{"static":true}', "asked for as part of the static site"
    file.write_text("kept")
    portable(site, '<a href="/places/x.json">')
    assert file.read_text() == "kept"
    assert portable(site, '<img src="/static/a.png">') == '<img src="static/a.png">'
    assert not (tmp_path / "static").exists(), "copied with the other static files"


def test_links_elsewhere_stay_as_they_are(site: static_site._Site) -> None:
    html = '<a href="https://example.org/x"><a href="#main"><img src="data:image/png;base64,AA">'
    assert portable(site, html) == html


def test_a_page_that_cannot_be_made_ends_the_work(site: static_site._Site) -> None:
    with pytest.raises(SourceError, match="/places/none answered 404"):
        site.fetch("/places/none")


def test_the_checksums_are_of_every_file_and_of_what_it_holds(site: static_site._Site, tmp_path: Path) -> None:
    written = static_site._Site(tmp_path, site.client)
    written.write("data/a.csv", b"a")
    (tmp_path / "b.txt").write_bytes(b"b")
    assert static_site._write_checksums(written) == 3
    lines = (tmp_path / "SHA256SUMS").read_bytes().decode().splitlines()
    expected = {"b.txt": b"b", "data/a.csv": b"a"}
    assert lines == [f"{hashlib.sha256(data).hexdigest()}  {name}" for name, data in expected.items()]
