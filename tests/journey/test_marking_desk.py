"""From a text to its mark and to the engineer: the marking desk and the feedback page in a browser, and past them."""

from datetime import UTC, datetime, timedelta

import papers
import practicals
import pytest
from exam_browser import PEOPLE, chromium, log_in, running
from playwright.sync_api import expect

from fieldmark.marking.mark import mark
from fieldmark.marking.publish import publish_feedback
from fieldmark.model.person import Person
from fieldmark.paper import publish
from fieldmark.paper.build import build
from fieldmark.paper.collect import collect
from fieldmark.sitting.record import record
from fieldmark.store import gradebook as book
from fieldmark.store.files import write_json
from fieldmark.store.journal import Journal
from fieldmark.store.people import write_people
from fieldmark.store.sealed import read_sealed

pytestmark = pytest.mark.journey
PAPER = "basics-before"
TEAM = [p for p in PEOPLE if p.role != "trainer"]
COURSES = {"t01": "drives", "t02": "pumps", "t03": "drives"}
TRAINERS = [Person(user, f"Trainer {user}", "trainer", (course,)) for user, course in COURSES.items()]


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(publish, "generate", papers.generate_quickly)
        made = papers.workspace(tmp_path_factory.mktemp("desk") / "w")
        build(made, practicals.content())
    write_people(made, [*TEAM, *TRAINERS])
    sealed = read_sealed(made, PAPER)
    begin = datetime.now(UTC) - timedelta(hours=1)
    journal = Journal.open(made)
    for engineer in ("e001", "e002"):
        slots = [s for s in sealed.paper.slots if sealed.item(s.items[0]).kind not in ("fault", "dialogue")]
        answers = {s.name: papers.right_answer(sealed, s, engineer) for s in slots}
        record(journal, sealed, engineer, answers, begin, begin + timedelta(minutes=20))
    journal.close()
    collect(made)
    mark(made)
    with running(made) as service:
        yield service


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


def waiting(service, who="t01"):
    return service.ask("GET", "api/marking", who)[1]["tasks"]


def manual(service):
    rows = papers.read_gradebook(service.place.gradebook(papers.COURSE))["grades"]
    return {(r[1], r[2]): r[4] for r in rows if r[4] is not None}


def test_a_text_is_marked_with_the_keyboard_and_the_engineer_reads_it_and_appeals(service, browser):
    trainer = log_in(browser, service, "t01")
    page = trainer.new_page()
    page.goto(service.url + "marking")
    page.wait_for_selector(".fm-marks-row")
    shown = page.inner_text("body")
    assert not [name for name in ("e001", "e002", "Maria", "王伟") if name in shown]
    assert "fully" in page.inner_text(".fm-marks-row >> nth=0")
    for _ in range(2):
        page.keyboard.press("4")
        page.fill("textarea[name=comment]", "Say where you measure.")
        page.keyboard.press("Control+Enter")  # a line of the rubric is missing
        page.wait_for_selector("[role=alert]")
        for _ in range(2):
            page.click("[data-switch=language]")
        assert page.input_value("textarea[name=comment]") == "Say where you measure."
        page.focus(".fm-card h2")
        page.keyboard.press("2")
        before = len([t for t in waiting(service) if t["state"] == "open"])
        page.keyboard.press("Control+Enter")
        expect(page.locator(".fm-marks-line .fm-badge-accent")).to_have_count(before - 1)
    assert manual(service) == {("e001", "q08"): 1.5, ("e002", "q08"): 1.5}
    assert "Nothing waits" in page.inner_text("h1")
    publish_feedback(service.place)

    engineer = log_in(browser, service, "e001", width=390)
    page = engineer.new_page()
    page.goto(service.url)
    page.click("a[href*='feedback/']")
    page.wait_for_selector("[data-slot=q08]")
    assert "Say where you measure." in page.inner_text("[data-slot=q08]")
    assert page.inner_text("[data-verdict] .fm-badge") == "Passed"
    assert page.locator("[data-slot=q01] .fm-fb-appeal").count() == 0  # fully right
    page.click("[data-slot=q08] .fm-fb-appeal")
    page.fill("textarea", "I did say where: at the terminals.")
    page.click("button[type=submit]")
    page.wait_for_selector("[data-appeal=open]")

    other = trainer.new_page()
    other.goto(service.url + "marking")
    other.click(".fm-marks-line >> text=appeal, for others")
    other.wait_for_selector("[data-state=against]")
    assert "at the terminals" in other.inner_text("[data-state=against]")
    assert other.locator("[data-state=against] form").count() == 0
    answer = next(t for t in waiting(service) if t["state"] == "against")["task"]
    own = {"slot": "q08", "act": "decide", "outcome": "kept", "text": "Looked again."}
    assert service.ask("POST", f"api/marking/tasks/{answer}", "t01", own)[1]["problem"]["code"] == "M030"
    for act in ({"act": "grade", "points": 0}, {"act": "undo"}):
        refused = service.ask("POST", f"api/marking/tasks/{answer}", "t01", {"slot": "q08", **act})
        assert refused[1]["problem"]["code"] == "M030"
    raised = {**own, "outcome": "changed", "text": "You did.", "levels": {"clear": 1.0, "safe": 1.0}}
    assert service.ask("POST", f"api/marking/tasks/{answer}", "t03", raised)[0] == 200
    assert manual(service)["e001", "q08"] == 2.0
    page.reload()
    page.wait_for_selector("[data-appeal=raised]")
    assert "You did." in page.inner_text("[data-appeal=raised]")
    assert trainer.errors == engineer.errors == []


