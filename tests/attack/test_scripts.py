"""Scripts in names, answers, messages and exports: shown as what they are, and never run."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from exam_browser import PEOPLE, chromium, log_in, running, workspace
from sittings import sealed

from fieldmark.model.person import Person
from fieldmark.sitting.web.pages import assets
from fieldmark.store.people import write_people

pytestmark = pytest.mark.journey
NASTY = "=1+1<img src=x onerror=\"globalThis.hit='ran'\"><script>globalThis.hit='ran'</script>\u202e"
FORMULAS = ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x.example","y")', "plain", -5]


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    place = workspace(tmp_path_factory.mktemp("scripted"), sealed())
    write_people(place, [*PEOPLE, Person("e666", NASTY, "engineer")])
    with running(place) as service:
        yield service


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser, service):
    """A page of somebody, opened at a path, once a text is on it; at the end nothing that it showed may have run."""
    opened = []

    def open_(who: str, path: str, text: str):
        found = log_in(browser, service, who).new_page()
        found.set_default_timeout(10_000)
        found.goto(service.url + path)
        found.get_by_text(text).first.wait_for()
        opened.append(found)
        return found

    yield open_
    for each in opened:
        assert each.evaluate("globalThis.hit") is None, each.url
        assert each.locator("img[onerror], script:not([src])").count() == 0, each.url
        assert each.context.errors == []
        each.context.close()


def test_what_an_engineer_writes_is_text_on_every_page(page, service):
    sitting = service.ask("POST", "api/papers/basics-before/open", "e666", {})[1]["sitting"]
    service.ask("POST", f"api/sittings/{sitting}/window", "e666", {})
    entry = {"client": 1_000_001, "slot": "q08", "answer": {"text": NASTY}}
    status, said = service.ask("PUT", f"api/sittings/{sitting}/answers", "e666", {"entries": [entry]})
    assert (status, said["saved"]) == (200, [1_000_001])
    for act in ("note", "tell"):
        assert service.ask("POST", f"api/desk/sittings/{sitting}/{act}", "t01", {"text": NASTY})[0] == 200
    page("e666", "", "onerror")
    page("e666", f"sit/{sitting}", "Examiner: =1+1<img")
    desk = page("t01", "desk#basics-before", "onerror")
    desk.locator("[data-act=open]").click()
    desk.get_by_text("note: =1+1<img").wait_for()
    service.ask("POST", f"api/sittings/{sitting}/submit", "e666", {})
    page("e666", f"sit/{sitting}", "=1+1<img")
    page("t01", "marking", "Marking")


def test_an_export_reckons_nothing(browser):
    """The dashboard's own CSV: what starts like a formula is text to a spreadsheet; numbers stay numbers."""
    source = (files("fieldmark.pages") / "front" / "dom.js").read_text(encoding="utf-8").replace("export ", "")
    made = browser.new_page()
    rows = made.evaluate(f"(rows) => {{ {source}; return csv(rows) }}", [[value] for value in FORMULAS])
    made.close()
    cells = [line.strip('"') for line in rows.removeprefix("\ufeff").split("\r\n")][: len(FORMULAS)]
    assert [cell[0] for cell in cells[:7]] == ["'"] * 7, json.dumps(rows)
    assert cells[7:] == ["plain", "-5"]


def test_no_source_map_is_named_or_served(service):
    for name, (data, _) in assets().items():
        assert b"sourceMappingURL" not in data
        assert service.raw("GET", f"static/{name}.map", None, {})[0] == 404
