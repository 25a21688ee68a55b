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

LOGINS, AT_ONCE, QUESTIONS = 60, 6, 300


def run() -> dict[str, Any]:
    """`logins_per_second` through hub and service, this client included; `login_cpu_ms` of the hub;
    `hub_question_cpu_ms`: the hub's work when the service asks whether a session still stands."""
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
    return {
        "logins_per_second": round(LOGINS / took, 1),
        "login_cpu_ms": round((after - before) / LOGINS * 1000),
        "hub_question_cpu_ms": round(asking / QUESTIONS * 1000, 1),
    }


def _cpu(process: psutil.Process) -> float:
    return sum(process.cpu_times()[:2])


def _token(cookie: str) -> str:
    """The hub's token in the service's session (format 2: length:value fields, the value base64)."""
    value = cookie.split("fieldmark-exam=")[1].split(";")[0].strip('"')
    field = value.split("|")[-2]
    return str(json.loads(base64.b64decode(field.split(":")[1]))["token"])
