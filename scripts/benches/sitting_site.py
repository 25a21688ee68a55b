"""What `scripts/bench sitting` and `kill` run: a workspace with a paper and people, the exam service, the proxy."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[2]
PREFIX = "/services/exam/"
SECRET = "5e" * 32
PAPER = "basics-before"


def workspace(folder: Path, engineers: int) -> Any:
    """A workspace with the sample course's theory paper sealed, and so many engineers."""
    from fieldmark.bank import read
    from fieldmark.model.person import Person
    from fieldmark.paper.assemble import assemble
    from fieldmark.paper.build import seal
    from fieldmark.store.people import write_people
    from fieldmark.store.sealed import write_sealed
    from fieldmark.store.workspace import Workspace, open_workspace

    content = read(Workspace(ROOT))
    blueprint = next(b for b in content.blueprints if b.id == "basics")
    (folder / "courses").mkdir(parents=True)
    (folder / "assignments").mkdir()
    made = open_workspace(folder)
    for paper in assemble(blueprint, content)[0]:
        write_sealed(made, seal(paper, content, SECRET))
    write_people(made, [Person(user(n), f"Engineer {n}", "engineer") for n in range(engineers)])
    return made


def user(number: int) -> str:
    return f"e{number:05}"


def cookie(number: int) -> str:
    """The service's own session, as it signs it after a login through the hub."""
    from tornado.web import create_signed_value

    from fieldmark.sitting.web.identity import COOKIE

    value = {"user": user(number), "name": f"Engineer {number}", "role": "engineer", "token": f"token-{number}"}
    signed = create_signed_value(SECRET, COOKIE, json.dumps(value))
    return f"{COOKIE}={signed.decode()}"


def free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


@dataclass
class Running:
    """A process of ours that listens on `port`."""

    process: subprocess.Popen[bytes]
    port: int

    def cpu(self) -> float:
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)

    def peak_mb(self) -> float:
        """The largest resident memory that the process ever had."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) / 1024


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "source"), **more}


@contextmanager
def service(place: Path, hub_port: int, port: int = 0, **more: str) -> Iterator[Running]:
    """The exam service as the site starts it, ready when handed over."""
    port = port or free_ports(1)[0]
    process = start_service(place, hub_port, port, **more)
    try:
        wait_for(f"http://127.0.0.1:{port}{PREFIX}health", process)
        yield Running(process, port)
    finally:
        end(process)


def start_service(place: Path, hub_port: int, port: int, **more: str) -> subprocess.Popen[bytes]:
    scopes = json.dumps(["access:services!service=exam"])
    given = environment(
        FIELDMARK_WORKSPACE=str(place),
        FIELDMARK_COOKIE_SECRET=SECRET,
        JUPYTERHUB_API_TOKEN="service-token",  # noqa: S106
        JUPYTERHUB_API_URL=f"http://127.0.0.1:{hub_port}/hub/api",
        JUPYTERHUB_BASE_URL="/",
        JUPYTERHUB_CLIENT_ID="service-exam",
        JUPYTERHUB_HOST="",
        JUPYTERHUB_OAUTH_CALLBACK_URL=f"{PREFIX}oauth_callback",
        JUPYTERHUB_OAUTH_ACCESS_SCOPES=scopes,
        JUPYTERHUB_OAUTH_SCOPES=scopes,
        JUPYTERHUB_SERVICE_NAME="exam",
        JUPYTERHUB_SERVICE_PREFIX=PREFIX,
        JUPYTERHUB_SERVICE_URL=f"http://127.0.0.1:{port}{PREFIX}",
        **more,
    )
    profile = os.environ.get("FIELDMARK_BENCH_PROFILE")
    how = ["-m", "cProfile", "-o", profile] if profile else []
    with (place / "service.log").open("ab") as log:
        return subprocess.Popen([sys.executable, *how, "-m", "fieldmark.site.exam"], env=given, stdout=log, stderr=log)


@contextmanager
def proxy(target: int) -> Iterator[Running]:
    """The site's proxy, with one route: to the service on port `target`."""
    port, api_port, nobody = free_ports(3)
    command = [sys.executable, "-m", "fieldmark.site.proxy", "127.0.0.1", str(port), str(api_port)]
    process = subprocess.Popen(
        [*command, f"http://127.0.0.1:{nobody}"],
        env=environment(CONFIGPROXY_AUTH_TOKEN="route"),  # noqa: S106
    )
    try:
        routes = f"http://127.0.0.1:{api_port}/api/routes"
        wait_for(routes, process, {"Authorization": "token route"})
        body = json.dumps({"target": f"http://127.0.0.1:{target}"}).encode()
        asked = urllib.request.Request(  # noqa: S310
            f"{routes}{PREFIX}", body, {"Authorization": "token route"}, method="POST"
        )
        urllib.request.urlopen(asked, timeout=10).close()  # noqa: S310
        yield Running(process, port)
    finally:
        end(process)


def wait_for(url: str, process: subprocess.Popen[bytes], headers: Mapping[str, str] | None = None) -> None:
    """Until the address answers with 200."""
    asked = urllib.request.Request(url, headers=dict(headers or {}))  # noqa: S310
    until = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(asked, timeout=5):  # noqa: S310
                return
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.05)


def end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
