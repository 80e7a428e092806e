"""Make the web application: settings, atlas, headers, errors and all blueprints. The one place that knows them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import Atlas, load_atlas

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

#: What flask-compress leaves out of its list, and we send most of.
_COMPRESSIBLE = [
    "application/geo+json",
    "application/javascript",
    "application/json",
    "application/problem+json",
    "application/vnd.mapbox-vector-tile",
    "image/svg+xml",
    "text/css",
    "text/csv",
    "text/html",
    "text/javascript",
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
    # Here and not above: commands that serve nothing need none of this, which takes a second to load.
    from flask import Flask  # noqa: PLC0415
    from flask_compress import Compress  # noqa: PLC0415

    from geo.store.workspace import with_workspace  # noqa: PLC0415
    from webmap.api import exports, measure, ogc, places, sheet, tiles  # noqa: PLC0415
    from webmap.http import assets, errors, security  # noqa: PLC0415
    from webmap.http.converters import NumberConverter  # noqa: PLC0415
    from webmap.pages import compare, search, tables  # noqa: PLC0415
    from webmap.pages import map as map_page  # noqa: PLC0415
    from webmap.service import jobs  # noqa: PLC0415
    from webmap.settings import Settings  # noqa: PLC0415

    given = dict(config or {})
    flask_keys = {key: given.pop(key) for key in list(given) if key.isupper()}
    settings = Settings.model_validate(given) if given else Settings()
    app = Flask(__name__)
    app.config.from_mapping(settings.flask_config())
    app.config["COMPRESS_MIMETYPES"] = _COMPRESSIBLE
    app.config.from_mapping(flask_keys)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    house = atlas or load_atlas(settings.layers, settings.seeds)
    # An address may hold a password: what holds it is unwrapped here and goes no further.
    source = settings.workspace.get_secret_value() if settings.workspace else None
    app.extensions["atlas"] = with_workspace(house, source) if source else house
    app.url_map.converters["number"] = NumberConverter
    Compress(app)
    security.init_app(app)
    jobs.init_app(app)
    errors.init_app(app)
    for part in (map_page, assets, places, search, tables, compare, measure, exports, sheet, ogc, tiles):
        app.register_blueprint(part.bp)
    return app
