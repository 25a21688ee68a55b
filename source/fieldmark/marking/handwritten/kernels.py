"""A jailed kernel as jupyter_client's managers and clients see it."""

from __future__ import annotations

import asyncio
import logging
import signal
from math import inf
from queue import Empty
from time import monotonic
from typing import Any

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerBase
from traitlets import Instance

from fieldmark.marking.handwritten.inside.channels import CHANNELS
from fieldmark.marking.handwritten.jail import Line


class Client(AsyncKernelClient):  # type: ignore[misc]
    """A client without heartbeats; `expressions` are evaluated by the kernel right after the next cell."""

    expressions: dict[str, str] | None = None

    def start_channels(self, *_: Any, **__: Any) -> None:
        super().start_channels(hb=False)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """As its parent's, without its silence of 0.2 s: over once an answer and word that the kernel is idle again
        have come. RuntimeError: the kernel died, or took longer than `timeout` seconds."""
        until = monotonic() + (timeout or inf)
        while monotonic() < until:
            asked = self.kernel_info()
            try:
                reply = await self.shell_channel.get_msg(timeout=1)
                if reply["msg_type"] == "kernel_info_reply" and await self._idle_after(asked):
                    return
            except Empty:
                pass
            if not await self._async_is_alive():
                raise RuntimeError("the kernel died before it answered")
        raise RuntimeError("the kernel did not answer")

    async def _idle_after(self, asked: str) -> bool:
        """Whether the kernel says that it is done with the request; Empty where it says nothing for a while."""
        while True:
            said = await self.iopub_channel.get_msg(timeout=0.2)
            if said["parent_header"].get("msg_id") == asked and said["content"].get("execution_state") == "idle":
                return True

    def execute(self, code: str, **named: Any) -> str:
        expressions, self.expressions = self.expressions, None
        return str(super().execute(code, **{**named, "user_expressions": expressions}))


class Provisioner(KernelProvisionerBase):  # type: ignore[misc]
    """The kernel at the end of a line."""

    line: Line | None = Instance(Line, allow_none=True)

    @property
    def has_process(self) -> bool:
        return self.line is not None

    async def poll(self) -> int | None:
        return 1 if self.line is None or self.line.poll() else None

    async def wait(self) -> int | None:
        while await self.poll() is None:
            await asyncio.sleep(0.01)
        self.line = None
        return 0

    async def send_signal(self, signum: int) -> None:
        if self.line:
            self.line.ask("interrupt" if signum == signal.SIGINT else "kill")

    async def kill(self, restart: bool = False) -> None:
        if self.line:
            self.line.ask("kill")

    async def terminate(self, restart: bool = False) -> None:
        await self.kill()

    async def pre_launch(self, **named: Any) -> dict[str, Any]:
        return {"cmd": []}

    async def launch_kernel(self, cmd: list[str], **named: Any) -> dict[str, Any]:
        return {}  # the sockets are open already

    async def cleanup(self, restart: bool = False) -> None:
        self.line = None


class Manager(AsyncKernelManager):  # type: ignore[misc]
    """Manages the kernel of a line."""

    client_factory = Client

    def __init__(self, line: Line, **named: Any) -> None:
        ports = {name: n for n, name in enumerate(CHANNELS, start=1)}
        super().__init__(transport="ipc", ip=line.place, **ports, **named)
        self.session.key = line.key.encode()
        self._kernel_spec = KernelSpec(argv=[], display_name="Python 3", language="python")
        self.log = logging.getLogger(__name__)
        self.provisioner = Provisioner(kernel_id="jailed", kernel_spec=self._kernel_spec, parent=self, line=line)

    def _reconcile_connection_info(self, info: dict[str, Any]) -> None:
        pass  # known before the kernel started

    def cleanup_connection_file(self) -> None:
        pass  # there is none
