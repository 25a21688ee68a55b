"""The engineers of `scripts/bench sitting`, in a process of their own: `python sitting_load.py LOAD.json` prints JSON.

Each engineer is one kept-alive connection that sends what the exam page sends. Raw HTTP over asyncio, so that the
client takes as little as it can of the cores that it shares with the service. The hub is played here too: it says of
every session that it stands, at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import random
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WINDOW = 1_000_000
LOOKING = (
    0.2  # of the pauses between two answers end in a look at the clock: the page looks at 10 s, and asks past 18 s
)
ARRIVING = 40  # engineers who come into the waiting room at the same moment


@dataclass(frozen=True)
class Load:
    """`port` is the service's or the proxy's; `prefix` begins every path; `cookies`: one session an engineer."""

    port: int
    hub_port: int
    prefix: str
    paper: str
    cookies: Sequence[str]
    opening: float  # seconds within which all open
    writing: float  # seconds of writing after that
    every: float  # seconds from an answer to the next
    submit: bool = False


@dataclass
class Seen:
    """Milliseconds from send to response."""

    opening: list[float] = field(default_factory=list)
    writing: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    written: int = 0
    requests: int = 0
    arrived_in: float = 0.0


class Line:
    """One browser's connection; opened again where it was closed between two requests."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port = port
        self.head = f"Host: 127.0.0.1:{port}\r\nCookie: {cookie}\r\nAccept-Encoding: gzip\r\n"
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, path: str, body: Any = None) -> tuple[int, bytes, float]:
        """Status, body as it came, milliseconds."""
        data = b"" if body is None else json.dumps(body).encode()
        more = "" if method == "GET" else f"X-Fieldmark: 1\r\nContent-Length: {len(data)}\r\n"
        message = f"{method} {path} HTTP/1.1\r\n{self.head}{more}\r\n".encode() + data
        started = time.perf_counter()
        if self.writer is None or self.writer.is_closing() or (self.reader and self.reader.at_eof()):
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        assert self.reader
        self.writer.write(message)
        status, content = await read_response(self.reader)
        return status, content, (time.perf_counter() - started) * 1000

    def close(self) -> None:
        if self.writer:
            self.writer.close()


