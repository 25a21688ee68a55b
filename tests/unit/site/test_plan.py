import socket
from types import SimpleNamespace

import pytest
from site_kit import free_port

from fieldmark.model.problem import Refused
from fieldmark.model.text import Text
from fieldmark.site import jail
from fieldmark.site.plan import check_port, clean_environment, make_plan, service_environment
from fieldmark.sitting.web.hub import HubIdentity
from fieldmark.store.workspace import Workspace


@pytest.fixture
def taken():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_in_use_is_refused_in_words(taken):
    with pytest.raises(Refused) as refused:
        check_port("127.0.0.1", taken)
    problem = refused.value.problems[0]
    assert problem.code == "H001"
    assert f"--port {taken + 100}" in problem.render("en")
    assert f"端口 {taken} 已被其他程序占用" in problem.render("zh")


def test_a_port_that_is_not_ours_to_take_is_refused(monkeypatch):
    def forbidden(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", forbidden)
    with pytest.raises(Refused, match="H002"):
        check_port("127.0.0.1", 80)


@pytest.mark.parametrize("port", [-1, 0, 65536, 80000])
def test_a_port_that_does_not_exist_is_refused(port):
    with pytest.raises(Refused, match="H002"):
        check_port("127.0.0.1", port)


def test_no_other_port_is_taken_silently(tmp_path, taken):
    with pytest.raises(Refused, match="H001"):
        make_plan(Workspace(tmp_path), taken)
    assert not (tmp_path / ".fieldmark").exists()


def free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_secrets_are_kept_and_closed_to_others(tmp_path):
    first, second = make_plan(Workspace(tmp_path), free()), make_plan(Workspace(tmp_path), free())
    assert first.secrets == second.secrets
    assert len(set(first.secrets.values())) == len(first.secrets)
    path = Workspace(tmp_path).site / "secrets.json"
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_every_part_has_a_port_of_its_own(tmp_path):
    plan = make_plan(Workspace(tmp_path), free())
    ports = [plan.hub_port, plan.api_port, *plan.ports.values()]
    assert len(set(ports)) == len(ports)


def test_what_the_shell_knows_stays_there(tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "shell")
    assert "AWS_SECRET_ACCESS_KEY" not in clean_environment()
    plan = make_plan(Workspace(tmp_path), free())
    own = service_environment(plan, "exam")
    assert "shell" not in own.values()
    assert plan.secrets["dashboard_token"] not in own.values()
    assert own["JUPYTERHUB_API_TOKEN"] == plan.secrets["exam_token"]


def test_the_exam_service_learns_of_a_journal_elsewhere_and_of_the_outer_address(tmp_path, monkeypatch):
    known = {"FIELDMARK_JOURNAL": "postgresql+psycopg://db/exam", "FIELDMARK_EXTERNAL": "https://exam.example"}
    for name, value in known.items():
        monkeypatch.setenv(name, value)
    own = service_environment(make_plan(Workspace(tmp_path), free()), "exam")
    assert {name: own.get(name) for name in known} == known


@pytest.mark.parametrize(("why", "shown"), [(Text(), True), (Text("bubblewrap is not installed", "未安装"), False)])
def test_my_page_leads_to_lessons_only_where_a_jail_runs_them(tmp_path, monkeypatch, why, shown):
    monkeypatch.setattr(jail, "why_not", lambda: why)
    plan = make_plan(Workspace(tmp_path), free_port())
    monkeypatch.setenv("FIELDMARK_LESSONS", service_environment(plan, "exam")["FIELDMARK_LESSONS"])
    identity = SimpleNamespace(auth=SimpleNamespace(hub_host="", hub_prefix="/hub/"))
    assert HubIdentity.lessons_url(identity) == ("/services/lessons/" if shown else "")
