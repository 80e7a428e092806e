"""The connections of one process to one database: few, read only, and given up in time."""

from __future__ import annotations

import os
import threading
import weakref
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from geo.errors import Fault, ParameterError
from geo.readers import postgis
from geo.store.postgis.silence import SilenceWatch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    from geo.store.sql.table import Fragment

#: Connections kept, and those opened beside them under load.
_KEPT, _MORE = 4, 4
#: Seconds to connect, to wait for a free connection, and for an answer.
_CONNECT_S, _FREE_S, _ANSWER_S = 5, 5, 30
#: Of a session: nothing is written, texts and times are told as the store takes them.
_SESSION = (
    "SET default_transaction_read_only = on",
    f"SET statement_timeout = '{_ANSWER_S}s'",
    "SET TIME ZONE 'UTC'",
)
#: What the kernel does with a server that is gone without a word (libpq).
_GONE = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 10_000}
_WATCH = SilenceWatch()


class PostgisPool:
    """A pool of connections.

    Parameters
    ----------
    address : str
        As `geo.readers.postgis.read_tables` takes it.

    Raises
    ------
    SourceError
        If the extra is not installed, or the address cannot be read.
    """

    def __init__(self, address: str) -> None:
        self.url, self.where = postgis.url_of(address), postgis.printable_address(address)
        self._engine: Engine | None = None
        self._process = 0
        self._lock = threading.Lock()

    def fetch(self, asked: Fragment) -> list[tuple[Any, ...]]:
        """Run a query that reads; errors as in `connected`."""
        with self.connected() as connection:
            found = connection.exec_driver_sql(asked.sql, asked.given)
            return [tuple(row) for row in found.all()]

    def stream(self, asked: Fragment, size: int) -> Iterator[list[tuple[Any, ...]]]:
        """Run a query that reads, and yield its rows piece by piece from a cursor of the server."""
        with self.connected() as connection:
            # A cursor lives in a transaction only.
            connection.execution_options(isolation_level="REPEATABLE READ")
            options = {"stream_results": True, "max_row_buffer": size}
            found = connection.exec_driver_sql(asked.sql, asked.given, execution_options=options)
            for rows in found.partitions(size):
                yield [tuple(row) for row in rows]

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """Lend a connection.

        Raises
        ------
        UnavailableError
            If the server does not answer now, or all connections are in use.
        SourceError
            If it refuses.
        ParameterError
            If a value asked for cannot be computed.
        """
        from sqlalchemy.exc import DataError, SQLAlchemyError  # noqa: PLC0415  # part of the extra

        try:
            with self._own_engine().connect() as connection:
                yield connection
        except DataError as error:
            said = str(error.orig).partition("\n")[0]
            raise ParameterError(Fault(said, "a condition that can be computed", "filter", "mend it")) from None
        except SQLAlchemyError as error:
            raise postgis.refusal(error, self.url, self.where) from None

    def _own_engine(self) -> Engine:
        """Return the engine of this process: connections of the process it was forked from are not its own."""
        with self._lock:
            if self._engine is None or self._process != os.getpid():
                if self._engine is not None:
                    self._engine.dispose(close=False)
                self._engine, self._process = self._made(), os.getpid()
                weakref.finalize(self, _close, self._engine, self._process)
            return self._engine

    def _made(self) -> Engine:
        from sqlalchemy import create_engine, event  # noqa: PLC0415

        url = self.url.difference_update_query(["tables"])
        settled = {"connect_timeout": _CONNECT_S, **_GONE}
        asked = {key: value for key, value in settled.items() if key not in url.query}
        args, options = url.get_dialect()().create_connect_args(url)
        engine = create_engine(
            url,
            creator=lambda: _connection_class().connect(*args, **options, **asked),
            pool_size=_KEPT,
            max_overflow=_MORE,
            pool_timeout=_FREE_S,
            pool_pre_ping=True,
            isolation_level="AUTOCOMMIT",
        )
        event.listen(engine, "connect", _begin_session)
        return engine


@cache
def _connection_class() -> Any:
    """Return the class of connections that hang up on a server that is silent: a stopped process, not a closed one."""
    import psycopg  # noqa: PLC0415  # part of the extra

    class Watched(psycopg.Connection[Any]):
        def wait(self, *args: Any, **options: Any) -> Any:
            # The limit of the server comes first, if it is alive.
            with _WATCH.watched(self.fileno(), _ANSWER_S + _CONNECT_S):
                return super().wait(*args, **options)

    return Watched


def _close(engine: Engine, process: int) -> None:
    """Close the connections, if this process opened them."""
    engine.dispose(close=process == os.getpid())


def _begin_session(connection: Any, _: object) -> None:
    with connection.cursor() as cursor:
        for line in _SESSION:
            cursor.execute(line)
    connection.commit()
