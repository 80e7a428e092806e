"""The static site: a folder that opens from a USB stick or any web server, without Python and without internet.

Why it differs from the pages of the server: a page opened from a disk can neither fetch files nor import modules. So
the pages are requested in their static form (`webmap.http.current.is_live`). The modules are in the import map of the
page, as ``data:`` addresses. The data are in small scripts, loaded by a replacement of ``fetch``
(``templates/_file_fetch.js``); what the service computes from a query, such as a search, is computed in the page
(``static/js/offline``) from an index (`webmap.pages.static_index`). What needs the service is left out. Only the links
are rewritten here. The same files also work on a web server.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from html import escape
from importlib import resources
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, parse_qsl, quote, urlencode, urlsplit

from geo.atlas.notices import DISCLAIMER_EN, DISCLAIMER_ZH, LICENCE_EN, LICENCE_ZH
from geo.errors import Fault, ParameterError, SourceError
from geo.export import FORMATS, layer_content
from geo.export.geojson import record_geojson
from geo.progress import ignore
from geo.stats.layer_table import ALL_LAYERS
from geo.text_files import written_whole
from webmap.http.assets import LEAFLET
from webmap.http.current import STATIC_SITE
from webmap.i18n import DEFAULT_LANGUAGE
from webmap.pages.map import page_suffix
from webmap.pages.static_index import place_index, search_index
from webmap.pages.tables import OFFLINE_FORMATS, planning_layers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

    from geo.atlas.atlas import Atlas
    from geo.progress import Progress

_LANG_QUERIES = ("", "?lang=en")
STATISTICS_FORMATS = ("json", "csv", "xlsx", "geojson")
#: Addresses that need the service: links to them are removed.
_LIVE = ("/report", "/extract", "/sheet", "/search", "/side", "/ogc", "/tiles", "/healthz", "/export")

_LINK = re.compile(r'(?P<name>href|src)="(?P<address>/[^"]*)"')

_READ_ME = """临港规划图集 Lingang Atlas · 静态包 static bundle

打开 index.html 即可使用，无需安装、无需联网；也可放到任意网页服务器上。
Open index.html; nothing to install, no internet needed. Any web server can hold the folder too.

data/     各图层 layers: {formats}
stats/    面积统计 area statistics: {statistics}
places/   各地点 one page and one GeoJSON per place; *.js 供页面使用 is what the pages read
SHA256SUMS  校验 checksums: sha256sum -c SHA256SUMS

数据版本 data version {version}
{licence_zh}
{licence_en}
{disclaimer_zh} {disclaimer_en}
"""


@dataclass
class _Site:
    """A site that is being written: the pages still to be written, where links lead, folders made, checksums."""

    folder: Path
    client: FlaskClient
    waiting: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    links: dict[str, str | None] = field(default_factory=dict)
    made: set[Path] = field(default_factory=set)
    sums: dict[Path, str] = field(default_factory=dict)

    def write(self, path: str, data: bytes) -> None:
        target = self.folder / path
        if target.parent not in self.made:
            target.parent.mkdir(parents=True, exist_ok=True)
            self.made.add(target.parent)
        target.write_bytes(data)
        self.sums[target] = hashlib.sha256(data).hexdigest()

    def write_linked(self, path: str) -> None:
        """Write a file a page links to, unless it exists or is copied with the static files (all but ``js/``)."""
        if (not path.startswith("/static/") or path.startswith("/static/js/")) and not (
            self.folder / path.lstrip("/")
        ).exists():
            self.write(path.lstrip("/"), self.fetch(path))

    def write_script(self, path: str, body: bytes) -> None:
        """Write JSON as a script for the page: JSON is valid JavaScript, and no text in it can end the script."""
        self.write(f"{path}.js", f"atlasData({json.dumps(path)}, ".encode() + body + b");\n")

    def fetch(self, address: str) -> bytes:
        with self.client.get(address, environ_overrides={STATIC_SITE: "1"}) as answer:
            if answer.status_code != 200:
                fault = Fault(f"{address} answered {answer.status_code}", "200", "bundle", "see the log of the service")
                raise SourceError(fault)
            return answer.get_data()


def write_bundle(app: Flask, folder: Path, progress: Progress = ignore) -> int:
    """Write the read-only site into a folder.

    Parameters
    ----------
    app : flask.Flask
        The application whose pages are written.
    folder : pathlib.Path
        An empty folder, or one that does not exist yet. It is replaced as a whole when all is written.
    progress : geo.progress.Progress, optional
        Is told how many places, pages and layers are written.

    Returns
    -------
    int
        Number of files written.

    Raises
    ------
    ParameterError
        If the folder is not empty, or cannot be replaced.
    SourceError
        If a page cannot be made.
    OSError
        If the folder cannot be written.
    """
    _require_new(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    atlas: Atlas = app.extensions["atlas"]
    # A whole site or none: half of one looks like a whole one until a link leads nowhere.
    with written_whole(folder) as made:
        made.mkdir()
        site = _Site(made, app.test_client())
        _write_layers(site, atlas, progress)
        _write_data(site, atlas)
        _write_places(site, atlas, progress)
        _write_pages(site, atlas, progress)
        _write_static(site)
        _write_notes(site, atlas)
        return _write_checksums(site)


def _require_new(folder: Path) -> None:
    """Raise ParameterError unless a folder of this name can be put there as a whole."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        fault = Fault(f"{folder} is not empty", "a new or an empty folder", "DIR", "name another folder")
        raise ParameterError(fault)
    if folder.is_mount() or Path.cwd().is_relative_to(folder.resolve()):
        found = f"{folder}, which is a disk or the folder you are in, and cannot be replaced"
        raise ParameterError(Fault(found, "a new or an empty folder", "DIR", f"name {folder / 'lingang'}"))


