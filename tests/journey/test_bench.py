"""Practicals in a real browser: a fault found with the keyboard alone on a phone, a reload in the middle, a talk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from exam_browser import chromium, log_in, running, workspace
from pictures import pictured
from playwright.sync_api import expect
from sittings import sealed

from fieldmark import bank
from fieldmark.model.paper import Slot
from fieldmark.sitting.widgets import Question
from fieldmark.store.journal import Journal
from fieldmark.store.workspace import Workspace

pytestmark = pytest.mark.journey
ROOT = Path(__file__).parents[2]
IDS = ("earth-fault-after-rain", "complaint-third-failure")
OPEN = ("input-phase-intermittent", "delayed-part")  # for practice
PHONE = 390


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    papers = paper("practical-a", IDS), paper("practice-a", OPEN, practice=True)
    with running(workspace(tmp_path_factory.mktemp("practical"), *papers)) as service:
        yield service


def paper(name, ids, *, practice=False):
    shipped = {i.id: i for i in bank.read(Workspace(ROOT)).items}
    plain = sealed(paper=name, minutes=60)
    slots = tuple(Slot(f"q{n:02}", shipped[i].points, (i,)) for n, i in enumerate(ids, start=1))
    made = replace(plain.paper, slots=slots, practice=practice)
    return replace(plain, paper=made, items=tuple(shipped[i] for i in ids))


def start(context, service, paper="practical-a"):
    page = context.new_page()
    page.goto(service.url)
    page.locator(f"[data-paper={paper}] button").click()
    if paper != "practice-a":
        page.locator("dialog .fm-button-main").click()
    page.locator(".fm-bench").wait_for()
    return page


def press(page, selector: str, key: str = "Enter") -> None:
    """Come to it and press it, as with Tab and Enter."""
    page.locator(selector).first.focus()
    page.keyboard.press(key)


def steps(page, count: int) -> None:
    page.locator(f".fm-notebook li:nth-child({count})").wait_for()


def test_a_fault_is_worked_on_by_keyboard_on_a_phone_and_handed_in(browser, service):
    context = log_in(browser, service, "e001", "en", PHONE)
    page = start(context, service)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    press(page, "[data-do=instrument][data-id=display]")
    press(page, ".fm-point", " ")  # the panel
    press(page, "[data-do=test][data-id=current-at-rest]")
    steps(page, 1)
    assert " A" in page.locator(".fm-meter-value").inner_text()
    press(page, "[data-do=instrument][data-id=diode]")
    page.locator("[data-do=point][data-id='']").focus()
    page.keyboard.press("Enter")
    press(page, "[data-do=test][data-id=diode-output]")  # the cable is still on: unsafe, and done all the same
    steps(page, 2)
    press(page, "[data-do=state][data-id=lock-out]")
    steps(page, 3)
    assert "Locked out" in page.locator(".fm-status-state").inner_text()

    page.reload()  # another start of the same sitting goes on where it was
    steps(page, 3)
    assert page.locator(".fm-status").inner_text().count("min") >= 2
    press(page, "[data-do=state][data-id=discharge]")
    steps(page, 4)
    press(page, "[role=tab][aria-selected=true]", "ArrowRight")
    press(page, "[data-do=ask-replace][data-id=current-sensor]")
    page.keyboard.press("Escape")  # thought better of it
    assert page.locator(".fm-sure").count() == 0
    press(page, "[data-do=ask-replace][data-id=terminal-box]")
    press(page, "[data-do=replace]")
    steps(page, 5)
    press(page, "[role=tab][aria-selected=true]", "ArrowRight")
    page.locator("[data-line=cause]").select_option("terminal-box")
    for line in ("action", "verification", "sign_off"):
        page.locator(f"[data-line={line}]").fill(f"{line} done")
    press(page, "[data-do=ask-declare]")
    press(page, "[data-do=declare]")
    page.locator(".fm-bench-closed .fm-banner").wait_for()
    assert page.locator(".fm-line:not([disabled])").count() == 0

    page.locator("[data-act=review]").click()
    page.locator("[data-act=hand-in]").click()
    page.locator("dialog .fm-button-main").click()
    page.locator(".fm-checksum").wait_for()
    assert context.errors == []
    answer = submitted(service, "e001").answers["q01"]
    assert answer["order"] == {
        "cause": "Water in the motor's terminal box",
        **{line: f"{line} done" for line in ("action", "verification", "sign_off")},
    }
    assert answer["steps"][-1] == {"declare": "terminal-box"}
    assert len(answer["steps"]) == 6
    context.close()


def test_points_on_a_picture_are_touched_on_a_phone(browser):
    shipped = {i.id: i for i in bank.read(Workspace(ROOT)).items}
    page = lesson(browser, Question(pictured(shipped["encoder-loss"])), PHONE)
    page.locator(".fm-schematic image[aria-label='An open cabinet']").wait_for()
    for point in page.locator(".fm-point-reach").all():
        box = point.bounding_box()
        assert min(box["width"], box["height"]) >= 44
    page.locator(".fm-point").first.click()
    page.locator(".fm-todo h3", has_text="Panel").wait_for()
    assert page.locator(".fm-todo button").count() >= 2, "the list says the same"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    page.close()


def test_practice_at_the_service_has_hints_traces_and_the_replay(browser, service):
    context = log_in(browser, service, "e003", "en", PHONE)
    page = start(context, service, "practice-a")
    assert page.locator(".fm-time").count() == 0, "no clock in practice"
    page.locator("[data-do=hint]").click()
    page.locator(".fm-hint").wait_for()
    assert "Best now" in page.locator(".fm-hint").inner_text()
    press(page, "[data-do=instrument][data-id=oscilloscope]")
    assert page.locator(".fm-scope").count() == 0
    press(page, "[data-do=test][data-id=scope-ripple]")
    steps(page, 1)
    screen = page.locator(".fm-meter .fm-scope svg")
    assert "80 ms across, 480 to 580 V" in screen.get_attribute("aria-label")
    assert len(screen.locator("polyline").get_attribute("points").split()) > 50
    words = page.locator(".fm-meter-value").inner_text()
    assert "Hz" in words, "the same in words"
    assert page.locator(".fm-notebook-screen").count() == 1

    page.locator("[role=tab]").nth(2).click()
    page.locator("[data-line=verification]").fill("runs under full load")
    page.reload()  # at once: before the page could tell what was typed
    page.locator(".fm-hint").wait_for()
    expect(page.locator(".fm-meter-value")).to_have_text(words)  # "Working …" while what was typed is sent again
    page.locator("[role=tab]").nth(2).click()
    assert page.locator("[data-line=verification]").input_value() == "runs under full load"
    page.locator(".fm-close", has_text="Saved").wait_for()
    assert page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('fm-draft')).length") == 0

    page.locator("[data-line=cause]").select_option(index=1)
    press(page, "[data-do=ask-declare]")
    press(page, "[data-do=declare]")
    page.locator(".fm-replay").wait_for()
    assert "The fault was" in page.locator(".fm-replay").inner_text()
    assert "+ 15 for hints" in page.locator(".fm-replay .fm-ways").first.inner_text()
    assert "no customer sign-off" in page.locator(".fm-replay-parts").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert context.errors == []
    context.close()


def test_a_talk_goes_to_its_end_in_chinese_and_nothing_of_the_mood_is_told(browser, service):
    context = log_in(browser, service, "e002", "zh", 1280)
    page = start(context, service)
    page.locator(".fm-squares [data-at='1']").click()
    page.locator(".fm-talk").wait_for()
    for said in range(1, 30):
        if page.locator(".fm-outcome").count():
            break
        if page.locator(".fm-answer textarea").count():
            page.locator(".fm-answer textarea").fill("我今天下午两点到，带上经理，先查清原因")
            page.locator(".fm-answer [type=submit]").click()
        else:
            press(page, ".fm-reply")
        page.locator(".fm-say.is-engineer").nth(said - 1).wait_for()
        page.locator(".fm-reply:not([disabled]), textarea:not([disabled]), .fm-outcome").first.wait_for()
    assert "对话已结束" in page.locator(".fm-outcome").inner_text()
    log = page.locator("[role=log]")
    assert log.get_by_role("listitem").count() > 1
    assert "mood" not in page.content().casefold().replace("fm-", "")
    before = log.inner_text()
    page.reload()
    page.locator(".fm-squares [data-at='1']").click()
    page.locator(".fm-outcome").wait_for()
    assert page.locator(".fm-says").inner_text() == before
    assert context.errors == []
    context.close()


def submitted(service, engineer: str):
    journal = Journal.open(service.place)
    try:
        return next(s for s in journal.submissions() if s.engineer == engineer)
    finally:
        journal.close()


HOST = """
<!doctype html><html lang="en" data-theme="light"><body class="fm"><main id="at" class="fm-page"></main>
<script type="module">
%s
const listeners = {};
const model = {
  traits: await window.kernel("start", {}), changed: {},
  get(name) { return this.traits[name]; },
  set(name, value) { this.traits[name] = value; this.changed[name] = value; },
  async save_changes() {
    const sent = this.changed; this.changed = {};
    const now = await window.kernel("save", sent);
    const differ = Object.keys(now).filter((n) => JSON.stringify(now[n]) !== JSON.stringify(this.traits[n]));
    Object.assign(this.traits, now);
    for (const n of differ) for (const heard of listeners["change:" + n] ?? []) heard();
  },
  on(event, heard) { (listeners[event] ??= []).push(heard); },
  off() {},
};
m_question_js.default.render({ model, el: document.getElementById("at") });
</script></body></html>
"""


def lesson(browser, question, width=1280):
    """The widget's own module on a page, with the widget behind it as its kernel."""
    names = ("question", "answer", "view", "act", "reply", "feedback", "locked", "language", "practice")

    def kernel(_source, what, sent):
        for name, value in sent.items() if what == "save" else ():
            setattr(question, name, value)
        return {name: getattr(question, name) for name in names}

    page = browser.new_page(viewport={"width": width, "height": 900})
    page.expose_binding("kernel", kernel)
    page.set_content(HOST % question._esm.replace("export default", "//"))
    page.add_style_tag(content=question._css)
    return page


