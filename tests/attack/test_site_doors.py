"""What a logged-in engineer or manager tries at the site's doors, and does not get."""

from __future__ import annotations

import json
import re
import signal
import time
import urllib.parse
from functools import lru_cache

import pytest
from site_kit import Visitor, enter_people, request, running

from fieldmark.store.workspace import open_workspace

pytestmark = pytest.mark.slow
DASHBOARD = "services/dashboard/"
LESSONS = "services/lessons/"

NOTEBOOK = {
    "cells": [
        {
            "cell_type": "code",
            "id": "page",
            "metadata": {},
            "execution_count": None,
            "outputs": [],
            "source": "import json, os\n"
            "from pathlib import Path\n"
            "from IPython.display import HTML, display\n"
            "root = Path(os.environ['FIELDMARK_WORKSPACE'])\n"
            "seen = {'environment': dict(os.environ), 'here': os.listdir(), 'uid': os.getuid(),\n"
            "        'state': sorted(p.name for p in (root / '.fieldmark').glob('*')),\n"
            "        'courses': sorted(p.name for p in (root / 'assignments').glob('*')),\n"
            "        'shadow': Path('/etc/shadow').exists(),\n"
            "        'network': [l.split(':')[0].strip() for l in open('/proc/net/dev').readlines()[2:]]}\n"
            "display(HTML('<pre id=\"seen\">' + json.dumps(seen) + '</pre>'))\n",
        }
    ],
    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}
"""A page that says what its kernel can see, in place of the dashboard."""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    root = tmp_path_factory.mktemp("site")
    for folder in (
        "courses/vfd",
        "assignments/vfd",
        "assignments/pumps",
        "courses/pumps",
        "grading",
        ".fieldmark/sealed",
        ".fieldmark/published",
    ):
        (root / folder).mkdir(parents=True)
    workspace = open_workspace(root)
    enter_people(workspace)
    page = root / "page.ipynb"
    page.write_text(json.dumps(NOTEBOOK))
    lesson = root / "courses" / "vfd" / "lessons" / "look.ipynb"
    lesson.parent.mkdir()
    lesson.write_text(json.dumps(NOTEBOOK))
    (root / "courses" / "vfd" / "lessons" / "linked.ipynb").symlink_to(page)
    with running(workspace, signal.SIGHUP, FIELDMARK_DASHBOARD=str(page), SECRET_OF_THE_SHELL="shell") as site:
        yield site


@pytest.fixture(scope="module")
def visitor(site):
    """Somebody logged in, by user name; the same each time."""
    return lru_cache(lambda user: Visitor(site, user))


@pytest.fixture(scope="module")
def manager(visitor):
    return visitor("m01")


@pytest.fixture(scope="module")
def opened(manager):
    """The manager's own page and its kernel."""
    reply = manager.ask(DASHBOARD)
    assert reply.status == 200
    kernel = re.search(r'"kernelId": ?"([\w-]+)"', reply.body)
    assert kernel, reply.body[-2000:]
    return kernel[1], reply.body


@pytest.mark.parametrize("user", ["e001", "m01"])
@pytest.mark.parametrize(
    "path",
    [
        "hub/spawn",
        "hub/spawn/t01",
        "hub/admin",
        "user/{user}/lab",
        "user/{user}/api/terminals",
        "user/{user}/api/kernels",
        "user/{user}/api/contents/",
        "user/t01/lab",
        "user/t01/formgrader",
        "services/exam/api/terminals",
        "services/exam/../../hub/admin",
    ],
)
def test_no_server_terminal_or_files_for_engineers_and_managers(visitor, user, path):
    reply = visitor(user).ask(path.format(user=user))
    assert reply.status in (403, 404), (reply.status, reply.url)


@pytest.mark.parametrize("user", ["e001", "m01", "admin"])
def test_a_server_cannot_be_started_over_the_api_by_who_may_not_have_one(site, visitor, user):
    token = visitor(user).xsrf("hub/")
    for target in (user, "e001"):
        reply = visitor(user).ask(f"hub/api/users/{target}/server?_xsrf={urllib.parse.quote(token)}", "POST", b"{}")
        assert reply.status in (403, 404, 500), reply.body
        assert "xsrf" not in reply.body.lower()  # refused for who they are, not for a missing token
    assert not any("jupyterhub.singleuser" in line for line in site.commands())


@pytest.mark.parametrize(
    ("user", "service"), [("e001", "dashboard"), ("t01", "dashboard"), ("m01", "exam"), ("m01", "lessons")]
)
def test_services_are_open_to_their_roles_alone(visitor, user, service):
    assert visitor(user).ask(f"services/{service}/").status == 403


def test_no_api_token_for_engineers(visitor):
    engineer = visitor("e001")
    token = urllib.parse.quote(engineer.xsrf("hub/"))
    reply = engineer.ask(f"hub/api/users/e001/tokens?_xsrf={token}", "POST", b"{}")
    assert reply.status in (403, 404)
    assert "xsrf" not in reply.body.lower()
    assert engineer.ask("hub/api/users").status == 403


