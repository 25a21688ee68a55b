"""Where each part of the site listens and which secrets they share: data, made once a start."""

from __future__ import annotations

import json
import os
import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fieldmark.model.problem import Refused
from fieldmark.site import jail, problems
from fieldmark.store.files import read_json, write_json
from fieldmark.store.workspace import Workspace

SERVICES = ("exam", "dashboard", "lessons")
_SECRETS = ("proxy", "hub_cookie", *(f"{s}_{kind}" for s in SERVICES for kind in ("token", "cookie")))


@dataclass(frozen=True, slots=True)
class Plan:
    """`port` is the public one at `address`; all others listen on loopback only."""

    root: str
    address: str
    port: int
    hub_port: int
    api_port: int
    ports: Mapping[str, int]  # by service
    secrets: Mapping[str, str]  # 32 bytes each, as hex

    @property
    def workspace(self) -> Workspace:
        return Workspace(Path(self.root))

    @property
    def logs(self) -> Path:
        return self.workspace.site / "logs"

    @property
    def url(self) -> str:
        shown = "localhost" if self.address in ("127.0.0.1", "0.0.0.0", "::", "") else self.address  # noqa: S104
        return f"http://{shown}:{self.port}/"

    def service_url(self, service: str) -> str:
        return f"http://127.0.0.1:{self.ports[service]}"


def make_plan(workspace: Workspace, port: int, address: str = "127.0.0.1") -> Plan:
    """Ports and secrets for a start. Refused (H001, H002) where the public port cannot be had."""
    check_port(address, port)
    hub, api, *services = _free_ports(2 + len(SERVICES))
    return Plan(
        str(workspace.root), address, port, hub, api, dict(zip(SERVICES, services, strict=True)), _secrets(workspace)
    )


def check_port(address: str, port: int) -> None:
    """Refused (H001) where someone listens on the port, (H002) where we may not."""
    if not 0 < port < 65536:
        raise Refused(problems.PORT_FORBIDDEN.at(port=port, address=address, why="ports go from 1 to 65535"))
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the proxy does: old connections may linger
        try:
            probe.bind((address, port))
            probe.listen(1)
        except PermissionError as error:
            raise Refused(problems.PORT_FORBIDDEN.at(port=port, address=address, why=error.strerror)) from error
        except OSError as error:
            raise Refused(problems.PORT_IN_USE.at(port=port, address=address, other=port + 100)) from error


def _free_ports(count: int) -> list[int]:
    """Ports that were free a moment ago, all different."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def _secrets(workspace: Workspace) -> dict[str, str]:
    """Kept from start to start, so that a restart logs nobody out."""
    path = workspace.site / "secrets.json"
    known = read_json(path) if path.exists() else {}
    made = {name: known.get(name) or secrets.token_hex(32) for name in _SECRETS}
    if made != known:
        workspace.site.mkdir(parents=True, exist_ok=True)
        workspace.site.chmod(0o700)
        write_json(path, made, mode=0o600)
    return made


CLEAN = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV", "FIELDMARK_LANGUAGE")

OF_SERVICES = (
    "FIELDMARK_JOURNAL",  # a database URL: the journal is elsewhere
    "FIELDMARK_EXTERNAL",  # the site's address as browsers know it
    "FIELDMARK_DASHBOARD",  # another notebook for the dashboard
)


def clean_environment() -> dict[str, str]:
    """What a child needs of our own environment; tokens and credentials of the shell stay behind."""
    return {name: os.environ[name] for name in CLEAN if name in os.environ}


def service_environment(plan: Plan, service: str) -> dict[str, str]:
    """What JupyterHub would tell a service that it starts itself, and our own part."""
    prefix = f"/services/{service}/"
    return {
        **clean_environment(),
        "FIELDMARK_LESSONS": "" if jail.why_not() else "shown",
        **{name: os.environ[name] for name in OF_SERVICES if name in os.environ},
        "FIELDMARK_WORKSPACE": plan.root,
        "FIELDMARK_COOKIE_SECRET": plan.secrets[f"{service}_cookie"],
        "JUPYTERHUB_API_TOKEN": plan.secrets[f"{service}_token"],
        "JUPYTERHUB_API_URL": f"http://127.0.0.1:{plan.hub_port}/hub/api",
        "JUPYTERHUB_BASE_URL": "/",
        "JUPYTERHUB_CLIENT_ID": f"service-{service}",
        "JUPYTERHUB_HOST": "",
        "JUPYTERHUB_OAUTH_CALLBACK_URL": f"{prefix}oauth_callback",
        "JUPYTERHUB_OAUTH_ACCESS_SCOPES": json.dumps([f"access:services!service={service}"]),
        "JUPYTERHUB_OAUTH_SCOPES": json.dumps([f"access:services!service={service}"]),
        "JUPYTERHUB_SERVICE_NAME": service,
        "JUPYTERHUB_SERVICE_PREFIX": prefix,
        "JUPYTERHUB_SERVICE_URL": f"{plan.service_url(service)}{prefix}",
    }
