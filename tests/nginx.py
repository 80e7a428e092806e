"""A real nginx before a running service, for tests of links and addresses behind a proxy."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from tests.serving import serving

#: Path of the service on the public host.
ROOT = "/atlas"
_CONF = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    location / {{ return 418; }}
    location {root}/ {{
      {location}
    }}
  }}
}}
"""
#: The proxy cuts its path off and says in headers what it cut.
CUT_OFF = f"""
      proxy_pass {{backend}}/;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header X-Forwarded-Host $http_host;
      proxy_set_header X-Forwarded-Prefix {ROOT};
      proxy_set_header X-Request-ID $request_id;
"""
#: The proxy says nothing and leaves the path: the service knows its address by `public_url`.
AS_IT_COMES = "proxy_pass {backend};"


@contextmanager
def before(make_app: Callable[[str], Flask], location: str, folder: Path) -> Iterator[str]:
    """Serve an application with nginx before it.

    Parameters
    ----------
    make_app : callable
        Makes the application of the public address.
    location : str
        `CUT_OFF` or `AS_IT_COMES`.
    folder : Path
        For files of nginx.

    Yields
    ------
    str
        The public address, with `ROOT` and a slash at its end.
    """
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if not program:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no nginx found; on Debian: apt-get install nginx-light")
    port = _free_port()
    public = f"http://127.0.0.1:{port}{ROOT}/"
    with serving(make_app(public)) as backend:
        conf = folder / "nginx.conf"
        place = location.format(backend=backend)
        conf.write_text(_CONF.format(folder=folder, port=port, root=ROOT, location=place), encoding="utf-8")
        with subprocess.Popen([program, "-p", str(folder), "-c", str(conf), "-e", str(folder / "error.log")]) as nginx:
            try:
                _wait(f"{public}healthz", nginx)
                yield public
            finally:
                nginx.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(address: str, nginx: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            urllib.request.urlopen(address, timeout=10).close()
        except (urllib.error.URLError, ConnectionError):
            assert nginx.poll() is None, "nginx ended"
            assert time.monotonic() < deadline
            time.sleep(0.05)
        else:
            return
