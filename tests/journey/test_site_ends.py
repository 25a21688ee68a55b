"""A site whose parent is killed leaves nothing behind, with pages and JupyterLab open."""

from __future__ import annotations

import signal

import pytest
from site_kit import Site, Visitor, enter_people

from fieldmark.site import jail
from fieldmark.store.workspace import open_workspace

pytestmark = [pytest.mark.journey, pytest.mark.slow]


def test_killed_outright_nothing_is_left(tmp_path):
    for folder in ("courses/vfd", "assignments/vfd"):
        (tmp_path / folder).mkdir(parents=True)
    workspace = open_workspace(tmp_path)
    enter_people(workspace)
    site = Site(workspace)
    try:
        assert Visitor(site, "m01").ask("services/dashboard/").status == 200
        expected = ["fieldmark.site.proxy", "fieldmark.site.hub", "fieldmark.site.exam", "ipykernel_launcher"]
        if not jail.why_not():
            assert Visitor(site, "t01").ask("hub/spawn/t01").status == 200
            expected.append("jupyterhub.singleuser")
        commands = site.commands()
        assert [part for part in expected if not any(part in line for line in commands)] == []
    finally:
        left = site.end(signal.SIGKILL)
    assert left == []
