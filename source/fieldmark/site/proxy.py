"""The site's front door: `python -m fieldmark.site.proxy`, which JupyterHub commands through the routes' API of
configurable-http-proxy (the pure Python one). What passes through the door is handed on by `fieldmark.site.gate`.
"""

from __future__ import annotations

import asyncio
import os
import sys

from aiohttp import web
from configurable_http_proxy import log
from configurable_http_proxy.configproxy import PythonProxy
from tornado.httpserver import HTTPServer

from fieldmark.site import gate

WAITING = 4096  # connections that may wait to be taken up
IDLE = 300.0  # seconds after which a browser's connection that asks nothing is closed


async def run(address: str, port: int, api_port: int, error_target: str, token: str) -> None:
    """Until the process is ended."""
    routes = PythonProxy({"auth_token": token})
    HTTPServer(routes.api_app).listen(api_port, "127.0.0.1")
    async with gate.client() as asking:
        handler = gate.Gate(routes, asking, error_target)
        server = web.Server(handler, access_log=None, keepalive_timeout=IDLE, auto_decompress=False, **gate.HEADERS)
        listening = await asyncio.get_running_loop().create_server(server, address or None, port, backlog=WAITING)
        await listening.serve_forever()


def main() -> None:
    """Arguments: address, port, port of the routes' API, the hub's page for errors."""
    address, port, api_port, error_target = sys.argv[1:]
    log.setLevel("WARNING")
    asyncio.run(run(address, int(port), int(api_port), error_target, os.environ["CONFIGPROXY_AUTH_TOKEN"]))


if __name__ == "__main__":
    main()
