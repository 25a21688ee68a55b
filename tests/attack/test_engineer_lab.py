"""An engineer's own JupyterLab: an assignment is fetched, solved, handed in there and marked; and what the code that
runs in it cannot reach."""

from __future__ import annotations

import json
import urllib.parse

import handwritten
import pytest
from site_kit import Visitor, enter_people, request, running
from waiting import until

from fieldmark.site import jail
from fieldmark.store.journal import Journal

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(jail.why_not()), reason=f"bubblewrap: {jail.why_not().en}"),
]
CELLS = [
    handwritten.solution("doubled", "### BEGIN SOLUTION\ndef doubled(x):\n    return 2 * x\n### END SOLUTION"),
    handwritten.graded(
        "check", "assert doubled(2) == 4\n### BEGIN HIDDEN TESTS\nassert doubled(5) == 10\n### END HIDDEN TESTS", 3
    ),
]
SOLVED = "def doubled(x):\n    return x + x"
FORM = "application/x-www-form-urlencoded"


class Lab:
    """An engineer in their JupyterLab, with one kernel."""

    def __init__(self, site, user: str) -> None:
        self.visitor, self.base = Visitor(site, user), f"user/{user}/"
        self.visitor.ask("services/exam/")
        self.visitor.ask(f"hub/spawn/{user}")
        until(self._open, 90, lambda: "the lab did not start")
        self.token = self.visitor.xsrf(self.base)
        self.kernel = json.loads(self.post("api/kernels", {"name": "python3"}).body)["id"]

    def _open(self) -> bool:
        reply = self.visitor.ask(f"{self.base}lab")
        return reply.status == 200 and urllib.parse.urlparse(reply.url).path == f"/{self.base}lab"

    def post(self, path: str, body, method: str = "POST", **headers: str):
        return self.visitor.ask(self.base + path, method, body, X_XSRFToken=self.token, **headers)

    def nbgrader(self, what: str, name: str):
        """One of the buttons of nbgrader's assignment list."""
        body = urllib.parse.urlencode({"course_id": handwritten.COURSE, "assignment_id": name}).encode()
        return json.loads(self.post(f"assignments/{what}", body, Content_Type=FORM).body)

    def run(self, code: str, wait: float = 4.0):
        """The last line that the code prints, as JSON."""
        asked = request("execute_request", {"code": code, "silent": False, "store_history": False})
        heard = self.visitor.socket(f"{self.base}api/kernels/{self.kernel}/channels?session_id=s", asked, wait=wait)
        said = "".join(m["content"].get("text", "") for m in heard if m["header"]["msg_type"] == "stream")
        assert said, [m["content"] for m in heard if m["header"]["msg_type"] == "error"]
        return json.loads(said.splitlines()[-1])


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    root = tmp_path_factory.mktemp("labs")
    workspace = handwritten.workspace(root, sizing=CELLS)
    enter_people(workspace)
    (root / "site.yaml").write_text("engineer_lab: yes\nlabs_at_once: 1\nlab_home_mb: 50\n")
    for secret in (workspace.sealed / "paper.json", workspace.state / "labs" / "e002" / "home" / "notes.txt"):
        secret.parent.mkdir(parents=True, exist_ok=True)
        secret.write_text("a secret")
    with running(workspace, SECRET_OF_THE_SHELL="shell") as site:
        yield site


@pytest.fixture(scope="module")
def lab(site):
    return Lab(site, "e001")


def test_fetched_solved_handed_in_and_marked(site, lab):
    page = json.loads(lab.visitor.ask("services/exam/api/assignments").body)
    assert page["lab"] == "/hub/spawn/e001?next=%2Fuser%2Fe001%2Flab"
    assert lab.nbgrader("fetch", "sizing")["value"][0]["status"] == "fetched"
    fetched = json.loads(lab.visitor.ask(f"{lab.base}api/contents/sizing/sizing.ipynb").body)
    assert "2 * x" not in json.dumps(fetched)
    content = fetched["content"]
    content["cells"][0]["source"] = SOLVED
    kept = lab.post("api/contents/sizing/sizing.ipynb", {"type": "notebook", "content": content}, "PUT")
    assert kept.status == 200, kept.body
    listed = lab.nbgrader("submit", "sizing")["value"]
    assert "submitted" in {each["status"] for each in listed}
    mine = json.loads(lab.visitor.ask("services/exam/api/assignments").body)["assignments"][0]
    assert [f["name"] for f in mine["uploads"][0]["files"]] == ["sizing.ipynb"]
    with Journal.open(site.workspace) as journal:
        entered = [stored.event for stored in journal.events("") if stored.event.kind == "uploaded"]
    assert [(e.engineer, e.data["checksum"]) for e in entered] == [("e001", mine["uploads"][0]["checksum"])]

    from fieldmark.marking.handwritten.mark import mark_notebooks

    mark_notebooks(site.workspace)
    assert handwritten.grades(site.workspace) == {("e001", "check"): (3.0, False)}


