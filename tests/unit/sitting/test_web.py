"""What stands around the exam on the web: the description of the service."""

from __future__ import annotations

import subprocess
import sys

from fieldmark.sitting.web.openapi import describe
from fieldmark.sitting.web.table import NAMES, ROUTES


def test_the_description_names_every_address_and_each_handler_answers_it():
    described = describe(ROUTES, "/exam/")["paths"]
    assert len(described) == len(ROUTES)
    for route in ROUTES:
        operations = described[f"/{route.path}"]
        assert set(operations) == set(route.methods)
        for method, operation in operations.items():
            assert getattr(route.handler, method) is not getattr(route.handler.__mro__[-2], method, None)
            named = {p["name"] for p in operation["parameters"] if p["in"] == "path"}
            assert named == {name for name in NAMES if "{" + name + "}" in route.path}


def test_the_service_starts_without_the_heavy_libraries(tmp_path):
    code = (
        "import sys, pathlib\n"
        "from fieldmark.sitting.service import make_app\n"
        "from fieldmark.sitting.web.hub import HubIdentity\n"
        "from fieldmark.sitting.web.identity import Given\n"
        "from fieldmark.store.workspace import Workspace\n"
        "make_app(Workspace(pathlib.Path(sys.argv[1])), identity=Given(lambda _: None), cookie_secret='c' * 64)\n"
        "print([m for m in ('pandas', 'nbgrader', 'nbformat', 'ibis', 'pyarrow', 'scipy') if m in sys.modules])\n"
    )
    run = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
