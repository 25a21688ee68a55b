"""An engineer who needs larger letters gets them on every page of the exam, down to the receipt, on a phone."""

from __future__ import annotations

from dataclasses import replace

import axe
import pytest
from exam_browser import chromium, log_in, running, workspace
from sittings import sealed

from fieldmark.model.person import Person
from fieldmark.store.people import write_people

pytestmark = pytest.mark.journey
SIZE = "getComputedStyle(document.querySelector('h1, h2, .fm-question')).fontSize"


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    drill = sealed(paper="drill-a")
    drill = replace(drill, paper=replace(drill.paper, practice=True))
    place = workspace(tmp_path_factory.mktemp("larger"), sealed(), drill)
    write_people(place, [Person("e001", "Usual", "engineer"), Person("e002", "Larger", "engineer", text_size=1.5)])
    with running(place) as service:
        yield service


def test_larger_letters_fit_on_a_phone(service):
    with chromium() as browser:
        usual = log_in(browser, service, "e001", width=390).new_page()
        usual.goto(service.url)
        usual.locator("h1").wait_for()
        page = log_in(browser, service, "e002", width=390).new_page()
        page.set_default_timeout(10_000)
        page.route("**/api/results", lambda route: route.fulfill(json={"results": _advice(service)}))
        page.goto(service.url)
        page.get_by_text("fits what you should practise next").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        tops = {round(b.bounding_box()["y"]) for b in page.locator(".fm-header [data-switch]").all()}
        assert len(tops) == 1  # the two switches stay beside each other
        assert float(page.evaluate(SIZE)[:-2]) == pytest.approx(1.5 * float(usual.evaluate(SIZE)[:-2]))
        page.locator("[data-paper=basics-before] button").tap()
        page.locator("dialog .fm-button-main").tap()
        for number in range(1, 9):
            page.get_by_text(f"Question {number} of 8").wait_for()
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, number
            if number < 8:
                page.locator("[data-act=next]").tap()
        assert not axe.SCRIPT.exists() or axe.violations(page) == []
        page.locator("[data-act=review]").tap()
        page.locator("[data-act=hand-in]").tap()
        page.locator("dialog .fm-button-main").tap()
        page.locator("[data-checksum]").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.context.errors == []


def _advice(service) -> dict:
    """Results that advise what the practice paper practises."""
    papers = service.ask("GET", "api/mine", "e002")[1]["papers"]
    skill = next(p["skills"][0] for p in papers if p["practice"])
    return {"as_of": "", "attempts": [], "skills": [], "next": [{"skill": skill, "title": {"en": "This", "zh": "此"}}]}
