"""The kernel of one submission: ipykernel, on sockets that were opened for it before it was locked in."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Mapping
from typing import Any

import zmq
from ipykernel.kernelapp import IPKernelApp
from traitlets.config import Config

from fieldmark.marking.handwritten.inside import probe
from fieldmark.marking.handwritten.inside.channels import CHANNELS


class Kernel(IPKernelApp):  # type: ignore[misc]
    """ipykernel without what reaches for files: its connection is given, its sockets are open."""

    sockets: Mapping[int, int] = {}  # port to descriptor
    key = b""

    def parse_command_line(self, argv: Any = None) -> None:
        pass  # there is none, and to learn what might stand there takes a tenth of the start

    def _try_bind_socket(self, s: Any, port: int) -> int:
        s.setsockopt(zmq.USE_FD, self.sockets[port])
        s.bind(f"ipc://{self.ip}-{port}")
        return port

    def init_connection_file(self) -> None:
        self.session.key = self.key

    def write_connection_file(self, **_: Any) -> None:
        pass

    def cleanup_connection_file(self) -> None:
        pass

    def init_heartbeat(self) -> None:
        pass  # whoever waits for us watches the process


def run(key: str, sockets: Mapping[int, int]) -> None:
    """Serve on the open `sockets` (port to descriptor) until the process is ended."""
    _reseed()
    Kernel.sockets, Kernel.key = sockets, key.encode()
    config = Config({"HistoryManager": {"hist_file": ":memory:"}})
    ports = {name: n for n, name in enumerate(CHANNELS, start=1)}
    app = Kernel.instance(transport="ipc", ip="k", config=config, **ports)
    app.initialize([])
    probe.install(app.shell, app.kernel)
    app.start()


def _reseed() -> None:
    """Forks of one parent would all draw the same numbers."""
    random.seed(os.urandom(16))
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(int.from_bytes(os.urandom(4), "little"))
