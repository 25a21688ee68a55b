"""The front door between a browser and a part behind it."""

from __future__ import annotations

import asyncio
import gzip
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from aiohttp import ClientSession, WSMsgType, web
from configurable_http_proxy.configproxy import PythonProxy
from multidict import CIMultiDict
from tornado.web import Application, RequestHandler, stream_request_body

from fieldmark.site import gate

LONG = "电压 voltage " * 500


@dataclass
class Behind:
    """A part of the site, and what it was asked."""

    lines: set[object] = field(default_factory=set)
    asked: list[CIMultiDict] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    half: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        self.lines.add(request.transport)
        self.asked.append(CIMultiDict(request.headers))
        self.paths.append(request.raw_path)
        match request.path.rpartition("/")[2]:
            case "socket":
                return await self.socket(request)
            case "slow":
                return await self.slow(request)
            case "broken":
                request.transport.abort()
                return web.Response()
            case "cookies":
                return web.Response(
                    status=302, headers=[("Location", "/x"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
                )
            case "echo":
                return web.Response(body=await request.content.read(-1), content_type="application/octet-stream")
            case "long":
                return web.Response(text=LONG, content_type="text/html")
        return web.Response(text="short", content_type="application/json")

    async def slow(self, request: web.BaseRequest) -> web.StreamResponse:
        reply = web.StreamResponse(headers={"Content-Type": "text/html"})
        await reply.prepare(request)
        await reply.write(b"first ")
        await self.half.wait()
        await reply.write(b"last")
        return reply

    async def socket(self, request: web.BaseRequest) -> web.StreamResponse:
        if "refuse" in request.query:
            return web.Response(status=403, text="no")
        socket = web.WebSocketResponse(protocols=("second",))
        await socket.prepare(request)
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                if message.data == "end":
                    await socket.close(code=4321)
                else:
                    await socket.send_str(message.data)
            else:
                await socket.send_bytes(message.data)
        return socket


@asynccontextmanager
async def door(behind: Behind, *, routes: bool = True, part: str = "") -> AsyncIterator[str]:
    """A gate's address, before one part at /part/."""
    table = PythonProxy({"auth_token": "t"})
    loop = asyncio.get_running_loop()
    own = await loop.create_server(web.Server(behind, access_log=None), "127.0.0.1", 0)
    if routes:
        table.add_route("/part/", {"target": part or f"http://127.0.0.1:{own.sockets[0].getsockname()[1]}"})
    async with gate.client() as asking:
        handler = gate.Gate(table, asking, "http://127.0.0.1:9/hub/error")
        front = await loop.create_server(web.Server(handler, access_log=None, **gate.HEADERS), "127.0.0.1", 0)
        try:
            yield f"http://127.0.0.1:{front.sockets[0].getsockname()[1]}"
        finally:
            front.close()
            own.close()


def through(test, **named) -> None:
    """Run `test(browser, address, behind)`."""

    async def run() -> None:
        behind = Behind()
        async with door(behind, **named) as address, ClientSession(auto_decompress=False) as browser:
            await asyncio.wait_for(test(browser, address, behind), 20)

    asyncio.run(run())


def test_requests_share_the_connections_to_the_part_behind():
    async def test(browser, address, behind):
        for _ in range(20):
            async with browser.put(f"{address}/part/a", data=b"{}") as reply:
                assert (reply.status, await reply.read()) == (200, b"short")
        assert len(behind.lines) == 1

    through(test)


@pytest.mark.parametrize("path", ["/part/a%20b/c%2Fd?x=%2F&y=1+2", "/part//x/../y", "/part/%E4%B8%AD"])
def test_the_address_arrives_as_it_was_sent(path):
    async def test(browser, address, behind):
        from yarl import URL

        async with browser.get(URL(address + path, encoded=True)) as reply:
            assert reply.status == 200
        assert behind.paths == [path]

    through(test)


def test_every_cookie_and_a_redirect_arrive():
    async def test(browser, address, behind):
        async with browser.get(f"{address}/part/cookies", allow_redirects=False) as reply:
            assert (reply.status, reply.headers["Location"]) == (302, "/x")
            assert reply.headers.getall("Set-Cookie") == ["a=1", "b=2"]

    through(test)


def test_a_body_of_any_size_arrives_whole():
    async def test(browser, address, behind):
        for size in (1, gate.SMALL, gate.SMALL + 1, 3_000_000):
            async with browser.post(f"{address}/part/echo", data=io.BytesIO(b"x" * size)) as reply:
                assert await reply.read() == b"x" * size

        async def pieces():
            yield b"of unknown "
            yield b"length"

        async with browser.post(f"{address}/part/echo", data=pieces()) as reply:
            assert await reply.read() == b"of unknown length"

    through(test)


def test_headers_of_one_connection_stay_there():
    async def test(browser, address, behind):
        sent = {"Connection": "keep-alive, X-Hop", "X-Hop": "1", "TE": "trailers", "X-Mine": "2"}
        async with browser.get(f"{address}/part/a", headers=sent) as reply:
            assert "aiohttp" not in reply.headers["Server"]
        (asked,) = behind.asked
        assert "X-Hop" not in asked
        assert "TE" not in asked
        assert asked["X-Mine"] == "2"
        assert (asked["X-Forwarded-For"], asked["X-Forwarded-Proto"]) == ("127.0.0.1", "http")
        assert asked["Host"] == address.removeprefix("http://")

    through(test)


def test_strangers_cannot_say_that_they_were_forwarded(monkeypatch):
    monkeypatch.setattr(gate, "_LOOPBACK", ())

    async def test(browser, address, behind):
        forged = {"X-Forwarded-For": "10.0.0.9", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
        async with browser.get(f"{address}/part/a", headers={**forged, "X-Real-Ip": "10.0.0.9"}) as reply:
            assert reply.status == 200
        (asked,) = behind.asked
        assert (asked["X-Forwarded-For"], asked["X-Forwarded-Proto"]) == ("127.0.0.1", "http")
        assert "X-Forwarded-Host" not in asked
        assert "X-Real-Ip" not in asked

    through(test)


def test_a_page_is_not_held_back_until_its_last_byte():
    async def test(browser, address, behind):
        async with browser.get(f"{address}/part/slow", headers={"Accept-Encoding": "identity"}) as reply:
            assert await reply.content.readany() == b"first "
            behind.half.set()
            assert await reply.read() == b"last"

    through(test)


def test_long_text_is_compressed_and_short_is_not():
    async def test(browser, address, behind):
        async with browser.get(f"{address}/part/long", headers={"Accept-Encoding": "gzip"}) as reply:
            assert reply.headers["Content-Encoding"] == "gzip"
            assert reply.headers["Vary"] == "Accept-Encoding"
            packed = await reply.read()
        assert gzip.decompress(packed).decode() == LONG
        assert len(packed) < len(LONG) / 5
        async with browser.get(f"{address}/part/long", headers={"Accept-Encoding": "identity"}) as reply:
            assert (await reply.read()).decode() == LONG
        async with browser.get(f"{address}/part/a", headers={"Accept-Encoding": "gzip"}) as reply:
            assert "Content-Encoding" not in reply.headers
        async with browser.head(f"{address}/part/long", headers={"Accept-Encoding": "gzip"}) as reply:
            assert (reply.headers["Content-Length"], await reply.read()) == (str(len(LONG.encode())), b"")

    through(test)


def test_a_socket_keeps_kinds_and_the_chosen_protocol():
    async def test(browser, address, behind):
        async with browser.ws_connect(f"{address}/part/socket", protocols=("first", "second")) as socket:
            assert socket.protocol == "second"
            await socket.send_str("文")
            assert await socket.receive_str() == "文"
            await socket.send_bytes(b"\x00\xff")
            assert await socket.receive_bytes() == b"\x00\xff"
            await socket.send_str("end")
            assert (await socket.receive()).type is WSMsgType.CLOSE
            assert socket.close_code == 4321

    through(test)


def test_a_refused_socket_says_so():
    async def test(browser, address, behind):
        headers = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
        async with browser.get(f"{address}/part/socket?refuse=1", headers=headers) as reply:
            assert reply.status == 403

    through(test)


def test_a_part_that_is_not_there_and_a_door_without_routes_say_so_in_words():
    async def test(browser, address, behind):
        async with browser.post(f"{address}/part/broken", data=b"{}") as reply:
            assert reply.status == 503
            assert "<html" in await reply.text()

    through(test)

    async def empty(browser, address, behind):
        async with browser.get(f"{address}/part/a") as reply:
            assert reply.status == 503
            assert reply.headers["Cache-Control"] == "no-store"

    through(empty, routes=False)


@pytest.mark.parametrize("megabytes", [3, 10, 25])
@pytest.mark.parametrize("path", ["plain", "streamed"])
def test_a_body_that_the_part_behind_hangs_up_on_is_refused_in_words(path, megabytes):
    @stream_request_body
    class Streamed(RequestHandler):
        def prepare(self):
            self.send_error(413)

        def data_received(self, chunk): ...

    class Plain(RequestHandler):
        def put(self): ...

    async def run() -> None:
        server = Application([("/part/plain", Plain), ("/part/streamed", Streamed)]).listen(
            0, "127.0.0.1", max_body_size=2_000_000
        )
        port = next(iter(server._sockets.values())).getsockname()[1]
        try:
            async with (
                door(Behind(), part=f"http://127.0.0.1:{port}") as address,
                ClientSession() as browser,
                browser.put(f"{address}/part/{path}", data=io.BytesIO(bytes(megabytes * 1_000_000))) as reply,
            ):
                assert reply.status == 413
                said = await reply.json()
        finally:
            server.stop()
            await server.close_all_connections()
        assert said["problem"]["code"] == "H011"
        assert said["problem"]["message"]["zh"]

    asyncio.run(asyncio.wait_for(run(), 20))