def test_nobody_gets_in_without_a_login(site):
    for path in ("hub/home", "hub/admin", DASHBOARD, "services/exam/", "user/t01/lab"):
        assert "/hub/login" in Visitor(site).ask(path).url
    assert Visitor(site).ask("hub/api/users").status == 403


def test_a_page_knows_its_person_and_no_secret(opened):
    seen = json.loads(re.search(r"<pre id=.{1,8}seen.{1,8}>(\{.*?\})</pre>", _plain(opened[1]))[1])
    environment = seen["environment"]
    assert environment["FIELDMARK_USER"] == "m01"
    assert json.loads(environment["FIELDMARK_UNITS"]) == ["region:North"]
    leaked = [name for name in environment if re.search("TOKEN|SECRET|JUPYTERHUB|CONFIGPROXY", name)]
    assert leaked == []
    assert seen["here"] == []


def _plain(page: str) -> str:
    """Cell output out of the page's JSON."""
    output = re.search(r'<script type="application/vnd.voila.cell-output\+json">\s*(.*?)\s*</script>', page, re.DOTALL)
    assert output, page[-3000:]
    return str(json.loads(output[1])["data"]["text/html"])


def test_a_page_is_jailed(opened):
    seen = json.loads(re.search(r">(\{.*\})<", _plain(opened[1]))[1])
    assert seen["state"] == ["published"]
    assert not seen["shadow"]
    assert seen["network"] == ["lo"]
    assert seen["uid"] != 0


def test_identity_is_not_taken_from_the_address_or_cookies(visitor):
    body = visitor("m02").ask(f"{DASHBOARD}?FIELDMARK_USER=m01&user=m01&units=*").body
    seen = json.loads(re.search(r">(\{.*\})<", _plain(body))[1])["environment"]
    assert (seen["FIELDMARK_USER"], seen["FIELDMARK_UNITS"]) == ("m02", '["region:South"]')


def test_another_persons_kernel_does_not_exist(site, visitor, opened):
    kernel, _ = opened
    other = visitor("m02")
    other.ask(DASHBOARD)
    token = other.xsrf(DASHBOARD)
    assert other.ask(f"{DASHBOARD}api/kernels/{kernel}", X_XSRFToken=token).status == 404
    assert other.ask(f"{DASHBOARD}voila/api/shutdown/{kernel}", "POST", b"", X_XSRFToken=token).status == 404
    assert other.socket(f"{DASHBOARD}api/kernels/{kernel}/channels?session_id=x") == 404
    assert Visitor(site).socket(f"{DASHBOARD}api/kernels/{kernel}/channels") == 403
    assert visitor("e001").socket(f"{DASHBOARD}api/kernels/{kernel}/channels") == 403


def test_code_is_not_executed(manager, opened):
    kernel, _ = opened
    run = request("execute_request", {"code": "print(6 * 7)", "silent": False, "store_history": False})
    inspect = request("inspect_request", {"code": "os", "cursor_pos": 1, "detail_level": 1})
    info = request("kernel_info_request", {})
    heard = manager.socket(f"{DASHBOARD}api/kernels/{kernel}/channels?session_id=s", run, inspect, info, wait=3)
    kinds = {message["header"]["msg_type"] for message in heard}
    assert "kernel_info_reply" in kinds
    assert not kinds & {"execute_reply", "execute_input", "execute_result", "stream", "inspect_reply"}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "?template=bogus"),
        ("GET", "?template=reveal&theme=dark"),
    ],
)
def test_templates_are_not_taken_from_the_address(manager, method, path):
    reply = manager.ask(DASHBOARD + path, method)
    assert reply.status == 200
    assert "fm-loading" in reply.body


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "voila/files/page.ipynb"),
        ("GET", "voila/files/../../../../etc/passwd"),
        ("GET", "voila/templates/fieldmark/static/../conf.json"),
        ("GET", "voila/static/..%2f..%2f..%2fapp.py"),
        ("GET", "voila/static/%2e%2e/app.py"),
        ("GET", "page.ipynb"),
        ("GET", "voila/render/page.ipynb"),
        ("GET", "voila/tree"),
        ("GET", "voila/api/contents"),
        ("GET", "api/contents"),
        ("GET", "api/terminals"),
        ("GET", "api/kernelspecs"),
        ("GET", "api/sessions"),
        ("GET", "api/kernels"),
        ("POST", "api/kernels"),
        ("POST", "api/kernels/{kernel}/interrupt"),
        ("DELETE", "api/kernels/{kernel}"),
        ("GET", "voila/execution/{kernel}"),
    ],
)
def test_voila_serves_the_page_and_nothing_else(manager, opened, method, path):
    token = manager.xsrf(DASHBOARD)
    body = b"{}" if method == "POST" else None
    reply = manager.ask(DASHBOARD + path.format(kernel=opened[0]), method, body, X_XSRFToken=token)
    assert reply.status in (403, 404, 405), (reply.status, reply.body[:200])


