"""What the hub takes beside an exam: logins with passwords as people have them, and the question who still is one."""

from __future__ import annotations

import base64
import json
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import kill_site
import psutil
import sitting_site as site

LOGINS, AT_ONCE, QUESTIONS, ROUNDS = 60, 6, 300, 20


def run() -> dict[str, Any]:
    """`logins_per_second` through hub and service, this client included; `login_cpu_ms` of the hub;
    `hub_question_cpu_ms`: the hub's work for the question whether one session still stands, as JupyterHub has it;
    `hub_gathered_cpu_ms`: the same for each of many sessions in one question."""
    with tempfile.TemporaryDirectory(prefix="fieldmark-bench-") as folder:
        place = Path(folder) / "workspace"
        site.workspace(place, LOGINS)
        with kill_site.running(place, 0, quick_hash=False) as running:
            hub = psutil.Process(running.parts.pids()["hub"])
            url = f"http://127.0.0.1:{running.line}"
            before, began = _cpu(hub), time.monotonic()
            with ThreadPoolExecutor(AT_ONCE) as pool:
                cookies = list(pool.map(lambda n: kill_site.log_in(url, site.user(n)), range(LOGINS)))
            took, after = time.monotonic() - began, _cpu(hub)
            token = _token(cookies[0])
            for _ in range(QUESTIONS):
                asked = urllib.request.Request(f"{url}/hub/api/user", headers={"Authorization": f"token {token}"})  # noqa: S310
                urllib.request.urlopen(asked, timeout=30).close()  # noqa: S310
            asking = _cpu(hub) - after
            gathered = _gathered(url, place, hub, [_token(cookie) for cookie in cookies])
    return {
        "logins_per_second": round(LOGINS / took, 1),
        "login_cpu_ms": round((after - before) / LOGINS * 1000),
        "hub_question_cpu_ms": round(asking / QUESTIONS * 1000, 1),
        "hub_gathered_cpu_ms": round(gathered * 1000, 3),
    }


def _gathered(url: str, place: Path, hub: psutil.Process, tokens: list[str]) -> float:
    """The hub's CPU seconds for each session, of many in one question."""
    secret = json.loads((place / ".fieldmark/site/secrets.json").read_text(encoding="utf-8"))["exam_token"]
    body = json.dumps({"tokens": tokens * 8}).encode()
    before = _cpu(hub)
    for _ in range(ROUNDS):
        asked = urllib.request.Request(  # noqa: S310
            f"{url}/hub/api/fieldmark/sessions", body, {"Authorization": f"token {secret}"}, method="POST"
        )
        with urllib.request.urlopen(asked, timeout=30) as reply:  # noqa: S310
            assert json.loads(reply.read()) == {"ended": []}
    return (_cpu(hub) - before) / ROUNDS / len(tokens) / 8


def _cpu(process: psutil.Process) -> float:
    return sum(process.cpu_times()[:2])


def _token(cookie: str) -> str:
    """The hub's token in the service's session (format 2: length:value fields, the value base64)."""
    value = cookie.split("fieldmark-exam=")[1].split(";")[0].strip('"')
    field = value.split("|")[-2]
    return str(json.loads(base64.b64decode(field.split(":")[1]))["token"])
