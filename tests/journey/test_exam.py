"""Engineers sit exams in a real browser, on good lines and bad ones."""

from __future__ import annotations

import re
import resource

import pytest
from exam_browser import chromium, log_in, running, workspace
from sittings import sealed

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


def start(context, service):
    """Open the paper from the engineer's own page; the page of the exam."""
    page = context.new_page()
    page.goto(service.url)
    page.locator("[data-paper=basics-before] button").click()
    page.locator("dialog .fm-button-main").click()
    page.locator(".fm-question").wait_for()
    return page


def saved(page) -> None:
    page.locator("[data-saved=saved]").wait_for()


def go(page, number: int) -> None:
    page.locator(f".fm-squares [data-at='{number - 1}']").click()
    page.get_by_text(re.compile(f"^(Question {number} of|第 {number} 题)")).wait_for()


def answer_all(page) -> None:
    """Each kind of question by mouse and keyboard."""
    page.locator(".fm-option").nth(1).click()
    go(page, 2)
    page.locator(".fm-option").nth(0).click()
    page.locator(".fm-option").nth(2).click()
    go(page, 3)
    page.locator(".fm-option").nth(1).click()
    go(page, 4)
    page.locator(".fm-numeric input").fill("566")
    page.locator(".fm-numeric select").select_option("V")
    go(page, 5)
    page.locator("[data-move=down]").first.click()
    go(page, 6)
    page.locator(".fm-pair select").nth(0).select_option(index=2)
    go(page, 7)
    page.locator(".fm-field input").fill("绝缘手套")
    go(page, 8)
    page.locator("textarea").fill("What was wrong <b>and</b> what I did.")
    saved(page)


def hand_in(page) -> str:
    """The checksum on the receipt."""
    page.locator("[data-act=review]").click()
    page.locator("[data-act='hand-in']").click()
    page.locator("dialog .fm-button-main").click()
    return page.locator("[data-checksum]").get_attribute("data-checksum")


def submissions(service) -> list:
    journal = Journal.open(service.place)
    found = list(journal.submissions())
    assert journal.verify() == []
    journal.close()
    return found


def test_sitting_with_a_reload_in_the_middle(browser, service):
    context = log_in(browser, service)
    page = start(context, service)
    page.locator(".fm-option").nth(1).click()
    page.locator("[data-act=flag]").click()
    saved(page)
    page.reload()
    page.locator(".fm-question").wait_for()
    assert page.locator(".fm-option input").nth(1).is_checked()
    assert page.locator("[data-act=flag]").get_attribute("aria-pressed") == "true"
    answer_all(page)
    checksum = hand_in(page)
    (made,) = submissions(service)
    assert set(made.answers) == {f"q{n:02}" for n in range(1, 9)}
    assert made.answers["q04"] == {"value": "566", "unit": "V"}
    assert made.answers["q08"] == {"text": "What was wrong <b>and</b> what I did."}
    assert 0 < sum(made.seconds.values()) < 60
    assert len(checksum) == 64
    assert page.get_by_text("8 of 8 questions answered").is_visible()
    assert page.get_by_text("What was wrong <b>and</b>").is_visible()  # as written, not as HTML
    page.goto(service.url)
    page.get_by_role("link", name="Receipt").click()
    assert page.locator("[data-checksum]").get_attribute("data-checksum") == checksum
    assert context.errors == []
    context.close()


def test_offline_for_a_while_then_back(browser, service):
    context = log_in(browser, service)
    page = start(context, service)
    context.set_offline(True)
    page.locator(".fm-option").nth(0).click()
    go(page, 4)
    page.locator(".fm-numeric input").fill("537")
    page.locator(".fm-numeric select").select_option("V")
    page.locator(".fm-banner-bad").wait_for()
    assert "2 answers are not saved" in page.locator(".fm-banner-bad").inner_text()
    assert page.locator("[data-saved=unsaved]").is_visible()
    page.locator("[data-act=review]").click()
    assert page.locator("[data-act='hand-in']").is_disabled()
    context.set_offline(False)
    page.locator("[data-act='hand-in']:not([disabled])").wait_for()
    hand_in_checksum = _finish(page)
    (made,) = submissions(service)
    assert made.answers["q04"] == {"value": "537", "unit": "V"}
    assert "q01" in made.answers
    assert hand_in_checksum
    context.close()


