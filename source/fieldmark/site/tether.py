"""A child that ends with its parent, however the parent ends (Linux' parent-death signal).

`python -m fieldmark.site.tether PARENT_PID MODULE [ARGUMENT …]` runs MODULE as a program under that rule.
"""

from __future__ import annotations

import ctypes
import os
import runpy
import signal
import sys

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


def end_with(parent: int) -> None:
    """From now on this process is killed when its parent dies; it ends at once where `parent` is gone already.

    The kernel counts the thread that started us as the parent: start tethered children from a thread that lasts.
    """
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(0)


def adopt_orphans() -> None:
    """Grandchildren whose own parent dies become ours, so that they can be found and ended."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl failed")


def command(module: str, *arguments: str) -> list[str]:
    """The command line that runs `module` tethered to this process."""
    return [sys.executable, "-m", "fieldmark.site.tether", str(os.getpid()), module, *arguments]


def main() -> None:
    parent, module, *arguments = sys.argv[1:]
    end_with(int(parent))
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
