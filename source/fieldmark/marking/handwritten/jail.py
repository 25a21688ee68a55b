"""The jail from outside: bubblewrap around one warm parent, which makes a room within it for each submission."""

from __future__ import annotations

import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any

from fieldmark.marking.handwritten.groups import grouped
from fieldmark.marking.handwritten.limits import Limits

MODULES = ("debugpy", "numpy", "pandas", "matplotlib.pyplot", "matplotlib_inline.backend_inline")
"""What notebooks are likely to use, loaded once for all."""
START = 120  # seconds that the warm parent may take to load
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64")  # not /opt: companies keep their data there
_ETC = ("alternatives", "fonts", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime", "mime.types", "timezone")
_POWERS = ("SYS_ADMIN", "SETUID", "SETGID", "SETPCAP", "CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL")
_FIRST_USER = 2_000_000_000  # far from any account; each warm parent of root's has a user of its own
_NAME = __name__.rpartition(".")[0]
_ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/tmp", "LANG": "C.UTF-8", "PYTHONPATH": "/fieldmark",  # noqa: S108
    "PYTHONDONTWRITEBYTECODE": "1", "NBGRADER_EXECUTION": "autograde", "IPYTHONDIR": "/tmp/ipython",  # noqa: S108
    "MPLCONFIGDIR": "/tmp/matplotlib", "MPLBACKEND": "module://matplotlib_inline.backend_inline",  # noqa: S108
    "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",  # pyarrow's, which comes with pandas: no thread before a fork
}  # fmt: skip


class JailError(Exception):
    """The warm parent or a room of it could not be had."""


@dataclass(slots=True)
class Line:
    """The line to one submission's warden."""

    socket: socket.socket
    place: str
    key: str
    ended: str = ""

    def poll(self, seconds: float = 0) -> str:
        """Why the kernel ended; "" while it runs."""
        until = monotonic() + seconds
        while not self.ended and select.select([self.socket], [], [], max(0, until - monotonic()))[0]:
            try:
                said = self.socket.recv(65_536)
            except ConnectionError:  # it ended with a word of ours unread
                said = b""
            self.ended = json.loads(said).get("ended", "") if said else "the warden is gone"
        return self.ended

    def ask(self, what: str) -> None:
        try:
            self.socket.send(what.encode())
        except OSError:
            self.poll()


class Jail:
    """One warm parent, in a jail unless `jailed` is false. Start it from a thread that lasts: it ends with that."""

    def __init__(
        self,
        folder: Path,
        *,
        jailed: bool = True,
        rootless: bool = False,
        number: int = 0,
        modules: Sequence[str] = MODULES,
    ) -> None:
        self._jobs = folder / "jobs"
        self._jobs.mkdir(parents=True, mode=0o700)
        self._descriptor = os.open(self._jobs, os.O_DIRECTORY)
        self._jailed = jailed
        self._user = _FIRST_USER + number if as_root(rootless) else 0
        self._count = 0
        self._log = (folder / "jail.log").open("w+")
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        started = command(self._jobs, rootless) if jailed else _bare()
        environment = {**_ENVIRONMENT, **({} if jailed else _unjailed())}
        with theirs:
            self._process = subprocess.Popen(
                [*started, *modules], stdin=theirs.fileno(), stdout=self._log, stderr=self._log, env=environment
            )
        self._wait()

    def _wait(self) -> None:
        ready = select.select([self._control], [], [], START)[0]
        if not ready or not self._control.recv(1000):
            self._log.seek(0)
            why = (self._log.read().strip().splitlines() or ["it did not start"])[-1]
            self.close()
            raise JailError(why)

    @contextmanager
    def room(self, files: Path | None, limits: Limits) -> Iterator[Line]:
        """A room with a copy of the folder `files`, in which a kernel starts; it is ended and cleared afterwards."""
        self._count += 1
        folder = self._jobs / str(self._count)
        folder.mkdir(mode=0o700)
        if files:
            shutil.copytree(files, folder / "files", symlinks=True, ignore=shutil.ignore_patterns("*.ipynb"))
        else:
            (folder / "files").mkdir()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        inside = Path("/jobs") / folder.name if self._jailed else folder
        key = os.urandom(16).hex()
        job = {
            "folder": str(inside), "key": key, "user": self._user, "jailed": self._jailed,
            "limits": limits.inside(),
        }  # fmt: skip
        # through our own descriptor: the path of a unix socket has to be short
        line = Line(ours, f"/proc/self/fd/{self._descriptor}/{folder.name}/k", key)
        with grouped(limits) as groups:
            try:
                with theirs:
                    socket.send_fds(self._control, [json.dumps(job).encode()], [theirs.fileno(), *groups])
                _started(ours)
                yield line
            finally:
                line.ask("kill")
                line.poll(5)
                ours.close()
                shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> float:
        """End it; CPU seconds that it and all its rooms used (bubblewrap's own accounts do not tell), once."""
        if self._control.fileno() < 0:
            return 0.0
        with self._control:
            self._control.shutdown(socket.SHUT_WR)
            said = self._control.recv(1000) if select.select([self._control], [], [], 10)[0] else b""
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._descriptor)
        self._log.close()
        return float(json.loads(said)["cpu"]) if said else 0.0

    def __enter__(self) -> Jail:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _started(line: socket.socket) -> None:
    if not select.select([line], [], [], 30)[0]:
        raise JailError("the warm parent does not answer")
    said = line.recv(65_536)
    answer: dict[str, Any] = json.loads(said) if said else {"ended": "the warm parent is gone"}
    if "ended" in answer:
        raise JailError(answer["ended"])


