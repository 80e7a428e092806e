"""The servers, each started with two processes over the same parcels, and the addresses they have for one question.

Every one runs as its documentation says for production: ours and pygeoapi behind gunicorn, tipg behind uvicorn,
MapServer as FastCGI behind nginx. Their caches are on as they come.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.load import Server
from tests.bench.servers.questions import LIMIT
from tests.bench.test_load_peer import configuration
from tests.cluster import Cluster

PROCESSES = 2
_WAIT_S = 120


@dataclass(frozen=True)
class Program:
    """A running server and its addresses: of the items in a box, and of a tile if it has any."""

    name: str
    server: Server
    items: Callable[[str], str]
    tile: Callable[[int, int, int], str] | None


@contextmanager
def _running(command: list[str], port: int, asked: str, **options: object) -> Iterator[Server]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options) as process:
        try:
            _wait(f"http://127.0.0.1:{port}{asked}", process)
            yield Server(f"http://127.0.0.1:{port}", process)
        finally:
            process.terminate()
            process.wait(60)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _WAIT_S
    while time.monotonic() < end:
        assert process.poll() is None, f"{process.args} has ended"
        try:
            urllib.request.urlopen(address, timeout=30).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
        else:
            return
    raise TimeoutError(address)


def _wait_until_built(server: Server) -> None:
    """Let a server of ours write the tiles and texts of its layer, which it begins when they are first asked for."""
    for asked in ("/tiles/ws-parcels.json", "/ogc/collections/ws-parcels/items?f=json&bbox=121.7,30.9,121.71,30.91"):
        urllib.request.urlopen(server.address + asked, timeout=30).close()
    while server.runs("lingang-tiles"):
        time.sleep(0.5)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _address(cluster: Cluster) -> str:
    return f"postgresql://bench@127.0.0.1:{cluster.port}/postgres"


@contextmanager
def ours(name: str, store: str, *, built: bool = True) -> Iterator[Program]:
    """Serve a store, a folder or the address of a database, with its tiles built or not asked for yet."""
    port = free_port()
    settings = {"LINGANG_STORE": store, "LINGANG_PORT": str(port), "LINGANG_ACCESS_LOG": "false"}
    application = ["-c", "python:webmap.service.gunicorn_conf", "webmap:create_app()"]
    command = [sys.executable, "-m", "gunicorn", *application]
    environment = {**os.environ, **settings, "WEB_CONCURRENCY": str(PROCESSES)}
    with _running(command, port, "/healthz", env=environment) as server:
        if built:
            _wait_until_built(server)
        yield Program(
            name,
            server,
            lambda box: f"/ogc/collections/ws-parcels/items?f=json&bbox={box}&limit={LIMIT}",
            lambda zoom, column, row: f"/tiles/ws-parcels/{zoom}/{column}/{row}.mvt",
        )


_BARE = """
from flask import Flask, Response
app = Flask("bare")
ready = b"x" * 40_000
app.add_url_rule("/<path:_>", view_func=lambda _: Response(ready, mimetype="application/geo+json"))
"""


@contextmanager
def bare(folder: Path) -> Iterator[Program]:
    """Serve forty kilobytes that are ready, by one view of the framework."""
    port, home = free_port(), folder / "bare"
    home.mkdir()
    (home / "bare.py").write_text(_BARE, encoding="utf-8")
    served_by = ["-w", str(PROCESSES), "-k", "gthread", "--threads", "16", "-b", f"127.0.0.1:{port}", "bare:app"]
    with _running([sys.executable, "-m", "gunicorn", *served_by], port, "/x", cwd=home) as server:
        yield Program("bare Flask, 40 kB", server, lambda box: f"/{box}", "/{}/{}/{}".format)


@contextmanager
def tipg(python: str, cluster: Cluster) -> Iterator[Program]:
    port = free_port()
    environment = {**os.environ, "DATABASE_URL": _address(cluster), "TIPG_DB_SCHEMAS": '["public"]'}
    environment.pop("PYTHONPATH", None)
    serve = ["-m", "uvicorn", "tipg.main:app", "--port", str(port), "--workers", str(PROCESSES), "--no-access-log"]
    with _running([python, *serve], port, "/collections/public.parcels", env=environment) as server:
        tiles = "/collections/public.parcels/tiles/WebMercatorQuad"
        yield Program(
            "tipg",
            server,
            lambda box: f"/collections/public.parcels/items?f=geojson&bbox={box}&limit={LIMIT}",
            lambda zoom, column, row: f"{tiles}/{zoom}/{column}/{row}",
        )


@contextmanager
def pygeoapi(python: str, cluster: Cluster, folder: Path) -> Iterator[Program]:
    port, home = free_port(), folder / "pygeoapi"
    home.mkdir()
    database = {"host": "127.0.0.1", "port": cluster.port, "dbname": "postgres", "user": "bench", "password": "none"}
    data = {"data": {**database, "search_path": ["public"]}, "table": "parcels", "id_field": "id", "geom_field": "geom"}
    tiles = {
        **{"type": "tile", "name": "MVT-postgresql", "options": {"zoom": {"min": 0, "max": 22}}},
        **{"format": {"name": "pbf", "mimetype": "application/vnd.mapbox-vector-tile"}, **data, "storage_crs": _CRS},
    }
    extent = {"spatial": {"bbox": [121, 30, 122, 31], "crs": _CRS}}
    words = {"title": "parcels", "description": "parcels", "keywords": ["parcels"], "links": []}
    providers = [{"type": "feature", "name": "PostgreSQL", **data}, tiles]
    resources = {"parcels": {"type": "collection", **words, "extents": extent, "providers": providers}}
    (home / "config.yml").write_text(json.dumps(configuration(resources)), encoding="utf-8")
    environment = {**os.environ, "PYGEOAPI_CONFIG": str(home / "config.yml"), "PYGEOAPI_OPENAPI": str(home / "api.yml")}
    environment.pop("PYTHONPATH", None)
    write = [str(Path(python).parent / "pygeoapi"), "openapi", "generate", str(home / "config.yml")]
    subprocess.run([*write, "--output-file", str(home / "api.yml")], env=environment, check=True)
    serve = ["-m", "gunicorn", "-w", str(PROCESSES), "-b", f"127.0.0.1:{port}", "pygeoapi.flask_app:APP"]
    with _running([python, *serve], port, "/collections/parcels?f=json", env=environment, cwd=home) as server:
        yield Program(
            "pygeoapi",
            server,
            lambda box: f"/collections/parcels/items?f=json&bbox={box}&limit={LIMIT}",
            lambda zoom, column, row: f"/collections/parcels/tiles/WebMercatorQuad/{zoom}/{row}/{column}?f=mvt",
        )


_CRS = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_MAP = """
MAP
  NAME "parcels"
  EXTENT 121.5 30.82 121.97 31.0
  SIZE 256 256
  PROJECTION "init=epsg:4326" END
  WEB METADATA "oga_enable_request" "*" "oga_onlineresource" "http://127.0.0.1:{port}/mapserv/parcels/ogcapi"
    "ows_srs" "EPSG:4326 EPSG:3857" END END
  OUTPUTFORMAT NAME "mvt" DRIVER MVT FORMATOPTION "EDGE_BUFFER=20" END
  LAYER
    NAME "parcels"
    TYPE POLYGON
    STATUS ON
    EXTENT 121.5 30.82 121.97 31.0
    PROJECTION "init=epsg:4326" END
    {source}
    TEMPLATE "void"
    METADATA "ows_title" "parcels" "gml_include_items" "all" "gml_featureid" "id" "ows_include_items" "all"
      "oga_max_limit" "{limit}" "gml_types" "auto" END
    CLASS STYLE COLOR 200 200 200 END END
  END
