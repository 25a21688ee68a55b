"""An exam over a slow phone line: 400 kbit/s and 400 ms, from an empty cache to the receipt."""

from __future__ import annotations

import time

import pytest
from exam_browser import chromium, log_in, running, workspace
from sittings import ANSWERS, sealed

from fieldmark.store.journal import Journal

pytestmark = pytest.mark.journey
LINE = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
MOST_BYTES, MOST_REQUESTS, MOST_SECONDS = 300_000, 20, 12.0


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with running(workspace(tmp_path_factory.mktemp("slow"), sealed())) as service:
        yield service


@pytest.fixture
def phone(service):
    with chromium() as browser:
        context = log_in(browser, service, width=390)
        yield context.new_page()
        context.close()


def slow(page) -> list[int]:
    """Put the page on the slow line; the bytes of each request as they come in, compressed and with headers."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    sizes: list[int] = []
    line.on("Network.loadingFinished", lambda done: sizes.append(int(done["encodedDataLength"])))
    return sizes


def test_a_paper_is_sat_to_its_end(phone, service):
    sizes = slow(phone)
    began = time.monotonic()
    phone.goto(service.url)
    phone.locator("[data-paper=basics-before] button").tap()
    phone.locator("dialog .fm-button-main").tap()
    phone.locator(".fm-question").wait_for()
    assert time.monotonic() - began < MOST_SECONDS  # own page, exam page and all they load, from nothing
    assert sum(sizes) <= MOST_BYTES
    assert len(sizes) <= MOST_REQUESTS
    phone.locator(".fm-option").nth(1).tap()
    phone.locator("[data-act=next]").tap()  # the next question does not wait for the line
    phone.locator(".fm-option").nth(0).tap()
    phone.locator("[data-saved=saved]").wait_for()
    phone.locator("[data-act=review]").tap()
    phone.locator("[data-act=hand-in]:not([disabled])").tap()
    phone.locator("dialog .fm-button-main").tap()
    phone.locator("[data-checksum]").wait_for()
    journal = Journal.open(service.place)
    (made,) = journal.submissions()
    journal.close()
    assert set(made.answers) == {"q01", "q02"} < set(ANSWERS)
    assert phone.context.errors == []
    print(f"{sum(sizes)} bytes in {len(sizes)} requests")
