"""Everything of one person goes, nothing of the others, and the journal still verifies."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial

import pytest
from click.testing import CliRunner
from sittings import ANSWERS, START, sealed
from sqlalchemy import insert

from fieldmark.cli import main
from fieldmark.model.fold import _CHANGES, apply
from fieldmark.model.person import Person
from fieldmark.model.problem import Refused
from fieldmark.model.sitting import Event, StoredEvent
from fieldmark.sitting import audit, record, state
from fieldmark.store import feedback, gradebook, uploads
from fieldmark.store.erasure import erase
from fieldmark.store.journal import WORDS, Journal
from fieldmark.store.people import read_people, write_people
from fieldmark.store.tables import read_table, write_columns
from fieldmark.store.workspace import Workspace

SAID = "I, Maria, was ill"


@pytest.fixture
def workspace(tmp_path):
    """Two people who sat, appealed, handed in files, and have marks, feedback and rows."""
    made = Workspace(tmp_path)
    made.courses.mkdir()
    write_people(made, [Person("e001", "Maria", "engineer"), Person("e002", "Wang", "engineer")])
    with Journal.open(made) as journal:
        for user in ("e001", "e002"):
            stored = record(journal, sealed(), user, ANSWERS, START, START + timedelta(minutes=20))
            sitting = journal.sitting(stored.event.sitting)
            journal.append(state.note(sitting, START, "t01", SAID, "told"))
            journal.append([Event(sitting.id, user, "appealed", START, user, data={"slot": "q01", "reason": SAID})])
            uploads.keep(made, "vfd", "curve", user, {"x.ipynb": b"{}"}, RECEIPT, partial(_enter, journal, user))
            feedback.write_feedback(made, "basics-before-a1", user, {"engineer": user, "visible": START.isoformat()})
    _gradebook(made)
    write_columns(made, "training", _training())
    return made


def _enter(journal: Journal, user: str, number: int) -> str:
    event = Event("", user, "uploaded", START, user, data={**RECEIPT, "number": number})
    return journal.append([event])[0].head


SUM = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"  # of {}
RECEIPT = {"course": "vfd", "assignment": "curve", "checksum": "c", "files": [{"name": "x.ipynb", "sha256": SUM}]}


def _training() -> dict:
    rows = {"engineer": ["e001", "e002"], "course": ["vfd"] * 2, "cohort": ["c1"] * 2, "held": [None] * 2}
    return {**rows, "hours": [8.0] * 2, "attended": [True] * 2, "chosen_by": ["all"] * 2, "window_months": [6] * 2}


def _gradebook(workspace: Workspace) -> None:
    path = workspace.gradebook("vfd")
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = gradebook.connect(f"sqlite:///{path}")
    gradebook.metadata.create_all(engine)
    with engine.begin() as connection:
        for user in ("e001", "e002"):
            connection.execute(insert(gradebook.student).values(id=user))
            connection.execute(insert(gradebook.submitted_assignment).values(id=f"a-{user}", student_id=user))
            connection.execute(insert(gradebook.submitted_notebook).values(id=f"n-{user}", assignment_id=f"a-{user}"))
            connection.execute(insert(gradebook.grade).values(id=f"g-{user}", notebook_id=f"n-{user}"))
            connection.execute(insert(gradebook.comment).values(id=f"c-{user}", notebook_id=f"n-{user}"))
    engine.dispose()


def files(workspace: Workspace) -> list[str]:
    return sorted(str(p.relative_to(workspace.root)) for p in workspace.root.rglob("*") if p.is_file())


def test_a_dry_run_shows_what_would_go_and_touches_nothing(workspace):
    before = files(workspace)
    report = erase(workspace, "e001", START, "a01", "", do=False)
    counts = {r["what"]: r["count"] for r in report.rows}
    assert counts["entries in gradebooks"] == 2
    assert counts["rows of tables"] == 1
    assert counts["folders of handed-in work"] == 2
    assert "--yes" in report.summary.en
    assert files(workspace) == before
    assert "e001" in read_people(workspace)


def test_all_of_one_person_goes_and_the_journal_verifies(workspace):
    head = audit.head(workspace).rows[0]["head"]
    erase(workspace, "e001", START, "a01", "letter of 2 May", do=True)
    assert audit.verify(workspace, head=head).problems == []
    assert not [f for f in files(workspace) if "e001" in f]
    with Journal.open(workspace) as journal:
        assert [s.engineer for s in journal.submissions()] == ["e002"]
        told = [e for row in journal.sittings() for e in journal.events(row.id) if e.event.data.get("text") == SAID]
        assert [e.event.engineer for e in told] == ["e002"]
        for row in journal.sittings():
            assert journal.sitting(row.id) is not None  # what is left can be read
        assert [e.event.data for e in journal.events("") if e.event.kind == "erased"] == [{"reason": "letter of 2 May"}]
    assert list(read_table(workspace, "training")["engineer"]) == ["e002"]
    assert gradebook.of_student(workspace, "vfd", "e001") == 0
    assert gradebook.of_student(workspace, "vfd", "e002") == 2
    assert list(read_people(workspace)) == ["e002"]
    with pytest.raises(Refused) as refused:
        erase(workspace, "e001", START, "a01", "again", do=True)
    assert refused.value.problems[0].code == "W040"


def test_it_needs_a_reason_and_somebody_who_is_known(workspace):
    with pytest.raises(Refused) as refused:
        erase(workspace, "e001", START, "a01", " ", do=True)
    assert refused.value.problems[0].code == "W041"
    for name in ("e003", "../e001", "*", ""):
        with pytest.raises(Refused) as refused:
            erase(workspace, name, START, "a01", "why", do=True)
        assert refused.value.problems[0].code == "W040"
    assert len(read_people(workspace)) == 2


def test_the_command_shows_first_and_does_it_when_told(workspace):
    run = lambda *more: CliRunner().invoke(  # noqa: E731
        main, ["erase", "e001", "--workspace", str(workspace.root), "--json", *more]
    )
    assert json.loads(run().stdout)["rows"]
    assert "e001" in read_people(workspace)
    assert run("--yes", "--reason", "on request").exit_code == 0
    assert "e001" not in read_people(workspace)


@pytest.mark.parametrize("kind", sorted(set(WORDS) & set(_CHANGES)))
def test_a_sitting_whose_words_are_gone_can_still_be_read(kind):
    begun = state.start("s1", "e001", 1, state.rules(sealed()), START)
    sitting = None
    for number, event in enumerate([*begun, Event("s1", "e001", kind, START, "", 1_000_001)], start=1):
        sitting = apply(sitting, StoredEvent(number, "", event))
    assert sitting.last == 4
