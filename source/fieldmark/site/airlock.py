"""Outside an engineer's jail: starts it, hands on what may pass, and ends it where it is too much or nobody looks.

`python -m fieldmark.site.airlock WORKSPACE USER COMMAND …`, in the environment that JupyterHub gives to a server. The
jail has a network of its own with nothing in it. Two unix sockets lead out: browsers come in through one; through the
other the server may ask the hub the four questions that it needs, and no more.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from fieldmark.marking.handwritten.groups import grouped
from fieldmark.marking.handwritten.limits import Limits
from fieldmark.site import engineer_lab, seccomp
from fieldmark.site.berth import Berth, pump
from fieldmark.store.site import SiteSettings, lab_folder, read_site
from fieldmark.store.workspace import Workspace

LOOK = 0.5  # seconds between looks at what it uses
HOME_LOOKS = 10  # so many looks pass between two at the home
LARGEST = 100_000  # bytes of a question to the hub
_HEADERS = ("Authorization", "Content-Type", "Accept")


class Airlock:
    """The ways in and out of one jail, which note when somebody last used them."""

    def __init__(self, folder: Path, hub: str, user: str) -> None:
        self.folder, self.hub, self.user = folder, urlsplit(hub), user
        self.used = monotonic()

    async def inward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A browser's connection, through the site's front door."""
        try:
            theirs, to_them = await asyncio.open_unix_connection(str(self.folder / "server"))
        except OSError:
            writer.close()
            return
        await asyncio.gather(self._noting(reader, to_them), pump(theirs, writer))

    async def _noting(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while piece := await reader.read(65_536):
                self.used = monotonic()
                writer.write(piece)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()

    def questions(self) -> set[tuple[str, str]]:
        """What the server asks the hub: who its visitor is, and that it is in use."""
        api = self.hub.path.rstrip("/")
        return {
            ("GET", api),
            ("GET", f"{api}/"),
            ("GET", f"{api}/user"),
            ("POST", f"{api}/oauth2/token"),
            ("POST", f"{api}/users/{self.user}/activity"),
        }

    async def outward(self, request: Any) -> Any:
        from aiohttp import ClientError, ClientSession, ClientTimeout, web

        if (request.method, request.raw_path.partition("?")[0]) not in self.questions():
            return web.Response(status=403, text="not from here")
        body = await request.content.read(LARGEST)
        headers = {name: request.headers[name] for name in _HEADERS if name in request.headers}
        url = f"{self.hub.scheme}://{self.hub.netloc}{request.raw_path}"
        try:
            async with (
                ClientSession(timeout=ClientTimeout(total=20), auto_decompress=False) as session,
                session.request(request.method, url, data=body, headers=headers, allow_redirects=False) as came,
            ):
                kind = came.headers.get("Content-Type", "application/json")
                hub = {n: v for n, v in came.headers.items() if n.lower().startswith("x-jupyterhub")}
                return web.Response(status=came.status, body=await came.read(), headers={**hub, "Content-Type": kind})
        except (ClientError, OSError, TimeoutError):
            return web.Response(status=503, text="the hub is away")


@contextmanager
def jailed(workspace: Workspace, user: str, command: Sequence[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The jail, running; it is gone afterwards."""
    settings = read_site(workspace)
    limits = Limits(memory_mb=settings.lab_memory_mb, processes=settings.lab_processes)
    with ExitStack() as stack:
        listening = stack.enter_context(socket.socket(socket.AF_UNIX))
        listening.bind(str(folder / "server"))
        listening.listen(128)
        groups = stack.enter_context(grouped(limits))
        filtered = seccomp.opened()
        passed = [listening.fileno(), *groups, *([filtered] if filtered >= 0 else [])]
        inner = _inner(settings, listening.fileno(), groups)
        argv = [sys.executable, "-m", "fieldmark.site.berth", json.dumps(asdict(inner)), *command]
        full = engineer_lab.jailed(workspace, user, argv, folder / "hub", filtered)
        process = subprocess.Popen(full, pass_fds=passed)
        if filtered >= 0:
            os.close(filtered)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def _inner(settings: SiteSettings, listening: int, groups: Sequence[int]) -> Berth:
    return Berth(
        listening=listening,
        groups=tuple(groups),
        port=_port("JUPYTERHUB_SERVICE_URL"),
        hub_port=_port("JUPYTERHUB_API_URL"),
        memory_mb=settings.lab_memory_mb,
        processes=settings.lab_processes,
        cpu_minutes=settings.lab_cpu_minutes,
        file_mb=settings.lab_home_mb,
    )


def _port(name: str) -> int:
    return urlsplit(os.environ[name]).port or 80


def too_much(settings: SiteSettings, memory: int, processes: int) -> str:
    """Why it has to end; "" where it need not. `memory` in bytes."""
    if memory > settings.lab_memory_mb * 1_000_000:
        return f"it used {memory // 1_000_000} MB of memory, more than {settings.lab_memory_mb}"
    if processes > settings.lab_processes:
        return f"it had {processes} processes, more than {settings.lab_processes}"
    return ""


def too_full(settings: SiteSettings, before: tuple[int, int], now: tuple[int, int]) -> str:
    """Why it has to end; "" where it need not: also where it was too full when it began and grows no more, so that its
    owner can clear up."""
    most = (settings.lab_home_mb, engineer_lab.MOST_FILES)
    grown = [n for n, was, limit in zip(now, before, most, strict=True) if n > max(was, limit)]
    return f"it keeps {now[0]} MB in {now[1]} files, more than {most[0]} MB or {most[1]}" if grown else ""


def used(process: int) -> tuple[int, int]:
    """Bytes of memory of a process and all that it started, and how many they are."""
    import psutil

    total = count = 0
    try:
        family = psutil.Process(process).children(recursive=True)
    except psutil.NoSuchProcess:
        return 0, 0
    for one in family:
        try:
            info = one.memory_info()
        except psutil.NoSuchProcess:
            continue
        total, count = total + info.rss - info.shared, count + 1
    return total, count


async def watch(process: subprocess.Popen[bytes], lock: Airlock, settings: SiteSettings, home: Path) -> str:
    """Until it ended or has to end; why."""
    most = 2 * settings.lab_home_mb
    before, looks = engineer_lab.weight(home, most), 0
    while process.poll() is None:
        why = too_much(settings, *used(process.pid))
        if looks % HOME_LOOKS == 0 and not why:
            why = too_full(settings, before, engineer_lab.weight(home, most))
        if monotonic() - lock.used > settings.lab_idle_minutes * 60:
            why = "nobody looked at it"
        if why:
            return why
        looks += 1
        await asyncio.sleep(LOOK)
    return f"it ended with code {process.returncode}"


async def run(workspace: Workspace, user: str, command: Sequence[str]) -> None:
    from aiohttp import web

    settings = read_site(workspace)
    with tempfile.TemporaryDirectory(prefix="lab-") as made:
        folder = Path(made)
        lock = Airlock(folder, os.environ["JUPYTERHUB_API_URL"], user)
        loop = asyncio.get_running_loop()
        hub = await loop.create_unix_server(web.Server(lock.outward, access_log=None), str(folder / "hub"))
        with jailed(workspace, user, command, folder) as process:
            front = await asyncio.start_server(lock.inward, "127.0.0.1", _port("JUPYTERHUB_SERVICE_URL"))
            watching = asyncio.create_task(watch(process, lock, settings, lab_folder(workspace, user)))
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, watching.cancel)
            try:
                print(f"the lab of {user} ends: {await watching}", flush=True)
            except asyncio.CancelledError:
                print(f"the lab of {user} was ended", flush=True)
            front.close()
        hub.close()


def main() -> None:
    root, user, *command = sys.argv[1:]
    asyncio.run(run(Workspace(Path(root)), user, command))


if __name__ == "__main__":
    main()
