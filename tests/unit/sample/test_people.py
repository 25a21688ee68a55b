"""Who can log in to the sample company, and what they answer."""

import csv
from datetime import datetime, timedelta

import numpy as np
import pytest
from argon2 import PasswordHasher

from fieldmark import items
from fieldmark.bank import read
from fieldmark.model.paper import Paper, SealedPaper, Slot
from fieldmark.model.text import Text
from fieldmark.paper.assemble import assemble
from fieldmark.sample import sittings
from fieldmark.sample.answers import answer
from fieldmark.sample.company import make
from fieldmark.sample.people import make_people
from fieldmark.sample.sittings import AFTER, BEFORE, make_sittings
from fieldmark.store.journal import Journal
from fieldmark.store.people import read_people
from fieldmark.store.sealed import write_sealed
from fieldmark.store.workspace import Workspace, open_workspace

SIZE = {"engineers": 24, "tickets": 1_000, "months": 12}
SECRET = "ab" * 32
PASSWORD = "password: "


@pytest.fixture(scope="module")
def content(root):
    return read(Workspace(root))


@pytest.fixture(scope="module")
def company(tmp_path_factory, content):
    """A small company with the shipped papers, sealed."""
    folder = tmp_path_factory.mktemp("people")
    (folder / "courses").mkdir()
    workspace = open_workspace(folder)
    make(workspace, **SIZE)
    for blueprint in content.blueprints:
        for paper in assemble(blueprint, content)[0]:
            wanted = {name for slot in paper.slots for name in slot.items}
            chosen = tuple(i for i in content.items_of(paper.course) if i.id in wanted)
            write_sealed(workspace, SealedPaper(paper, SECRET, chosen))
    return workspace


def test_people_roles_and_units(company):
    make_people(company, engineers=24)
    people = read_people(company)
    assert len(people) == 24 + 4
    said = {u: (people[u].role, people[u].units) for u in ("trainer", "manager", "manager.north", "admin")}
    assert said == {
        "trainer": ("trainer", ("vfd",)),
        "manager": ("manager", ("*",)),
        "manager.north": ("manager", ("region:North",)),
        "admin": ("administrator", ("*",)),
    }
    with (company.inbox / "engineers.csv").open(encoding="utf-8") as file:
        register = {row["Employee ID"]: row["Full name"] for row in csv.DictReader(file)}
    assert {u: p.name for u, p in people.items() if p.role == "engineer"} == register
    assert {p.language for p in people.values()} == {"en", "zh"}


def test_one_password_for_this_workspace_alone(company, tmp_path):
    make_people(company, engineers=24)
    note = company.site / "demo-login.txt"
    assert note.stat().st_mode & 0o777 == 0o600
    assert (company.site / "people.json").stat().st_mode & 0o777 == 0o600
    password = next(ln for ln in note.read_text("utf-8").splitlines() if ln.startswith(PASSWORD))[len(PASSWORD) :]
    hashes = {p.password for p in read_people(company).values()}
    assert len(hashes) == 1
    PasswordHasher().verify(hashes.pop(), password)
    (tmp_path / "courses").mkdir()
    make_people(open_workspace(tmp_path), engineers=24)
    assert password not in (tmp_path / ".fieldmark" / "site" / "demo-login.txt").read_text("utf-8")


def test_entered_again_nothing_changes_and_others_stay(company):
    from fieldmark.model.person import Person
    from fieldmark.store.people import write_people

    make_people(company, engineers=24)
    write_people(company, [*read_people(company).values(), Person("guest", "Guest", "trainer")])
    before = (company.site / "people.json").read_bytes(), (company.site / "demo-login.txt").read_bytes()
    make_people(company, engineers=24)
    assert ((company.site / "people.json").read_bytes(), (company.site / "demo-login.txt").read_bytes()) == before
    assert "guest" in read_people(company)


NOT_ANSWERED_AT_ONCE = {"long", "fault", "dialogue", "observation"}  # by a person, or step by step


