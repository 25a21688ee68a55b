"""The jail itself, as root makes it and as any user does, and with control groups: what a program in a room gets to
see and do. Programs that look around are those of `notebook_cheats`."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path

import pytest
from notebook_cheats import ENVIRONMENT, FILES, NETWORK, POWERS, SAY, TRY

from fieldmark.marking.handwritten import groups
from fieldmark.marking.handwritten.jail import Jail, JailError, why_not
from fieldmark.marking.handwritten.kernels import Manager
from fieldmark.marking.handwritten.limits import Limits
from fieldmark.marking.handwritten.mark import mark_notebooks
from fieldmark.marking.handwritten.means import means

pytestmark = pytest.mark.slow
SMALL = Limits(memory_mb=300, processes=40, scratch_mb=20)
PLACE = "ROOT, PORT = '/nowhere/workspace', 9\n"


async def _said(line, code: str) -> str:
    """What `code` prints in the room at the end of the line."""
    client = Manager(line).client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=60)
        asked, said = client.execute(code), []
        while True:
            message = await client.get_iopub_msg(timeout=60)
            if message["parent_header"].get("msg_id") != asked:
                continue
            if message["msg_type"] == "stream":
                said.append(message["content"]["text"])
            if message["content"].get("execution_state") == "idle":
                return "".join(said)
    finally:
        client.stop_channels()


def seen(jail: Jail, code: str) -> dict:
    with jail.room(None, SMALL) as line:
        return json.loads(asyncio.run(_said(line, PLACE + TRY + code + SAY)))


@pytest.fixture(scope="module", params=[False, True], ids=["as-root-or-user", "rootless"])
def jail(request, tmp_path_factory):
    if why_not(request.param):
        pytest.skip(f"no jail here: {why_not(request.param)}")
    with Jail(tmp_path_factory.mktemp("jail"), rootless=request.param, modules=()) as made:
        yield made


@pytest.mark.parametrize("code", [FILES, NETWORK], ids=["files", "network"])
def test_nothing_of_the_machine_is_reached(jail, code):
    got = seen(jail, code)
    assert len(got) > 5
    assert {name: said for name, said in got.items() if not said.startswith("no: ")} == {}


def test_no_power_is_left_and_the_filter_is_on(jail):
    got = seen(jail, POWERS)
    assert got.pop("pids") == ["1"]
    assert got.pop("powers") == ["0" * 16] * 4 + ["1", "2"]  # no capability, no new privileges, filter on
    assert {name: said for name, said in got.items() if not said.startswith("no: ")} == {}


def test_the_environment_is_the_jails_own(jail):
    assert not [n for n in seen(jail, ENVIRONMENT)["env"] if n.startswith(("PYTEST", "JUPYTER", "FIELDMARK"))]


def test_300_forks_meet_the_limit(jail):
    code = """
import os, time
got['made'] = 0
for _ in range(300):
    try:
        if os.fork() == 0:
            time.sleep(30)
            os._exit(0)
        got['made'] += 1
    except OSError:
        break
"""
    assert seen(jail, code)["made"] <= SMALL.processes or _root_without_becoming_another(jail)


def _root_without_becoming_another(jail) -> bool:
    """The one case in which Linux counts no processes: real root that only pretends to be another user."""
    return os.geteuid() == 0 and jail._user == 0


def test_what_one_writes_another_does_not_find(jail):
    write = "open('/tmp/left', 'w').write('x'); open('/dev/shm/left', 'w').write('x'); open('mine', 'w').write('x')"
    seen(jail, write)
    look = "got['found'] = [p for p in ('/tmp/left', '/dev/shm/left', 'mine') if os.path.exists(p)]"
    assert seen(jail, look)["found"] == []


def test_a_room_joins_the_control_groups_that_there_are(tmp_path, monkeypatch):
    place = next((p for p in (Path("/sys/fs/cgroup/pids"), Path("/sys/fs/cgroup")) if groups._usable(p)), None)
    if why_not() or place is None:
        pytest.skip("no jail, or no control group can be made here")
    monkeypatch.setenv(groups.ADDRESS, str(place))
    assert groups.places() == (place,)
    assert str(place) in means()[0]["limits of notebooks"]
    with Jail(tmp_path, modules=()) as made:
        got = seen(made, "got['groups'] = open('/proc/self/cgroup').read()")
    assert "fieldmark-" in got["groups"]
    assert not list(place.glob("fieldmark-*"))


def test_version_2_is_found_where_it_is_handed_down(tmp_path):
    membership = "0::/unit/main\n"
    assert groups._own(membership, tmp_path) == []
    (tmp_path / "cgroup.controllers").write_text("memory pids")
    assert groups._own(membership, tmp_path) == [tmp_path / "unit/main", tmp_path / "unit"]
    (tmp_path / "cgroup.subtree_control").write_text("cpu memory pids")
    assert groups._hands_down(tmp_path)
    (tmp_path / "memory.max").write_text("max")
    (tmp_path / "pids.max").write_text("max")
    bounds = groups._bounds(tmp_path, SMALL)
    assert bounds == {tmp_path / "memory.max": 320_000_000, tmp_path / "pids.max": 40}


def test_without_a_jail_nothing_is_run_unless_told_so(tmp_path, monkeypatch):
    import handwritten as hw

    from fieldmark.marking.handwritten import mark

    workspace = hw.workspace(
        tmp_path / "w", ohm=[hw.solution("s", "x = 1"), hw.graded("t", "import os\nfloat(x == 2)", 2)]
    )
    touch = f"x = 2\nopen({str(tmp_path / 'ran')!r}, 'w').close()"
    hw.submit(workspace, "e1", "ohm", hw.answered(workspace, "ohm", {"s": touch}))
    monkeypatch.setattr(mark, "why_not", lambda: "user namespaces are forbidden")
    report = mark_notebooks(workspace)
    assert [p.code for p in report.problems] == ["N010"]
    assert "user namespaces are forbidden" in report.problems[0].message.zh
    assert not (tmp_path / "ran").exists()
    assert hw.grades(workspace) == {}
    assert [p.message.en for p in mark_notebooks(workspace, trust=True).problems] == []
    assert (tmp_path / "ran").exists()
    assert hw.grades(workspace) == {("e1", "t"): (1.0, False)}


def test_why_a_warm_parent_does_not_start_is_said(tmp_path, monkeypatch):
    from fieldmark.marking.handwritten import jail as jails

    monkeypatch.setattr(jails, "_bare", lambda: ["false"])
    with pytest.raises(JailError):
        Jail(tmp_path, modules=())
