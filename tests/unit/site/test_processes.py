import os
import signal
import subprocess
import sys
import time

import psutil
import pytest
from site_kit import environment
from waiting import until

from fieldmark.site.processes import Part, Parts

CHILD = "import time; time.sleep(600)"
PARENT = """
import subprocess, sys
from fieldmark.site import tether
child = subprocess.Popen(tether.command("timeit", "-n", "1", "-r", "1", "import time; time.sleep(600)"))
print(child.pid, flush=True)
child.wait()
"""


def test_a_tethered_child_ends_with_its_parent():
    parent = subprocess.Popen([sys.executable, "-c", PARENT], env=environment(), stdout=subprocess.PIPE, text=True)
    try:
        child = psutil.Process(int(parent.stdout.readline()))
        until(lambda: "timeit" in child.cmdline() and child.num_threads() >= 1)
        until(lambda: "sleep" in child.status() or child.status() == psutil.STATUS_SLEEPING)
    finally:
        parent.send_signal(signal.SIGKILL)
        parent.wait(10)
        parent.stdout.close()
    assert psutil.wait_procs([child], timeout=10)[1] == []


def test_a_child_whose_parent_is_gone_already_ends_at_once():
    command = [sys.executable, "-m", "fieldmark.site.tether", "1", "timeit", CHILD]
    assert subprocess.run(command, env=environment(), timeout=20, check=False).returncode == 0


def part(name, code, tmp_path):
    arguments = ("-n", "1", "-r", "1", code)
    return Part(name, "timeit", arguments, environment(), tmp_path, tmp_path / f"{name}.log")


@pytest.fixture
def parts():
    made = Parts()
    yield made
    made.end(patience=2.0)


def test_what_dies_is_started_again(parts, tmp_path):
    parts.start([part("one", CHILD, tmp_path)])
    first = parts.pids()["one"]
    os.kill(first, signal.SIGKILL)
    until(lambda: parts.dead() == {"one": -signal.SIGKILL})
    assert parts.revive(time.monotonic()) is None
    assert parts.pids()["one"] != first
    assert parts.dead() == {}


def test_what_keeps_dying_is_given_up(parts, tmp_path):
    parts.start([part("one", "raise SystemExit(7)", tmp_path)])
    clock = time.monotonic()
    for tries in range(Parts.QUICK_DEATHS + 1):
        until(parts.dead)
        clock += tries + 1
        given_up = parts.revive(clock)
    assert given_up == "one"


def test_the_end_takes_grandchildren_along(tmp_path):
    code = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {CHILD!r}], start_new_session=True).wait()"
    parts = Parts()
    parts.start([part("one", code, tmp_path)])
    own = psutil.Process()
    until(lambda: len(psutil.Process(parts.pids()["one"]).children()) == 1)
    family = own.children(recursive=True)
    parts.end(patience=2.0)
    assert [p for p in family if p.is_running()] == []
