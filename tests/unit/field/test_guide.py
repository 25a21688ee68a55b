"""The manager's guide to field data says what is so: its mappings load, its settings and columns exist."""

import re

import pytest
from unit.field import kit

from fieldmark.field.mapping_checks import _SHAPES as SETTINGS
from fieldmark.field.mapping_checks import HOW
from fieldmark.field.summary import COLUMNS

EXAMPLE = re.compile(r"^```yaml\n(.*?)^```$", re.M | re.S)
CRM = (
    "Number,Created,Reply after (min),Solved,Owner,Account,Plant,Unit,Class,Times reopened,SLA,Hours worked,Severity\n"
    "T1,01/03/2026 08:00,12,01/03/2026 20:00,e001,C1,P,U,trip,0,kept,1.5,b\n"
    "T2,2026-03-01 08:00,-,unknown,e002,C1,P,,trip,2,late,,A\n"
)
EVENTS = (
    "Number,Version,Updated,State,Created,Solved,Article\n"
    "T1,1,01/03/2026 08:00,-100,01/03/2026 08:00,,no\n"
    "T1,10,02/03/2026 08:00,done,01/03/2026 08:00,01/03/2026 20:00,yes\n"
    "T1,9,03/03/2026 08:00,open,01/03/2026 08:00,,no\n"
)


@pytest.fixture(scope="module")
def guide(root):
    return (root / "docs" / "manager" / "field-data.md").read_text("utf-8")


@pytest.fixture
def ws(tmp_path):
    return kit.workspace(tmp_path)


def test_the_first_mapping_does_what_the_guide_says(guide, ws):
    kit.loaded(ws, CRM, EXAMPLE.findall(guide)[0])
    first, second = kit.rows(ws)
    assert (str(first["opened"]), str(first["first_response"])) == ("2026-03-01 00:00:00", "2026-03-01 00:12:00")
    assert (first["asset"], first["handson_minutes"], first["priority"], first["sla_met"]) == ("P/U", 90, "high", True)
    assert (second["resolved"], second["asset"], second["first_response"], second["reopened"]) == (
        None,
        None,
        None,
        True,
    )
    assert (second["sla_met"], second["priority"], second["channel"]) == (False, "critical", "phone")


def test_the_event_log_does_what_the_guide_says(guide, ws):
    report = kit.loaded(ws, EVENTS, EXAMPLE.findall(guide)[1])
    assert [r["knowledge_used"] for r in kit.rows(ws)] == [True]
    assert report.rows[0]["counts"] == {"state_unknown": 1}


def test_every_setting_and_every_field_of_the_figures_is_in_the_guide(guide):
    missing = [s for s in (*SETTINGS, *HOW, *COLUMNS) if not re.search(rf"\b{s}\b", guide)]
    assert set(missing) <= {"notes", "unit", "id"}
