"""The dashboard: `python -m fieldmark.site.dashboard`, a standalone Voila behind the hub.

Stock Voila is open to whoever reaches its port, serves kernels to anyone who knows their id, and takes templates
from the address. This one asks the hub who comes, lets in managers and administrators alone, ties each kernel to the
person whose page started it, and serves one notebook and nothing else.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import tempfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from jupyter_core.utils import run_sync
from jupyter_server.auth import Authorizer
from jupyter_server.services.kernels.handlers import KernelHandler
from jupyterhub.singleuser.extension import JupyterHubIdentityProvider
from tornado.web import HTTPError, RequestHandler, authenticated
from traitlets.config import Config
from voila.app import Voila
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from fieldmark.model.person import Person
from fieldmark.model.text import LANGUAGES
from fieldmark.pages import hosting
from fieldmark.site import jail
from fieldmark.site.kernels import OwnKernelSpec, Pages, Visit, visit
from fieldmark.site.people import People
from fieldmark.store.workspace import Workspace

ROLES = frozenset({"manager", "administrator"})
# What a browser may say to its own page's kernel: widgets talk, nothing is executed.
MESSAGES = ["comm_open", "comm_close", "comm_msg", "comm_info_request", "kernel_info_request"]
_KERNEL = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"


class Readers(Authorizer):  # type: ignore[misc]
    """Those whose role may read these pages, as the workspace knows them now."""

    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        person = handler.settings["people"].get(user.username)
        return person is not None and person.role in handler.settings["roles"]


def _person(handler: Any) -> Person:
    """Who asks; HTTPError 403 for anyone whose role may not (or no longer) read these pages."""
    person: Person | None = handler.settings["people"].get(handler.current_user.username)
    if person is None or person.role not in handler.settings["roles"]:
        raise HTTPError(403)
    return person


class _OwnKernel:
    """A handler of one kernel: to everyone but its owner the kernel does not exist."""

    async def prepare(self: Any) -> None:
        await super().prepare()  # type: ignore[misc]
        if not self.current_user:
            raise HTTPError(403)
        owner = self.kernel_manager.owners.get(self.path_kwargs["kernel_id"])
        if owner is None or owner != _person(self).user.lower():
            raise HTTPError(404)


class OwnKernelHandler(_OwnKernel, KernelHandler):  # type: ignore[misc]
    """The kernel's state, which widgets ask for; 404 when it died."""

    SUPPORTED_METHODS = ("GET",)

    async def get(self, kernel_id: str) -> None:
        if not await self.kernel_manager.alive(kernel_id):
            raise HTTPError(404)
        await super().get(kernel_id)


class OwnKernelSocket(_OwnKernel, VoilaKernelWebsocketHandler):  # type: ignore[misc]
    """The kernel's messages."""


class OwnKernelShutdown(_OwnKernel, VoilaShutdownKernelHandler):  # type: ignore[misc]
    """The page is being closed."""

    SUPPORTED_METHODS = ("POST",)


class Page(TornadoVoilaHandler):  # type: ignore[misc]
    """A notebook, run for whoever asks."""

    SUPPORTED_METHODS = ("GET",)

    def notebook(self, path: str) -> str:
        """The notebook of an address, from the server's root folder. HTTPError 404 where there is none."""
        if path:
            raise HTTPError(404)
        return str(self.notebook_path)

    def folders(self, path: str) -> Sequence[Path]:
        """What the page's kernel may read of the workspace."""
        return [self.settings["workspace"].published]

    @authenticated
    async def get(self, path: str | None = None) -> None:
        person = _person(self)
        self.notebook_path = self.notebook(path or "")
        _ = self.xsrf_token  # asking for it sets the cookie that the page's own requests show
        opened = Visit(person.user.lower(), _environment(self, person), self.folders(path or ""))
        visit.set(opened)
        async for part in self.get_generator():
            self.write(part)
            await self.flush()
            if _HEARTBEAT in part and opened.kernel and not await self.kernel_manager.alive(opened.kernel):
                self.finish(_FAILED)  # Voila would wait for ever
                return


HOME = "/hub/home"
_HEARTBEAT = "voila_heartbeat"
_FAILED = "<script>document.getElementById('fm-loading-late').hidden = false</script>"  # the template's banner


def _environment(handler: Any, person: Person) -> dict[str, str]:
    language = handler.get_cookie("fm-language", person.language)
    return {
        "FIELDMARK_WORKSPACE": str(handler.settings["workspace"].root),
        "FIELDMARK_USER": person.user,
        "FIELDMARK_NAME": person.name,
        "FIELDMARK_UNITS": json.dumps(person.units, ensure_ascii=False),
        "FIELDMARK_LANGUAGE": language if language in LANGUAGES else "en",
        "FIELDMARK_HOME": HOME,
        "FIELDMARK_LOGOUT": "/hub/logout",
    }


