"""Read the tables of a PostGIS database that the user may read, in a session that cannot write.

The module uses SQLAlchemy and psycopg (extra ``db``), because the GDAL of pyogrio has no PostgreSQL driver; GeoAlchemy2
is needed for writing only. No message contains a password: an address is shown without user, password and options, and
the password is removed from answers of the server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
from shapely.errors import ShapelyError

from geo.coordinates.crs import parse_crs
from geo.errors import CRSError, Fault, SourceError, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine import URL

_SCHEMES = ("postgresql://", "postgres://")
#: Option of the address that names the tables; the others are those of libpq.
_TABLES = "tables"
_CONNECT_S = 10
#: What a server says that will answer later.
_PASSING = (
    "starting up",
    "shutting down",
    "recovery",
    "too many",
    "remaining connection slots",
    "terminating connection",
)
#: What is said of a connection that was refused; the second by the driver, where the server asks for a password.
_REFUSED = ("FATAL", "no password supplied")
#: Columns with shapes of the tables and views this user may read.
FOUND = """
SELECT g.schema, g.name, g.shape, s.auth_name, s.auth_srid, s.srtext FROM (
  SELECT f_table_schema AS schema, f_table_name AS name, f_geometry_column AS shape, srid FROM geometry_columns
  UNION ALL SELECT f_table_schema, f_table_name, f_geography_column, srid FROM geography_columns
) AS g LEFT JOIN spatial_ref_sys AS s ON s.srid = g.srid AND g.srid > 0
WHERE has_table_privilege(format('%I.%I', g.schema, g.name), 'SELECT')
  AND g.schema NOT IN ('tiger', 'topology')
