"""Inside an engineer's jail: limits, the two ways out of a network of its own, then the server.

`python -m fieldmark.site.berth PLAN COMMAND …`, with the plan as JSON. Nothing here is trusted by anybody: the code of
an engineer may do whatever this process may.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import socket
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

HUB = "/run/hub"  # where the way to the hub lies in the jail
PIECE = 65_536
Connect = Callable[[], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]


@dataclass(frozen=True, slots=True)
class Berth:
    """`listening`: a unix socket's descriptor, which the site connects to; `groups`: descriptors of control groups to
    enter; `port`: the server's; `hub_port`: where the server looks for the hub; the rest are limits of a process."""

    listening: int
    groups: Sequence[int]
    port: int
    hub_port: int
    memory_mb: int
    processes: int
    cpu_minutes: int
    file_mb: int


def limit(berth: Berth) -> None:
    """For this process and all that it starts; they cannot be raised again."""
    for door in berth.groups:
        os.write(door, b"0")
        os.close(door)
    mega = 1_000_000
    wanted = {
        resource.RLIMIT_DATA: berth.memory_mb * mega,
        resource.RLIMIT_NPROC: berth.processes,
        resource.RLIMIT_CPU: berth.cpu_minutes * 60,
        resource.RLIMIT_FSIZE: berth.file_mb * mega,
        resource.RLIMIT_NOFILE: 1024,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in wanted.items():
        hard = resource.getrlimit(kind)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (least, least))


async def run(berth: Berth, command: Sequence[str]) -> int:
    inward = through(lambda: asyncio.open_connection("127.0.0.1", berth.port))
    outward = through(lambda: asyncio.open_unix_connection(HUB))
    listening = socket.socket(fileno=berth.listening)
    async with (
        await asyncio.start_unix_server(inward, sock=listening),
        await asyncio.start_server(outward, "127.0.0.1", berth.hub_port),
    ):
        server = await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.DEVNULL)
        return await server.wait()


def through(connect: Connect) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    """What to do with a connection that came: make another, and hand bytes on both ways until both are done."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            theirs, to_them = await connect()
        except OSError:  # the server is not up yet, or gone
            writer.close()
            return
        await asyncio.gather(pump(reader, to_them), pump(theirs, writer))

    return handle


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while piece := await reader.read(PIECE):
            writer.write(piece)
            await writer.drain()
    except OSError:
        pass  # one side is gone, and the other is told by the close
    finally:
        writer.close()


def main() -> None:
    berth = Berth(**json.loads(sys.argv[1]))
    limit(berth)
    sys.exit(asyncio.run(run(berth, sys.argv[2:])))


if __name__ == "__main__":
    main()