class Nothing(RequestHandler):
    """Whatever else Voila would serve."""

    def prepare(self) -> None:
        raise HTTPError(404)


class Dashboard(Voila):  # type: ignore[misc]
    """Voila, cut down to what its pages need."""

    roles = ROLES
    page: type[Page] = Page

    def initialize(self, argv: list[str] | None = None) -> None:
        super().initialize(argv or [])
        self.static_paths.extend(hosting.static_folders())
        for number in (signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._handle_signal_stop)

    def init_settings(self) -> dict[str, Any]:
        workspace = Workspace(Path(os.environ["FIELDMARK_WORKSPACE"]))
        settings: dict[str, Any] = super().init_settings()
        self.kernel_manager.allowed_message_types = MESSAGES
        ours = {"workspace": workspace, "people": People(workspace), "roles": self.roles}
        return {**settings, **ours, "allow_remote_access": True, "compress_response": True}

    def stop(self) -> None:
        run_sync(self.kernel_manager.shutdown_all)(now=True)
        shutil.rmtree(self.connection_dir, ignore_errors=True)

    def init_handlers(self) -> list[Any]:
        """Voila's own, each replaced by ours or let through by name; anything new in Voila is closed, not open."""
        ours = {
            rf"/api/kernels/{_KERNEL}": OwnKernelHandler,
            rf"/api/kernels/{_KERNEL}/channels": OwnKernelSocket,
            rf"/voila/api/shutdown/{_KERNEL}": OwnKernelShutdown,
        }
        base = self.server_url.rstrip("/")
        theirs = {entry[0].removeprefix(base): entry for entry in super().init_handlers()}
        kept = [theirs[rf"/voila/{part}/(.*)"] for part in ("static", "api/themes", "labextensions")]
        templates = (rf"{base}/voila/templates/([\w-]+/static/.+)", *theirs["/voila/templates/(.*)"][1:])
        page = theirs["/(.*)"]
        return [
            *((base + pattern, handler) for pattern, handler in ours.items()),
            *((base + pattern, *rest) for pattern, *rest in self.identity_provider.get_handlers()),
            *kept,
            templates,
            (page[0], self.page, *page[2:]),
            (r".*", Nothing),
        ]


def configuration(workspace: Workspace, notebook: Path, kernels: Path) -> Any:
    """Voila's whole configuration; no file on the machine adds to it."""
    address = urlparse(os.environ["JUPYTERHUB_SERVICE_URL"])
    c = Config()
    c.Voila.ip, c.Voila.port = address.hostname, address.port
    c.Voila.base_url = os.environ["JUPYTERHUB_SERVICE_PREFIX"]
    c.Voila.notebook_path, c.Voila.root_dir = str(notebook), str(notebook.parent)
    c.Voila.connection_dir_root = str(kernels)
    c.Voila.cookie_secret = bytes.fromhex(os.environ["FIELDMARK_COOKIE_SECRET"])
    c.Voila.identity_provider_class = JupyterHubIdentityProvider
    c.Voila.authorizer_class = Readers
    c.VoilaConfiguration.multi_kernel_manager_class = Pages
    c.VoilaConfiguration.kernel_spec_manager_class = OwnKernelSpec
    c.merge(Config(hosting.settings()))
    p = c.Pages
    p.jailed = not jail.why_not()
    p.cull_idle_timeout, p.cull_interval, p.cull_connected = 300, 30, False  # s; closed tabs, not open ones
    return c


def kernels_folder(workspace: Workspace, server: str) -> Path:
    """A fresh folder for the kernels' sockets; what an earlier server of this workspace left behind goes.

    Its path is short, since a socket's may have 107 letters.
    """
    above = Path(tempfile.gettempdir())
    name = f"fieldmark-{sha256(f'{server}:{workspace.root}'.encode()).hexdigest()[:8]}-"
    for old in above.glob(f"{name}*"):
        shutil.rmtree(old, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=name, dir=above))


def launch(app: type[Dashboard], workspace: Workspace, notebook: Path, more: Config) -> None:
    """Run the server until it is told to end. `more` goes over its configuration."""
    kernels = kernels_folder(workspace, app.__name__.lower())
    os.environ.update(hosting.environment(), JUPYTER_NO_CONFIG="1", JUPYTER_CONFIG_DIR=str(kernels / "none"))
    config = configuration(workspace, notebook, kernels)
    config.merge(more)
    try:
        app.launch_instance([], config=config)
    finally:
        shutil.rmtree(kernels, ignore_errors=True)


def main() -> None:
    workspace = Workspace(Path(os.environ["FIELDMARK_WORKSPACE"]))
    launch(Dashboard, workspace, Path(os.environ.get("FIELDMARK_DASHBOARD", hosting.NOTEBOOK)), Config())


if __name__ == "__main__":
    main()
