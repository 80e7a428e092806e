"""What stands between the reader and the service: proxies that are believed, the public address, hosts that are ours.

The parts wrap the application in this order: `TrustedProxy` reads what the proxies say, `TrustedHosts` refuses names
that are not ours, `PublicAddress` makes every link begin with the address the readers know.
"""

from __future__ import annotations

import re
import socket
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from werkzeug.middleware.proxy_fix import ProxyFix

from webmap.http.problem import wsgi_problem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from webmap.settings import Settings

#: Key of the environment of a request that came through a proxy that is believed.
FROM_PROXY = "lingang.from_proxy"
_FORWARDED = ("HTTP_FORWARDED", *(f"HTTP_X_FORWARDED_{name}" for name in ("FOR", "PROTO", "HOST", "PORT", "PREFIX")))
#: Names of this machine that no other machine has.
_LOCAL = ("localhost", "127.0.0.1", "[::1]")
_ANYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - compared with, not listened on
#: Addresses that hold no link, which monitors ask by the number of a machine.
_FOR_MONITORS = ("/healthz", "/readyz")
_HOST = re.compile(r"([a-z0-9_.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?")


class TrustedProxy:
    """Read what the proxies in front say of the request, if it comes from one of them; else remove it.

    Parameters
    ----------
    app : WSGI application
    hops : int
        Proxies in front.
    addresses : str
        Their addresses or networks, separated by commas.
    """

    def __init__(self, app: WSGIApplication, hops: int, addresses: str) -> None:
        self._app = app
        self._behind = ProxyFix(app, x_for=hops, x_proto=hops, x_host=hops, x_prefix=hops) if hops else None
        self._networks = [ip_network(part) for part in addresses.split(",") if part]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if self._behind and self._is_proxy(environ.get("REMOTE_ADDR", "")):
            environ[FROM_PROXY] = True
            return self._behind(environ, start_response)
        for name in _FORWARDED:
            environ.pop(name, None)
        return self._app(environ, start_response)

    def _is_proxy(self, peer: str) -> bool:
        """Return whether a peer is a proxy; one at a socket file, which has no address, is."""
        try:
            address = ip_address(peer)
        except ValueError:
            return peer in {"", "unix:"}
        return any(address in network for network in self._networks)


class TrustedHosts:
    """Refuse a request for a host that is not ours.

    Its name would stand in the links of the answer. And a page of another name that leads here could read all of it.

    Parameters
    ----------
    app : WSGI application
    hosts : list of str
        Names without a port; one that begins with a dot takes all below it.
    """

    def __init__(self, app: WSGIApplication, hosts: list[str]) -> None:
        self._app, self._hosts = app, [host.lower() for host in hosts]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        host = environ.get("HTTP_HOST") or environ.get("SERVER_NAME", "")
        if self._is_ours(host) or environ.get("PATH_INFO") in _FOR_MONITORS:
            return self._app(environ, start_response)
        shown = host if len(host) <= 60 else f"{host[:60]}…"
        return wsgi_problem(
            environ,
            start_response,
            421,
            f"host {shown!r}; expected a name of this service",
            found=f"host {shown!r}",
            expected="a name of this service",
            where="header Host",
            remedy="the operator names it in LINGANG_TRUSTED_HOSTS or LINGANG_PUBLIC_URL",
        )

    def _is_ours(self, host: str) -> bool:
        parts = _HOST.fullmatch(host.lower())
        if parts is None:
            return False
        name = parts[1]
        return any(name == one or (one.startswith(".") and f".{name}".endswith(one)) for one in self._hosts)


class PublicAddress:
    """Set the address the readers know in each request, so that all links begin with it.

    A proxy may cut its path off or leave it: both arrive at the same address here.

    Parameters
    ----------
    app : WSGI application
    url : str
        Scheme, host and path.
    """

    def __init__(self, app: WSGIApplication, url: str) -> None:
        parts = urlsplit(url)
        self._app = app
        self._scheme, self._host, self._root = parts.scheme, parts.netloc, parts.path.rstrip("/")

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
        environ |= {"wsgi.url_scheme": self._scheme, "HTTP_HOST": self._host, "SCRIPT_NAME": self._root}
        environ["PATH_INFO"] = path.removeprefix(self._root) if path.startswith(f"{self._root}/") else path
        return self._app(environ, start_response)


def hosts_of(settings: Settings) -> list[str] | None:
    """List the names the service answers to; None for any.

    Parameters
    ----------
    settings : Settings
        `trusted_hosts`, else what `host` and `public_url` say.
    """
    public = urlsplit(settings.public_url or "").hostname
    if settings.trusted_hosts == "*":
        return None
    named = settings.trusted_hosts.split(",") if settings.trusted_hosts else _own_names(settings.host)
    return list(dict.fromkeys([*_LOCAL, *named, *([_in_brackets(public)] if public else [])]))


def wrap(app: WSGIApplication, settings: Settings) -> WSGIApplication:
    """Wrap an application in what stands before it, but for `TrustedProxy`, which is the outermost of all."""
    hosts = hosts_of(settings)
    if settings.public_url:
        app = PublicAddress(app, settings.public_url)
    return TrustedHosts(app, hosts) if hosts is not None else app


def _own_names(host: str) -> list[str]:
    """List the names of the machine a reader may use: the host listened on, or all if it listens everywhere."""
    if host not in _ANYWHERE:
        return [_in_brackets(host)]
    name = socket.gethostname()
    try:
        found = {str(entry[4][0]).partition("%")[0] for entry in socket.getaddrinfo(name, None)}
    except OSError:  # the machine does not know its own name
        found = set()
    return [name, f"{name}.local", *sorted(_in_brackets(one) for one in found | _outgoing_addresses())]


def _outgoing_addresses() -> set[str]:
    """Return the addresses this machine would send from; nothing is sent."""
    found = set()
    for family, target in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((target, 9))
                found.add(str(probe.getsockname()[0]))
        except OSError:  # no such network here
            continue
    return found


def _in_brackets(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
