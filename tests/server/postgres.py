"""A real PostgreSQL of the tests' own, on loopback, with nothing in it."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from pathlib import Path

import psycopg
import pytest

WHERE = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), Path("/usr/bin"), Path("/usr/local/bin")]
PROGRAMS = next((folder for folder in WHERE if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)
NEEDS_POSTGRESQL = pytest.mark.skipif(
    PROGRAMS is None, reason="no PostgreSQL here: sudo apt-get install postgresql (make test does it where it may)"
)


class PostgreSQL:
    """Started and stopped by the tests. It refuses to run as root, and is then run as the user whom its package has made."""

    def __init__(self) -> None:
        assert PROGRAMS is not None
        self.folder = Path(tempfile.mkdtemp(prefix="postgresql-", dir="/tmp"))  # its socket's path must be short
        self.user: str | None = None
        if os.getuid() == 0:
            self.user = next((name for name in ("postgres", "nobody") if _exists(name)), None)
            shutil.chown(self.folder, self.user)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._run("initdb", "-D", "data", "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self.start()

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} -c fsync=off"
        self._run("pg_ctl", "-D", "data", "-w", "-t", "120", "-l", "log", "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", "data", "-w", "-t", "120", "-m", "immediate", "stop")

    def database(self, encoding: str = "UTF8") -> str:
        """The address of a new, empty database."""
        name = f"d{uuid.uuid4().hex}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0")
        return self.address(name)

    def address(self, name: str) -> str:
        return f"postgresql://tests@127.0.0.1:{self.port}/{name}"

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        assert PROGRAMS is not None
        done = subprocess.run(
            [PROGRAMS / program, *arguments], cwd=self.folder, user=self.user, text=True, stderr=subprocess.STDOUT,
            stdout=(self.folder / "said").open("w"), stdin=subprocess.DEVNULL, timeout=300,
        )  # fmt: skip
        log = self.folder / "log"
        assert done.returncode == 0, (self.folder / "said").read_text() + (log.read_text() if log.exists() else "")


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
