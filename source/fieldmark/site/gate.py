"""Requests handed on by the front door as they come, over connections to the parts behind that are kept and shared.

aiohttp reads both sides: an answer on its way to the exam service costs a fraction of what a connection of its own
for each request would.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientOSError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ClientWebSocketResponse,
    DummyCookieJar,
    ServerDisconnectedError,
    TCPConnector,
    WSMsgType,
    WSServerHandshakeError,
    web,
)
from multidict import CIMultiDict
from yarl import URL

from fieldmark import look
from fieldmark.site import problems

SLOWEST_PAGE = 180.0  # seconds without a byte; a dashboard on a busy machine takes its time
LARGEST = 100 * 1024 * 1024  # bytes of a websocket's message
SMALL = 64 * 1024  # bytes; bodies up to this travel in one piece
KEPT = 30.0  # seconds for which an idle connection to a part behind is kept; less than any of them keeps it
HEAVY = 1_000_000  # bytes; no part refuses a smaller body by hanging up
MOST_DRAINED = 64_000_000  # bytes of a refused body that are read before the answer
PATIENCE = 20.0  # seconds for that
WORTH = 1024  # bytes from which on compressing pays
HEADERS: Mapping[str, Any] = {"max_line_size": 65_536, "max_field_size": 65_536}

_LOOPBACK = ("127.0.0.1", "::1")
_OF_A_LINE = ("Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade")
_FORWARDED = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port", "X-Real-Ip", "X-Scheme")
_TEXT = ("text/", "application/javascript", "application/json", "application/xml", "application/xhtml+xml")
_TEXT_TOO = ("image/svg+xml", "application/x-javascript", "application/manifest+json")


@lru_cache
def away() -> str:
    """The page for a part that is not there, the hub included."""
    page = Path(__file__).with_name("templates") / "away.html"
    return page.read_text(encoding="utf-8").replace("/* css */", look.css())


def client() -> ClientSession:
    """What asks the parts behind: no cookies, redirects or compression of its own. Made inside a running loop."""
    return ClientSession(
        connector=TCPConnector(limit=0, keepalive_timeout=KEPT),
        cookie_jar=DummyCookieJar(),
        auto_decompress=False,
        skip_auto_headers=("Accept", "Accept-Encoding", "User-Agent", "Content-Type"),
        timeout=ClientTimeout(total=None, sock_connect=10, sock_read=SLOWEST_PAGE),
        **HEADERS,
    )


class Gate:
    """`routes`: configurable-http-proxy's table (`target_for_req`, `get_routes`, `update_last_activity`);
    `error_page`: where the hub has its words for errors."""

    def __init__(self, routes: Any, asking: ClientSession, error_page: str) -> None:
        self.routes, self.asking, self.error_page = routes, asking, error_page.rstrip("/")

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        route = self.routes.target_for_req(None, request.path)
        if route is None:  # a door that was just opened knows no page yet: "not there now", not "no such page"
            return await self._error(request, 404 if self.routes.get_routes() else 503, "")
        url = URL(route["target"].rstrip("/") + request.rel_url.raw_path_qs, encoded=True)
        try:
            if request.headers.get("Upgrade", "").lower() == "websocket":
                return await self._talk(request, url)
            return await self._hand_on(request, url, route["prefix"])
        except (ClientError, OSError, TimeoutError) as error:
            if _cut_off(request, error):
                return await _too_large(request)
            return await self._error(request, 503, f"{type(error).__name__}: {error}")

    async def _hand_on(self, request: web.BaseRequest, url: URL, prefix: str) -> web.StreamResponse:
        asked = self.asking.request(
            request.method, url, headers=_asking_headers(request), data=await _body(request), allow_redirects=False
        )
        async with asked as came:
            if came.status < 300:
                self.routes.update_last_activity(prefix)
            return await _reply(request, came)

    async def _talk(self, request: web.BaseRequest, url: URL) -> web.StreamResponse:
        """A websocket, once the part behind has taken it, with the subprotocol that it chose."""
        headers = _asking_headers(request)
        wanted = [p.strip() for p in headers.pop("Sec-WebSocket-Protocol", "").split(",") if p.strip()]
        for name in [n for n in headers if n.lower().startswith("sec-websocket-")]:
            del headers[name]
        try:
            behind = await self.asking.ws_connect(
                url, headers=headers, protocols=wanted, max_msg_size=LARGEST, autoclose=False
            )
        except WSServerHandshakeError as refused:
            return web.Response(status=refused.status if refused.status >= 400 else 502, text=refused.message)
        async with behind:
            chosen = (behind.protocol,) if behind.protocol else ()
            before = web.WebSocketResponse(protocols=chosen, max_msg_size=LARGEST, compress=False, autoclose=False)
            await before.prepare(request)
            await _both_ways(before, behind)
        return before

    async def _error(self, request: web.BaseRequest, status: int, why: str) -> web.StreamResponse:
        """The hub has the words for errors; where it is away itself, these are ours."""
        self.routes.log.error("%s %s %s %s", status, request.method, request.path, why)
        try:
            asked = f"{self.error_page}/{status}?url={quote(request.path)}"
            async with self.asking.get(URL(asked, encoded=True)) as came:
                came.raise_for_status()
                body, content_type = await came.read(), came.headers.get("Content-Type", "text/html")
        except (ClientError, OSError, TimeoutError):
            body, content_type = away().encode(), "text/html; charset=UTF-8"
        headers = {"Content-Type": content_type, "Cache-Control": "no-store", "Server": "fieldmark"}
        return web.Response(status=status, body=body, headers=headers)


def _asking_headers(request: web.BaseRequest) -> CIMultiDict[str]:
    """As they came, but for those of one connection; who asks and how stands in headers that only we or a TLS server
    on this machine may write."""
    headers = CIMultiDict(request.headers)
    for name in (*_OF_A_LINE, "Expect", *_named(headers)):
        headers.popall(name, None)
    if request.remote not in _LOOPBACK:
        for name in _FORWARDED:
            headers.popall(name, None)
    headers.setdefault("X-Forwarded-For", str(request.remote))
    headers.setdefault("X-Forwarded-Proto", request.scheme)
    return headers


def _named(headers: Mapping[str, str]) -> list[str]:
    """What `Connection` names is of one connection too."""
    return [name.strip() for name in headers.get("Connection", "").split(",") if name.strip()]


async def _body(request: web.BaseRequest) -> bytes | AsyncIterator[bytes] | None:
    if not request.can_read_body:
        return None
    if request.headers.get("Expect", "").lower() == "100-continue" and request.transport:
        request.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    if request.content_length is not None and request.content_length <= SMALL:
        return await request.content.read(-1)
    return request.content.iter_chunked(SMALL)


def _cut_off(request: web.BaseRequest, error: Exception) -> bool:
    """Whether the part behind was there and hung up on a large body, as those do that read its length first."""
    heavy = request.content_length is None or request.content_length > HEAVY
    there = not isinstance(error, ClientConnectorError)
    return request.body_exists and heavy and there and isinstance(error, (ClientOSError, ServerDisconnectedError))


async def _too_large(request: web.BaseRequest) -> web.Response:
    """Said once the body was read and forgotten: a browser that is still sending hears no answer."""
    size = 0
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(PATIENCE):
            async for piece in request.content.iter_chunked(SMALL):
                size += len(piece)
                if size > MOST_DRAINED:
                    break
    found = problems.TOO_LARGE.at()
    words = {"message": found.message, "hint": found.hint}
    said = {"code": found.code, **{name: {"en": text.en, "zh": text.zh} for name, text in words.items()}}
    reply = web.json_response({"status": 413, "problem": said}, status=413, headers={"Cache-Control": "no-store"})
    reply.headers["Server"] = "fieldmark"
    reply.force_close()
    return reply


async def _reply(request: web.BaseRequest, came: ClientResponse) -> web.StreamResponse:
    headers = CIMultiDict(came.headers)
    for name in (*_OF_A_LINE, *_named(headers)):
        headers.popall(name, None)
    headers["Server"] = "fieldmark"  # which libraries serve is nobody's business
    packs = _packs(request, came)
    size = came.content_length
    if request.method == "HEAD" or (size is not None and size <= SMALL and not packs):
        body = await came.read()
        if request.method != "HEAD":
            headers.popall("Content-Length", None)
        return web.Response(status=came.status, reason=came.reason, headers=headers, body=body or None)
    if packs:
        headers.popall("Content-Length", None)
        headers["Content-Encoding"] = "gzip"
        headers.add("Vary", "Accept-Encoding")
    return await _stream(request, came, headers, zlib.compressobj(4, wbits=31) if packs else None)


def _packs(request: web.BaseRequest, came: ClientResponse) -> bool:
    """Text of some length goes out compressed; an answer's short acknowledgement does not."""
    size = came.content_length
    return (
        came.status == 200
        and request.method != "HEAD"
        and "gzip" in request.headers.get("Accept-Encoding", "")
        and "Content-Encoding" not in came.headers
        and came.headers.get("Content-Type", "").lower().startswith(_TEXT + _TEXT_TOO)
        and (size is None or size >= WORTH)
    )