def test_the_desk_is_for_those_who_teach_the_course(service):
    answer = waiting(service)[0]["task"]
    for who, status in (("e001", 403), ("m01", 403), ("t02", 403), ("nobody", 401)):
        assert service.ask("GET", f"api/marking/tasks/{answer}?slot=q08", who)[0] == status, who
        sent = {"slot": "q08", "act": "grade", "points": 2}
        assert service.ask("POST", f"api/marking/tasks/{answer}", who, sent)[0] == status, who
    assert waiting(service, "t02") == []
    rows = service.ask("GET", f"api/desk/papers/{PAPER}", "t01")[1]["rows"]
    told = f"{waiting(service)} {service.ask('GET', f'api/marking/tasks/{answer}?slot=q08', 't01')[1]}"
    assert rows
    assert not [r for r in rows if r["sitting"] in told or r["engineer"] in told]
    assert service.ask("GET", "api/marking", "e001")[0] == 403
    assert service.ask("GET", f"api/marking/tasks/{answer}?slot=q01", "t01")[0] == 404
    assert service.ask("POST", f"api/marking/tasks/{answer}", "t01", {"slot": "q08", "act": "x"})[0] == 400
    assert service.ask("POST", f"api/marking/tasks/{'0' * 32}", "t01", {"slot": "q08", "act": "undo"})[0] == 404


@pytest.fixture(scope="module")
def notebook_waits(service):
    """The paper's rows count as those of a hand-written assignment, and one of them waits in formgrader."""
    write_json(service.place.nbgrader(papers.COURSE) / "handwritten.json", {f"{PAPER}-a1": ""})
    engine = book.connect(f"sqlite:///{service.place.gradebook(papers.COURSE)}")
    with engine.begin() as connection:
        connection.execute(book.grade.update().values(needs_manual_grade=False))
        one = connection.execute(book.grade.select()).first()
        connection.execute(book.grade.update().where(book.grade.c.id == one.id).values(needs_manual_grade=True))
    engine.dispose()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_desk_fits_and_speaks(service, browser, notebook_waits, width, language):
    context = log_in(browser, service, "t01", language, width)
    page = context.new_page()
    page.goto(service.url + "marking")
    page.wait_for_selector(".fm-marks-one .fm-card, .fm-marks-one .fm-quiet")
    told = {"en": "that wait in formgrader: 1.", "zh": "有 1 项作答在 formgrader 中等待评分"}
    assert told[language] in page.inner_text("main")
    assert service.ask("GET", "api/marking", "t02")[1]["notebooks"]["waiting"] == 0  # teaches another course
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert ("评分台" if language == "zh" else "Marking desk") in page.inner_text("header") or width < 600
    assert context.errors == []
    context.close()