def test_a_fifth_page_ends_the_first(visitor):
    admin = visitor("admin")
    kernels = [re.search(r'"kernelId": ?"([\w-]+)"', admin.ask(DASHBOARD).body)[1] for _ in range(5)]
    token = admin.xsrf(DASHBOARD)
    alive = [admin.ask(f"{DASHBOARD}api/kernels/{k}", X_XSRFToken=token).status for k in kernels]
    assert alive == [404, 200, 200, 200, 200]


@pytest.fixture(scope="module")
def lesson(visitor):
    """An engineer's open lesson: its kernel and its page."""
    reply = visitor("e002").ask(f"{LESSONS}vfd/look")
    assert reply.status == 200
    return re.search(r'"kernelId": ?"([\w-]+)"', reply.body)[1], reply.body


def test_a_lesson_sees_courses_and_questions_and_nothing_built(lesson):
    seen = json.loads(re.search(r">(\{.*\})<", _plain(lesson[1]))[1])
    assert seen["courses"] == ["vfd"]  # another course's questions are not there
    assert (seen["state"], seen["here"], seen["network"], seen["shadow"]) == ([], [], ["lo"], False)
    assert not [name for name in seen["environment"] if re.search("TOKEN|SECRET|JUPYTERHUB|CONFIGPROXY", name)]


def test_another_persons_lesson_does_not_exist(site, visitor, lesson):
    for who, refusal in (("e001", 404), ("t01", 404), ("m01", 403)):
        other = visitor(who)
        other.ask(LESSONS)
        token = other.xsrf(LESSONS)
        assert other.ask(f"{LESSONS}api/kernels/{lesson[0]}", X_XSRFToken=token).status == refusal, who
        assert other.socket(f"{LESSONS}api/kernels/{lesson[0]}/channels?session_id=x") == refusal, who
    assert Visitor(site).socket(f"{LESSONS}api/kernels/{lesson[0]}/channels") == 403
    assert visitor("e002").socket(f"{DASHBOARD}api/kernels/{lesson[0]}/channels") == 403


def test_a_lesson_takes_no_code(visitor, lesson):
    run = request("execute_request", {"code": "print(6 * 7)", "silent": False, "store_history": False})
    info = request("kernel_info_request", {})
    heard = visitor("e002").socket(f"{LESSONS}api/kernels/{lesson[0]}/channels?session_id=s", run, info, wait=2)
    kinds = {message["header"]["msg_type"] for message in heard}
    assert "kernel_info_reply" in kinds
    assert not kinds & {"execute_reply", "execute_input", "execute_result", "stream"}


@pytest.mark.parametrize(
    "path",
    [
        *("", "vfd/none", "vfd/linked", "vfd/lessons/look.ipynb", "vfd/look.ipynb", "vfd/../vfd/lessons/look.ipynb"),
        *("../page.ipynb", "voila/files/vfd/lessons/look.ipynb", "api/contents", "voila/tree", "api/terminals", "%00"),
    ],
)
def test_lessons_are_served_by_name_and_nothing_else(visitor, path):
    assert visitor("e002").ask(LESSONS + path).status in (400, 404)


def test_guessing_is_slowed_and_does_not_lock_others_out(site):
    thief = Visitor(site)
    answers = [thief.log_in("m02", f"guess {n}").status for n in range(7)]
    assert answers[:5] == [403] * 5
    assert answers[5:] == [429] * 2
    assert thief.log_in("m02", "right horse").status == 429
    assert Visitor(site, "t01").ask("hub/home").status == 200


def test_the_words_for_an_unknown_name_and_a_wrong_password_are_the_same(site):
    unknown, known = Visitor(site).log_in("nobody", "x"), Visitor(site).log_in("t01", "x")
    words = [re.sub(r"nobody|t01|value=\"[^\"]*\"", "", r.body) for r in (unknown, known)]
    assert unknown.status == known.status == 403
    assert words[0] == words[1]


def test_a_copied_session_ends_within_ten_seconds_of_the_logout(site):
    leaving, staying = Visitor(site, "e001"), Visitor(site, "e002")
    for one in (leaving, staying):
        assert one.ask("services/exam/").status == 200
    copied = {"Cookie": leaving.cookies("services/exam/")}
    thief = Visitor(site)
    assert thief.ask("services/exam/api/mine", **copied).status == 200
    assert leaving.ask("hub/logout").status == 200
    until = time.monotonic() + 10.5
    while thief.ask("services/exam/api/mine", **copied).status != 401:
        assert time.monotonic() < until, "the copied session still stands"
        time.sleep(0.25)
    assert staying.ask("services/exam/api/mine").status == 200


@pytest.mark.parametrize("token", ["", "token wrong", "engineer's own"])
def test_only_the_services_may_ask_which_sessions_stand(site, visitor, token):
    engineer = visitor("e001")
    headers = {} if token == "engineer's own" else {"Authorization": token}
    asking = engineer if token == "engineer's own" else Visitor(site)
    xsrf = urllib.parse.quote(engineer.xsrf("hub/"))
    reply = asking.ask(f"hub/api/fieldmark/sessions?_xsrf={xsrf}", "POST", {"tokens": ["x" * 32]}, **headers)
    assert reply.status == 403
