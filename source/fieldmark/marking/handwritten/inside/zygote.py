"""The warm parent: loads what notebooks use, then forks a warden for each submission. One thread, no socket of zmq, no
event loop, no word of a student's code.

    python -m fieldmark.marking.handwritten.inside.zygote MODULE …

Standard input is a socket: each packet is a job (JSON) with the descriptor of the job's own socket, and those of the
control groups that its kernel is to join.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import socket
import sys
import threading
import warnings
from pathlib import Path

from fieldmark.marking.handwritten.inside import warden

MOST = 8  # descriptors that come with a job
_KERNEL = (
    "ipykernel.kernelapp", "ipykernel.debugger", "IPython.core.completerlib", "IPython.core.debugger",
    "IPython.core.oinspect", "IPython.extensions.storemagic", "sqlite3", "tornado.platform.asyncio", "unittest.case",
    "pandas.io.formats.html", "pandas.io.formats.string",
)  # fmt: skip


def warm(modules: list[str]) -> None:
    """Load what can be had; a module that is not installed is one that no notebook here can use."""
    for name in [*_KERNEL, *modules]:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                importlib.import_module(name)
        except ImportError:
            continue


def rehearse() -> None:
    """Show an error and a table once, as IPython does: what that loads and learns takes longer than most notebooks."""
    from io import StringIO

    from IPython.core.ultratb import VerboseTB

    if "pandas" in sys.modules:
        table = sys.modules["pandas"].read_csv(StringIO("time,code,volts\n1,F0030,570.5\n2,,561.0\n"))
        table._repr_html_()
        table["code"].value_counts()
        table.loc[table["volts"] > 565, "volts"].mean()

    try:
        raise AssertionError
    except AssertionError:
        VerboseTB(theme_name="linux").structured_traceback(*sys.exc_info())


def main(modules: list[str]) -> None:
    control = socket.socket(fileno=0)
    warm(modules)
    rehearse()
    if len(list(Path("/proc/self/task").iterdir())) > 1:  # threads of libraries count too
        sys.exit(f"threads before the fork: {threading.enumerate()}")
    gc.collect()
    gc.freeze()
    control.send(json.dumps({"ready": os.getpid()}).encode())
    while True:
        said, descriptors, _, _ = socket.recv_fds(control, 65_536, MOST)
        if not said:
            break
        _reap(os.WNOHANG)
        parent = os.getpid()
        if os.fork() == 0:
            _become_warden(control, parent, said, descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
    _reap(0)
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    control.send(json.dumps({"cpu": sum(u.ru_utime + u.ru_stime for u in used)}).encode())


def _reap(how: int) -> None:
    """Wardens that ended, so that what they used counts as ours."""
    try:
        while os.waitpid(-1, how)[0]:
            continue
    except ChildProcessError:
        return


def _become_warden(control: socket.socket, parent: int, said: bytes, descriptors: list[int]) -> None:
    control.close()
    os.open(os.devnull, os.O_RDWR)  # takes the place of standard input
    line, *groups = descriptors
    warden.serve({**json.loads(said), "parent": parent, "groups": groups}, socket.socket(fileno=line))


if __name__ == "__main__":
    main(sys.argv[1:])
