"""Kernels of the dashboard: each for one person, with a clean environment, jailed where that can be had."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_client.ioloop.manager import AsyncIOLoopKernelManager
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets import Dict, Instance, Int

from fieldmark.site import jail, tether
from fieldmark.site.jail import Shown
from fieldmark.site.plan import clean_environment

PER_PERSON = 4  # open pages; a fifth ends the oldest


@dataclass(slots=True)
class Visit:
    """A page being opened: by whom, with what told to its kernel; then the kernel that it got."""

    user: str
    environment: Mapping[str, str]
    folders: Sequence[Path] = ()  # what its kernel may read, in the jail
    kernel: str = ""


visit: ContextVar[Visit | None] = ContextVar("visit", default=None)
"""The page that is being rendered; set by its handler, read when Voila asks for a kernel."""


class OwnKernelSpec(KernelSpecManager):  # type: ignore[misc]
    """One kernel, this Python's; nothing that lies about on the machine."""

    def get_all_specs(self) -> dict[str, Any]:
        return {"python3": {"resource_dir": "", "spec": self.get_kernel_spec("python3").to_dict()}}

    def find_kernel_specs(self) -> dict[str, str]:
        return {"python3": ""}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        argv = ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Python 3", language="python")


class PageKernel(AsyncIOLoopKernelManager):  # type: ignore[misc]
    """A kernel that speaks through sockets in a folder of its own: no port, and in the jail no network at all."""

    autorestart = False  # a new kernel would know nothing of its page

    def __init__(self, **named: Any) -> None:
        whole = Path(named["connection_file"])
        self._folder = whole.parent / whole.stem
        self._folder.mkdir(mode=0o700)
        self._scratch = self._folder / "empty"
        self._scratch.mkdir()
        who = visit.get()
        self._read = tuple(who.folders) if who else ()
        super().__init__(**{**named, "connection_file": str(self._folder / "c.json")}, transport="ipc")

    def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
        bare: list[str] = super().format_kernel_cmd(extra_arguments)
        pages: Pages = self.parent
        if not pages.jailed:
            return [*tether.command("ipykernel_launcher"), *bare[bare.index("-f") :]]
        shown = [*(Shown(folder) for folder in self._read), Shown(self._folder, writable=True)]
        return jail.command(bare, shown, folder=self._scratch, network=False)

    async def _async_cleanup_resources(self, restart: bool = False) -> None:
        await super()._async_cleanup_resources(restart=restart)
        shutil.rmtree(self._folder, ignore_errors=True)

    cleanup_resources = _async_cleanup_resources


class Pages(AsyncMappingKernelManager):  # type: ignore[misc]
    """All open pages' kernels, and whose each is."""

    kernel_manager_class = f"{__name__}.PageKernel"
    owners = Dict(help="kernel id to user name, oldest first")
    most = Int(0, help="kernels at once; 0 for no limit").tag(config=True)
    jailed = Instance(object, default_value=False).tag(config=True)

    async def _async_start_kernel(self, **named: Any) -> str:
        """A kernel for the visitor of this request; what Voila would hand on of our environment stays behind."""
        who = visit.get()
        if who is None:
            raise RuntimeError("a kernel starts only for a visitor")
        await self._make_room(who.user)
        query = named.get("env", {}).get("QUERY_STRING", "")
        named["env"] = {**clean_environment(), **_PAGE, "QUERY_STRING": query, **who.environment}
        named["path"] = None
        who.kernel = await super()._async_start_kernel(**named)
        self.owners = {**self.owners, who.kernel: who.user}
        return who.kernel

    start_kernel = _async_start_kernel

    async def alive(self, kernel_id: str) -> bool:
        """Whether the kernel runs; one that died is forgotten."""
        if kernel_id not in self:
            return False
        if await self.get_kernel(kernel_id).is_alive():
            return True
        await self.shutdown_kernel(kernel_id, now=True)
        return False

    @property
    def full(self) -> bool:
        """Whether one more page would be one too many for this machine."""
        return bool(0 < self.most <= len(self))

    async def _make_room(self, user: str) -> None:
        mine = [kernel for kernel, owner in self.owners.items() if owner == user and kernel in self]
        for kernel in mine[: max(0, len(mine) - PER_PERSON + 1)]:
            await self.shutdown_kernel(kernel, now=True)

    def remove_kernel(self, kernel_id: str) -> Any:
        self.owners = {kernel: owner for kernel, owner in self.owners.items() if kernel != kernel_id}
        return super().remove_kernel(kernel_id)


_PAGE = {"IPYTHONDIR": "/tmp/ipython", "MPLBACKEND": "agg", "PYTHONDONTWRITEBYTECODE": "1", "HOME": "/tmp"}  # noqa: S108
