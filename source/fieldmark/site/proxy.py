"""The site's front door: configurable-http-proxy's pure Python proxy, with room for an exam's load.

Its defaults would let ten slow pages hold up every answer, end a page after 20 s, hold a page back until its last
byte is there, and send it uncompressed.
"""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from configurable_http_proxy import log
from configurable_http_proxy.configproxy import PythonProxy
from configurable_http_proxy.handlers import ProxyHandler
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPHeaders, parse_response_start_line
from tornado.ioloop import IOLoop
from tornado.iostream import StreamClosedError
from tornado.web import Application, GZipContentEncoding

from fieldmark import look

CONCURRENT = 20_000
SLOWEST_PAGE = 180.0  # seconds; a dashboard on a busy machine takes its time
LARGEST = 100 * 1024 * 1024  # bytes
_LOOPBACK = ("127.0.0.1", "::1")
_OURS = {"connection", "transfer-encoding", "server", "date"}  # headers of one connection, not of the page


@lru_cache
def away() -> str:
    """The page for a part that is not there, the hub included."""
    page = Path(__file__).with_name("templates") / "away.html"
    return page.read_text(encoding="utf-8").replace("/* css */", look.css())


class Door(ProxyHandler):  # type: ignore[misc]
    """A proxied request, handed on as it comes, or a websocket."""

    def select_subprotocol(self, subprotocols: list[str]) -> str | None:
        """What the server behind chose: a browser drops a socket whose wish is not answered."""
        chosen: str | None = self.ws_client.selected_subprotocol if self.ws_client else None
        return chosen

    def on_message(self, message: str | bytes) -> None:
        """Text stays text and bytes stay bytes."""
        if self.ws_client:
            self.ws_client.write_message(message, binary=isinstance(message, bytes))

    def _get_proxy_request(self, url: str) -> HTTPRequest:
        """Who asks and how, in headers that only we or a TLS server on this machine may write."""
        request: HTTPRequest = super()._get_proxy_request(url)
        headers = HTTPHeaders(self.request.headers)
        if self.request.remote_ip not in _LOOPBACK:
            for name in ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-Ip", "X-Scheme"):
                headers.pop(name, None)
        headers.setdefault("X-Forwarded-For", str(self.request.remote_ip))
        headers.setdefault("X-Forwarded-Proto", self.request.protocol)
        request.headers = headers
        return request

    async def call_proxy(self, path: str | None = None) -> None:
        url = await self.get_target_url(path)
        if url is None:
            return  # an error page was sent
        request = self._get_proxy_request(url)
        request.decompress_response = False
        request.header_callback, request.streaming_callback = self._header, self._chunk
        self._lines: list[str] = []
        try:
            await AsyncHTTPClient().fetch(request, raise_error=False)
        except StreamClosedError:
            return  # the reader left
        except Exception as error:  # whatever the server behind did: the page says that it is not there
            if self._headers_written:
                self.request.connection.close()
                return
            self.clear()
            await self.handle_proxy_error(503, error)
            return
        if not self._headers_written:
            self.flush()
        self.finish()

    def _header(self, line: str) -> None:
        """Status line, then a line a header, then an empty line."""
        if line.strip():
            self._lines.append(line)
            return
        first, *rest = self._lines
        self.set_status(parse_response_start_line(first.strip()).code)
        headers = HTTPHeaders.parse("".join(rest))
        for name in {name for name, _ in headers.get_all()} - {"Set-Cookie"}:
            self.clear_header(name)
        for name, value in headers.get_all():
            if name.lower() not in _OURS:
                self.add_header(name, value)

    def _chunk(self, chunk: bytes) -> None:
        self.write(chunk)
        self.flush()

    async def handle_proxy_error(self, code: int, err: Exception | None) -> None:
        """A door that was just opened knows no page yet: that is "not there now", not "no such page"."""
        await super().handle_proxy_error(code if self.proxy.get_routes() else 503, err)

    def handle_proxy_error_default(self, code: int, error: Exception | None) -> None:
        """The hub has the words for errors; where it is away itself, these are ours."""
        self.set_status(code)
        self.set_header("Cache-Control", "no-store")
        self.finish(away())

    def compute_etag(self) -> None:
        """The server behind has its own."""


class Compressed(GZipContentEncoding):
    """Text of some length goes out compressed; an answer's short acknowledgement, or no body at all, does not."""

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        if not chunk or int(headers.get("Content-Length", self.MIN_LENGTH)) < self.MIN_LENGTH:
            self._gzipping = False
        return super().transform_first_chunk(status_code, headers, chunk, finishing)


def make_proxy(token: str, error_target: str) -> Any:
    proxy = PythonProxy({"auth_token": token, "error_target": error_target, "proxy_timeout": SLOWEST_PAGE})
    proxy.proxy_app = Application([(r"/(.*)", Door, {"proxy": proxy})], websocket_max_message_size=LARGEST)
    proxy.proxy_app.transforms.append(Compressed)
    return proxy


def main() -> None:
    """Arguments: address, port, port of the routes' API, the hub's page for errors."""
    address, port, api_port, error_target = sys.argv[1:]
    log.setLevel("WARNING")
    AsyncHTTPClient.configure(None, max_clients=CONCURRENT, max_body_size=LARGEST)
    proxy = make_proxy(os.environ["CONFIGPROXY_AUTH_TOKEN"], error_target)
    HTTPServer(proxy.proxy_app, max_body_size=LARGEST).listen(int(port), address)
    HTTPServer(proxy.api_app).listen(int(api_port), "127.0.0.1")
    IOLoop.current().start()


if __name__ == "__main__":
    main()