def test_in_a_lesson_hints_cost_and_the_replay_follows_the_end(browser):
    shipped = {i.id: i for i in bank.read(Workspace(ROOT)).items}
    question = Question(shipped["encoder-loss"], seed="s1")
    page = lesson(browser, question)
    page.locator("[data-do=hint]").click()
    page.locator(".fm-hint").wait_for()
    assert question.view["cost"] == pytest.approx(question.view["hint"]["price"])
    assert "Best now" in page.locator(".fm-hint").inner_text()
    page.locator(".fm-line").first.click()
    page.locator(".fm-line").first.click()  # the same again is a step of its own
    steps(page, 2)
    page.locator("[role=tab]").nth(2).click()
    page.locator("[data-line=cause]").select_option(index=1)
    page.locator("[data-do=ask-declare]").click()
    page.locator("[data-do=declare]").click()
    page.locator(".fm-replay").wait_for()
    assert page.locator(".fm-track-step").count() == len(question.view["replay"]["you"])
    widest = page.locator(".fm-belief-share").first.inner_text()
    page.locator(".fm-ways button", has_text="The best way").click()
    page.locator(".fm-track-step").last.click()
    assert page.locator(".fm-belief-share").first.inner_text() != widest or len(question.view["replay"]["best"]) == 1
    shares = [int(t.split()[0]) for t in page.locator(".fm-belief-share").all_inner_texts()]
    assert 98 <= sum(shares) <= 102
    page.close()