def _write_places(site: _Site, atlas: Atlas, progress: Progress) -> None:
    """Write record, file and pages of each place, one after the other: all are made of the same profile."""
    for done, place_id in enumerate(atlas.places.index):
        progress("places", done, len(atlas.places))
        address = f"places/{place_id}"
        record = site.fetch(f"/{address}.json")
        site.write_script(f"{address}.json", record)
        site.write(f"{address}.geojson", record_geojson(place_id, record, atlas.shape_of(place_id)))
        for query in _LANG_QUERIES:
            _write_page(site, f"/{address}{query}")
    progress("places", len(atlas.places), len(atlas.places))


def _write_data(site: _Site, atlas: Atlas) -> None:
    """Write the map document and what its pages search and filter as scripts; statistics as files for programs."""
    for name in ("map.json", "frameworks.json"):
        site.write_script(name, site.fetch(f"/{name}"))
    _write_timeline(site)
    for name, made in (("index", place_index(atlas)), ("search", search_index(atlas))):
        site.write_script(f"{name}.json", json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode())
    for layer in (ALL_LAYERS, *(entry["id"] for entry in planning_layers(atlas))):
        site.write_script(f"tables/{layer}.json", site.fetch(f"/tables/{layer}.json"))
    for zones in atlas.zone_layers:
        for kind in STATISTICS_FORMATS:
            site.write(f"stats/{zones}.{kind}", site.fetch(f"/stats/{zones}.{kind}"))


def _write_timeline(site: _Site) -> None:
    """Write what the timeline says at each of its stops, and which of them the page begins with."""
    first = site.fetch("/timeline.json")
    begun = json.loads(first)
    site.write_script("timeline.json", json.dumps({"until": begun["until"]}).encode())
    for stop in (one["id"] for one in begun["stops"]):
        body = first if stop == begun["until"] else site.fetch(f"/timeline.json?until={quote(stop)}")
        site.write_script(f"timeline/{stop}.json", body)


def _write_layers(site: _Site, atlas: Atlas, progress: Progress) -> None:
    (site.folder / "data").mkdir()
    for done, layer in enumerate(atlas.layer_ids):
        progress("layers", done, len(atlas.layer_ids))
        content = layer_content(atlas, layer)
        for kind in OFFLINE_FORMATS:
            FORMATS[kind].write(content, site.folder / "data" / f"{layer}.{FORMATS[kind].suffix}")
    progress("layers", len(atlas.layer_ids), len(atlas.layer_ids))


