"""Bubblewrap jails: a read-only system, what was named, and nothing else of this machine."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fieldmark.model.text import Text

# Parts of /etc that programs need and that hold no secret.
_ETC = (
    "alternatives", "ca-certificates", "fonts", "hosts", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime",
    "mime.types", "nsswitch.conf", "os-release", "resolv.conf", "ssl", "timezone",
)  # fmt: skip
USER = 1000  # who we are inside: the owner of our own files, never root
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64")  # not /opt: companies keep their data there


@dataclass(frozen=True, slots=True)
class Shown:
    """A file or folder that appears in the jail, at `at` or at its own path; left out where it does not exist."""

    path: Path
    writable: bool = False
    at: Path | None = None

    @property
    def place(self) -> Path:
        return self.at or self.path


def command(
    argv: Sequence[str],
    shown: Sequence[Shown] = (),
    *,
    folder: Path,
    network: bool = True,
    filtered: int = -1,
    hidden: Sequence[Path] = (),
    scratch_mb: int = 0,
) -> list[str]:
    """`argv` in a jail that starts in `folder`. What lies inside something else that is shown goes over it.
    `filtered` is an open file with a system-call filter (`seccomp.opened`), to be passed on to the process. `hidden`
    folders are empty, but for what is shown inside them. With `scratch_mb`, /tmp, /run, /dev/shm and `hidden` hold
    no more than that each, and nothing else outside of what is shown takes a file.

    Own process, user, IPC and host-name namespaces, no capability, no way to make further user namespaces; it ends
    with the process that started it. The environment is handed on as it is.
    """
    wrapped = ["bwrap", "--die-with-parent", "--new-session", "--unshare-user", "--unshare-pid", "--unshare-ipc"]
    wrapped += ["--unshare-uts", "--unshare-cgroup-try", "--disable-userns", "--cap-drop", "ALL"]
    wrapped += ["--uid", str(USER), "--gid", str(USER)]
    wrapped += [] if network else ["--unshare-net"]
    wrapped += [] if filtered < 0 else ["--seccomp", str(filtered)]
    for part in _SYSTEM:
        wrapped += _system(Path(part))
    # Read-only too: started by root, a process keeps root's number, and some of /proc/sys asks for no more than that.
    wrapped += ["--proc", "/proc", "--remount-ro", "/proc"]
    wrapped += ["--dev", "/dev"]
    size = ["--size", str(scratch_mb * 1_000_000)] if scratch_mb else []
    for place in ("/tmp", "/run", *(("/dev/shm",) if scratch_mb else ())):  # noqa: S108
        wrapped += [*size, "--tmpfs", place]
    etc = [Shown(Path("/etc") / name) for name in _ETC]
    covered = [Shown(path) for path in hidden]
    for each in sorted([*covered, *etc, *_python(), *shown], key=lambda s: len(s.place.parts)):
        if each in covered:
            wrapped += [*size, "--tmpfs", str(each.place)]
            continue
        wrapped += ["--bind-try" if each.writable else "--ro-bind-try", str(each.path), str(each.place)]
    wrapped += ["--remount-ro", "/dev", "--remount-ro", "/"] if scratch_mb else []
    wrapped += ["--unsetenv", "JPY_PARENT_PID"]  # a kernel looks for that process, and would not see it from inside
    return [*wrapped, "--chdir", str(folder), "--", *argv]


def _system(path: Path) -> list[str]:
    if path.is_symlink():
        return ["--symlink", str(path.readlink()), str(path)]
    return ["--ro-bind-try", str(path), str(path)]


def _python() -> list[Shown]:
    """Where this Python, its libraries and this package lie."""
    package = Path(__file__).resolve().parents[1]
    found = [Path(sys.base_prefix), Path(sys.prefix), package]
    return [Shown(path) for path in dict.fromkeys(found) if not path.is_relative_to("/usr")]


@lru_cache
def why_not() -> Text:
    """Why no jail can be had on this machine; empty where it works."""
    if not shutil.which("bwrap"):
        return Text("bubblewrap is not installed", "未安装 bubblewrap")
    tried = subprocess.run(command(["true"], folder=Path("/")), capture_output=True, text=True, timeout=30, check=False)
    if tried.returncode == 0:
        return Text()
    reason = (tried.stderr.strip().splitlines() or ["no reason given"])[-1]
    return Text(reason, reason)
