"""Two examiners observe one engineer: the first on a phone that loses its line and is reloaded, with a photo."""

from __future__ import annotations

import http.client
from typing import Any

import axe
import pytest
from exam_browser import PEOPLE, chromium, log_in, running, workspace
from observed import checklist, png

from fieldmark.model.person import Person
from fieldmark.sitting import jpeg
from fieldmark.store.journal import Journal
from fieldmark.store.people import write_people

KEPT = """() => new Promise((resolve) => {
  indexedDB.open("fm-observe").onsuccess = (e) => {
    e.target.result.transaction("photos").objectStore("photos").count().onsuccess = (c) => resolve(c.target.result);
  };
})"""
pytestmark = [pytest.mark.journey, pytest.mark.slow]


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    place = workspace(tmp_path_factory.mktemp("observed"), checklist(2))
    write_people(place, [*PEOPLE, Person("t03", "Second Examiner", "trainer", ("vfd",))])
    with running(place) as service:
        yield service


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


def clean(page: Any) -> list[str]:
    return axe.violations(page) if axe.SCRIPT.exists() else []


def level(page: Any, line: str, n: int) -> None:
    page.locator(f"[data-line={line}] .fm-ob-level").nth(n).click()


def saved(page: Any, line: str, state: str = "saved") -> None:
    page.wait_for_selector(f"[data-line={line}] [data-saved={state}]")


def test_an_observation_by_two(service, browser, tmp_path):
    (tmp_path / "cabinet.png").write_bytes(png(2600, 1800))
    (tmp_path / "notes.png").write_bytes(b"no picture at all")
    context = log_in(browser, service, "t01", width=390)
    page = context.new_page()
    page.set_default_timeout(8000)

    # begin, and mark the first line with the keyboard
    page.goto(f"{service.url}observe")
    page.get_by_label("Checklist").select_option(label="A repair at the customer's site")
    page.get_by_label("Engineer").select_option("e001")
    assert clean(page) == []
    page.get_by_role("button", name="Begin").click()
    page.wait_for_selector("[data-line=isolates]")
    page.locator("[data-line=isolates] input[type=radio]").nth(1).focus()
    page.keyboard.press("ArrowDown")
    saved(page, "isolates")
    assert clean(page) == []

    # what is no picture is said at once
    camera = page.locator("[data-line=isolates] input[type=file]")
    camera.set_input_files(tmp_path / "notes.png")
    page.get_by_text("not a picture that can be read").wait_for()

    # the line is lost: a photo, a note and a level are kept on the device, over a reload too
    page.wait_for_function(
        "caches.open('fm-exam').then((c) => c.keys()).then((k) => k.some((r) => r.url.includes('/observe/')))"
    )
    service.stop()
    camera.set_input_files(tmp_path / "cabinet.png")
    page.wait_for_selector("[data-photo=waiting] img")
    page.locator("[data-line=isolates] textarea").fill("Tagged with name and date.")
    level(page, "explains", 3)
    saved(page, "explains", "unsaved")
    page.get_by_text("not saved: there is no connection").wait_for()
    page.reload()
    page.wait_for_selector("[data-photo=waiting] img")
    assert page.locator("[data-line=isolates] textarea").input_value() == "Tagged with name and date."
    assert page.locator("[data-line=explains] input[type=radio]").nth(3).is_checked()

    # the line is back: all of it arrives by itself
    service.start()
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_selector("[data-photo=sent] img", timeout=15000)
    saved(page, "explains")
    saved(page, "isolates")

    # nothing is finished while a line is open
    page.get_by_role("button", name="Look it over").click()
    assert page.get_by_role("button", name="Finish", exact=True).is_disabled()
    page.get_by_role("button", name="Work order signed").click()
    level(page, "signs", 4)  # not seen
    saved(page, "signs")
    page.get_by_role("button", name="Look it over").click()
    assert clean(page) == []
    page.get_by_role("button", name="Finish", exact=True).click()
    page.get_by_role("button", name="Finish for good").click()
    page.get_by_text("Neither sees the other's marks until both have").wait_for()
    assert page.evaluate(KEPT) == 0  # nothing of it stays on the phone
    assert context.errors == []

    # the second examiner, in Chinese and in the dark, sees nothing of it, and differs
    other = log_in(browser, service, "t03", language="zh", width=390)
    second = other.new_page()
    second.set_default_timeout(8000)
    second.goto(page.url)
    second.wait_for_selector("[data-line=isolates]")
    second.locator("[data-switch=theme]").click()
    assert "Tagged" not in second.content()
    for line, n in (("isolates", 2), ("explains", 1), ("signs", 3)):
        level(second, line, n)
        saved(second, line)
    assert clean(second) == []
    second.get_by_role("button", name="检查").click()
    second.get_by_role("button", name="完成", exact=True).click()
    second.get_by_role("button", name="确定完成").click()
    second.wait_for_selector("[data-apart='1']")
    second.wait_for_selector("[data-checksum]")
    second.get_by_text("Tagged with name and date.").wait_for()
    assert clean(second) == []
    assert other.errors == []

    # one submission, with a small picture that tells nothing of where it was taken
    with Journal.open(service.place) as journal:
        (made,) = journal.submissions()
    first, _ = made.answers["q01"]["examiners"]
    assert first["levels"] == {"isolates": 2, "explains": 3, "signs": "not seen"}
    (digest,) = first["photos"]["isolates"]
    picture = photo(service, page.url.rpartition("/")[2], digest)
    assert jpeg.wrong_with(picture) is None
    assert len(picture) < 1_000_000


def photo(service: Any, sitting: str, digest: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=10)
    connection.request("GET", f"/exam/api/observe/sittings/{sitting}/photos/{digest}", headers={"Cookie": "who=t03"})
    data = connection.getresponse().read()
    connection.close()
    return data
