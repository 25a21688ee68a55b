"""The site's front door: `python -m fieldmark.site.proxy`, which JupyterHub commands through the routes' API of
configurable-http-proxy (the pure Python one). What passes through the door is handed on by `fieldmark.site.gate`.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping

from aiohttp import web
from configurable_http_proxy import log
from configurable_http_proxy.configproxy import PythonProxy
from tornado.httpserver import HTTPServer

from fieldmark.site import gate

WAITING = 4096  # connections that may wait to be taken up
IDLE = 300.0  # seconds after which a browser's connection that asks nothing is closed


async def run(address: str, port: int, api_port: int, hub: str, token: str, known: Mapping[str, str]) -> None:
    """Until the process is ended. `known`: path -> address of parts that are there from the start; the hub, whose
    address is `hub`, tells of the others and keeps the table right."""
    routes = PythonProxy({"auth_token": token})
    for path, target in known.items():
        routes.add_route(path, {"target": target})
    HTTPServer(routes.api_app).listen(api_port, "127.0.0.1")
    async with gate.client() as asking:
        handler = gate.Gate(routes, asking, f"{hub}/hub/error")
        server = web.Server(handler, access_log=None, keepalive_timeout=IDLE, auto_decompress=False, **gate.HEADERS)
        listening = await asyncio.get_running_loop().create_server(server, address or None, port, backlog=WAITING)
        await listening.serve_forever()


def main() -> None:
    """Arguments: address, port, port of the routes' API, the hub's address, and PATH=ADDRESS of each part."""
    address, port, api_port, hub, *parts = sys.argv[1:]
    log.setLevel("WARNING")
    known = dict(part.split("=", 1) for part in parts)
    asyncio.run(run(address, int(port), int(api_port), hub, os.environ["CONFIGPROXY_AUTH_TOKEN"], known))


if __name__ == "__main__":
    main()
