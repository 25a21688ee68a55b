"""The examiner's desk and the engineer's page, side by side in real browsers."""

from __future__ import annotations

import re

import pytest
from exam_browser import chromium, log_in, running, workspace
from sittings import sealed

from fieldmark.model.sitting import WINDOW
from fieldmark.store.journal import Journal

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def service(tmp_path):
    with running(workspace(tmp_path, sealed())) as service:
        yield service


def engineer(browser, service):
    page = log_in(browser, service).new_page()
    page.goto(service.url)
    page.locator("[data-paper=basics-before] button").click()
    page.locator("dialog .fm-button-main").click()
    page.locator(".fm-question").wait_for()
    return page


def examiner(browser, service):
    page = log_in(browser, service, "t01").new_page()
    page.goto(service.url)
    page.locator("[data-paper=basics-before] a").click()
    page.locator(".fm-desk-space [data-act=open]").first.click()
    page.locator(".fm-history li").first.wait_for()
    return page


def act(page, name: str, text: str = "") -> None:
    page.locator(f"[data-do={name}]").click()
    if text:
        page.locator("form[method=dialog] .fm-input").fill(text)
    page.locator("form[method=dialog] [type=submit]").click()
    page.locator("form[method=dialog]").wait_for(state="detached")


def look_again(page) -> None:
    page.evaluate("dispatchEvent(new Event('focus'))")


def test_pause_message_more_time_and_handing_in_for_someone(browser, service):
    sitting, desk = engineer(browser, service), examiner(browser, service)
    act(desk, "pause", "Fire alarm")
    desk.get_by_text("paused Fire alarm").wait_for()
    look_again(sitting)
    sitting.get_by_text("The examiner has paused the exam.").wait_for()
    assert sitting.locator(".fm-option input").first.is_disabled()
    act(desk, "resume")
    desk.locator("[data-do=pause]").wait_for()
    look_again(sitting)
    sitting.locator(".fm-option input:not([disabled])").first.wait_for()
    act(desk, "extend", "15")
    desk.get_by_text("15 more minutes").wait_for()
    act(desk, "tell", "Calculators are <b>allowed</b>.")
    desk.get_by_text("message: Calculators").wait_for()
    look_again(sitting)
    sitting.get_by_text("Examiner: Calculators are <b>allowed</b>.").wait_for()
    sitting.get_by_text(re.compile("^4[45] minutes left$")).wait_for()
    act(desk, "submit")
    look_again(sitting)
    sitting.get_by_text("Your exam was received").wait_for()


def test_kept_answers_are_accepted_by_the_examiner(browser, service):
    _, opened = service.ask("POST", "api/papers/basics-before/open", body={})
    name = opened["sitting"]
    service.ahead(40)
    entry = {"client": WINDOW + 1, "slot": "q01", "answer": {"choice": "c"}, "claimed": "2026-03-02T09:20:00Z"}
    _, said = service.ask("PUT", f"api/sittings/{name}/answers", body={"entries": [entry]})
    assert said["refused"][0]["kept"] is True
    while service.ask("GET", f"api/sittings/{name}")[1]["status"] == "running":
        pass  # the sweep comes round every second
    desk = examiner(browser, service)
    desk.get_by_text("Kept over the deadline").wait_for()
    act(desk, "accept")
    desk.get_by_text("Accepted", exact=True).wait_for()
    journal = Journal.open(service.place)
    (made,) = journal.submissions()
    journal.close()
    assert made.answers == {"q01": {"choice": "c"}}


def test_many_sittings_on_one_page(browser, service):
    people = [f"x{n:04}" for n in range(600)]
    journal = Journal.open(service.place)
    from datetime import UTC, datetime

    from fieldmark.sitting import state

    rule, now = state.rules(sealed()), datetime.now(UTC)
    with journal.transaction() as t:
        for who in people:
            t.append(state.start(t.name(who, rule.paper, 1), who, 1, rule, now))
    journal.close()
    page = log_in(browser, service, "t01").new_page()
    page.goto(f"{service.url}desk#basics-before")
    page.locator("[data-what=all]", has_text="600").wait_for()
    assert page.locator(".fm-desk-space [role=row]").count() < 60
    page.locator(".fm-desk-scroll").evaluate("box => box.scrollTop = box.scrollHeight")
    page.get_by_text("x0599").first.wait_for()
    page.locator("[type=search]").fill("x0123")
    page.locator(".fm-desk-space [role=row]:only-child", has_text="x0123").wait_for()
