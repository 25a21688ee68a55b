"""Pictures of the examiner's checklist on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from exam_browser import log_in, running, workspace

from fieldmark import bank
from fieldmark.model.item import Observation
from fieldmark.model.observed import paper
from fieldmark.model.paper import SealedPaper
from fieldmark.store.workspace import Workspace


def take(place: Workspace, browser: Any) -> Iterator[tuple[str, bytes]]:
    item = next(i for i in bank.read(place).items if isinstance(i, Observation))
    with TemporaryDirectory() as folder, running(_with(Path(folder), item)) as service:
        context = log_in(browser, service, "t01", width=390)
        page = context.new_page()
        page.goto(f"{service.url}observe")
        page.locator("select").nth(0).select_option(f"{item.id}-observed")
        page.locator("select").nth(1).select_option("e001")
        page.locator("button[type=submit]").click()
        line = page.locator("[data-line=isolates]")
        line.locator(".fm-ob-level").nth(2).click()
        line.locator("textarea").fill("Tag with name, date and time.")
        page.locator("[data-line=hears-report] .fm-ob-level").nth(2).click()
        line.locator("[data-saved=saved]").wait_for()
        line.evaluate("e => e.scrollIntoView({ block: 'start' })")
        page.evaluate("scrollBy(0, -110)")
        yield "observation-phone", page.screenshot()
        context.close()


def _with(folder: Path, item: Observation) -> Workspace:
    return workspace(folder, SealedPaper(paper(item), "0b" * 32, (item,), digest="d1"))
