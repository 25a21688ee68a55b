"""Pictures of the site as people meet it: login, exam, practical, the trainer's pages."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator
from typing import Any

from site_kit import Site

from fieldmark.store.workspace import Workspace

DESK, PHONE = {"width": 1280, "height": 840}, {"width": 390, "height": 844}
ENGINEER = "e001"


def take(place: Workspace, browser: Any) -> Iterator[tuple[str, bytes]]:
    site = Site(place)
    try:
        yield "login", _login_page(browser, site).screenshot()
        yield from _engineer(browser, site)
        yield from _trainer(browser, site)
    finally:
        site.end(signal.SIGINT)


def _login_page(browser: Any, site: Site, view: dict[str, int] = DESK, locale: str = "en-US") -> Any:
    page = browser.new_context(viewport=view, locale=locale, color_scheme="light").new_page()
    page.goto(site.url)
    page.locator("#username_input").wait_for()
    return page


def _enter(browser: Any, site: Site, user: str, view: dict[str, int] = DESK, locale: str = "en-US") -> Any:
    page = _login_page(browser, site, view, locale)
    password = re.search(r"password: (\S+)", site.facts["log_in"])
    page.fill("#username_input", user)
    page.fill("#password_input", password[1] if password else "")
    page.click("#login_submit")
    return page


def _engineer(browser: Any, site: Site) -> Iterator[tuple[str, bytes]]:
    page = _enter(browser, site, ENGINEER)
    page.locator("[data-paper]").first.wait_for()
    yield "my-exams", page.screenshot()
    _open(page, "basics-after")
    page.locator(".fm-squares [data-at='1']").click()
    page.locator(".fm-option, .fm-numeric").first.wait_for()
    yield "exam", page.screenshot()
    page.locator("[data-act=review]").click()
    page.locator("[data-act='hand-in']").wait_for()
    yield "exam-review", page.screenshot()
    page.context.close()
    phone = _enter(browser, site, ENGINEER, PHONE, "zh-CN")
    phone.locator("[data-paper]").first.wait_for()
    _open(phone, "basics-after")
    _chinese(phone)
    yield "exam-phone", phone.screenshot()
    phone.context.close()
    yield from _practical(browser, site)


def _practical(browser: Any, site: Site) -> Iterator[tuple[str, bytes]]:
    page = _enter(browser, site, ENGINEER, {"width": 1280, "height": 1100})
    page.locator("[data-paper]").first.wait_for()
    if page.locator("[data-paper=practical-a]").count():
        _open(page, "practical-a")
        page.locator("svg").first.wait_for()
        yield "fault-bench", page.screenshot()
    page.context.close()


def _open(page: Any, paper: str) -> None:
    """Start the paper, or go on where an earlier picture left it."""
    page.locator(f"[data-paper={paper}] .fm-button-main").click()
    started: Callable[[], Any] = page.locator("dialog .fm-button-main").click
    if page.locator("dialog").or_(page.locator(".fm-question")).first.evaluate("e => e.localName") == "dialog":
        started()
    page.locator(".fm-question").wait_for()


def _chinese(page: Any) -> None:
    switch = page.get_by_role("button", name="中文")
    if switch.count():
        switch.click()
    page.wait_for_timeout(300)


def _trainer(browser: Any, site: Site) -> Iterator[tuple[str, bytes]]:
    page = _enter(browser, site, "trainer")
    page.locator("#formgrader-vfd").wait_for()
    yield "trainer", page.screenshot()
    page.click("#formgrader-vfd")
    page.wait_for_url("**/formgrader/manage_assignments", timeout=90_000)
    page.get_by_role("row").filter(has_text="basics-before-a1").wait_for()
    yield "formgrader", page.screenshot()
    page.context.close()