def as_root(rootless: bool = False) -> bool:
    return os.geteuid() == 0 and not rootless


def command(jobs: Path, rootless: bool = False) -> list[str]:
    """The warm parent in its jail: a read-only system, no network, no process but its own, just the powers that it
    needs to make rooms; `jobs` is all that it shares with us."""
    wrapped = ["bwrap", "--die-with-parent", "--new-session", "--unshare-pid", "--unshare-net", "--unshare-ipc"]
    wrapped += ["--unshare-uts", "--unshare-cgroup-try", "--hostname", "jail"]
    if not as_root(rootless):
        wrapped += ["--unshare-user", "--uid", "0", "--gid", "0"]
    wrapped += ["--cap-drop", "ALL", *(word for power in _POWERS for word in ("--cap-add", f"CAP_{power}"))]
    wrapped += ["--tmpfs", "/tmp", "--proc", "/proc", "--dev", "/dev", "--dir", "/scratch"]  # noqa: S108
    for part in _SYSTEM:
        wrapped += _system(Path(part))
    for name in _ETC:
        wrapped += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    for path in _python():
        wrapped += [*_way_to(path), "--ro-bind", str(path), str(path)]
    wrapped += [*_code(), "--bind", str(jobs), "/jobs", "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/"]
    return [*wrapped, "--", *_bare()]


def _bare() -> list[str]:
    return [str(_straight(sys.executable)), "-m", f"{_NAME}.inside.zygote"]


def _straight(path: str) -> Path:
    """Without "..", which leads nowhere inside; links, such as that of a virtual environment, stay."""
    return Path(os.path.abspath(path))  # noqa: PTH100


def _unjailed() -> dict[str, str]:
    return {"PYTHONPATH": str(_package().parent), "HOME": tempfile.gettempdir()}


def _system(path: Path) -> list[str]:
    if path.is_symlink():
        return ["--symlink", str(path.readlink()), str(path)]
    return ["--ro-bind-try", str(path), str(path)]


def _python() -> list[Path]:
    """Where this Python and its libraries lie."""
    found = [_straight(sys.base_prefix), _straight(sys.prefix)]
    for name in ("ipykernel", "numpy"):
        spec = find_spec(name)
        if spec and spec.origin:
            found.append(Path(spec.origin).parents[1])
    distinct = [p for p in dict.fromkeys(found) if not p.is_relative_to("/usr")]
    return [p for p in distinct if not any(p != q and p.is_relative_to(q) for q in distinct)]


def _way_to(path: Path) -> list[str]:
    """Folders above a path that anybody may pass; bubblewrap's own would let root alone through."""
    above = [p for p in reversed(path.parents) if p != Path("/")]
    return [word for p in above for word in ("--perms", "0755", "--dir", str(p))]


def _package() -> Path:
    return Path(__file__).resolve().parents[2]


def _code() -> list[str]:
    """Our own modules that run inside, and nothing else of the package, wherever it is installed."""
    package = _package()
    words: list[str] = []
    if any(package.is_relative_to(p) for p in (*_python(), Path("/usr"))):
        words += ["--tmpfs", str(package)]
    here = Path(*_NAME.split(".")[1:])
    for part in ("__init__.py", "marking/__init__.py", here / "__init__.py", here / "inside"):
        place = Path("/fieldmark/fieldmark") / part
        words += [*_way_to(place), "--ro-bind", str(package / part), str(place)]
    return words


@lru_cache
def why_not(rootless: bool = False) -> str:
    """Why no jail can be had on this machine; "" where it works."""
    if not shutil.which("bwrap"):
        return "bubblewrap is not installed"
    with tempfile.TemporaryDirectory() as folder:
        try:
            with Jail(Path(folder), rootless=rootless, modules=()) as jail, jail.room(None, Limits()):
                return ""
        except (JailError, OSError) as error:
            return str(error)
