"""People come to the site in a real browser, and each finds what their role is for."""

from __future__ import annotations

import os
import signal
import subprocess

import papers
import psutil
import pytest
from exam_browser import chromium
from site_kit import PASSWORD, Visitor, enter_people, environment, running, serve_command

from fieldmark.marking.mark import mark
from fieldmark.paper.build import build
from fieldmark.paper.collect import collect_one
from fieldmark.site import jail
from fieldmark.store.sealed import read_sealed

pytestmark = [pytest.mark.journey, pytest.mark.slow]
PAPER = "basics-before"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A small course, built by nbgrader, with one submission of e001, marked."""
    workspace = papers.workspace(tmp_path_factory.mktemp("company"))
    (workspace.courses / papers.COURSE).mkdir()
    build(workspace, papers.content())
    enter_people(workspace)
    (workspace.site / "demo-login.txt").write_text("engineer e002, password right horse\n")
    sealed = read_sealed(workspace, PAPER)
    answers = {slot.name: papers.right_answer(sealed, slot, "e001") for slot in sealed.paper.slots}
    collect_one(workspace, papers.submission(sealed, "e001", answers))
    mark(workspace)
    with running(workspace, signal.SIGTERM) as site:
        yield site


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 844}, locale="en-US")
    yield context.new_page()
    context.close()


def log_in(page, site, user: str) -> None:
    page.goto(site.url)
    page.fill("#username_input", user)
    page.fill("#password_input", PASSWORD)
    page.click("#login_submit")


def test_it_says_where_to_click_and_whom_to_log_in_as(site):
    assert site.facts["url"] == site.url
    assert site.facts["log_in"] == "engineer e002, password right horse"
    assert site.facts["people"]["engineer"] == 2
    assert set(site.facts["pids"]) == {"proxy", "hub", "exam", "dashboard", "lessons"}


def test_an_engineer_arrives_at_the_exams(page, site):
    log_in(page, site, "e002")
    page.wait_for_url("**/services/exam/")
    page.locator(f"[data-paper={PAPER}]").wait_for()


def test_a_manager_arrives_at_the_dashboard(page, site):
    log_in(page, site, "m01")
    page.wait_for_url("**/services/dashboard/")
    page.get_by_text("Nothing has been published in this workspace yet").wait_for()
    page.get_by_text("Mia North").wait_for()
    page.get_by_role("button", name="Skills").or_(page.get_by_text("Skills", exact=True)).first.click()
    page.get_by_text("nothing to show yet").first.wait_for()  # the kernel answered


@pytest.mark.skipif(bool(jail.why_not()), reason=f"no JupyterLab without a jail: {jail.why_not().en}")
def test_a_trainer_opens_the_formgrader_and_finds_the_submission(page, site):
    outside = []
    page.on("request", lambda r: outside.append(r.url) if not r.url.startswith((site.url, "blob:", "data:")) else None)
    log_in(page, site, "t01")
    page.get_by_role("heading", name="Hello, Tom Reed").wait_for()
    page.click(f"#formgrader-{papers.COURSE}")
    page.wait_for_url("**/user/t01/formgrader/manage_assignments", timeout=60_000)
    page.get_by_text(f"{PAPER}-a1").first.wait_for()
    formgrader = f"{site.url}user/t01/formgrader"
    page.goto(f"{formgrader}/manage_submissions/{PAPER}-a1")
    page.get_by_role("row").filter(has_text="e001").filter(has_text="20.5 / 22.5").wait_for()
    page.goto(f"{formgrader}/gradebook/{PAPER}-a1/{PAPER}-a1")
    page.get_by_role("link", name="Submission #1").click()
    page.get_by_text("ANSWER = {").first.wait_for()
    page.wait_for_load_state()
    assert outside == []


def test_the_language_is_chosen_once(page, site):
    page.goto(site.url)
    page.get_by_role("button", name="中文").click()
    assert page.title() == "登录 · Fieldmark"
    page.reload()
    page.get_by_role("heading", name="登录").wait_for()
    log_in(page, site, "e001")
    page.get_by_text("我的考试").first.wait_for()


def test_wrong_passwords_are_answered_kindly(page, site):
    page.goto(site.url)
    page.fill("#username_input", "e001")
    page.fill("#password_input", "wrong")
    page.click("#login_submit")
    page.get_by_role("alert").get_by_text("User name or password is not right").wait_for()
    assert page.input_value("#username_input") == "e001"


def test_an_exam_goes_on_while_the_hub_restarts(page, site):
    log_in(page, site, "e002")
    page.locator(f"[data-paper={PAPER}]").wait_for()
    hub = next(p for p in site.family() if "fieldmark.site.hub" in " ".join(p.cmdline()))
    os.kill(hub.pid, signal.SIGKILL)
    hub.wait(10)
    page.reload()
    page.locator(f"[data-paper={PAPER}]").wait_for()
    away = Visitor(site).ask("hub/login")
    assert away.status == 503
    assert "这一部分正在启动" in away.body
    Visitor(site).wait_for("hub/login")
    assert Visitor(site, "e001").ask("services/exam/").status == 200


def test_a_second_site_on_the_workspace_is_refused(site):
    refused = start_again(site, site.port + 1)
    assert refused.returncode == 1
    assert f"W003 Another “fieldmark serve” is already running on this workspace (process {site.process.pid})" in (
        refused.stderr
    )


def start_again(site, port, *workspace):
    return subprocess.run(
        serve_command(*workspace or (site.workspace,), port),
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_port_in_use_is_refused_before_anything_starts(site, tmp_path):
    other = papers.workspace(tmp_path / "other")
    refused = start_again(site, site.port, other)
    assert refused.returncode == 1
    assert f"H001 Port {site.port} on 127.0.0.1 is already in use by another program." in refused.stderr
    assert not (other.site / "logs").exists()
    assert not any(str(other.root) in " ".join(p.info["cmdline"] or ()) for p in psutil.process_iter(["cmdline"]))


def test_the_dashboard_travels_compressed(site):
    script = Visitor(site, "m01").ask("services/dashboard/voila/static/voila.js", Accept_Encoding="gzip")
    assert (script.status, script.headers["Content-Encoding"]) == (200, "gzip")