def _write_pages(site: _Site, atlas: Atlas, progress: Progress) -> None:
    """Write the map, the pages of statistics, and all pages that were linked to, in both languages."""
    starts = ["/", *(f"/stats/{zones}" for zones in atlas.zone_layers)]
    site.waiting += [f"{start}{query}" for start in starts for query in _LANG_QUERIES]
    while site.waiting:
        progress("pages", len(site.seen), len(site.seen) + len(site.waiting))
        _write_page(site, site.waiting.pop())
    progress("pages", len(site.seen), len(site.seen))


def _write_page(site: _Site, address: str) -> None:
    """Write a page, unless it is written; the pages it links to wait."""
    path = page_path(address)
    if path not in site.seen:
        site.seen.add(path)
        html = site.fetch(address).decode()
        site.write(path, _with_relative_links(site, html, path).encode())


def page_path(address: str) -> str:
    """Return the file of a page: ``/places/x?lang=en`` is ``places/x.en.html``."""
    parts = urlsplit(address)
    lang = parse_qs(parts.query).get("lang", [DEFAULT_LANGUAGE])[0]
    return (parts.path.strip("/") or "index") + page_suffix(lang)


def _with_relative_links(site: _Site, html: str, path: str) -> str:
    """Return a page with relative links, so that it opens from a disk."""
    up = "../" * (len(PurePosixPath(path).parts) - 1)

    def relative(match: re.Match[str]) -> str:
        name, address = match.groups()
        target = _target(site, address)
        return 'aria-disabled="true"' if target is None else f'{name}="{up}{target}"'

    return _LINK.sub(relative, html)


def _target(site: _Site, link: str) -> str | None:
    """Return what a link leads to in the folder, None where it needs the service; pages repeat most links."""
    if link not in site.links:
        site.links[link] = _found_target(site, link.replace("&amp;", "&"))
    return site.links[link]


def _found_target(site: _Site, address: str) -> str | None:
    """Find the file an address names, which is written, or its page, which is added to those to write."""
    parts = urlsplit(address)
    asked = [(name, value) for name, value in parse_qsl(parts.query) if name not in {"lang", "v"}]
    is_table = parts.path.startswith("/tables/") and not PurePosixPath(parts.path).suffix
    # The folder has each page and file once; only the page of a table filters and sorts itself.
    if parts.path.startswith(_LIVE) or (asked and not is_table):
        return None
    if PurePosixPath(parts.path).suffix:
        site.write_linked(parts.path)
        return parts.path.lstrip("/")
    if page_path(address) not in site.seen:
        # The page is written whole, whatever a link to it asks for.
        lang = [(name, value) for name, value in parse_qsl(parts.query) if name == "lang"]
        site.waiting.append(parts.path + (f"?{urlencode(lang)}" if lang else ""))
    tail = (f"?{escape(urlencode(asked))}" if asked else "") + (f"#{parts.fragment}" if parts.fragment else "")
    return f"{page_path(address)}{tail}"


def _write_static(site: _Site) -> None:
    """Copy styles and Leaflet; the modules are inside the pages, and tiles need the service."""
    root = Path(str(resources.files("webmap").joinpath("static")))
    for file in _files(root):
        name = file.relative_to(root).as_posix()
        if not name.startswith(("js/", "vendor/")) or name.startswith((f"vendor/{LEAFLET}/", "vendor/manifest")):
            site.write(f"static/{name}", file.read_bytes())


def _write_notes(site: _Site, atlas: Atlas) -> None:
    text = _READ_ME.format(
        formats=", ".join(OFFLINE_FORMATS),
        statistics=", ".join(STATISTICS_FORMATS),
        version=atlas.version,
        licence_zh=LICENCE_ZH,
        licence_en=LICENCE_EN,
        disclaimer_zh=DISCLAIMER_ZH,
        disclaimer_en=DISCLAIMER_EN,
    )
    # Notepad of older Windows reads UTF-8 only with a byte order mark.
    site.write("README.txt", text.encode("utf-8-sig"))


def _write_checksums(site: _Site) -> int:
    """Write SHA256SUMS in the format of ``sha256sum -c``; return the number of files with it."""
    lines = []
    for file in _files(site.folder):
        known = site.sums.get(file) or hashlib.sha256(file.read_bytes()).hexdigest()
        lines.append(f"{known}  {file.relative_to(site.folder).as_posix()}\n")
    (site.folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8", newline="\n")
    return len(lines) + 1


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*")) if file.is_file())
