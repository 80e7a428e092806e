"""The read-only site as a folder: it opens from a USB stick or any web server, without Python and without internet.

Why it is not just a copy of what the server sends: a page opened from a disk may neither fetch a file nor import a
module file. So the modules travel inside the page, as ``data:`` addresses in its import map, and data in small
scripts that a stand-in for ``fetch`` loads when the page asks for them. On a web server the same files work as well.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from geo.atlas.notices import DISCLAIMER_EN, DISCLAIMER_ZH, LICENCE_EN, LICENCE_ZH
from geo.errors import Fault, ParameterError, SourceError
from geo.export import FORMATS, write_layer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

    from geo.atlas.atlas import Atlas

#: Formats of the layers that travel along; the others can be made of these.
LAYER_FORMATS = ("gpkg", "geojson", "xlsx")
STATISTICS_FORMATS = ("json", "csv", "xlsx", "geojson")
#: Addresses that need a running service: links to them are taken out of the pages.
_LIVE = ("/report", "/sheet", "/search", "/ogc", "/tiles", "/healthz", "/export")

_LINK = re.compile(r'(?P<name>href|src)="(?P<address>/[^"]*)"')
_IMPORT = re.compile(r'(?P<head>\bfrom\s+|\bimport\s*\(?\s*)"\./(?P<name>[\w-]+\.js)"')
_IMPORT_MAP = re.compile(r'<script type="importmap"[^>]*>.*?</script>', re.DOTALL)
_PRELOAD = re.compile(r'<link rel="(?:modulepreload|preload)"[^>]*>\s*')
_MODULE = re.compile(r'<script type="module" src="[^"]*/js/(?P<name>[\w-]+\.js)[^"]*"></script>')
#: Tools that ask the service to measure, read or draw.
_TOOL = re.compile(r'<button[^>]*\bdata-tool="(?:length|area|file|sheet)"[^>]*>.*?</button>\s*', re.DOTALL)
_CONFIG = re.compile(r'(<script type="application/json" id="atlas-config"[^>]*>)(.*?)(</script>)', re.DOTALL)

_FETCH = """
<script>
window.atlasData = (path, value) => { (window.atlasStore ??= new Map()).set(path, value); };
window.fetch = (address) => new Promise((resolve) => {
  const path = String(address).split(/[?#]/)[0].replace(/^\\.\\//, "");
  const answer = () => resolve(new Response(JSON.stringify(window.atlasStore.get(path)), {status: 200}));
  if (window.atlasStore?.has(path)) { answer(); return; }
  const script = document.createElement("script");
  script.src = `${path}.js`;
  script.onload = answer;
  script.onerror = () => resolve(new Response("{}", {status: 404}));
  document.head.append(script);
});
</script>
"""

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
    """A bundle under way."""

    folder: Path
    client: FlaskClient
    waiting: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def write(self, path: str, data: bytes) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    def need(self, path: str) -> None:
        """Write a file a page links to, unless it is there or comes with the static files; scripts do not."""
        if (not path.startswith("/static/") or path.startswith("/static/js/")) and not (
            self.folder / path.lstrip("/")
        ).exists():
            self.write(path.lstrip("/"), self.fetch(path))

    def fetch(self, address: str) -> bytes:
        with self.client.get(address) as answer:
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
        Must be empty or not exist yet.

    Returns
    -------
    int
        How many files were written.

    Raises
    ------
    ParameterError
        If the folder holds something.
    SourceError
        If a page cannot be made.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        fault = Fault(f"{folder} is not empty", "a new or an empty folder", "DIR", "name another folder")
        raise ParameterError(fault)
    folder.mkdir(parents=True, exist_ok=True)
    atlas: Atlas = app.extensions["atlas"]
    site = _Site(folder, app.test_client())
    _write_data(site, atlas)
    _write_layers(site, atlas)
    _write_pages(site, atlas)
    _write_static(site)
    _write_notes(site, atlas)
    return _write_checksums(folder)


def _write_data(site: _Site, atlas: Atlas) -> None:
    """Write records as JSON for programs and as scripts for the page."""
    addresses = ["map.json", *(f"places/{place_id}.json" for place_id in atlas.places.index)]
    for address in addresses:
        body = site.fetch(f"/{address}")
        site.write(address, body)
        # JSON is an expression of JavaScript; the script is a file of its own, so no text of it can end a tag.
        site.write(f"{address}.js", f"atlasData({json.dumps(address)}, ".encode() + body + b");\n")
    for place_id in atlas.places.index:
        site.write(f"places/{place_id}.geojson", site.fetch(f"/places/{place_id}.geojson"))
    for zones in atlas.zone_layers:
        for kind in STATISTICS_FORMATS:
            site.write(f"stats/{zones}.{kind}", site.fetch(f"/stats/{zones}.{kind}"))


def _write_layers(site: _Site, atlas: Atlas) -> None:
    (site.folder / "data").mkdir()
    for layer in atlas.layer_ids:
        for kind in LAYER_FORMATS:
            write_layer(atlas, layer, kind, site.folder / "data" / f"{layer}.{FORMATS[kind].suffix}")


def _write_pages(site: _Site, atlas: Atlas) -> None:
    """Write every page the map and the place pages lead to, in both languages."""
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
        site.write(path, _portable(site, html, path).encode())


def page_path(address: str) -> str:
    """Give the file a page is kept in: ``/places/x?lang=en`` is ``places/x.en.html``."""
    parts = urlsplit(address)
    suffix = ".en.html" if parse_qs(parts.query).get("lang") == ["en"] else ".html"
    return (parts.path.strip("/") or "index") + suffix


def _portable(site: _Site, html: str, path: str) -> str:
    """Make a page of the server one that opens from a disk."""
    up = "../" * (len(PurePosixPath(path).parts) - 1)
    html = _TOOL.sub("", _PRELOAD.sub("", html))
    is_map = _CONFIG.search(html) is not None
    if is_map:
        html = _IMPORT_MAP.sub(lambda _: _FETCH + _modules(), html)
        html = _MODULE.sub(lambda match: f'<script type="module">import "atlas/{match["name"]}";</script>', html)
        suffix = ".en.html" if path.endswith(".en.html") else ".html"
        html = _CONFIG.sub(lambda match: match[1] + _config(match[2], suffix) + match[3], html)
    return _LINK.sub(lambda match: _relative(site, match, up), html)


def _modules() -> str:
    """Give an import map with every module as a ``data:`` address."""
    folder = resources.files("webmap").joinpath("static", "js")
    imports = {}
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        if file.name.endswith(".js"):
            source = _IMPORT.sub(r'\g<head>"atlas/\g<name>"', file.read_text(encoding="utf-8"))
            coded = base64.b64encode(source.encode()).decode()
            imports[f"atlas/{file.name}"] = f"data:text/javascript;base64,{coded}"
    return f'<script type="importmap">{json.dumps({"imports": imports})}</script>'


def _config(text: str, suffix: str) -> str:
    config: dict[str, Any] = {**json.loads(text), "root": ".", "page_suffix": suffix}
    # As the template does: no text of the data can end the element.
    return json.dumps(config, ensure_ascii=False).replace("<", "\\u003c")


def _relative(site: _Site, match: re.Match[str], up: str) -> str:
    """Turn an address of the server into a relative one, and remember pages still to be written."""
    address = match["address"].replace("&amp;", "&")
    parts = urlsplit(address)
    # A filter or an order is worked out by the service; a folder holds each page and file once, as a whole.
    if parts.path.startswith(_LIVE) or set(parse_qs(parts.query)) - {"lang", "v"}:
        return 'aria-disabled="true"'
    if PurePosixPath(parts.path).suffix:
        site.need(parts.path)
        return f'{match["name"]}="{up}{parts.path.lstrip("/")}"'
    site.waiting.append(address.split("#", maxsplit=1)[0])
    tail = f"#{parts.fragment}" if parts.fragment else ""
    return f'{match["name"]}="{up}{page_path(address)}{tail}"'


def _write_static(site: _Site) -> None:
    """Copy styles and libraries; the modules travel inside the page."""
    root = Path(str(resources.files("webmap").joinpath("static")))
    for file in _files(root):
        name = file.relative_to(root).as_posix()
        if not name.startswith("js/"):
            site.write(f"static/{name}", file.read_bytes())


def _write_notes(site: _Site, atlas: Atlas) -> None:
    text = _READ_ME.format(
        formats=", ".join(LAYER_FORMATS),
        statistics=", ".join(STATISTICS_FORMATS),
        version=atlas.version,
        licence_zh=LICENCE_ZH,
        licence_en=LICENCE_EN,
        disclaimer_zh=DISCLAIMER_ZH,
        disclaimer_en=DISCLAIMER_EN,
    )
    # Notepad of older Windows reads UTF-8 only with the mark.
    site.write("README.txt", text.encode("utf-8-sig"))


def _write_checksums(folder: Path) -> int:
    """Write SHA256SUMS in the form ``sha256sum -c`` reads."""
    files = list(_files(folder))
    lines = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}" for file in files
    ]
    (folder / "SHA256SUMS").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return len(files) + 1


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*")) if file.is_file())
