"""A hand-written assignment goes out and comes back through a real browser, and the page stays accessible."""

from __future__ import annotations

import json

import axe
import pytest
from exam_browser import chromium, log_in, running, workspace
from sittings import sealed

from fieldmark.store.feedback import notebook_key, write_feedback
from fieldmark.store.files import write_bytes

pytestmark = pytest.mark.journey
NOTEBOOK = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "markdown", "source": "x"}]}
TOLD = {
    "engineer": "e002",
    "visible": "2026-01-01T00:00:00+00:00",
    "handed": "2026-01-01T00:00:00+00:00",
    "total": {"points": 4.0, "most": 10.0, "open": 1},
    "cells": [
        {"notebook": "pump-curve", "cell": "powers", "points": 4.0, "most": 6.0, "comment": "<i>Mind</i> the units."},
        {"notebook": "pump-curve", "cell": "why-" + "long" * 20, "points": None, "most": 4.0, "comment": ""},
    ],
}
GOOD = json.dumps(NOTEBOOK).encode()


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    place = workspace(tmp_path_factory.mktemp("assignments"), sealed())
    (place.assignments / "vfd" / "notebooks" / "pump-curve").mkdir(parents=True)
    write_bytes(place.nbgrader("vfd") / "release" / "pump-curve" / "pump-curve.ipynb", GOOD)
    with running(place) as service:
        yield service


def file(name: str, data: bytes) -> dict:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def test_downloaded_handed_in_refused_and_handed_in_again(service):
    with chromium() as browser:
        context = log_in(browser, service, "e002", "zh", 390)
        page = context.new_page()
        page.goto(service.url)
        card = page.locator("[data-assignment='vfd/pump-curve']")
        with page.expect_download() as got:
            card.get_by_role("link", name="下载").click()
        assert got.value.suggested_filename == "pump-curve.ipynb"
        _send(page, card, file("note.txt", b"no notebook"))
        card.get_by_role("alert").get_by_text("须有且仅有一个笔记本").wait_for()
        _send(page, card, file("pump-curve.ipynb", GOOD), file("long.csv", bytes(21_000_000)))
        card.get_by_role("alert").get_by_text("最多接收 20 MB").wait_for()  # said before anything is sent
        _send(page, card, file("pump-curve.ipynb", GOOD), file("<b>测量.csv", b"u,i"))
        card.get_by_text("测量.csv").wait_for()
        _send(page, card, file("pump-curve.ipynb", GOOD))
        card.get_by_text("另保留之前的 1 次").wait_for()
        assert card.get_by_role("alert").count() == 0
        assert card.locator("details").count() == 0
        write_feedback(service.place, notebook_key("vfd", "pump-curve"), "e002", TOLD)
        page.reload()
        card.get_by_text("成绩反馈：4 / 10 分 · 1 项等待人工评阅").click()
        card.get_by_text("<i>Mind</i> the units.").wait_for()
        assert card.get_by_text("等待人工评阅", exact=True).count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        if axe.SCRIPT.exists():
            assert axe.violations(page) == []
        assert context.errors == []
        context.close()
    submitted = service.place.nbgrader("vfd") / "submitted" / "e002" / "pump-curve"
    assert sorted(p.name for p in submitted.iterdir()) == ["pump-curve.ipynb", "timestamp.txt"]


def _send(page, card, *files: dict) -> None:
    with page.expect_file_chooser() as chooser:
        card.locator("button").click()
    chooser.value.set_files(list(files))