async def read_response(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Status and body, by length or in chunks."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = int(head.split(" ", 2)[1])
    length = re.search(r"\r\ncontent-length: *(\d+)", head)
    if length:
        body = await reader.readexactly(int(length[1]))
    elif "transfer-encoding: chunked" in head:
        body = b""
        while size := int((await reader.readline()).split(b";")[0], 16):
            body += await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
    else:
        body = b""
    return status, unpacked(body) if "content-encoding: gzip" in head else body


def unpacked(body: bytes) -> bytes:
    import zlib

    return zlib.decompress(body, 31)


class Engineer:
    def __init__(self, load: Load, number: int, seen: Seen) -> None:
        self.load, self.number, self.seen = load, number, seen
        self.line = Line(load.port, load.cookies[number])
        self.lot = random.Random(number)  # noqa: S311
        self.sitting = ""
        self.window = self.count = 0
        self.answers: list[dict[str, Any]] = []  # slot and answer to each question, ready to be sent

    async def ask(self, method: str, path: str, body: Any = None, into: list[float] | None = None) -> Any:
        """The reply, or None where there was none or an error, which is counted."""
        self.seen.requests += 1
        try:
            async with asyncio.timeout(30):
                status, content, took = await self.line.ask(method, self.load.prefix + path, body)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            self.seen.errors.append(f"{method} {path.split('/')[-1]}: {type(error).__name__}")
            self.line.close()
            return None
        if into is not None:
            into.append(took)
        if status != 200:
            self.seen.errors.append(f"{method} {path.split('/')[-1]}: {status}")
            return None
        return content

    async def arrive(self) -> None:
        """Into the waiting room: the own page and what it loads."""
        page = (await self.ask("GET", "") or b"").decode()
        for name in re.findall(r"static/[\w.]+", page):
            await self.ask("GET", name)
        for path in ("api/mine", "api/results", "api/feedback", "api/assignments"):
            await self.ask("GET", path)

    async def open(self) -> bool:
        into = self.seen.opening
        opened = await self.ask("POST", f"api/papers/{self.load.paper}/open", {}, into)
        if opened is None:
            return False
        self.sitting = json.loads(opened)["sitting"]
        page = (await self.ask("GET", f"sit/{self.sitting}", None, into) or b"").decode()
        for name in re.findall(r"static/exam[\w.]+js", page):  # the rest was kept by the browser
            await self.ask("GET", name)
        whole = await self.ask("POST", f"api/sittings/{self.sitting}/window", {}, into)
        if whole is None:
            return False
        said = json.loads(whole)
        self.window = said["window"]
        plain = (q for q in said["questions"] if q["kind"] not in {"fault", "dialogue"})
        self.answers = [{"slot": q["slot"], "answer": answer(q, self.lot)} for q in plain]
        return True

    async def answer(self, into: list[float]) -> None:
        self.count += 1
        client = self.window * WINDOW + self.count
        given = self.answers[(self.count - 1) % len(self.answers)]
        entry = {"client": client, **given, "seconds": 19.5, "claimed": "2026-03-02T09:00:00.000Z"}
        reply = await self.ask("PUT", f"api/sittings/{self.sitting}/answers", {"entries": [entry]}, into)
        if reply is not None and json.loads(reply)["saved"] != [client]:
            self.seen.errors.append(f"not saved: {reply[:200]!r}")
        self.seen.written += reply is not None

    async def sit(self, start: float) -> None:
        load = self.load
        opens = start + load.opening * self.number / len(load.cookies)
        await until(opens)
        if not await self.open():
            return
        at = opens + load.every * self.lot.uniform(0.5, 1.0)
        while at < start + load.opening + load.writing:
            if self.lot.random() < LOOKING:
                await until(at - load.every * 0.05)
                await self.ask("GET", f"api/sittings/{self.sitting}")
            await until(at)
            await self.answer(self.seen.opening if at < start + load.opening else self.seen.writing)
            at += load.every
        if load.submit:
            await self.ask("POST", f"api/sittings/{self.sitting}/submit", {})


def answer(question: dict[str, Any], lot: random.Random) -> dict[str, Any]:
    """An answer of the right shape."""
    keys = [option["key"] for option in question.get("options", ())]
    match question["kind"]:
        case "choice" | "truefalse":
            return {"choice": lot.choice(keys)}
        case "multiple":
            return {"choices": sorted(lot.sample(keys, 2))}
        case "ordering":
            return {"order": lot.sample(keys, len(keys))}
        case "matching":
            right = [r["key"] for r in question["right"]]
            return {"pairs": {left["key"]: r for left, r in zip(question["left"], right, strict=False)}}
        case "numeric":
            unit = question.get("unit") or next(iter(question.get("units") or [""]))
            return {"value": str(lot.randint(1, 999)), **({"unit": unit} if unit else {})}
        case _:
            return {"text": "First isolate and prove dead, then measure; 先断电验电，再测量。" * lot.randint(1, 4)}


async def until(at: float) -> None:
    await asyncio.sleep(max(0.0, at - time.monotonic()))


async def hub(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """The site's hub as the service sees it: every session stands."""
    body = b'{"ended": []}'
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
        while asked := await reader.readuntil(b"\r\n\r\n"):
            length = re.search(rb"\r\ncontent-length: *(\d+)", asked.lower())
            await reader.readexactly(int(length[1]) if length else 0)
            writer.write(head + body)
    writer.close()


async def run(load: Load) -> Seen:
    seen = Seen()
    engineers = [Engineer(load, n, seen) for n in range(len(load.cookies))]
    server = await asyncio.start_server(hub, "127.0.0.1", load.hub_port)
    gate = asyncio.Semaphore(ARRIVING)

    async def arrive(engineer: Engineer) -> None:
        async with gate:
            await engineer.arrive()

    gc.disable()  # a pause of the client is not one of the service; what it makes is gone soon, or stays
    began = time.monotonic()
    await asyncio.gather(*(arrive(e) for e in engineers))
    seen.arrived_in = time.monotonic() - began
    start = time.monotonic() + 0.5
    await asyncio.gather(*(e.sit(start) for e in engineers))
    for engineer in engineers:
        engineer.line.close()
    server.close()
    return seen


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of them do not exceed; NaN where there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def figures(seen: Seen, load: Load) -> dict[str, Any]:
    return {
        "errors": len(seen.errors),
        "first_errors": seen.errors[:5],
        "opening_p99_ms": round(percentile(seen.opening, 0.99), 1),
        "opening_p50_ms": round(percentile(seen.opening, 0.5), 1),
        "p99_ms": round(percentile(seen.writing, 0.99), 1),
        "p50_ms": round(percentile(seen.writing, 0.5), 1),
        "slowest_ms": round(max(seen.opening + seen.writing, default=float("nan")), 1),
        "answers": seen.written,
        "requests": seen.requests,
        "arrivals_per_second": round(len(load.cookies) / seen.arrived_in, 1),
        "client_cpu_s": round(time.process_time(), 1),
    }


if __name__ == "__main__":
    given = Load(**json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    sys.stdout.write(json.dumps(figures(asyncio.run(run(given)), given)) + "\n")
