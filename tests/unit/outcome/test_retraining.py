"""Who should be retrained in what, first."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from fieldmark.model.tables import TABLES
from fieldmark.model.text import Text
from fieldmark.outcome.policy import OutcomePolicy
from fieldmark.outcome.retraining import FieldResult, Skill, field_results, first_time_fix, retraining, skills
from fieldmark.store.warehouse import arrow, replace, warehouse
from fieldmark.store.workspace import Workspace

KNOWN = {("vfd", "isolation"): Skill(Text("Isolation", "断电隔离"), ("earth-fault", "no-start"))}
AS_OF = datetime(2026, 6, 1, tzinfo=UTC)


def mastery(*rows):
    columns = ("engineer", "mastery", "low", "high", "level")
    frame = pd.DataFrame(rows, columns=list(columns))
    return frame.assign(course="vfd", skill="isolation", n=4, as_of=AS_OF)


def tickets(**fixed):
    """Fifty tickets of each engineer and class, so many of them fixed first time."""
    rows = [
        {"engineer": e, "fault_class": c, "tickets": 50, "fixed": n}
        for e, n in fixed.items()
        for c in ("earth-fault", "no-start", "mechanical")
    ]
    return pd.DataFrame(rows)


def test_weak_skills_come_worst_first_with_their_reason():
    made = mastery(
        ("e001", 0.45, 0.30, 0.58, "weak"), ("e002", 0.25, 0.10, 0.40, "weak"), ("e003", 0.90, 0.81, 0.96, "strong")
    )
    rows = retraining(made, KNOWN, None, OutcomePolicy())
    assert [(r["rank"], r["engineer"]) for r in rows] == [(1, "e002"), (2, "e001")]
    assert rows[0]["reason_en"] == "Mastery of “Isolation” is 25 % (10 to 40 %, 4 answers)."
    assert "断电隔离" in rows[0]["reason_zh"]


def test_field_results_on_the_tickets_of_the_skill_raise_priority_and_are_told():
    made = mastery(("e001", 0.40, 0.25, 0.55, "weak"), ("e002", 0.40, 0.25, 0.55, "weak"))
    rows = retraining(made, KNOWN, tickets(e001=42, e002=20, e003=42), OutcomePolicy())
    assert [r["engineer"] for r in rows] == ["e002", "e001"]
    assert "First-time fix on tickets that need it: 40 % of 100, colleagues 84 %" in rows[0]["reason_en"]
    assert "100 张中 40 %" in rows[0]["reason_zh"]


def test_unknown_level_is_listed_only_where_the_field_is_sure():
    made = mastery(("e001", 0.55, 0.30, 0.80, "unknown"), ("e002", 0.55, 0.30, 0.80, "unknown"))
    rows = retraining(made, KNOWN, tickets(e001=24, e002=40, e003=42), OutcomePolicy())
    assert [r["engineer"] for r in rows] == ["e001"]


def test_a_few_tickets_prove_nothing():
    few = tickets(e001=0, e003=42).assign(tickets=[9, 9, 9, 50, 50, 50])
    assert "e001" not in field_results(few, ("earth-fault", "no-start"))
    assert FieldResult(0.70, 0.80, 20).behind == 0
    assert FieldResult(0.70, 0.80, 2000).behind == pytest.approx(0.083, abs=0.002)


def test_skills_without_ticket_classes_have_no_field_result():
    assert field_results(tickets(e001=10, e002=40), ()) == {}


def test_the_list_is_not_longer_than_the_policy_says():
    made = mastery(*((f"e{i:03}", 0.3, 0.2, 0.4, "weak") for i in range(9)))
    assert len(retraining(made, KNOWN, None, OutcomePolicy(retraining_lines=4))) == 4


def test_skills_are_read_from_the_course(tmp_path):
    course = tmp_path / "courses" / "vfd"
    course.mkdir(parents=True)
    (course / "course.yaml").write_text(
        "id: vfd\ngroups: [{id: g, skills: [{id: isolation, title: {en: Isolation, zh: 断电隔离}, "
        "fault_classes: [earth-fault, no-start]}]}]\n",
        encoding="utf-8",
    )
    assert skills(Workspace(tmp_path)) == KNOWN


def test_first_time_fix_is_counted_in_the_warehouse(tmp_path):
    place = Workspace(tmp_path)
    assert first_time_fix(place) is None
    cases = [
        ("fixed on site", 1, False, False, True),
        ("fixed remotely, visits not written", None, True, False, True),
        ("two visits", 2, False, False, True),
        ("reopened", 1, False, True, True),
        ("not known whether reopened", 1, False, None, True),
        ("not resolved", 1, False, False, False),
    ]
    when = pd.Timestamp("2026-01-05")
    frame = pd.DataFrame(
        [
            {
                "ticket": name,
                "opened": when,
                "engineer": "e001",
                "fault_class": "no-start",
                "visits": visits,
                "remote": remote,
                "reopened": reopened,
                "resolved": when if resolved else None,
            }
            for name, visits, remote, reopened, resolved in cases
        ]
    )
    with warehouse(place, write=True) as connection:
        replace(connection, "tickets", arrow(TABLES["tickets"], frame, provenance=True))
    found = first_time_fix(place)
    assert found.to_dict("records") == [{"engineer": "e001", "fault_class": "no-start", "tickets": 4, "fixed": 2}]
