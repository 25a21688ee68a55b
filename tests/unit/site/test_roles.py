"""Who may do what, as data."""

import pytest

from fieldmark.model.person import Person
from fieldmark.model.text import Text
from fieldmark.site.doors import doors
from fieldmark.site.hub import configuration, home, roles, services
from fieldmark.site.people import course_title
from fieldmark.site.plan import Plan
from fieldmark.store.workspace import Workspace

TAUGHT = {"vfd": Text("Servicing variable-frequency drives", "变频器维修服务")}
PLAN = Plan(
    "/company",
    "127.0.0.1",
    8000,
    9001,
    9002,
    {"exam": 9003, "dashboard": 9004, "lessons": 9005},
    dict.fromkeys(("proxy", "hub_cookie", "exam_token", "dashboard_token", "lessons_token"), "ab" * 32),
)


def scopes(role):
    return {scope for made in roles() if made["name"] in (role, "user") for scope in made["scopes"]}


@pytest.mark.parametrize(
    ("role", "open_services"),
    [
        ("engineer", {"exam", "lessons"}),
        ("trainer", {"exam", "lessons"}),
        ("manager", {"dashboard"}),
        ("administrator", {"exam", "dashboard", "lessons"}),
    ],
)
def test_each_role_opens_its_services(role, open_services):
    opened = {s.partition("service=")[2] for s in scopes(role) if s.startswith("access:services")}
    assert opened == open_services


@pytest.mark.parametrize("role", ["engineer", "manager"])
def test_no_server_and_no_token_without_being_a_trainer(role):
    assert not any(
        word in scope for scope in scopes(role) for word in ("servers", "tokens", "self", "admin", "inherit")
    )


def test_roles_hang_on_groups_that_the_login_sets():
    assert {tuple(made["groups"]) for made in roles() if made["name"] != "user"} == {
        ("engineer",),
        ("trainer",),
        ("manager",),
        ("administrator",),
    }


def test_everything_but_the_front_door_listens_on_loopback():
    c = configuration(PLAN)
    assert c.JupyterHub.hub_bind_url == "http://127.0.0.1:9001"
    assert c.ConfigurableHTTPProxy.api_url == "http://127.0.0.1:9002"
    assert {service["url"].rpartition(":")[0] for service in services(PLAN)} == {"http://127.0.0.1"}


def test_the_hub_starts_neither_proxy_nor_services():
    assert configuration(PLAN).ConfigurableHTTPProxy.should_start is False
    assert not any("command" in service for service in services(PLAN))


def test_where_each_role_arrives():
    assert [home(role) for role in ("engineer", "manager", "trainer", "administrator", "")] == [
        "/services/exam/",
        "/services/dashboard/",
        "/hub/home",
        "/hub/home",
        "/hub/home",
    ]


@pytest.mark.parametrize(
    ("role", "lab", "found"),
    [
        ("engineer", True, ["exam"]),
        ("trainer", True, ["formgrader-vfd", "lab", "marking", "desk"]),
        ("trainer", False, ["marking", "desk"]),
        ("manager", True, ["dashboard"]),
        ("administrator", True, ["marking", "desk", "dashboard", "admin"]),
    ],
)
def test_the_start_page_shows_what_is_open(role, lab, found):
    shown = doors(Person("u1", "U", role), TAUGHT if role == "trainer" else {}, lab, "/company")
    assert [door.id for door in shown] == found
    assert all(text.en and text.zh for door in shown for text in (door.title, door.what, door.action))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("title: {en: Servicing drives, zh: 变频器维修}\n", Text("Servicing drives", "变频器维修")),
        ("title: Drives\n", Text("Drives", "Drives")),
        ("title: {en: [\n", Text("vfd", "vfd")),
    ],
)
def test_a_course_goes_by_its_title(tmp_path, text, title):
    (tmp_path / "courses" / "vfd").mkdir(parents=True)
    (tmp_path / "courses" / "vfd" / "course.yaml").write_text(text, encoding="utf-8")
    assert course_title(Workspace(tmp_path), "vfd") == title


def test_the_formgrader_opens_on_its_course():
    door = doors(Person("t/1", "T", "trainer"), TAUGHT, True, "/my company")[0]
    assert door.title.get("zh") == "“变频器维修服务”成绩册"
    assert door.href == (
        "/hub/spawn/t%2F1?next=%2Fuser%2Ft%252F1%2Fformgrader%3Fpath%3D%252Fmy%2520company%252F.fieldmark%252Fnbgrader"
        "%252Fvfd"
    )
