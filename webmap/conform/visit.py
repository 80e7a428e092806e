"""Ask a running service, and keep what was found wrong."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urljoin, urlsplit

from geo.errors import Fault, ParameterError

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Seconds after which an answer is given up.
TIMEOUT_S = 60.0
#: Bytes of an answer that are read at most.
_MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """What the service answered.

    Attributes
    ----------
    address : str
        Path and query that were asked.
    status : int
    headers : dict
        Names in lower case.
    body : bytes
    """

    address: str
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type without its parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @cached_property
    def json(self) -> Any:
        """The body as JSON, None if it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be.

    Attributes
    ----------
    check : str
        Name of the check.
    address : str
        Path that was asked.
    found, expected : str
    is_note : bool
        Worth knowing, but no fault: the exit status does not count it.
    """

    check: str
    address: str
    found: str
    expected: str
    is_note: bool = False

    def __str__(self) -> str:
        """Return the finding as one line."""
        kind = "note " if self.is_note else "fault"
        return f"{kind} {self.check}: {self.address}: {self.found}; expected {self.expected}"


@dataclass
class Visit:
    """One round of questions to a service.

    Parameters
    ----------
    base : str
        Address the service is found at, with its sub-path: ``https://maps.example/atlas/``.
    headers : mapping of str to str
        Sent with every request, such as ``Authorization``.
    """

    base: str
    headers: Mapping[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    asked: int = 0

    def __post_init__(self) -> None:
        parts = urlsplit(self.base)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            remedy = "name the address of the map page"
            raise ParameterError(Fault(f"address {self.base!r}", "http:// or https:// and a host", "URL", remedy))
        self.base = self.base if self.base.endswith("/") else self.base + "/"

    @property
    def _parts(self) -> SplitResult:
        return urlsplit(self.base)

    def is_inside(self, address: str) -> bool:
        """Return whether a whole address lies in this service."""
        return address.startswith(self.base) or address.rstrip("/") + "/" == self.base

    def absolute(self, link: str, page: str = "") -> str:
        """Return a link of a page as a whole address without its fragment."""
        return urljoin(urljoin(self.base, page.lstrip("/")), link).partition("#")[0]

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Ask for a path below the base, or for a whole address inside it. Redirects are not followed.

        Raises
        ------
        ParameterError
            If nothing answers at the host.
        """
        whole = path if "://" in path else urljoin(self.base, path.lstrip("/"))
        parts = urlsplit(whole)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(str(parts.hostname), parts.port, timeout=TIMEOUT_S)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self.asked += 1
        try:
            connection.request(method, target, body, {**self.headers, **(headers or {})})
            got = connection.getresponse()
            answered = {name.lower(): value for name, value in got.getheaders()}
            return Answer(whole, got.status, answered, got.read(_MOST_BYTES))
        except (OSError, http.client.HTTPException) as error:
            fault = Fault(
                f"no answer of {whole} ({error})", "a running service", "URL", "start it, or mend the address"
            )
            raise ParameterError(fault) from error
        finally:
            connection.close()

    def expect(self, holds: object, check: str, address: str, found: object, expected: str) -> bool:
        """Keep a finding unless something holds; return whether it does."""
        if not holds:
            self.findings.append(Finding(check, address, str(found)[:300], expected))
        return bool(holds)

    def note(self, holds: object, check: str, address: str, found: object, expected: str) -> None:
        """Keep a note unless something holds."""
        if not holds:
            self.findings.append(Finding(check, address, str(found)[:300], expected, is_note=True))
