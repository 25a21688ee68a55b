"""The site's front door: configurable-http-proxy's pure Python proxy, with room for an exam's load.

Its defaults would let ten slow pages hold up every answer, end a page after 20 s, and send pages uncompressed.
"""

from __future__ import annotations

import os
import sys

from configurable_http_proxy.configproxy import PythonProxy
from configurable_http_proxy.handlers import ProxyHandler
from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.web import Application, GZipContentEncoding

CONCURRENT = 20_000
SLOWEST_PAGE = 180.0  # seconds; a dashboard on a busy machine takes its time
LARGEST = 100 * 1024 * 1024  # bytes


class Door(ProxyHandler):
    """A proxied request or websocket."""

    def select_subprotocol(self, subprotocols: list[str]) -> str | None:
        """What the server behind chose: a browser drops a socket whose wish is not answered."""
        return self.ws_client.selected_subprotocol if self.ws_client else None


def make_proxy(token: str, error_target: str) -> PythonProxy:
    proxy = PythonProxy({"auth_token": token, "error_target": error_target, "proxy_timeout": SLOWEST_PAGE})
    proxy.proxy_app = Application([(r"/(.*)", Door, {"proxy": proxy})], websocket_max_message_size=LARGEST)
    proxy.proxy_app.transforms.append(GZipContentEncoding)
    return proxy


def main() -> None:
    """Arguments: address, port, port of the routes' API, the hub's page for errors."""
    address, port, api_port, error_target = sys.argv[1:]
    AsyncHTTPClient.configure(None, max_clients=CONCURRENT, max_body_size=LARGEST)
    proxy = make_proxy(os.environ["CONFIGPROXY_AUTH_TOKEN"], error_target)
    HTTPServer(proxy.proxy_app, max_body_size=LARGEST).listen(int(port), address, reuse_port=False)
    HTTPServer(proxy.api_app).listen(int(api_port), "127.0.0.1")
    IOLoop.current().start()


if __name__ == "__main__":
    main()