def _finish(page) -> str:
    page.locator("[data-act='hand-in']").click()
    page.locator("dialog .fm-button-main").click()
    return page.locator("[data-checksum]").get_attribute("data-checksum")


def test_what_was_not_acknowledged_survives_a_crash_of_the_page(browser, service):
    context = log_in(browser, service)
    page = start(context, service)
    page.route("**/answers", lambda route: route.abort())
    page.locator(".fm-option").nth(2).click()
    page.locator("[data-saved=unsaved]").wait_for()
    page.close()  # nothing was sent
    again = context.new_page()
    again.goto(service.url)
    again.get_by_role("link", name="Go on").click()
    saved(again)
    assert again.locator(".fm-option input").nth(2).is_checked()
    journal = Journal.open(service.place)
    (row,) = journal.sittings()
    assert journal.sitting(row.id).answers["q01"].answer == {"choice": "c"}
    journal.close()
    context.close()


def test_the_service_is_killed_and_nothing_acknowledged_is_lost(browser, service):
    context = log_in(browser, service)
    page = start(context, service)
    for n in range(3):
        page.locator(".fm-option").nth(n % 3).click()
        saved(page)
        service.kill()
        page.locator(".fm-option").nth((n + 1) % 3).click()  # given while the service is away
        service.start()
        page.locator("[data-saved=saved]").wait_for(timeout=20_000)
        journal = Journal.open(service.place)
        (row,) = journal.sittings()
        assert journal.sitting(row.id).answers["q01"].answer == {"choice": "abc"[(n + 1) % 3]}
        assert journal.verify() == []
        journal.close()
    context.close()


def test_a_disk_that_takes_nothing_is_said_and_the_answer_kept(browser, service):
    context = log_in(browser, service)
    page = start(context, service)
    page.locator(".fm-option").nth(0).click()
    saved(page)
    resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
    page.locator(".fm-option").nth(1).click()
    page.get_by_text("The exam service cannot write at the moment. Your answer was not saved.").wait_for()
    assert page.locator("[data-saved=unsaved]").is_visible()
    resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    saved(page)
    journal = Journal.open(service.place)
    (row,) = journal.sittings()
    assert journal.sitting(row.id).answers["q01"].answer == {"choice": "b"}
    assert journal.verify() == []
    journal.close()
    context.close()


def test_two_windows_the_later_takes_over(browser, service):
    context = log_in(browser, service)
    first = start(context, service)
    first.locator(".fm-option").nth(0).click()
    saved(first)
    second = context.new_page()
    second.goto(first.url)
    second.locator(".fm-option").nth(1).click()
    saved(second)
    first.bring_to_front()
    first.evaluate("dispatchEvent(new Event('focus'))")
    first.get_by_text("You opened this exam in another window").wait_for()
    assert first.locator(".fm-option input").nth(0).is_disabled()
    first.locator("[data-act=review]").click()
    assert first.locator("[data-act=hand-in]").is_disabled()
    first.locator("[data-act=back]").click()
    first.get_by_role("button", name="Go on here").click()
    first.locator(".fm-option input:not([disabled])").nth(1).wait_for()
    assert first.locator(".fm-option input").nth(1).is_checked()
    first.locator(".fm-option").nth(2).click()
    saved(first)
    context.close()