def test_right_and_wrong_answers_to_every_question_of_the_course(content):
    rng = np.random.default_rng(1)
    asked = [i for i in content.items if i.kind not in NOT_ANSWERED_AT_ONCE]
    assert {i.kind for i in asked} == {"choice", "multiple", "truefalse", "numeric", "ordering", "matching", "short"}
    for item in asked:
        for engineer in ("e001", "e002"):
            variant = items.draw(item, secret=SECRET, engineer=engineer, slot="q01")
            for right in (True, False):
                given = answer(item, variant, right, rng)
                assert given, (item.id, right)
                assert items.problem_with(item, variant, given) == ""
                assert (items.score(item, variant, given).share == 1.0) is right, (item.id, given)


def test_an_answer_that_a_person_marks_is_left_open(content):
    item = next(i for i in content.items if i.kind == "long")
    variant = items.draw(item, secret=SECRET, engineer="e001", slot="q01")
    assert answer(item, variant, True, np.random.default_rng(1)) == {}


def test_all_sit_before_and_the_trained_after(company):
    make_sittings(company)
    journal = Journal.open(company)
    sat = list(journal.submissions())
    journal.close()
    truth = sittings.read_json(company.inbox / "truth.json")
    came = {u: c["held"] for c in truth["cohorts"] for u in c["members"] if u not in c["absent"]}
    assert {s.engineer for s in sat if s.paper == BEFORE} == set(truth["theta"])
    newcomer = next(iter(truth["theta"]))  # finds a paper open
    assert {s.engineer for s in sat if s.paper == AFTER} == set(came) - {newcomer}
    assert len(sat) == len(truth["theta"]) + len(set(came) - {newcomer})
    first = min(came.values())
    assert all(s.submitted.date().isoformat() < first for s in sat if s.paper == BEFORE)
    for s in sat:
        held = datetime.fromisoformat(came.get(s.engineer, first)).date()
        assert s.paper == BEFORE or timedelta(weeks=3) <= s.opened.date() - held <= timedelta(weeks=6)
        assert s.opened.weekday() < 5
        assert len(s.answers) >= 18
        assert sum(s.seconds.values()) < 45 * 60


def test_sitting_again_adds_nothing_and_the_same_seed_answers_alike(company):
    make_sittings(company)
    report = make_sittings(company)
    assert report.summary.en.startswith("0 sittings entered")
    truth = sittings.read_json(company.inbox / "truth.json")
    sat = next(sittings.plan(truth))
    sealed = sittings.read_sealed(company, sat.paper)
    assert sittings.sit(sealed, sat, 1) == sittings.sit(sealed, sat, 1) != sittings.sit(sealed, sat, 2)


def test_the_able_and_the_trained_answer_better(content):
    """Over many questions the share of right answers follows theta."""
    chosen = tuple(i for i in content.items_of("vfd") if i.kind in ("choice", "truefalse", "multiple", "matching"))
    slots = tuple(Slot(f"q{n:02d}", 1.0, (item.id,)) for n, item in enumerate(chosen))
    paper = Paper("all", "vfd", "all", "x", Text("All", "全部"), 600, slots)
    sealed = SealedPaper(paper, SECRET, chosen)

    def share(theta):
        right = answered = 0
        for n in range(6):
            skills = dict.fromkeys(sittings.SKILLS, theta)
            sat = sittings.Sat(f"e{n:03d}", "all", datetime(2026, 1, 5), skills)
            answers, _ = sittings.sit(sealed, sat, 1)
            for slot in slots:
                item, variant = items.variant(sealed, slot, sat.engineer)
                right += items.score(item, variant, answers.get(slot.name, {})).share == 1.0
                answered += 1
        return right / answered

    weak, fair, strong = share(-1.5), share(0.0), share(1.5)
    assert weak + 0.15 < fair < strong - 0.1
    assert strong > 0.85