LOOK = """
import json, os, socket, urllib.error, urllib.request
from pathlib import Path
root = Path({root!r})
def reaches(port):
    try:
        return bool(socket.create_connection(("127.0.0.1", port), 2))
    except OSError:
        return False
def asks(path, method="GET"):
    url = os.environ["JUPYTERHUB_API_URL"] + path
    headers = {{"Authorization": "token " + os.environ["JUPYTERHUB_API_TOKEN"]}}
    try:
        asked = urllib.request.Request(url, b"{{}}" if method == "POST" else None, headers)
        return urllib.request.urlopen(asked).status
    except urllib.error.HTTPError as error:
        return error.code
def writes(path):
    try:
        Path(path).write_text("x")
        return True
    except OSError:
        return False
def links(path):
    try:
        os.symlink("/etc/passwd", path)
        return True
    except OSError:
        return False
print(json.dumps({{
    "workspace": [str(p) for p in root.rglob("*")],
    "homes": os.listdir("/home"),
    "exchange": sorted(str(p) for p in Path("/exchange").glob("*/*")),
    "environment": sorted(n for n in os.environ if "SECRET" in n or "PROXY" in n or n.startswith("FIELDMARK_W")),
    "users": [line.split(":")[0] for line in open("/etc/passwd")],
    "shadow": os.path.exists("/etc/shadow"),
    "network": [l.split(":")[0].strip() for l in open("/proc/net/dev").readlines()[2:]],
    "ports": [port for port in {ports!r} if reaches(port)],
    "hub": {{path: asks(path) for path in ("/user", "/users", "/users/e001", "/users/e002", "/proxy", "/services",
            "/fieldmark/sessions")}},
    "start": asks("/users/e002/server", "POST"), "token": asks("/users/e001/tokens", "POST"),
    "writes": [p for p in ("/exchange/drives/outbound/x", "/usr/x", "/etc/x", "/x", "/dev/x") if writes(p)],
    "links": links("/home/e001/link"),
    "uid": os.getuid(), "powers": [l.split()[1] for l in open("/proc/self/status") if l.startswith("CapEff")],
}}))
"""


def test_its_code_reaches_its_own_home_and_nothing_else(site, lab):
    ports = [site.port, *(c.laddr.port for p in site.family() for c in p.net_connections() if c.status == "LISTEN")]
    hub = {"/user": 200, **dict.fromkeys(("/users", "/users/e001", "/users/e002", "/proxy", "/services"), 403)}
    seen = lab.run(LOOK.format(root=str(site.workspace.root), ports=sorted(set(ports))))
    own = {int(p) for p in seen.pop("ports")}
    assert len(own) <= 2  # its own server's, and the way to the hub, both inside its own network
    assert len(set(ports)) > 6
    assert {p: s for p, s in seen.pop("hub").items() if p in hub} == hub
    assert seen == {
        "workspace": [],
        "homes": ["e001"],
        "exchange": ["/exchange/drives/inbound", "/exchange/drives/outbound"],
        "environment": [],
        "users": ["e001"],
        "shadow": False,
        "network": ["lo"],
        "start": 403,
        "token": 403,
        "writes": [],
        "links": False,
        "uid": 1000,
        "powers": ["0000000000000000"],
    }


def test_other_doors_stay_shut(site, lab):
    other = Visitor(site, "e002")
    assert other.ask("user/e001/api/kernels").status in (403, 404)
    assert other.ask(f"user/e001/api/kernels/{lab.kernel}").status in (403, 404)
    assert other.socket(f"user/e001/api/kernels/{lab.kernel}/channels?session_id=x") in (403, 404)
    assert other.ask("hub/spawn/e001").status in (403, 404)
    assert other.ask("hub/spawn/e002").status == 503 or "As many engineers" in other.ask("hub/spawn/e002").body
    for who in ("m01", "admin"):
        assert Visitor(site, who).ask(f"hub/spawn/{who}").status in (403, 404, 500), who


TAMPERED = """
import json, os
inbound = "/exchange/drives/inbound/"
def made(name, **files):
    os.makedirs(inbound + name)
    for file, data in {**files, "submission_secret.txt": "x"}.items():
        open(inbound + name + "/" + file, "w").write(data)
made("e002+sizing+2026-01-01 00:00:00 UTC+a", **{"sizing.ipynb": json.dumps({"nbformat": 4, "cells": []})})
made("e001+..+2026-01-02 00:00:00 UTC+b", **{"sizing.ipynb": "{}"})
made("e001+sizing+2026-01-03 00:00:00 UTC+c", **{"sizing.ipynb": "no notebook"})
os.mkfifo(inbound + "e001+sizing+2026-01-03 00:00:00 UTC+c/pipe")
os.makedirs(inbound + "e001+sizing+2026-01-04 00:00:00 UTC+d")
print(json.dumps(sorted(os.listdir(inbound))))
"""


def test_what_lies_in_the_inbound_folder_is_not_believed(site, lab):
    before = json.loads(lab.visitor.ask("services/exam/api/assignments").body)["assignments"][0]["uploads"]
    lab.run(TAMPERED)
    mine = json.loads(lab.visitor.ask("services/exam/api/assignments").body)["assignments"][0]
    assert mine["refused"]["code"] == "E061"  # the third; the second is of no assignment, the last is not whole
    assert [u["engineer"] for u in mine["uploads"][len(before) :]] == ["e001"]  # whoever the folder's name says
    other = Visitor(site, "e002")
    other.ask("services/exam/")
    theirs = json.loads(other.ask("services/exam/api/assignments").body)["assignments"][0]
    assert theirs["uploads"] == []


def test_too_much_ends_the_lab_and_the_home_stays(site, lab):
    """Last of all: it takes more memory than it may."""
    assert lab.run("open('/home/e001/notes.txt', 'w').write('x'); print(1)", 2.0) == 1
    greedy = "import subprocess, sys\nfor _ in range(3):\n    subprocess.Popen([sys.executable, '-c', "
    greedy += (
        "'import time; x = bytearray(700_000_000); x[::4096] = b\"x\" * len(x[::4096]); time.sleep(60)'])\nprint(1)"
    )
    assert lab.run(greedy, 2.0) == 1

    def gone() -> bool:
        return not any("fieldmark.site.airlock" in line for line in site.commands())

    until(gone, 20, lambda: "it runs on")
    assert (site.workspace.state / "labs" / "e001" / "home" / "notes.txt").read_text() == "x"
    assert "MB of memory" in (site.workspace.site / "logs" / "hub.log").read_text()
