"""The warm parent: loads what notebooks use, then forks a warden for each submission. One thread, no socket of zmq, no
event loop, no word of a student's code.

    python -m fieldmark.marking.handwritten.inside.zygote MODULE …

Standard input is a socket: each packet is a job (JSON) with the descriptor of the job's own socket.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import socket
import sys
import threading
import warnings

from fieldmark.marking.handwritten.inside import warden

_KERNEL = (
    "ipykernel.kernelapp", "ipykernel.debugger", "IPython.core.completerlib", "IPython.core.debugger",
    "IPython.core.oinspect", "IPython.extensions.storemagic", "sqlite3", "tornado.platform.asyncio", "unittest.case",
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


def main(modules: list[str]) -> None:
    control = socket.socket(fileno=0)
    warm(modules)
    if threading.active_count() > 1:
        sys.exit(f"threads before the fork: {threading.enumerate()}")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # wardens are not waited for
    gc.collect()
    gc.freeze()
    control.send(json.dumps({"ready": os.getpid()}).encode())
    while True:
        said, descriptors, _, _ = socket.recv_fds(control, 65_536, 1)
        if not said:
            return
        parent = os.getpid()
        if os.fork() == 0:
            _become_warden(control, parent, said, descriptors[0])
        os.close(descriptors[0])


def _become_warden(control: socket.socket, parent: int, said: bytes, line: int) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    control.close()
    os.open(os.devnull, os.O_RDWR)  # takes the place of standard input
    warden.serve({**json.loads(said), "parent": parent}, socket.socket(fileno=line))


if __name__ == "__main__":
    main(sys.argv[1:])