def test_chinese_on_a_phone_and_the_language_changes_without_losing_an_answer(browser, service):
    context = log_in(browser, service, "e002", "zh", 390)
    page = start(context, service)
    assert page.get_by_text("第 1 题，共 8 题").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".fm-option").nth(0).tap()
    for _ in range(6):
        page.locator("[data-act=next]").tap()
    field = page.locator(".fm-field input")
    field.fill("手套")
    page.get_by_role("button", name="English").tap()
    assert page.get_by_text("Question 7 of 8").is_visible()
    assert field.input_value() == "手套"
    page.get_by_role("button", name="中文").tap()
    assert field.input_value() == "手套"
    saved(page)
    hand_in(page)
    assert page.get_by_text("已收到您的试卷").is_visible()
    assert submissions(service)[0].answers["q07"] == {"text": "手套"}
    context.close()


def test_the_keyboard_alone_is_enough(browser, service):
    context = log_in(browser, service)
    page = start(context, service)
    page.locator(".fm-option input").first.focus()
    page.keyboard.press("ArrowDown")
    saved(page)
    assert page.locator(".fm-option input").nth(1).is_checked()
    go(page, 5)
    page.locator("[data-move=down]").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # the focus went along with the step
    saved(page)
    journal = Journal.open(service.place)
    (row,) = journal.sittings()
    assert journal.sitting(row.id).answers["q05"].answer == {"order": ["b", "c", "a", "d"]}
    journal.close()
    context.close()


def test_the_deadline_hands_in_what_was_saved(browser, service):
    context = log_in(browser, service)
    page = start(context, service)
    page.locator(".fm-option").nth(0).click()
    saved(page)
    service.ahead(29.98)
    page.evaluate("dispatchEvent(new Event('focus'))")
    page.get_by_text("Your exam was received").wait_for()
    assert page.get_by_text("Handed in by the deadline").is_visible()
    (made,) = submissions(service)
    assert made.automatic
    assert made.answers == {"q01": {"choice": "a"}}
    context.close()


def test_what_a_closed_laptop_kept_over_the_deadline_is_stored_apart(browser, service):
    context = log_in(browser, service)
    page = start(context, service)
    page.locator(".fm-option").nth(0).click()
    saved(page)
    context.set_offline(True)
    page.locator(".fm-option").nth(1).click()
    page.locator("[data-saved=unsaved]").wait_for()
    service.ahead(45)
    context.set_offline(False)
    page.get_by_text("Came after the deadline: 1.").wait_for()
    (made,) = submissions(service)
    assert made.answers == {"q01": {"choice": "a"}}
    journal = Journal.open(service.place)
    (kept,) = journal.sitting(made.sitting).kept
    assert kept.entries[0]["answer"] == {"choice": "b"}
    assert kept.since
    journal.close()
    context.close()


def test_the_clock_of_the_device_changes_nothing(browser, service):
    context = log_in(browser, service)
    context.add_init_script("const real = Date.now; Date.now = () => real() - 5 * 3600 * 1000")
    page = start(context, service)
    assert page.locator(".fm-time").inner_text() == "30 minutes left"
    context.close()


def test_the_first_page_is_small(browser, service):
    context = log_in(browser, service)
    page = start(context, service)
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(_weight(request)))
    page.reload()
    page.locator(".fm-question").wait_for()
    context.close()
    assert len(sizes) <= 20
    assert sum(sizes) <= 300_000


def _weight(request) -> int:
    sizes = request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]


def test_the_trial_run_tells_at_once_and_counts_for_nothing(browser, service):
    context = log_in(browser, service)
    page = context.new_page()
    page.goto(service.url)
    page.locator("[data-paper=trial] button").click()
    page.locator(".fm-option").nth(0).click()
    page.get_by_role("button", name="Check my answer").click()
    page.get_by_text("Not right").wait_for()
    page.locator(".fm-option").nth(1).click()
    page.get_by_text("Not right").wait_for(state="detached")
    page.get_by_role("button", name="Check my answer").click()
    page.locator(".fm-badge-good", has_text="Right").wait_for()
    hand_in(page)
    assert page.get_by_text("The trial run is over: this device works.").is_visible()
    assert submissions(service) == []
    page.goto(service.url)
    page.locator("[data-paper=basics-before]").wait_for()
    assert page.locator(".fm-past").count() == 0
    context.close()
