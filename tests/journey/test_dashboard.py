"""A manager reads the dashboard in Chromium: from the overview to one engineer, in both languages, on a phone too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from dashboard_browser import Dashboard, dashboard, drawn, open_page
from exam_browser import chromium
from unit.board import company

from fieldmark.board.publish import publish
from fieldmark.store.tables import read_table, write_table
from fieldmark.store.workspace import Workspace

pytestmark = [pytest.mark.journey, pytest.mark.slow]


@pytest.fixture(scope="module")
def place(tmp_path_factory: Any) -> Workspace:
    made = company.workspace(tmp_path_factory.mktemp("company") / "w")
    publish(made)
    return made


@pytest.fixture(scope="module")
def served(place: Workspace) -> Iterator[Dashboard]:
    with dashboard(place, ["region:North"]) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


def test_a_manager_reads_from_the_overview_to_one_engineer(served, browser, place):
    page = open_page(browser, served.url)
    assert "Region North" in page.text_content(".fmd-context")
    assert "KPIs with a target are on target" in page.text_content("h1")
    drawn(page)

    page.get_by_role("button", name="Customer satisfaction").first.click()
    page.wait_for_selector(".fmd-chart h2:has-text('Customer satisfaction')")
    assert page.get_by_role("button", name="Customer satisfaction").first.get_attribute("aria-pressed") == "true"

    page.get_by_label("Unit", exact=True).select_option("team:N2")
    page.wait_for_selector(".fmd-context:has-text('Team N2')")

    page.get_by_role("link", name="Skills").click()
    page.wait_for_selector("h2:has-text('By engineer')")
    assert page.evaluate("document.activeElement.tagName") == "H1"  # a new page is read from its start
    _find_in_the_heat_map(page)

    page.get_by_role("region", name="By engineer").get_by_role("button").nth(5).click()  # sorts by a skill
    page.get_by_role("region", name="By engineer").locator("tbody th button").first.click()
    page.wait_for_selector("h2:has-text('Training history')")
    drawn(page)
    assert page.url.split("#")[1].startswith("/engineer?")

    page.go_back()
    page.wait_for_selector("h2:has-text('By engineer')")
    others = set(read_table(place, "engineers").query("region != 'North'")["name"])
    assert not [name for name in others if any(f'"{name}"' in frame for frame in page.heard)]
    assert page.faults == []
    page.context.close()


def _find_in_the_heat_map(page: Any) -> None:
    """By keyboard: one stop for the whole map, arrows within, words for the cell."""
    page.get_by_label("Filter: By engineer").fill("N2")
    cell = page.get_by_role("region", name="By engineer").locator("td[data-hint]").first
    cell.focus()
    page.keyboard.press("ArrowRight")
    told = page.evaluate("document.activeElement.dataset.hint")
    assert page.locator(".fmd-tip:visible").text_content() == told
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.hint") != told
    page.get_by_label("Filter: By engineer").fill("")


def test_language_and_theme_hold_over_a_reload(served, browser):
    page = open_page(browser, served.url + "#/outcome")
    page.wait_for_selector(".fm-nav [aria-current]:has-text('Outcome')")
    page.get_by_role("button", name="中文").click()
    page.wait_for_selector("h2:has-text('检查了什么')")
    page.get_by_role("button", name="浅色或深色").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    drawn(page)
    line = page.locator(".fmd-plot .lines path").last.get_attribute("style")
    assert "rgb(224, 160, 75)" in line  # the second colour of charts in the dark theme
    page.reload()
    page.wait_for_selector("h2:has-text('检查了什么')", timeout=60_000)
    assert page.evaluate("[document.documentElement.dataset.theme, document.documentElement.lang]") == ["dark", "zh-CN"]
    assert page.faults == []
    page.context.close()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_on_a_phone_nothing_overflows_and_targets_can_be_touched(served, browser, language):
    page = open_page(browser, served.url, width=390, height=844, theme="dark", language=language)
    for at in range(4):
        page.locator(".fm-nav a").nth(at).click()
        page.wait_for_function(f"document.querySelectorAll('.fm-nav a')[{at}].getAttribute('aria-current') === 'page'")
        drawn(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        small = page.evaluate(
            "[...document.querySelectorAll('.fm-nav a, .fm-header button, .fmd-tool, .fmd-control .fm-input')]"
            ".filter((e) => e.offsetParent && e.getBoundingClientRect().height < 44).map((e) => e.outerHTML)"
        )
        assert small == []
    unnamed = page.evaluate(
        "[...document.querySelectorAll('button, a, input, select')].filter((e) => !(e.getAttribute('aria-label') ||"
        " e.textContent.trim() || e.labels?.length)).map((e) => e.outerHTML)"
    )
    assert unnamed == []
    assert page.faults == []
    page.context.close()


def test_newer_figures_are_offered_and_a_dead_kernel_is_told(served, place, browser):
    page = open_page(browser, served.url)
    write_table(place, "retraining", read_table(place, "retraining").iloc[:5])
    publish(place)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # back from another tab
    page.get_by_role("button", name="Show them").click()
    page.wait_for_selector("text=Newer figures", state="detached")

    served.kill_kernels()
    page.clock.install()
    page.get_by_role("link", name="Skills").click()
    page.clock.fast_forward(15_000)
    banner = page.wait_for_selector("[role=alert]")
    assert "Connection lost" in banner.text_content()
    assert page.get_by_role("button", name="Reload").is_visible()
    page.context.close()


def test_numbers_leave_the_page_as_csv(served, browser):
    page = open_page(browser, served.url + "#/skills")
    page.wait_for_selector("h2:has-text('By engineer')")
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV: By engineer").click()
    text = saved.value.path().read_text(encoding="utf-8-sig")
    head, first = (line.split(",") for line in text.splitlines()[:2])
    assert head[:3] == ["Engineer", "Team", "Mean"]
    assert len(head) == 3 + 12 * 3  # value and both ends of its interval
    assert len(first) == len(head)
    assert len(text.splitlines()) == 1 + 12
    assert page.faults == []
    page.context.close()
