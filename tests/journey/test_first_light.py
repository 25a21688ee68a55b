"""The whole way, as the people of a company go it: an engineer sits, a trainer looks, a manager decides."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from statistics import mean

import axe
import pytest
from exam_browser import chromium
from playwright.sync_api import expect
from site_kit import Site, environment
from waiting import until

from fieldmark.items import problem_with, right, score, variant
from fieldmark.site import jail
from fieldmark.store.journal import Journal
from fieldmark.store.sealed import read_sealed
from fieldmark.store.tables import read_table
from fieldmark.store.workspace import Workspace

pytestmark = [pytest.mark.journey, pytest.mark.slow]
SIZE = ["--engineers", "60", "--tickets", "9000"]
PAPER = "basics-after"


def command(workspace: Workspace, *words: str) -> str:
    """Run `fieldmark`; what it printed."""
    line = [sys.executable, "-m", "fieldmark.cli", *words, "--workspace", str(workspace.root)]
    done = subprocess.run(line, env=environment(), capture_output=True, text=True, cwd=workspace.root.parent)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    """The sample company, smaller, with every step done."""
    workspace = Workspace(tmp_path_factory.mktemp("company") / "workspace")
    command(workspace, "demo", *SIZE)
    return workspace


def open_to(workspace: Workspace) -> str:
    """The first engineer who has not sat the paper yet."""
    journal = Journal.open(workspace)
    sat = {s.engineer for s in journal.submissions() if s.paper == PAPER}
    journal.close()
    return next(e for e in sorted(read_table(workspace, "engineers")["engineer"]) if e not in sat)


def log_in(browser, site, user: str, **context):
    """A page of a browser of its own, past the login, in English whatever is preset for the person."""
    made = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US", **context)
    made.add_init_script("if (location.protocol === 'http:') localStorage['fm-language'] ??= 'en'")
    page = made.new_page()
    page.goto(site.url)
    page.fill("#username_input", user)
    page.fill("#password_input", re.search(r"password: (\S+)", site.facts["log_in"])[1])
    page.click("#login_submit")
    return page


def go(page, number: int) -> None:
    page.locator(f".fm-squares [data-at='{number - 1}']").click()
    page.get_by_text(re.compile(f"^Question {number} of")).wait_for()


def answer(page, sealed, engineer: str, number: int) -> bool:
    """Give the right answer where it takes a press or a number; whether it was given."""
    item, drawn = variant(sealed, sealed.paper.slots[number - 1], engineer)
    if item.kind in {"choice", "truefalse"}:
        keys = ["true", "false"] if item.kind == "truefalse" else "abcdefgh"
        good = [k for k in keys if not problem_with(item, drawn, {"choice": k})
                and score(item, drawn, {"choice": k}).share == 1]  # fmt: skip
        go(page, number)
        page.locator(".fm-option").nth(list(keys).index(good[0])).click()
    elif item.kind == "numeric":
        go(page, number)
        page.locator(".fm-numeric input").fill(right(item, drawn).en.split()[0])
    else:
        return False
    page.locator("[data-saved=saved]").wait_for()
    return True


def sit(browser, site, sealed, engineer: str) -> int:
    """Sit the paper: a reload in the middle, the rest on another device; the number of questions answered."""
    desk = log_in(browser, site, engineer)
    desk.locator(f"[data-paper={PAPER}] button").click()
    desk.locator("dialog .fm-button-main").click()
    desk.locator(".fm-question").wait_for()
    half = len(sealed.paper.slots) // 2
    done = sum(answer(desk, sealed, engineer, n) for n in range(1, half // 2))
    desk.reload()
    desk.locator(".fm-question").wait_for()
    done += sum(answer(desk, sealed, engineer, n) for n in range(half // 2, half + 1))
    desk.context.close()
    phone = log_in(browser, site, engineer, storage_state=None)
    phone.locator(f"[data-paper={PAPER}] .fm-button-main").click()
    phone.locator(".fm-question").wait_for()
    done += sum(answer(phone, sealed, engineer, n) for n in range(half + 1, len(sealed.paper.slots) + 1))
    phone.locator("[data-act=review]").click()
    phone.locator("[data-act='hand-in']").click()
    phone.locator("dialog .fm-button-main").click()
    assert phone.locator("[data-checksum]").get_attribute("data-checksum")
    phone.context.close()
    return done


@pytest.mark.skipif(bool(jail.why_not()), reason=f"no JupyterLab without a jail: {jail.why_not().en}")
def test_from_a_question_to_a_decision(company):
    engineer, sealed = open_to(company), read_sealed(company, PAPER)
    before = mastery(company, engineer)
    with chromium() as browser:
        site = Site(company)
        try:
            answered = sit(browser, site, sealed, engineer)
            folder = company.nbgrader("vfd") / "submitted" / engineer / f"{PAPER}-a1"
            wait_for_submission(folder)
            steps = json.loads(command(company, "run", "--json"))
            assert steps["mark"]
            assert steps["publish"]
            loaded = steps["load"]  # nothing in the field has changed
            assert loaded is None or " 0 rows loaded" in loaded["summary"]["en"]
            rows = read_table(company, "responses").query("engineer == @engineer and paper == @PAPER")
            assert (rows["points"] == 1).sum() == answered > 12
            sees_the_submission(browser, site, engineer)
            learns(browser, site, engineer)
            after = mastery(company, engineer)
            assert after != before
            decides(browser, site, engineer, after)
        finally:
            left = site.end(signal.SIGINT)
        assert left == []


def mastery(workspace: Workspace, engineer: str) -> dict[str, float]:
    rows = read_table(workspace, "mastery").query("engineer == @engineer")
    return dict(zip(rows["skill"], rows["mastery"].round(4), strict=True))


def learns(browser, site, engineer: str) -> None:
    """The engineer opens a lesson from the own page; a question in it tells at once."""
    page = log_in(browser, site, engineer)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.locator("[data-lesson] a").first.click()
    page.get_by_role("heading", name="The DC link").wait_for(timeout=30_000)  # a kernel starts first
    page.locator(".fm-option").first.click()
    page.get_by_role("button", name="Check my answer").first.click()
    page.locator(".fm-feedback .fm-badge").wait_for()
    page.locator(".js-plotly-plot .trace").first.wait_for(state="attached")
    assert not axe.SCRIPT.exists() or axe.violations(page) == []
    assert wrong == []
    page.context.close()


def wait_for_submission(folder) -> None:
    """It is written right after the receipt, by the service itself."""
    until((folder / "timestamp.txt").exists, 20, lambda: f"nothing landed in {folder}")


def sees_the_submission(browser, site, engineer: str) -> None:
    """The trainer opens formgrader in JupyterLab's server and the submission with its marks."""
    page = log_in(browser, site, "trainer")
    page.click("#formgrader-vfd")
    page.wait_for_url("**/formgrader/manage_assignments", timeout=90_000)
    page.goto(f"{site.url}user/trainer/formgrader/gradebook/{PAPER}-a1/{PAPER}-a1")
    page.get_by_role("link", name=re.compile("Submission|" + engineer)).first.wait_for()
    page.goto(f"{site.url}user/trainer/formgrader/manage_students/{engineer}")
    page.get_by_role("row").filter(has_text=f"{PAPER}-a1").wait_for()
    page.context.close()


def decides(browser, site, engineer: str, known: dict[str, float]) -> None:
    """The manager finds the engineer's new mastery and what the training changed."""
    page = log_in(browser, site, "manager")
    page.wait_for_url("**/services/dashboard/")
    page.get_by_role("link", name="Outcome").click(timeout=60_000)  # a kernel starts first
    page.get_by_text(re.compile("95 % interval")).first.wait_for(timeout=60_000)
    page.get_by_role("link", name="Engineer").click()
    page.locator("[data-control=engineer]").fill(engineer)
    page.keyboard.press("Enter")
    expect(page.locator("[data-control=engineer]")).to_have_value(re.compile(f"· {engineer}$"))  # the page is theirs
    card = page.locator(".fm-card").filter(has_text="Mean mastery").first.inner_text()
    assert abs(int(re.search(r"(\d+)\s*%", card)[1]) - 100 * mean(known.values())) <= 1, card
    page.get_by_role("row").filter(has_text="after the training").wait_for()  # the sitting of today
    page.context.close()
