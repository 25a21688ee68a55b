"""`fieldmark serve`: the whole site in the foreground, until Ctrl-C, a signal, or the terminal's end."""

from __future__ import annotations

import json
import signal
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from types import FrameType
from typing import Any

from fieldmark.model.codec import to_data
from fieldmark.model.problem import Refused
from fieldmark.site import problems
from fieldmark.site.plan import SERVICES, Plan, clean_environment, make_plan, service_environment
from fieldmark.site.processes import Part, Parts
from fieldmark.site.welcome import Facts, announce, facts
from fieldmark.store.files import only_one
from fieldmark.store.site import read_site
from fieldmark.store.workspace import Workspace

Ready = Callable[[Facts], None]
STARTING = 180.0  # seconds until we give up


def serve(
    workspace: Workspace,
    *,
    port: int = 8000,
    address: str = "127.0.0.1",
    as_json: bool = False,
    on_ready: Ready | None = None,
) -> None:
    """Run the site until it is told to stop; then no process of ours is left.

    `on_ready` gets what `welcome.facts` says once every page answers; without it, the same is printed (one JSON
    line with `as_json`). Refused: W003 (already served), W020 to W022 (site.yaml), H001, H002 (port), H003
    (did not start).
    """
    read_site(workspace)
    with only_one(workspace.lock("serve"), "fieldmark serve"), _told_to_stop() as stop:
        plan = make_plan(workspace, port, address)
        parts = Parts()
        try:
            parts.start(_parts(plan))
            _wait_until_ready(plan, parts, stop)
            if not stop.is_set():
                (on_ready or announce(as_json))(facts(plan, parts.pids()))
            _watch(plan, parts, stop)
        finally:
            parts.end()


@contextmanager
def _told_to_stop() -> Iterator[threading.Event]:
    """Set by Ctrl-C, SIGTERM, or SIGHUP (the terminal was closed)."""
    stop = threading.Event()

    def told(number: int, frame: FrameType | None) -> None:
        stop.set()

    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, told) for number in signals}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _parts(plan: Plan) -> list[Part]:
    site = plan.workspace.site
    plain = clean_environment()
    hub = f"http://127.0.0.1:{plan.hub_port}"
    known = [f"/services/{name}/={plan.service_url(name)}" for name in SERVICES]
    arguments = {"proxy": (plan.address, str(plan.port), str(plan.api_port), hub, f"/={hub}", *known)}
    environments = {
        "proxy": {**plain, "CONFIGPROXY_AUTH_TOKEN": plan.secrets["proxy"]},
        "hub": {**plain, "FIELDMARK_PLAN": json.dumps(to_data(plan))},
        **{name: service_environment(plan, name) for name in SERVICES},
    }
    return [
        Part(name, f"fieldmark.site.{name}", arguments.get(name, ()), environment, site, plan.logs / f"{name}.log")
        for name, environment in environments.items()
    ]


def _wait_until_ready(plan: Plan, parts: Parts, stop: threading.Event) -> None:
    """Until the login and every service answer through the front door. Refused (H003) where one does not."""
    pages = {"hub": "hub/login", **{name: f"services/{name}/" for name in SERVICES}}
    until = time.monotonic() + STARTING
    waiting = dict(pages)
    while waiting and not stop.is_set():
        for name, code in parts.dead().items():
            raise Refused(_did_not_start(plan, name, f"ended with code {code}", f"已退出，代码 {code}"))
        if time.monotonic() > until:
            name = next(iter(waiting))
            raise Refused(_did_not_start(plan, name, "did not answer in time", "未在规定时间内响应"))
        waiting = {name: page for name, page in waiting.items() if not _answers(plan, page)}
        if waiting:
            stop.wait(0.2)


def _did_not_start(plan: Plan, part: str, en: str, zh: str) -> Any:
    from fieldmark.model.text import Text

    log = plan.logs / f"{part}.log"
    return problems.DID_NOT_START.at(part=part, why=Text(en, zh), log=log, excerpt=_last_words(log))


def _last_words(log: Any) -> str:
    try:
        lines = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    except OSError:
        return ""
    return lines[-1][:300] if lines else ""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def _answers(plan: Plan, page: str) -> bool:
    """Whether the page answers as itself, or sends one on to the login."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)
    try:
        with opener.open(f"http://{_near(plan)}:{plan.port}/{page}", timeout=5) as reply:
            return bool(reply.status == HTTPStatus.OK)
    except urllib.error.HTTPError as answer:
        return answer.code in (HTTPStatus.FOUND, HTTPStatus.FORBIDDEN)
    except OSError:
        return False


def _near(plan: Plan) -> str:
    return plan.address if plan.address not in ("", "0.0.0.0", "::") else "127.0.0.1"  # noqa: S104


def _watch(plan: Plan, parts: Parts, stop: threading.Event) -> None:
    """Until told to stop. Refused (H003) where a part keeps dying."""
    while not stop.wait(0.5):
        parts.reap()
        broken = parts.revive(time.monotonic())
        if broken:
            raise Refused(_did_not_start(plan, broken, "keeps ending", "反复退出"))
