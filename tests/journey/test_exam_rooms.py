"""Around the questions: the waiting room, breaks, the preset language, practice, and a reload without a connection."""

from __future__ import annotations

import re
from dataclasses import replace

import axe
import pytest
from exam_browser import PEOPLE, chromium, log_in, running, workspace
from sittings import sealed

from fieldmark.model.person import Person
from fieldmark.store.journal import Journal
from fieldmark.store.people import write_people

pytestmark = pytest.mark.journey


def paper(name: str, **more):
    made = sealed(paper=name, attempts=9)
    return replace(made, paper=replace(made.paper, **more))


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    coded, seen = paper("coded-a", admission="code"), paper("seen-a", admission="examiner")
    place = workspace(
        tmp_path_factory.mktemp("rooms"), sealed(attempts=9), coded, seen, paper("drill-a", practice=True)
    )
    rested = Person("e009", "Rosa Rest", "engineer", breaks=1, break_minutes=10)
    write_people(place, [*PEOPLE, rested])
    with running(place) as service:
        yield service


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def opened(browser, service):
    """Opens a page as somebody; errors of the pages fail the test, and so do findings of axe on what is left open."""
    contexts = []

    def open_(who: str = "e001", width: int = 1280, path: str = "", language: str = "en"):
        context = log_in(browser, service, who, language, width)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(service.url + path)
        return page

    yield open_
    for context in contexts:
        assert context.errors == []
        context.close()
    if not axe.SCRIPT.exists():  # shown beside the test, which has run
        pytest.skip("axe-core is not here: scripts/test installs it with npm")


def clean(page) -> None:
    assert not axe.SCRIPT.exists() or axe.violations(page) == []


def start(page, name: str) -> None:
    page.locator(f"[data-paper={name}] button").click()
    page.locator("dialog .fm-button-main").click()


def test_the_code_of_the_day_opens_the_door(opened):
    desk = opened("t01", path="desk#coded-a")
    told = desk.locator(".fm-desk-gate strong").inner_text()
    page = opened("e001", width=390)
    start(page, "coded-a")
    page.locator("#fm-code").fill("1234")
    page.locator("form .fm-button-main").click()
    page.get_by_text("9 tries left").wait_for()
    clean(page)
    page.locator("#fm-code").fill(told.split(": ")[1])
    page.locator("form .fm-button-main").click()
    page.locator(".fm-question").wait_for()
    desk.get_by_role("button", name="Open: Maria").click()
    desk.get_by_text("wrong access code").wait_for()
    desk.get_by_text("let in (by code)").wait_for()


def test_after_the_last_wrong_code_the_examiner_alone_lets_in(opened, service):
    _, made = service.ask("POST", "api/papers/coded-a/open", "e003", {})
    for _ in range(9):
        service.ask("POST", f"api/sittings/{made['sitting']}/admission", "e003", {"code": "1234"})
    page = opened("e003", 390, f"sit/{made['sitting']}")
    page.locator("#fm-code").fill("1234")
    page.locator("form .fm-button-main").click()
    page.get_by_text("Ask the examiner to let you in").wait_for()
    assert page.locator("form").count() == 0
    clean(page)
    page.reload()
    page.get_by_text("Ask the examiner to let you in").wait_for()
    assert page.locator("form").count() == 0


def test_the_examiner_lets_in_and_the_page_goes_on_by_itself(opened, service):
    page = opened("e001", width=390)
    start(page, "seen-a")
    page.get_by_text("Please wait for the examiner").wait_for()
    assert page.locator("main").get_by_text("Maria López").is_visible()  # whose screen it is
    clean(page)
    desk = opened("t01", path="desk#seen-a")
    desk.get_by_role("button", name="Open: Maria").click()
    desk.locator("dialog [data-do=tell]").wait_for()
    desk.locator("dialog .fm-dialog-acts button").click()
    assert "Waiting0" not in desk.locator(".fm-desk-state").inner_text().replace("\n", "").replace(" ", "")
    desk.locator("[data-act=admit][data-what]").click()
    clean(desk)
    desk.locator("dialog .fm-button-main").click()
    page.locator(".fm-question").wait_for(timeout=15_000)
    with Journal.open(service.place) as journal:
        (row,) = journal.sittings(paper="seen-a")
        kinds = [(s.event.kind, s.event.actor) for s in journal.events(row.id)]
    assert kinds[:3] == [("invited", "e001"), ("admitted", "t01"), ("opened", "e001")]


