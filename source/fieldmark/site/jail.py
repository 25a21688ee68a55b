"""Bubblewrap jails: a read-only system, what was named, and nothing else of this machine."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from fieldmark.model.text import Text

# Parts of /etc that programs need and that hold no secret.
_ETC = (
    "alternatives", "ca-certificates", "fonts", "hosts", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime",
    "mime.types", "nsswitch.conf", "os-release", "resolv.conf", "ssl", "timezone",
)  # fmt: skip
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/opt")


def command(
    argv: Sequence[str],
    *,
    readable: Sequence[Path] = (),
    writable: Sequence[Path] = (),
    folder: Path | None = None,
    network: bool = True,
    hidden: Sequence[Path] = (),
) -> list[str]:
    """`argv` in a jail: named folders appear at their own paths (those that exist), `hidden` ones empty over them.

    Own process, user, IPC and host-name namespaces, no capability, no way to make further user namespaces; it ends
    with the process that started it. The environment is handed on as it is.
    """
    wrapped = ["bwrap", "--die-with-parent", "--new-session", "--unshare-user", "--unshare-pid", "--unshare-ipc"]
    wrapped += ["--unshare-uts", "--unshare-cgroup-try", "--disable-userns", "--cap-drop", "ALL"]
    wrapped += [] if network else ["--unshare-net"]
    for part in _SYSTEM:
        wrapped += _system(Path(part))
    for name in _ETC:
        wrapped += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    # Read-only too: started by root, a process keeps root's number, and some of /proc/sys asks for no more than that.
    wrapped += ["--proc", "/proc", "--remount-ro", "/proc"]
    wrapped += ["--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/run"]  # noqa: S108
    for path in (*_python(), *readable):
        wrapped += ["--ro-bind-try", str(path), str(path)]
    for path in writable:
        wrapped += ["--bind-try", str(path), str(path)]
    for path in hidden:
        wrapped += ["--tmpfs", str(path)]
    wrapped += ["--unsetenv", "JPY_PARENT_PID"]  # a kernel looks for that process, and would not see it from inside
    if folder:
        wrapped += ["--chdir", str(folder)]
    return [*wrapped, "--", *argv]


def _system(path: Path) -> list[str]:
    if path.is_symlink():
        return ["--symlink", str(path.readlink()), str(path)]
    return ["--ro-bind-try", str(path), str(path)]


def _python() -> list[Path]:
    """Where this Python, its libraries and this package lie."""
    package = Path(__file__).resolve().parents[1]
    found = [Path(sys.base_prefix), Path(sys.prefix), package]
    return [path for path in dict.fromkeys(found) if not path.is_relative_to("/usr")]


@lru_cache
def why_not() -> Text:
    """Why no jail can be had on this machine; empty where it works."""
    if not shutil.which("bwrap"):
        return Text("it is not installed", "未安装")
    tried = subprocess.run(command(["true"]), capture_output=True, text=True, timeout=30, check=False)
    if tried.returncode == 0:
        return Text()
    reason = (tried.stderr.strip().splitlines() or ["no reason given"])[-1]
    return Text(reason, reason)
