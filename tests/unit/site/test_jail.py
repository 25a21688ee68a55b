"""What a trainer's JupyterLab can reach; the jail is real, the server in it is a small script."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from site_kit import PEOPLE

from fieldmark.model.person import Person
from fieldmark.site import jail, seccomp
from fieldmark.site.jail import Shown
from fieldmark.site.lab import laboratory
from fieldmark.store.workspace import Workspace

needs_jail = pytest.mark.skipif(bool(jail.why_not()), reason=f"bubblewrap: {jail.why_not().en}")
TRAINER = next(p for p in PEOPLE if p.role == "trainer")


def run(command, code, *arguments, passed=()):
    """`code` in the place of the program that the jail was made for; its last line as JSON."""
    made = [*command[: command.index("--") + 1], sys.executable, "-c", code, *arguments]
    done = subprocess.run(made, capture_output=True, text=True, timeout=60, check=False, pass_fds=passed)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def company(tmp_path):
    workspace = Workspace(tmp_path)
    for course in ("vfd", "pumps"):
        for folder in (workspace.courses, workspace.assignments, workspace.state / "nbgrader"):
            (folder / course).mkdir(parents=True)
            (folder / course / "file.txt").write_text("words")
    (workspace.nbgrader("vfd") / "nbgrader_config.py").write_text("c = get_config()\n")
    for secret in (workspace.sealed / "p.json", workspace.journal, workspace.site / "people.json", workspace.warehouse):
        secret.parent.mkdir(parents=True, exist_ok=True)
        secret.write_text("secret")
    (workspace.site / "homes" / "other").mkdir(parents=True)
    workspace.grading.mkdir()
    (workspace.grading / "marking.yaml").write_text("a: 1\n")
    return workspace


LOOK = """
import json, os, sys
from pathlib import Path
root = Path(sys.argv[1])
def writes(path):
    try:
        with open(path, "a"):
            return True
    except OSError:
        return False
print(json.dumps({
    "found": sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.is_file()),
    "writes": sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.is_file() and writes(p)),
    "home": os.path.isdir("/home/t01") and writes("/home/t01/notes.txt"),
    "system": [p for p in ("/etc/shadow", "/root/.ssh", "/var", "/sys", "/boot", "/mnt") if os.path.exists(p)],
    "written": [p for p in ("/usr/x", "/proc/sys/kernel/core_pattern", "/proc/self/oom_score_adj") if writes(p)],
    "capabilities": next(l.split()[1] for l in open("/proc/self/status") if l.startswith("CapEff")),
    "processes": len([p for p in os.listdir("/proc") if p.isdigit()]), "uid": os.getuid(),
    "here": os.getcwd(),
}))
"""


@needs_jail
def test_a_trainer_sees_the_courses_they_teach_and_nothing_else(company):
    seen = run(laboratory(company, Person("t01", "T", "trainer", ("vfd",)), ("pumps", "vfd")), LOOK, str(company.root))
    theirs = [".fieldmark/nbgrader/vfd/file.txt", "assignments/vfd/file.txt", "courses/vfd/file.txt"]
    assert seen["found"] == sorted([*theirs, ".fieldmark/nbgrader/vfd/nbgrader_config.py", "grading/marking.yaml"])
    assert seen["writes"] == theirs
    assert seen["home"]
    assert seen["here"] == str(company.nbgrader("vfd"))


@needs_jail
def test_the_system_is_out_of_reach(company):
    seen = run(laboratory(company, TRAINER, ("pumps", "vfd")), LOOK, str(company.root))
    assert seen["system"] == []
    assert seen["written"] == []
    assert int(seen["capabilities"], 16) == 0
    assert seen["uid"] != 0
    assert seen["processes"] <= 3


@needs_jail
def test_who_teaches_everything_may_add_a_course(company):
    everything = Person("t01", "T", "trainer", ("*",))
    code = "import json, os, sys; os.mkdir(sys.argv[1] + '/courses/new'); print(json.dumps(os.listdir(sys.argv[1])))"
    run(laboratory(company, everything, ("pumps", "vfd")), code, str(company.root))
    assert (company.courses / "new").is_dir()


@needs_jail
def test_no_way_to_more_rights(company):
    code = """
import ctypes, json
libc = ctypes.CDLL(None, use_errno=True)
mount = libc.mount(b"proc", b"/tmp", b"proc", 0, None)
print(json.dumps({"user namespace": libc.unshare(0x10000000), "mount": mount}))
"""
    seen = run(laboratory(company, TRAINER, ("vfd",)), code)
    assert seen["user namespace"] == seen["mount"] == -1


LINK = """
import ctypes, json, os, sys
course = sys.argv[1] + "/courses/vfd"
libc = ctypes.CDLL(None, use_errno=True)
def io_uring():
    if libc.syscall(425, 1, ctypes.create_string_buffer(120)) < 0:
        raise OSError(ctypes.get_errno(), "io_uring")
refused = []
for way in (
    lambda: os.symlink("../../.fieldmark/site/people.json", course + "/link.md"),
    lambda: os.symlink("people.json", "link.md", dir_fd=os.open(course, os.O_RDONLY)),
    io_uring,
):
    try:
        way()
    except PermissionError:
        refused.append(True)
os.rename(course + "/file.txt", course + "/other.txt")
print(json.dumps(refused))
"""


@needs_jail
@pytest.mark.skipif(not seccomp.program(), reason="no system-call filter for this kind of machine")
def test_no_link_to_what_only_the_site_may_read(company):
    filtered = seccomp.opened()
    try:
        made = laboratory(company, TRAINER, ("vfd",), filtered)
        refused = run(made, LINK, str(company.root), passed=(filtered,))
    finally:
        os.close(filtered)
    assert refused == [True] * 3
    assert (company.courses / "vfd" / "other.txt").read_text() == "words"


def test_the_filter_knows_its_machines():
    assert len(seccomp.program("x86_64")) == 9 * 8
    assert len(seccomp.program("aarch64")) == 7 * 8
    assert seccomp.program("abacus") == b""


@needs_jail
def test_a_jail_without_network_has_loopback_alone(tmp_path):
    code = "import json; print(json.dumps([l.split(':')[0].strip() for l in open('/proc/net/dev').readlines()[2:]]))"
    assert run(jail.command(["true"], folder=Path("/"), network=False), code) == ["lo"]


@needs_jail
def test_what_is_shown_inside_something_else_goes_over_it(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "locked.txt").write_text("x")
    shown = [Shown(tmp_path / "a" / "b" / "locked.txt"), Shown(tmp_path / "a", writable=True)]
    code = "import json, os, sys; print(json.dumps([os.access(sys.argv[1], os.W_OK), os.access(sys.argv[2], os.W_OK)]))"
    places = [str(tmp_path / "a"), str(tmp_path / "a" / "b" / "locked.txt")]
    assert run(jail.command(["true"], shown, folder=Path("/")), code, *places) == [True, False]


def test_without_bubblewrap_it_says_why(monkeypatch):
    monkeypatch.setenv("PATH", os.devnull)
    jail.why_not.cache_clear()
    try:
        assert jail.why_not().en == "bubblewrap is not installed"
    finally:
        jail.why_not.cache_clear()
