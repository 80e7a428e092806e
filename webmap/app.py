"""Make the web application: settings, atlas, headers, errors and all blueprints. No other module knows them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

    from geo import Atlas
    from webmap.settings import Settings

#: Media types to compress; flask-compress lists few of them by itself.
_COMPRESSIBLE = [
    "application/flatgeobuf",
    "application/geo+json",
    "application/geopackage+sqlite3",
    "application/javascript",
    "application/json",
    "application/problem+json",
    "application/vnd.google-earth.kml+xml",
    "application/vnd.mapbox-vector-tile",
    "application/vnd.ogc.fg+json",
    "image/vnd.dxf",
    "image/svg+xml",
    "text/css",
    "text/csv",
    "text/html",
    "text/javascript",
    "text/plain",
]


def create_app(config: Mapping[str, object] | None = None, *, atlas: Atlas | None = None) -> Flask:
    """Make the web application.

    Parameters
    ----------
    config : mapping, optional
        Settings by field name of `webmap.settings.Settings` in lower case; they win over the environment
        (``LINGANG_…``). Flask's own keys in upper case are taken too.
    atlas : geo.Atlas, optional
        An atlas already loaded; by default it is loaded from the folders of the settings.

    Returns
    -------
    flask.Flask

    Raises
    ------
    geo.errors.AtlasError
        If the data or the workspace cannot be loaded.
    pydantic.ValidationError
        If a setting is out of range.
    """
    # Imported here, because this takes a second to load and commands that serve nothing do not need it.
    from flask import Flask  # noqa: PLC0415

    from webmap.http import template_engine  # noqa: PLC0415
    from webmap.http.option import NumberConverter  # noqa: PLC0415
    from webmap.service.first_answers import TemplateCache  # noqa: PLC0415
    from webmap.service.reload import load_data  # noqa: PLC0415
    from webmap.settings import Settings  # noqa: PLC0415

    given = dict(config or {})
    flask_keys = {key: given.pop(key) for key in list(given) if key.isupper()}
    settings = Settings.model_validate({**Settings().model_dump(), **given})
    app = Flask(__name__)
    app.config.from_mapping(settings.flask_config())
    app.config["COMPRESS_MIMETYPES"] = _COMPRESSIBLE
    # By default 3; the first view is 8 % smaller at 6, for 17 ms of CPU in all.
    app.config["COMPRESS_ZSTD_LEVEL"] = 6
    # By default without gzip, which is all that many programs take.
    app.config["COMPRESS_ALGORITHM_STREAMING"] = ["zstd", "br", "gzip", "deflate"]
    app.config.from_mapping(flask_keys)
    template_engine.init_app(app)
    app.jinja_env.bytecode_cache = TemplateCache()
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions["atlas"] = load_data(settings, atlas)
    app.url_map.converters["number"] = NumberConverter
    _init_parts(app, settings)
    _register_blueprints(app)
    _wrap(app, settings)
    return app


def _init_parts(app: Flask, settings: Settings) -> None:
    """Set up what all addresses of an application share; the order matters."""
    from flask_compress import Compress  # noqa: PLC0415

    from webmap.http import cors, errors, ready_answers, security  # noqa: PLC0415
    from webmap.http.kept import kept_files, whole_answers  # noqa: PLC0415
    from webmap.map import basemaps  # noqa: PLC0415
    from webmap.pages import context  # noqa: PLC0415
    from webmap.service import access, jobs, metrics, readiness  # noqa: PLC0415
    from webmap.service.stored import tile_pyramids  # noqa: PLC0415

    ready_answers.init_app(app, Compress(app))
    kept_files.init_app(app)
    # Each after_request runs before those registered above it: metrics see the status, security keeps what CORS said.
    security.init_app(app, basemaps.image_hosts)
    cors.init_app(app)
    jobs.init_app(app)
    readiness.init_app(app)
    metrics.init_app(app)
    tile_pyramids.init_app(app, settings)
    whole_answers.init_app(app)
    access.init_app(app, settings)
    errors.init_app(app)
    context.init_app(app)


def _wrap(app: Flask, settings: Settings) -> None:
    """Put around the application what reads or answers a request before it, the outermost last."""
    from webmap.service import access_log, proxy  # noqa: PLC0415

    wrapped = proxy.wrap(app.wsgi_app, settings)
    wrapped = access_log.wrap(wrapped, logged=settings.access_log)
    wrapped = proxy.TrustedProxy(wrapped, settings.proxy_hops, settings.proxy_addresses)
    app.wsgi_app = wrapped  # type: ignore[method-assign]


def _register_blueprints(app: Flask) -> None:
    from webmap.api import exports, extract, health, measure, passages, registers, sheet, tiles  # noqa: PLC0415
    from webmap.api import map as map_document  # noqa: PLC0415
    from webmap.api import places as place_data  # noqa: PLC0415
    from webmap.api import stats as stats_data  # noqa: PLC0415
    from webmap.api.ogc import collections, items, landing, tilesets  # noqa: PLC0415
    from webmap.http import assets  # noqa: PLC0415
    from webmap.pages import api as api_page  # noqa: PLC0415
    from webmap.pages import compare, fit, places, project, search, site_files, stats, tables  # noqa: PLC0415
    from webmap.pages import map as map_page  # noqa: PLC0415
    from webmap.pages import passages as passage_pages  # noqa: PLC0415
    from webmap.pages import registers as register_pages  # noqa: PLC0415

    pages = (map_page, api_page, places, stats, tables, compare, fit, search, register_pages, passage_pages)
    files = (project, site_files)
    data = (health, map_document, place_data, stats_data, measure, exports)
    more = (extract, registers, passages, sheet, tiles, landing, collections, items, tilesets)
    # Three of the pages share one blueprint, and so do the modules of the OGC API.
    for bp in dict.fromkeys(part.bp for part in (assets, *pages, *files, *data, *more)):
        app.register_blueprint(bp)
