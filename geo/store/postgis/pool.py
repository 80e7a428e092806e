"""The connections of one process to one database: few, read only, and given up in time.

A query costs one round trip: that a connection is dead is seen by its socket, not by asking, and rows come from the
driver as they are, in binary.
"""

from __future__ import annotations

import os
import select
import threading
import weakref
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.errors import Fault, ParameterError
from geo.readers import postgis
from geo.store.postgis.asked_once import state_of
from geo.store.postgis.silence import SilenceWatch
from geo.store.sql.table import Fragment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

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
_STATE = Fragment("SELECT pg_current_snapshot()::text")
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
        with self._driver() as driver, driver.cursor(binary=True) as cursor:
            cursor.execute(asked.sql, asked.given)
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found

    def state(self) -> str:
        """Return the state of the server's transactions: another after every commit, and asking costs nothing."""
        return state_of(self, lambda: str(self.fetch(_STATE)[0][0]))

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
        with self._explained(), self._own_engine().connect() as connection:
            yield connection

    @contextmanager
    def _driver(self) -> Iterator[Any]:
        """Lend a connection of the driver; errors as in `connected`."""
        with self._explained():
            lent: Any = self._own_engine().raw_connection()
            try:
                yield lent.driver_connection
            finally:
                if lent.driver_connection.closed:
                    lent.invalidate()
                lent.close()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Raise our errors for those of the block."""
        from psycopg import DataError, Error  # noqa: PLC0415  # part of the extra
        from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

        try:
            yield
        except (Error, SQLAlchemyError) as error:
            said = getattr(error, "orig", error)
            if isinstance(said, DataError):
                fault = Fault(str(said).partition("\n")[0], "a condition that can be computed", "filter", "mend it")
                raise ParameterError(fault) from None
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
            isolation_level="AUTOCOMMIT",
        )
        event.listen(engine, "connect", _begin_session)
        event.listen(engine, "checkout", _require_alive)
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


def _require_alive(connection: Any, *_: object) -> None:
    """Have a connection replaced, and all that are as old, whose server has something to say though nothing was asked.

    That is its farewell. A server that is gone without a word is found by the limits of a session.
    """
    from sqlalchemy.exc import InvalidatePoolError  # noqa: PLC0415

    ready = select.poll()
    if not connection.closed:
        ready.register(connection.fileno(), select.POLLIN)
    if connection.closed or ready.poll(0):
        raise InvalidatePoolError


def _begin_session(connection: Any, _: object) -> None:
    from psycopg.adapt import Loader  # noqa: PLC0415
    from psycopg.pq import Format  # noqa: PLC0415

    class Float4(Loader):
        """Reads a number of single precision as its text says it: 0.1 and not 0.10000000149."""

        format = Format.BINARY

        def load(self, data: Any) -> float:
            return float(str(np.frombuffer(data, ">f4")[0]))

    connection.adapters.register_loader("float4", Float4)
    with connection.cursor() as cursor:
        for line in _SESSION:
            cursor.execute(line)
    connection.commit()