ORDER BY g.schema <> 'public', g.schema, g.name, g.shape
"""


def is_address(source: str) -> bool:
    """Whether a text is the address of a database and not the path of a file."""
    return source.startswith(_SCHEMES)


def printable_address(address: str) -> str:
    """Return an address as it may be printed: scheme, host, port and database, without user and password."""
    url = url_of(address)
    port = f":{url.port}" if url.port else ""
    return f"postgresql://{url.host or ''}{port}/{url.database or ''}"


def database_of(address: str) -> str:
    """Return the name of the database."""
    return f"PostGIS {url_of(address).database or ''}".strip()


def read_tables(address: str) -> dict[str, gpd.GeoDataFrame]:
    """Read tables and views with shapes.

    Parameters
    ----------
    address : str
        ``postgresql://user:password@host:port/database``, options of libpq after ``?``; ``tables=plots,plans.roads``
        names the tables; without it all that the user may read are read.

    Returns
    -------
    dict of str to geopandas.GeoDataFrame
        Rows in the reference system of the column, by name of the table: ``schema.table`` where the schema is not
        ``public``, and ``table.column`` where a table has several columns of shapes.

    Raises
    ------
    SourceError
        If the extra is not installed, the address cannot be read, the server refuses, a table does not exist, or its
        shapes cannot be read.
    UnavailableError
        If the server does not answer now: it is stopped, starting, or cannot be reached.
    CRSError
        If the reference system of a column is unknown.
    """
    url, where = url_of(address), printable_address(address)
    wanted = tables_named(url)
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415  # part of the extra: `url_of` has found it there

    engine = _engine(url)
    try:
        with engine.connect() as connection:
            found = _tables(connection, wanted, where)
            return {name: _read(connection, rows, f"{where}, table {name}") for name, rows in found.items()}
    except SQLAlchemyError as error:
        raise refusal(error, url, where) from None
    finally:
        engine.dispose()


def url_of(address: str) -> URL:
    """Parse the address of a database.

    Raises
    ------
    SourceError
        If the extra is not installed, or the address cannot be read.
    """
    try:
        import psycopg  # noqa: F401, PLC0415  # an extra: only a database needs it
        from sqlalchemy.engine import make_url  # noqa: PLC0415
        from sqlalchemy.exc import ArgumentError  # noqa: PLC0415
    except ImportError as error:
        found = f"a database, and {error.name} is not installed"
        raise SourceError(Fault(found, "the extra db", "workspace", "pip install 'lingang-atlas[db]'")) from error
    try:
        return make_url(address).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError):
        # Without the cause: it may repeat the address, and with it the password.
        expected = "postgresql://user:password@host:port/database"
        remedy = "write : / @ ? % and # of a password as %3A %2F %40 %3F %25 %23"
        raise SourceError(Fault("an address that cannot be read", expected, "workspace", remedy)) from None


def _engine(url: URL) -> Engine:
    from sqlalchemy import create_engine  # noqa: PLC0415
    from sqlalchemy.pool import NullPool  # noqa: PLC0415

    asked = {"connect_timeout": _CONNECT_S} if "connect_timeout" not in url.query else {}
    # One read-only transaction: all tables are read in the same state, and nothing can be changed.
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    bare = url.difference_update_query([_TABLES])
    return create_engine(bare, connect_args=asked, poolclass=NullPool, execution_options=options)


def _tables(connection: Connection, wanted: list[str], where: str) -> dict[str, list[Any]]:
    """Find the columns with shapes: name of the layer -> the column, then the other such columns of its table."""
    from sqlalchemy import text  # noqa: PLC0415

    if not connection.execute(text("SELECT to_regclass('geometry_columns') IS NOT NULL")).scalar():
        raise SourceError(Fault("a database without PostGIS", "one with it", where, "CREATE EXTENSION postgis"))
    rows = connection.execute(text(FOUND)).all()
    tables = [row.name if row.schema == "public" else f"{row.schema}.{row.name}" for row in rows]
    lost = [name for name in wanted if name.removeprefix("public.") not in tables]
    if lost or not tables:
        found = f"no table {lost[0]!r} with shapes" if lost else "no table with shapes"
        expected = "one of " + ", ".join(dict.fromkeys(tables)) if tables else "at least one the user may read"
        raise SourceError(Fault(found, expected, where, "mend tables= in the address, or grant SELECT"))
    asked = {name.removeprefix("public.") for name in wanted} or set(tables)
    out = {}
    for name, row in zip(tables, rows, strict=True):
        if name in asked:
            others = [other for other, its in zip(rows, tables, strict=True) if its == name and other is not row]
            out[f"{name}.{row.shape}" if others else name] = [row, *others]
    return out


def _read(connection: Connection, rows: list[Any], where: str) -> gpd.GeoDataFrame:
    row, *others = rows
    quote = connection.dialect.identifier_preparer.quote
    # Identifiers of the catalogue of the database, quoted by its dialect.
    statement = f"SELECT * FROM {quote(row.schema)}.{quote(row.name)}"  # noqa: S608
    system = crs_named(row.auth_name, row.auth_srid, row.srtext, where)
    try:
        frame = gpd.read_postgis(statement, connection, geom_col=row.shape, crs=system)
    except (ShapelyError, NotImplementedError) as error:
        expected = "areas, lines or points without curves"
        raise SourceError(Fault(str(error)[:200], expected, where, "ST_CurveToLine makes lines of curves")) from error
    return frame.drop(columns=[other.shape for other in others])


def tables_named(url: URL) -> list[str]:
    """List the tables an address names."""
    return [name.strip() for name in _texts(url, _TABLES) if name.strip()]


def regclass(schema: str, name: str) -> str:
    """Return the name of a table as a text PostgreSQL reads as ``regclass``."""
    return ".".join('"' + part.replace('"', '""') + '"' for part in (schema, name))


def crs_named(auth_name: str | None, auth_srid: int | None, srtext: str | None, where: str) -> Any:
    """Return the reference system of a column as its database names it; None where it has none.

    Raises
    ------
    CRSError
        If PROJ does not know it.
    """
    if srtext is None and auth_name is None:
        return None
    try:
        return parse_crs(f"{auth_name}:{auth_srid}" if auth_name == "EPSG" else str(srtext))
    except CRSError as error:
        expected = "one PROJ knows"
        found = f"reference system {auth_name}:{auth_srid}"
        raise CRSError(Fault(found, expected, where, "mend spatial_ref_sys, or UpdateGeometrySRID")) from error


def _texts(url: URL, option: str) -> Iterator[str]:
    given = url.query.get(option, ())
    for one in (given,) if isinstance(given, str) else given:
        yield from one.split(",")


def is_away(error: Exception) -> bool:
    """Whether the server did not answer, or said that it is starting, ending or full; else it refused this user."""
    from psycopg import OperationalError  # noqa: PLC0415
    from sqlalchemy.exc import TimeoutError  # noqa: A004, PLC0415

    if isinstance(error, TimeoutError):  # of the pool: all connections are in use
        return True
    cause = getattr(error, "orig", error)
    said = str(cause)
    refused = any(mark in said for mark in _REFUSED)
    return isinstance(cause, OperationalError) and (not refused or any(mark in said for mark in _PASSING))


def refusal(error: Exception, url: URL, where: str) -> SourceError:
    """Return the error to raise for one of the server or the driver: with its words, without the password."""
    said = " ".join(str(getattr(error, "orig", None) or error).split())[:300]
    for secret in (url.password, *_texts(url, "password")):
        said = said.replace(secret, "***") if secret else said
    remedy = "check host, port, database, user and password, and that the server lets this machine in"
    kind = UnavailableError if is_away(error) else SourceError
    return kind(Fault(said, "a PostgreSQL server with PostGIS that answers", where, remedy))
