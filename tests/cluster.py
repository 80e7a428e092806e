"""A PostgreSQL cluster of a test's or a benchmark's own: loopback only, started and thrown away."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

HOW_TO_GET_ONE = "no PostgreSQL: apt-get install postgresql postgresql-15-postgis-3"


class Cluster:
    """A throw-away cluster.

    Raises `ImportError` where PostgreSQL is not installed. With a password every connection must give it.
    """

    def __init__(self, settings: Mapping[str, str], password: str | None = None) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if not found:
            raise ImportError(HOW_TO_GET_ONE)
        self.bin = found[-1].parent
        self.home = Path(tempfile.mkdtemp(prefix="atlas-pg-"))
        (self.home / "password").write_text(f"{password or 'none'}\n")
        # PostgreSQL refuses to run as root.
        self.user = "postgres" if os.geteuid() == 0 else None
        for path in (self.home, self.home / "password") if self.user else ():
            shutil.chown(path, self.user)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        data = str(self.home / "data")
        way = "scram-sha-256" if password else "trust"
        secret = f"--pwfile={self.home / 'password'}"
        self._run("initdb", "-D", data, "-U", "bench", "-A", way, "-E", "UTF8", "--no-sync", secret)
        options = " ".join(f"-c {key}={value}" for key, value in settings.items())
        options += f" -c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories={self.home}"
        self._start = ("pg_ctl", "-D", data, "-l", str(self.home / "log"), "-w", "-o", options, "start")
        self.start()
        self.dsn = f"host=127.0.0.1 port={self.port} user=bench dbname=postgres"
        atexit.register(self.close)
        self.open = True

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self.bin / program, *arguments],
            check=True,
            user=self.user,
            stdout=subprocess.DEVNULL,
            cwd=self.home,
            env={"PATH": os.environ["PATH"], "HOME": pwd.getpwnam(self.user).pw_dir if self.user else str(Path.home())},
        )

    def start(self) -> None:
        """Start the server again after `stop`."""
        self._run(*self._start)

    def stop(self) -> None:
        """Stop the server; its data stay."""
        self._run("pg_ctl", "-D", str(self.home / "data"), "-m", "fast", "-w", "stop")

    def processes(self) -> list[int]:
        first = int((self.home / "data" / "postmaster.pid").read_text().splitlines()[0])
        listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(first)], capture_output=True, text=True, check=False)
        return [first, *map(int, listed.stdout.split())]

    def close(self) -> None:
        if not self.open:
            return
        self.open = False
        self._run("pg_ctl", "-D", str(self.home / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self.home, ignore_errors=True)
