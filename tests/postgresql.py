"""A real PostgreSQL for tests, from Debian's own programs: on loopback, in a folder of its own, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from waiting import ready


def programs() -> Path | None:
    """The folder that holds `initdb` and `postgres`; None where they are not installed."""
    found = [p.parent for p in sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))]
    on_path = shutil.which("postgres")
    if on_path:
        found.append(Path(on_path).resolve().parent)
    return next((f for f in reversed(found) if (f / "initdb").exists()), None)


class Server:
    """`url` for SQLAlchemy; `process` may be killed and `start`ed again."""

    def __init__(self, folder: Path, bin_: Path) -> None:
        self.folder, self.bin = folder, bin_
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url = f"postgresql+psycopg://fieldmark@127.0.0.1:{self.port}/postgres"
        options = ["--username=fieldmark", "--auth=trust", "--encoding=UTF8", "--no-sync", "--no-instructions"]
        self._run([bin_ / "initdb", "-D", folder / "data", *options])
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = ["-D", self.folder / "data", "-p", self.port, "-h", "127.0.0.1", "-k", self.folder]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(self._as_owner([self.bin / "postgres", *options]), stdout=log, stderr=log)
        ready(self.process, self._answers, self.folder / "log")

    def end(self, how: signal.Signals = signal.SIGINT) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(30)

    def sql(self, *statements: str) -> None:
        import psycopg

        with psycopg.connect(f"host=127.0.0.1 port={self.port} user=fieldmark dbname=postgres") as connection:
            for statement in statements:
                connection.execute(statement)

    def _answers(self) -> bool:
        import psycopg

        try:
            self.sql("select 1")
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, command: list[object]) -> None:
        made = subprocess.run(self._as_owner(command), capture_output=True, text=True, check=False)
        if made.returncode:
            raise RuntimeError(made.stdout + made.stderr)

    @staticmethod
    def _as_owner(command: list[object]) -> list[str]:
        """PostgreSQL refuses to run as root."""
        words = [str(word) for word in command]
        if os.geteuid() != 0:
            return words
        owner = _owner()
        return ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups", *words]


def _owner() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


@contextmanager
def running(bin_: Path) -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="fieldmark-pg-"))
    try:
        if os.geteuid() == 0:
            os.chown(folder, _owner().pw_uid, _owner().pw_gid)
        server = Server(folder, bin_)
        server.start()
        try:
            yield server
        finally:
            server.end()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