def test_a_break_hides_the_questions_and_gives_the_time_back(opened, service):
    page = opened("e009")
    start(page, "basics-before")
    page.locator(".fm-option").nth(1).click()
    page.locator("[data-act=rest]").click()
    page.locator("dialog .fm-button-main").click()
    page.get_by_text("You are on a break").wait_for()
    assert page.locator(".fm-question").count() == 0
    assert re.search(r"(29|30) minutes", page.locator(".fm-time").inner_text())  # not those that the break gives
    clean(page)
    desk = opened("t01", path="desk#basics-before")
    desk.locator("[data-what=resting]").wait_for()
    row = desk.locator(".fm-desk-space [role=row]", has_text="Rosa Rest")
    assert re.search(r"\b(29|30) min", row.inner_text())
    page.reload()
    page.get_by_text("You are on a break").wait_for()
    page.locator("[data-act=return]").click()
    page.locator(".fm-question").wait_for()
    assert page.locator(".fm-option input").nth(1).is_checked()
    assert page.locator("[data-act=rest]").count() == 0  # there was one
    assert re.search(r"(29|30) minutes", page.locator(".fm-time").inner_text())


def test_the_preset_language_holds_until_one_chooses(browser, service):
    context = browser.new_context()
    context.add_cookies([{"name": "who", "value": "e002", "url": service.url}])
    page = context.new_page()
    page.goto(service.url)
    page.get_by_text("您好").wait_for()
    page.locator("[data-switch=language]").click()
    page.get_by_text("Hello").wait_for()
    page.reload()
    page.get_by_text("Hello").wait_for()
    context.close()


def test_practice_tells_at_once_and_leaves_no_trace_in_the_marks(opened, service):
    page = opened("e003")
    clean(page)
    page.locator("[data-paper=drill-a] button").click()
    page.locator(".fm-option").nth(0).click()
    page.get_by_role("button", name="Check").click()
    page.locator(".fm-feedback").wait_for()
    page.locator("[data-act=review]").click()
    page.locator("[data-act='hand-in']").click()
    page.locator("dialog .fm-button-main").click()
    page.get_by_text("Practice is over").wait_for()
    page.get_by_role("link", name="Back to my exams").click()
    page.locator("[data-paper=drill-a] button").wait_for()  # again, as often as one likes
    assert page.get_by_role("link", name="Receipt").count() == 0
    with Journal.open(service.place) as journal:
        assert not [s for s in journal.submissions() if s.paper == "drill-a"]


def test_a_reload_without_a_connection_goes_on_where_one_was(browser, service):
    context = log_in(browser, service, "e002", width=390)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(service.url)
    start(page, "basics-before")
    page.locator(".fm-option").nth(0).click()
    page.locator("[data-saved=saved]").wait_for()
    page.locator("[data-act=next]").click()
    page.wait_for_function("caches.open('fm-exam').then(c => c.keys()).then(k => k.length >= 5)")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    context.set_offline(True)
    page.locator(".fm-option").nth(2).click()
    page.reload()
    page.get_by_text("Question 2 of 8").wait_for()
    assert page.locator(".fm-option input").nth(2).is_checked()
    page.locator("[data-act=next]").click()
    page.locator(".fm-option").nth(1).click()
    context.set_offline(False)
    page.locator("[data-saved=saved]").wait_for(timeout=15_000)
    page.locator("[data-act=review]").click()
    page.locator("[data-act='hand-in']:not([disabled])").click()
    page.locator("dialog .fm-button-main").click()
    page.locator("[data-checksum]").wait_for()
    with Journal.open(service.place) as journal:
        made = next(s for s in journal.submissions() if s.engineer == "e002")
        assert journal.verify() == []
    assert set(made.answers) == {"q01", "q02", "q03"}
    assert page.evaluate("caches.keys().then((k) => k.length)") == 0  # nothing is left on the device
    assert context.errors == []
    context.close()
