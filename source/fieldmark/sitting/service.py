"""The exam service: a Tornado application over the journal, and how it is run."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlparse

from fieldmark.model.problem import Refused
from fieldmark.model.sitting import Submission
from fieldmark.sitting import labs
from fieldmark.sitting.engine import Exam
from fieldmark.sitting.wire import MOST_BODY
from fieldmark.store.journal import Journal
from fieldmark.store.workspace import Workspace

if TYPE_CHECKING:
    from tornado.web import Application

    from fieldmark.sitting.web.identity import Identity
    from fieldmark.sitting.web.table import Route

WAITING = 4096  # connections that may wait to be taken up
SWEEP = 1.0  # seconds between looks for those whose time is over
log = logging.getLogger("fieldmark.sitting")


def utc_now() -> datetime:
    return datetime.now(UTC)


def _nothing(made: Submission) -> None:
    """Nobody waits for submissions; the next run collects them from the journal."""


def make_app(
    workspace: Workspace,
    *,
    identity: Identity,
    cookie_secret: str,
    prefix: str = "/",
    clock: Callable[[], datetime] = utc_now,
    on_submitted: Callable[[Submission], object] = _nothing,
    more: Sequence[Route] = (),
    external: str = "",
) -> Application:
    """The application; its Exam is `app.settings["exam"]`. `more`: routes of pages that put rooms together.
    `external`: the site's address as browsers know it, where the requests themselves do not say it.
    Unavailable (J010, J011) where the journal cannot be opened."""
    from tornado.web import Application

    from fieldmark.sitting.web import feedback, observe
    from fieldmark.sitting.web.base import Base
    from fieldmark.sitting.web.openapi import OpenApi
    from fieldmark.sitting.web.rate import Rate
    from fieldmark.sitting.web.table import ROUTES

    exam = Exam(workspace, Journal.open(workspace), clock, on_submitted)
    parts = {"exam": exam, "identity": identity, "prefix": prefix}
    table = (*ROUTES, *feedback.ROUTES, *observe.ROUTES, *more)
    routes = [(f"{prefix}{route.pattern}", route.handler, parts) for route in table]
    return Application(
        [*routes, (f"{prefix}openapi.json", OpenApi, parts), *identity.routes(prefix)],
        cookie_secret=cookie_secret,
        transforms=[_quick_gzip()],
        default_handler_class=_missing(Base),
        default_handler_args=parts,
        exam=exam,
        table=table,
        rate=Rate(),
        external=urlparse(external),
    )


def _quick_gzip() -> type:
    from tornado.web import GZipContentEncoding

    class QuickGzip(GZipContentEncoding):
        """A third of the time of the default level, for a tenth more bytes."""

        GZIP_LEVEL = 2

    return QuickGzip


def _missing(base: type) -> type:
    from tornado.web import HTTPError

    class Missing(base):  # type: ignore[misc]
        """Whatever is not in the table."""

        def prepare(self) -> None:
            raise HTTPError(404)

    return Missing


def serve(
    workspace: Workspace,
    port: int,
    prefix: str,
    identity: Identity,
    on_submitted: Callable[[Submission], object] = _nothing,
    *,
    cookie_secret: str,
    address: str = "127.0.0.1",
    clock: Callable[[], datetime] = utc_now,
    more: Sequence[Route] = (),
    external: str = "",
) -> None:
    """Run the service until it is told to end (SIGTERM, SIGINT); what it acknowledged is stored by then. OSError
    where the port is taken."""
    app = make_app(
        workspace,
        identity=identity,
        cookie_secret=cookie_secret,
        prefix=prefix,
        clock=clock,
        on_submitted=on_submitted,
        more=more,
        external=external,
    )
    asyncio.run(_run(app, identity, port, address))


async def _run(app: Application, identity: Identity, port: int, address: str) -> None:
    from tornado.httpserver import HTTPServer

    exam: Exam = app.settings["exam"]
    gc.freeze()
    gc.set_threshold(10_000, 50, 50)  # thousands of sittings stay in memory: to walk them all stops every answer
    sys.setswitchinterval(0.0005)  # the loop and the writer hand over often; waiting for each other costs latency
    server = HTTPServer(app, xheaders=True, max_body_size=2 * MOST_BODY, max_buffer_size=4 * MOST_BODY)
    server.listen(port, address, backlog=WAITING)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    beside = [asyncio.create_task(x) for x in (sweep_for_ever(exam), labs.take_for_ever(exam), identity.keep())]
    await ended.wait()
    server.stop()
    for task in beside:
        task.cancel()
    await server.close_all_connections()
    exam.close()


async def sweep_for_ever(exam: Exam) -> None:
    """Submit for those whose time is over, until cancelled."""
    while True:
        try:
            await exam.sweep()
        except Refused as error:  # the journal cannot write now; it may later
            log.error("sweep: %s", error)
        await asyncio.sleep(SWEEP)
