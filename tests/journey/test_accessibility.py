"""Every page against WCAG 2.2 A and AA by axe-core: light and dark, at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import axe
import pytest
from dashboard_browser import drawn
from exam_browser import chromium
from pictures import pictured
from site_kit import PASSWORD, enter_people, running
from sittings import ANSWERS, sealed
from unit.board import company

from fieldmark import bank
from fieldmark.board.publish import publish
from fieldmark.marking.feedback import RowMark, feedback
from fieldmark.marking.policy import MarkingPolicy
from fieldmark.model.paper import SealedPaper, Slot
from fieldmark.store.feedback import write_feedback
from fieldmark.store.sealed import write_sealed
from fieldmark.store.workspace import Workspace

pytestmark = [
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.skipif(not axe.SCRIPT.exists(), reason="axe-core is not here: scripts/test installs it with npm"),
]
ROOT = Path(__file__).parents[2]
PRACTICALS = ("earth-fault-after-rain", "complaint-third-failure", "input-phase-intermittent", "encoder-loss")
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 844}
LOOKS = ((DESK, "light"), (DESK, "dark"), (PHONE, "light"), (PHONE, "dark"))


def paper() -> SealedPaper:
    """Every kind of question, a dialogue, and fault benches: one with an oscilloscope, one with a picture."""
    shipped = {i.id: i for i in bank.read(Workspace(ROOT)).items}
    plain = sealed(minutes=60)
    more = tuple(Slot(f"q{n:02}", shipped[i].points, (i,)) for n, i in enumerate(PRACTICALS, start=9))
    slots = (*plain.paper.slots, *more)
    drawn = {**shipped, "encoder-loss": pictured(shipped["encoder-loss"])}
    items = (*plain.items, *(drawn[i] for i in PRACTICALS))
    return replace(plain, paper=replace(plain.paper, slots=slots), items=items)


@pytest.fixture(scope="module")
def site(tmp_path_factory: Any) -> Iterator[Any]:
    place = company.workspace(tmp_path_factory.mktemp("company") / "w")
    publish(place)
    enter_people(place)
    write_sealed(place, paper())
    with running(place) as site:
        yield site


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport=DESK, locale="en-US", reduced_motion="reduce")
    context.add_init_script("if (location.protocol === 'http:') localStorage['fm-language'] ??= 'en'")
    page = context.new_page()
    page.set_default_timeout(8000)
    yield page
    context.close()


def log_in(page: Any, site: Any, user: str) -> None:
    page.goto(site.url)
    page.fill("#username_input", user)
    page.fill("#password_input", PASSWORD)
    page.click("#login_submit")


def look(page: Any, what: str) -> list[str]:
    """What is wrong with the page as it stands, in each look."""
    found = []
    for size, theme in LOOKS:
        page.set_viewport_size(size)
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        found += [f"{what}, {theme}, {size['width']} px: {line}" for line in axe.violations(page)]
    page.set_viewport_size(DESK)
    return found


def at(page: Any, number: int) -> None:
    page.locator(f".fm-squares [data-at='{number - 1}']").first.click()
    page.locator(f".fm-squares [data-at='{number - 1}'][aria-current]").first.wait_for()


def test_the_exam_from_the_login_to_the_feedback(page, site):
    page.goto(site.url)
    page.locator("#login-form").wait_for()
    found = look(page, "login")
    log_in(page, site, "e002")
    page.locator("[data-paper=basics-before] button").wait_for()
    found += look(page, "my page")
    page.locator("[data-paper=basics-before] button").click()
    found += look(page, "confirm")
    page.locator("dialog .fm-button-main").click()
    page.locator(".fm-question").wait_for()
    for number in range(1, 13):
        at(page, number)
        page.locator("[data-act=flag]").wait_for()
        if number == 11:
            page.locator("[data-do=instrument][data-id=oscilloscope]").click()
            page.locator("[data-do=test][data-id=scope-ripple]").first.click()
            page.locator(".fm-meter .fm-scope").wait_for()
        if number == 12:
            page.locator(".fm-schematic image").wait_for()
            page.locator(".fm-point").first.click()
        found += look(page, f"question {number}")
    at(page, 1)
    page.locator(".fm-option").nth(1).click()
    page.locator("[data-act=flag]").click()
    page.locator("[data-saved=saved]").wait_for()
    page.locator("[data-act=review]").click()
    page.locator("[data-act=hand-in]:not([disabled])").wait_for()
    found += look(page, "review")
    page.locator("[data-act=hand-in]").click()
    page.locator("dialog .fm-button-main").click()
    page.locator("[data-checksum]").wait_for()
    found += look(page, "receipt")
    tell(site.workspace, "e002")
    page.goto(f"{site.url}services/exam/")
    page.get_by_role("link", name="Feedback").click()
    page.locator("main h2").first.wait_for()
    found += look(page, "feedback")
    assert found == []


def tell(place: Workspace, engineer: str) -> None:
    made = paper()
    answers = {**ANSWERS, "q09": {"steps": [{"test": "current-at-rest"}, {"declare": "terminal-box"}]}}
    marks = {s.name: RowMark(s.points / 2) for s in made.paper.slots}
    said = feedback(made, engineer, 1, answers, marks, MarkingPolicy(), frozenset())
    visible = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    write_feedback(place, "basics-before-a1", engineer, {**said, "visible": visible, "appeal_days": 14})


def test_the_trainers_start_page_and_the_examiners_desk(page, site):
    log_in(page, site, "t01")
    page.get_by_role("heading", name="Hello, Tom Reed").wait_for()
    found = look(page, "start page")
    page.goto(f"{site.url}services/exam/desk")
    page.locator("[data-paper=basics-before] a").wait_for()
    found += look(page, "desk")
    page.locator("[data-paper=basics-before] a").click()
    page.locator(".fm-desk-space [data-act=open]").first.click()
    page.locator(".fm-history li").first.wait_for()
    found += look(page, "desk, one sitting")
    assert found == []


def test_the_dashboard(page, site):
    log_in(page, site, "m01")
    page.wait_for_url("**/services/dashboard/")
    page.wait_for_selector("main h1 >> visible=true", timeout=60_000)
    found = []
    for number in range(4):
        page.locator(".fm-nav a").nth(number).click()
        page.locator(f".fm-nav a:nth-of-type({number + 1})[aria-current=page]").wait_for()
        page.wait_for_function("!document.querySelector('[aria-busy]')")
        drawn(page)
        found += look(page, f"dashboard {number + 1}")
    assert found == []
