"""Rooms within the jail: namespaces, a private file system, limits, rights. Linux calls through ctypes."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
from collections.abc import Mapping
from pathlib import Path

_NEW_MOUNTS, _NEW_IPC, _NEW_PIDS = 0x00020000, 0x08000000, 0x20000000
_READ_ONLY, _NO_SUID, _NO_DEV, _NO_EXEC, _REMOUNT, _BIND, _RECURSIVE, _PRIVATE = 1, 2, 4, 8, 32, 4096, 16384, 1 << 18
_DETACH = 2
_PDEATHSIG, _DUMPABLE, _DROP_BOUNDING, _SECUREBITS, _NO_NEW_PRIVS, _AMBIENT = 1, 4, 24, 28, 38, 47
_LOCKED_NO_ROOT = 0b101111  # no powers for being root, none kept over a change of user, and no way back

SCRATCH = Path("/scratch")
JOBS = Path("/jobs")

_libc = ctypes.CDLL(None, use_errno=True)


def _check(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def prctl(option: int, value: int, third: int = 0) -> None:
    _check(_libc.prctl(option, value, third, 0, 0), f"prctl {option}")


def end_with_parent(parent: int) -> None:
    """This process is killed when its parent dies; it ends at once where `parent` is gone already."""
    prctl(_PDEATHSIG, 9)
    if os.getppid() != parent:
        os._exit(1)


def new_namespaces() -> None:
    """Mounts and System V memory of our own; the next child is the first process of a world of its own."""
    _check(_libc.unshare(_NEW_MOUNTS | _NEW_IPC | _NEW_PIDS), "unshare")


def _mount(source: str, target: Path, kind: str = "", flags: int = 0, data: str = "") -> None:
    done = _libc.mount(source.encode(), bytes(target), kind.encode() or None, ctypes.c_ulong(flags), data.encode())
    _check(done, f"mount {target}")


def private_files(job: Path, scratch_mb: int, user: int) -> None:
    """A scratch folder of limited size with the submission's files, also under /tmp and /dev/shm; no other job's
    files; only our own processes in /proc; nothing else can be written."""
    _mount("none", Path("/"), flags=_PRIVATE | _RECURSIVE)
    _mount("scratch", SCRATCH, "tmpfs", _NO_SUID | _NO_DEV, f"size={scratch_mb}m,nr_inodes=20000,mode=700")
    shutil.copytree(job / "files", SCRATCH / "work")
    for name, place in (("tmp", "/tmp"), ("shm", "/dev/shm")):  # noqa: S108
        (SCRATCH / name).mkdir()
        _mount(str(SCRATCH / name), Path(place), flags=_BIND)
    for path in (SCRATCH, *SCRATCH.rglob("*")):
        os.lchown(path, user, user)
        if not path.is_symlink():
            path.chmod(0o700 if path.is_dir() else 0o600)
    _check(_libc.umount2(bytes(JOBS), _DETACH), "umount /jobs")
    _mount("proc", Path("/proc"), "proc", _NO_SUID | _NO_DEV | _NO_EXEC | _READ_ONLY)


def limit(limits: Mapping[str, int]) -> None:
    """Limits of each process: address space (beyond what is loaded already), CPU seconds, size of a file, open
    files, processes of this user, no core dumps."""
    loaded = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    bounds = {
        resource.RLIMIT_AS: loaded + limits["memory_mb"] * 1_000_000,
        resource.RLIMIT_CPU: limits["cpu_seconds"],
        resource.RLIMIT_FSIZE: limits["scratch_mb"] * 1_000_000,
        resource.RLIMIT_NOFILE: limits["open_files"],
        resource.RLIMIT_NPROC: limits["processes"],
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_MEMLOCK: 64_000,
    }
    for which, most in bounds.items():
        _, hard = resource.getrlimit(which)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (most, most))


def drop_rights(user: int) -> None:
    """Become `user` for good, without any capability and without a way to gain one."""
    prctl(_AMBIENT, 4)  # clear all
    prctl(_SECUREBITS, _LOCKED_NO_ROOT)
    for capability in range(64):
        if _libc.prctl(_DROP_BOUNDING, capability, 0, 0, 0) != 0:
            break  # past the last one that this kernel knows
    if user != os.getuid():
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    _check(_libc.capset(ctypes.byref(header), ctypes.byref((ctypes.c_uint32 * 6)())), "capset")
    prctl(_NO_NEW_PRIVS, 1)
    prctl(_DUMPABLE, 1)  # else /proc/self would belong to root, and programs look there