async def _stream(request: web.BaseRequest, came: ClientResponse, headers: Any, packer: Any) -> web.StreamResponse:
    """Each piece as soon as it is there: a page is not held back until its last byte."""
    reply = web.StreamResponse(status=came.status, reason=came.reason, headers=headers)
    await reply.prepare(request)
    try:
        async for piece in came.content.iter_any():
            await reply.write(packer.compress(piece) + packer.flush(zlib.Z_SYNC_FLUSH) if packer else piece)
        await reply.write_eof(packer.flush() if packer else b"")
    except (ClientError, OSError, TimeoutError):  # half a page is out already: its reader must not take it for whole
        if request.transport:
            request.transport.abort()
    return reply


async def _both_ways(before: web.WebSocketResponse, behind: ClientWebSocketResponse) -> None:
    """Until one side is gone; then the other is told how."""
    pumps = {asyncio.create_task(_pump(before, behind)), asyncio.create_task(_pump(behind, before))}
    try:
        await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for pump in pumps:
            pump.cancel()
        await asyncio.gather(*pumps, return_exceptions=True)


async def _pump(source: Any, sink: Any) -> None:
    """Text stays text and bytes stay bytes."""
    while True:
        message = await source.receive()
        if message.type is WSMsgType.TEXT:
            await sink.send_str(message.data)
        elif message.type is WSMsgType.BINARY:
            await sink.send_bytes(message.data)
        else:
            code = message.data if message.type is WSMsgType.CLOSE and _may_be_sent(message.data) else 1001
            await asyncio.gather(source.close(), sink.close(code=code), return_exceptions=True)
            return


def _may_be_sent(code: object) -> bool:
    return isinstance(code, int) and 1000 <= code < 5000 and code not in (1004, 1005, 1006, 1015)
