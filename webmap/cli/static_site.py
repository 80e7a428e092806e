"""The static site: a folder that opens from a USB stick or any web server, without Python and without internet.

Why it differs from the pages of the server: a page opened from a disk can neither fetch files nor import modules. So
the pages are requested in their static form (`webmap.http.current.is_live`). The modules are in the import map of the
page, as ``data:`` addresses. The data are in small scripts, loaded by a replacement of ``fetch``
(``templates/_file_fetch.js``). What needs the service is left out. Only the links are rewritten here. The same files
also work on a web server.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from geo.atlas.notices import DISCLAIMER_EN, DISCLAIMER_ZH, LICENCE_EN, LICENCE_ZH
from geo.errors import Fault, ParameterError, SourceError
from geo.export import FORMATS, write_layer
from geo.text_files import written_whole
from webmap.http.current import STATIC_SITE
from webmap.i18n import DEFAULT_LANGUAGE
from webmap.pages.map import page_suffix
from webmap.pages.tables import OFFLINE_FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

    from geo.atlas.atlas import Atlas

STATISTICS_FORMATS = ("json", "csv", "xlsx", "geojson")
#: Addresses that need the service: links to them are removed.
_LIVE = ("/report", "/extract", "/sheet", "/search", "/side", "/ogc", "/tiles", "/healthz", "/export")

_LINK = re.compile(r'(?P<name>href|src)="(?P<address>/[^"]*)"')

_READ_ME = """临港规划图集 Lingang Atlas · 静态包 static bundle

打开 index.html 即可使用，无需安装、无需联网；也可放到任意网页服务器上。
Open index.html; nothing to install, no internet needed. Any web server can hold the folder too.

data/     各图层 layers: {formats}
stats/    面积统计 area statistics: {statistics}
places/   各地点 one page and one record per place
SHA256SUMS  校验 checksums: sha256sum -c SHA256SUMS

数据版本 data version {version}
{licence_zh}
{licence_en}
{disclaimer_zh} {disclaimer_en}
"""


@dataclass
class _Site:
    """A static site that is being written: its folder, and the pages still to be written."""

    folder: Path
    client: FlaskClient
    waiting: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def write(self, path: str, data: bytes) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    def write_linked(self, path: str) -> None:
        """Write a file a page links to, unless it exists or is copied with the static files (all but ``js/``)."""
        if (not path.startswith("/static/") or path.startswith("/static/js/")) and not (
            self.folder / path.lstrip("/")
        ).exists():
            self.write(path.lstrip("/"), self.fetch(path))

    def fetch(self, address: str) -> bytes:
        with self.client.get(address, environ_overrides={STATIC_SITE: "1"}) as answer:
            if answer.status_code != 200:
                fault = Fault(f"{address} answered {answer.status_code}", "200", "bundle", "see the log of the service")
                raise SourceError(fault)
            return answer.get_data()


def write_bundle(app: Flask, folder: Path) -> int:
    """Write the read-only site into a folder.

    Parameters
    ----------
    app : flask.Flask
        The application whose pages are written.
    folder : pathlib.Path
        An empty folder, or one that does not exist yet. It is replaced as a whole when all is written.

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
        _write_data(site, atlas)
        _write_layers(site, atlas)
        _write_pages(site, atlas)
        _write_static(site)
        _write_notes(site, atlas)
        return _write_checksums(made)


def _require_new(folder: Path) -> None:
    """Raise ParameterError unless a folder of this name can be put there as a whole."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        fault = Fault(f"{folder} is not empty", "a new or an empty folder", "DIR", "name another folder")
        raise ParameterError(fault)
    if folder.is_mount() or Path.cwd().is_relative_to(folder.resolve()):
        found = f"{folder}, which is a disk or the folder you are in, and cannot be replaced"
        raise ParameterError(Fault(found, "a new or an empty folder", "DIR", f"name {folder / 'lingang'}"))


def _write_data(site: _Site, atlas: Atlas) -> None:
    """Write map document, places and statistics: JSON for programs, and scripts for the page."""
    addresses = ["map.json", *(f"places/{place_id}.json" for place_id in atlas.places.index)]
    for address in addresses:
        body = site.fetch(f"/{address}")
        site.write(address, body)
        # JSON is valid JavaScript. The script is a separate file, so no text in it can end a script element.
        site.write(f"{address}.js", f"atlasData({json.dumps(address)}, ".encode() + body + b");\n")
    for place_id in atlas.places.index:
        site.write(f"places/{place_id}.geojson", site.fetch(f"/places/{place_id}.geojson"))
    for zones in atlas.zone_layers:
        for kind in STATISTICS_FORMATS:
            site.write(f"stats/{zones}.{kind}", site.fetch(f"/stats/{zones}.{kind}"))


def _write_layers(site: _Site, atlas: Atlas) -> None:
    (site.folder / "data").mkdir()
    for layer in atlas.layer_ids:
        for kind in OFFLINE_FORMATS:
            write_layer(atlas, layer, kind, site.folder / "data" / f"{layer}.{FORMATS[kind].suffix}")


def _write_pages(site: _Site, atlas: Atlas) -> None:
    """Write the map, the pages of places and statistics, and all pages they link to, in both languages."""
    starts = ["/", *(f"/places/{place_id}" for place_id in atlas.places.index)]
    starts += [f"/stats/{zones}" for zones in atlas.zone_layers]
    site.waiting += [f"{start}{query}" for start in starts for query in ("", "?lang=en")]
    while site.waiting:
        address = site.waiting.pop()
        path = page_path(address)
        if path in site.seen:
            continue
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
    return _LINK.sub(lambda match: _relative_link(site, match, up), html)


def _relative_link(site: _Site, match: re.Match[str], up: str) -> str:
    """Return a link with a relative address; a file it names is written, a page is added to those to write."""
    address = match["address"].replace("&amp;", "&")
    parts = urlsplit(address)
    # Filters and sorting need the service; the folder has each page and file once, complete.
    if parts.path.startswith(_LIVE) or set(parse_qs(parts.query)) - {"lang", "v"}:
        return 'aria-disabled="true"'
    if PurePosixPath(parts.path).suffix:
        site.write_linked(parts.path)
        return f'{match["name"]}="{up}{parts.path.lstrip("/")}"'
    site.waiting.append(address.split("#", maxsplit=1)[0])
    tail = f"#{parts.fragment}" if parts.fragment else ""
    return f'{match["name"]}="{up}{page_path(address)}{tail}"'


def _write_static(site: _Site) -> None:
    """Copy styles and libraries; the modules are inside the pages."""
    root = Path(str(resources.files("webmap").joinpath("static")))
    for file in _files(root):
        name = file.relative_to(root).as_posix()
        if not name.startswith("js/"):
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


def _write_checksums(folder: Path) -> int:
    """Write SHA256SUMS in the format of ``sha256sum -c``; return the number of files with it."""
    files = list(_files(folder))
    lines = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}" for file in files
    ]
    (folder / "SHA256SUMS").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return len(files) + 1


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*")) if file.is_file())
