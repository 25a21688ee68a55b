"""Thousands of sittings at once: straight to the exam service, and through the site's proxy; a Voila session beside.

One machine for all: service, proxy, the client that plays the engineers, and the hub, which is played by the client.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import sitting_logins
import sitting_site as site
import sitting_voila

FULL = {"opening": 60.0, "writing": 60.0, "every": 20.0}
QUICK = {"opening": 4.0, "writing": 4.0, "every": 2.5}
SITTINGS, QUICK_SITTINGS = 5_000, 300
SESSIONS, QUICK_SESSIONS = 10, 2


def run(*, quick: bool, sittings: int = 0) -> dict[str, Any]:
    """`p99_ms`, `p99_proxy_ms`: 99th percentile from sending an answer to its acknowledgement, after the opening;
    `opening_p99_ms`: of all requests in the opening minute, straight or through the proxy, whichever is worse;
    `errors`: of both runs; `service_mb`: the service's peak; `memory_ratio`, `cpu_ratio`: a Voila session's over a
    sitting's share of the service."""
    load = QUICK if quick else FULL
    sittings = sittings or (QUICK_SITTINGS if quick else SITTINGS)
    straight = _run(sittings, load, through_proxy=False)
    proxied = _run(sittings, load, through_proxy=True)
    voila = sitting_voila.run(QUICK_SESSIONS if quick else SESSIONS)
    service_mb = max(straight["service_mb"], proxied["service_mb"])
    return {
        "errors": straight["errors"] + proxied["errors"],
        "p99_ms": straight["p99_ms"],
        "p99_proxy_ms": proxied["p99_ms"],
        "opening_p99_ms": max(straight["opening_p99_ms"], proxied["opening_p99_ms"]),
        "service_mb": service_mb,
        "memory_ratio": round(voila["mb"] / (service_mb / sittings), 1),
        "cpu_ratio": round(voila["cpu_s"] / (straight["service_cpu_s"] / sittings), 1),
        "sittings": sittings,
        "voila_mb": voila["mb"],
        "voila_cpu_s": voila["cpu_s"],
        **({} if quick else sitting_logins.run()),
        "straight": straight,
        "proxied": proxied,
    }


def _run(sittings: int, load: dict[str, float], *, through_proxy: bool) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="fieldmark-bench-") as folder, ExitStack() as stack:
        place = Path(folder) / "workspace"
        site.workspace(place, sittings)
        (hub_port,) = site.free_ports(1)
        service = stack.enter_context(site.service(place, hub_port))
        door = stack.enter_context(site.proxy(service.port)) if through_proxy else service
        given = {
            "port": door.port,
            "hub_port": hub_port,
            "prefix": site.PREFIX,
            "paper": site.PAPER,
            "cookies": [site.cookie(n) for n in range(sittings)],
            **load,
        }
        (place / "load.json").write_text(json.dumps(given), encoding="utf-8")
        seen = _client(place / "load.json")
        more = {"proxy_cpu_s": round(door.cpu(), 1), "proxy_mb": round(door.peak_mb())} if through_proxy else {}
        took = {"service_cpu_s": round(service.cpu(), 1), "service_mb": round(service.peak_mb()), **more}
        return {**seen, **took, "load_of_the_machine": round(os.getloadavg()[0], 1)}


def _client(load: Path) -> dict[str, Any]:
    command = [sys.executable, str(Path(__file__).with_name("sitting_load.py")), str(load)]
    made = subprocess.run(command, check=True, stdout=subprocess.PIPE, timeout=300)
    figures: dict[str, Any] = json.loads(made.stdout)
    return figures
