"""Load the data again while the service runs: requests go on, and get the new data when they are whole and sound.

Data with errors are not taken: the service goes on with those it has and says what is wrong. A database that does not
answer is asked again, so that its layers come back by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event, Thread
from typing import TYPE_CHECKING

import geo
from geo.errors import AtlasError, UnavailableError
from geo.store.open_store import with_store
from geo.store.workspace import with_workspace
from webmap.http.current import DATA_FAULT
from webmap.service.first_answers import leave_out_of_collections
from webmap.service.stored.answering_store import AnsweringStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from geo import Atlas
    from webmap.settings import Settings

#: Seconds until a database that does not answer is asked again: the first times, then always the last.
RETRY_S = (2.0, 5.0, 10.0, 30.0, 60.0)


@dataclass(frozen=True)
class Outcome:
    """What came of loading the data again.

    Attributes
    ----------
    version : str
        Version of the data that are served now.
    fault : str
        Why the new data were not taken; empty if they were.
    """

    version: str
    fault: str = ""


def load_data(settings: Settings, atlas: Atlas | None = None) -> Atlas:
    """Load the atlas from the folders of the settings, the workspace and the store; checked as at the start.

    Parameters
    ----------
    settings : webmap.settings.Settings
    atlas : geo.Atlas, optional
        The atlas without the workspace and the store, if it is loaded already.

    Raises
    ------
    geo.errors.AtlasError
        If the data or the workspace cannot be loaded, or the store can never be opened.
    """
    loaded = atlas or geo.load_atlas(settings.layers, settings.seeds)
    # The address of a workspace or a store may hold a password, so it is unwrapped here only.
    source = settings.workspace.get_secret_value() if settings.workspace else None
    loaded = with_workspace(loaded, source) if source else loaded
    return with_store(loaded, AnsweringStore(settings.store.get_secret_value())) if settings.store else loaded


class Reloader:
    """Loads the data of an application again when asked, one time after the other, in a thread of its own.

    Parameters
    ----------
    app : flask.Flask
    settings : webmap.settings.Settings
    told : callable
        Is told each `Outcome`.
    """

    def __init__(self, app: Flask, settings: Settings, told: Callable[[Outcome], None]) -> None:
        self._app = app
        self._settings = settings
        self._told = told
        self._asked = Event()
        self._failures = 0
        self._thread: Thread | None = None

    def ask(self, *_signal: object) -> None:
        """Have the data loaded again; a handler of signals. Asked meanwhile, they are loaded once more afterwards."""
        self._asked.set()
        self._start()

    def ask_later(self) -> None:
        """Have the data loaded again in a while, because a database did not answer at the start."""
        self._failures = 1
        self._start()

    def _start(self) -> None:
        if self._thread is None:
            self._thread = Thread(target=self._work, name="reload", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        while True:
            self._asked.wait(RETRY_S[min(self._failures, len(RETRY_S)) - 1] if self._failures else None)
            self._asked.clear()
            outcome = self._load()
            self._app.extensions[DATA_FAULT] = outcome.fault
            self._told(outcome)

    def _load(self) -> Outcome:
        """Load the data and hand them to the application; requests that have begun keep the atlas they have."""
        try:
            atlas = load_data(self._settings)
        except UnavailableError as error:
            self._failures += 1
            return Outcome(self._version, str(error))
        except AtlasError as error:
            self._failures = 0
            return Outcome(self._version, str(error))
        except Exception as error:
            # An error of ours must not end the thread, or nothing could be loaded any more.
            self._failures = 0
            self._app.logger.exception("the data cannot be loaded again")
            return Outcome(self._version, f"{type(error).__name__}: {error}")
        self._failures = 0
        self._app.extensions["atlas"] = atlas
        leave_out_of_collections()
        return Outcome(atlas.version)

    @property
    def _version(self) -> str:
        atlas: Atlas = self._app.extensions["atlas"]
        return atlas.version
