"""The exam service against its own OpenAPI description: whatever is sent, no answer of it is a server error."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from exam_browser import running, workspace
from sittings import sealed

from fieldmark.store.files import write_json
from fieldmark.store.journal import Journal

SECONDS = 10


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    place = workspace(tmp_path_factory.mktemp("fuzzed"), sealed(attempts=1_000), coded())
    (place.assignments / "vfd" / "notebooks" / "curve").mkdir(parents=True)
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}
    write_json(place.nbgrader("vfd") / "release" / "curve" / "curve.ipynb", notebook)
    with running(place) as service:
        yield service


def coded():
    """A paper behind an access code."""
    made = sealed(paper="coded-a", attempts=1_000)
    return replace(made, paper=replace(made.paper, admission="code"))


def description(service, folder: Path) -> tuple[Path, str]:
    """The service's own description, with a paper and a sitting that exist, so that more is met than a 404."""
    status, described = service.ask("GET", "openapi.json")
    assert status == 200
    sitting = service.ask("POST", "api/papers/basics-before/open", body={})[1]["sitting"]
    waits = service.ask("POST", "api/papers/coded-a/open", body={})[1]["sitting"]
    known = {
        "sitting": [sitting, waits],
        "paper": ["basics-before", "coded-a"],
        "course": ["vfd"],
        "assignment": ["curve"],
    }
    for methods in described["paths"].values():
        for operation in methods.values():
            for parameter in operation["parameters"]:
                if parameter["name"] in known:
                    parameter["schema"] = {"type": "string", "enum": known[parameter["name"]]}
    path = folder / "openapi.json"
    path.write_text(json.dumps(described), encoding="utf-8")
    return path, sitting


@pytest.mark.slow
@pytest.mark.parametrize("who", ["e001", "t01"])
def test_no_server_error_whatever_is_sent(service, tmp_path, who):
    path, sitting = description(service, tmp_path)
    options = ["--checks", "not_a_server_error", "--max-time", str(SECONDS), "--phases", "examples,coverage,fuzzing"]
    options += ["--generation-deterministic", "--suppress-health-check", "all", "--no-color"]
    headers = ["-H", f"Cookie: who={who}", "-H", "X-Fieldmark: 1"]
    program = Path(sys.executable).with_name("schemathesis")
    made = subprocess.run(
        [str(program), "run", str(path), "--url", service.url.rstrip("/"), *options, *headers],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert made.returncode == 0, made.stdout[-4000:] + made.stderr[-2000:]
    assert service.healthy()
    with Journal.open(service.place) as journal:
        assert journal.verify() == []
        assert journal.events(sitting)