END
"""
_NGINX = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  upstream mapserver {{ {servers} keepalive 8; }}
  server {{
    listen 127.0.0.1:{port};
    location /mapserv {{
      fastcgi_pass mapserver; fastcgi_keep_conn on; fastcgi_split_path_info ^(/mapserv)(.*)$;
      fastcgi_buffers 64 64k; fastcgi_buffer_size 64k;
      include /etc/nginx/fastcgi_params; fastcgi_param PATH_INFO $fastcgi_path_info;
      fastcgi_param SCRIPT_NAME /mapserv; fastcgi_param SCRIPT_FILENAME /usr/lib/cgi-bin/mapserv;
    }}
  }}
}}
"""
_SOURCES = {
    "PostGIS": 'CONNECTIONTYPE POSTGIS CONNECTION "host=127.0.0.1 port={database} user=bench dbname=postgres" '
    'DATA "geom from parcels using unique id using srid=4326" PROCESSING "CLOSE_CONNECTION=DEFER"',
    "FlatGeobuf": 'CONNECTIONTYPE FLATGEOBUF DATA "{file}"',
}


@contextmanager
def mapserver(source: str, cluster: Cluster, file: Path, folder: Path) -> Iterator[Program]:
    """Serve the parcels of PostGIS or of a FlatGeobuf file."""
    port, home = free_port(), folder / f"mapserver-{source}"
    home.mkdir()
    data = _SOURCES[source].format(database=cluster.port, file=file)
    (home / "parcels.map").write_text(_MAP.format(port=port, source=data, limit=LIMIT), encoding="utf-8")
    templates = "/usr/share/mapserver/ogcapi/templates/html-bootstrap4/"
    words = f'ENV OGCAPI_HTML_TEMPLATE_DIRECTORY "{templates}" MS_MAP_PATTERN "." END MAPS parcels'
    (home / "mapserver.conf").write_text(f'CONFIG {words} "{home / "parcels.map"}" END END', encoding="utf-8")
    ports = [free_port() for _ in range(PROCESSES)]
    servers = " ".join(f"server 127.0.0.1:{one};" for one in ports)
    conf = home / "nginx.conf"
    conf.write_text(_NGINX.format(folder=home, servers=servers, port=port), encoding="utf-8")
    environment = {**os.environ, "MAPSERVER_CONFIG_FILE": str(home / "mapserver.conf")}
    spawn = ["spawn-fcgi", "-n", "-a", "127.0.0.1"]
    started = [
        subprocess.Popen([*spawn, "-p", str(one), "--", "/usr/lib/cgi-bin/mapserv"], env=environment) for one in ports
    ]
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or "nginx"
    command = [nginx, "-p", str(home), "-c", str(conf), "-e", str(home / "error.log")]
    try:
        with _running(command, port, "/mapserv/parcels/ogcapi/collections?f=json") as server:
            tile = "/mapserv?map=parcels&mode=tile&tilemode=gmap&layers=parcels&map.imagetype=mvt&tile="
            yield Program(
                f"MapServer, {source}",
                server,
                lambda box: f"/mapserv/parcels/ogcapi/collections/parcels/items?f=json&bbox={box}&limit={LIMIT}",
                lambda zoom, column, row: f"{tile}{column}+{row}+{zoom}",
            )
    finally:
        for one in started:
            one.kill()  # it waits for a request before it would end
            one.wait()
