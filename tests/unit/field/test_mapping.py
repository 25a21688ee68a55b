"""The mapping file: what it can say, and what is wrong with one at which line."""

import pytest
from unit.field import kit

from fieldmark.field.mapping import Rule, to_map, to_rule
from fieldmark.field.settings import read_settings
from fieldmark.model.problem import Refused


@pytest.fixture
def ws(tmp_path):
    return kit.workspace(tmp_path)


def problems_of(ws, text):
    path = kit.mapping(ws, text)
    with pytest.raises(Refused) as refused:
        to_map(read_settings(path, "crm.yaml"), "crm")
    return [(p.code, p.line) for p in refused.value.problems]


def test_every_shipped_mapping_can_be_used(root):
    folder = root / "grading" / "mappings"
    assert {to_map(read_settings(p, p.name), p.stem).id for p in folder.glob("*.yaml")} >= {"servicenow"}


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (("id: crm", "id: crm\ncolour: red"), 2),
        (("table: tickets", "table: kpi_values"), 2),
        (("  ticket: Number", "  tickt: Number\n  ticket: Number"), 6),
        (("  ticket: Number\n", ""), 5),
        (("  opened: Opened", "  opened: {column: Opened, abve: 3}"), 7),
        (("  opened: Opened", "  opened:"), 7),
        (("  visits: Visits", "  visits: {column: Visits, times: twice}"), 11),
        (("  visits: Visits", "  visits: {column: Visits, minutes_after: begun}"), 11),
        (("DD/MM/YYYY hh:mm", "d/m/y"), 4),
        (("columns:", "timezone: Mars/Olympus\ncolumns:"), 5),
        (("columns:", "export: never\ncolumns:"), 5),
        (("columns:", "encoding: klingon\ncolumns:"), 5),
        (("columns:", "last_of: Number\ncolumns:"), 5),
        (("columns:", "last_of:\n  each: Number\n  by: {Opened: size}\ncolumns:"), 7),
        (("columns:", "values:\n  colour: {red: green}\ncolumns:"), 6),
        (("columns:", "count:\n  odd: State\ncolumns:"), 6),
    ],
)
def test_a_wrong_setting_is_told_at_its_line(ws, change, line):
    assert problems_of(ws, kit.MAP.replace(*change)) == [("D009", line)]


def test_all_wrong_settings_are_told_at_once(ws):
    text = kit.MAP.replace("id:", "di:").replace("Opened", "").replace("DD/MM", "day")
    assert len(problems_of(ws, text)) == 3


@pytest.mark.parametrize("text", ["table: [tickets", "- a list", "", "a: b: c"])
def test_what_is_no_yaml_with_settings(ws, text):
    assert [code for code, _ in problems_of(ws, text)] == ["D008"]


def test_ways_to_make_a_column():
    assert to_rule("Opened") == Rule("copy", ("Opened",))
    assert to_rule({"column": "n", "above": 0}) == Rule("above", ("n",), 0)
    assert to_rule({"column": "s", "one_of": [1, "b"]}) == Rule("one_of", ("s",), ("1", "b"))
    assert to_rule({"join": ["a", "b"], "with": "/"}) == Rule("join", ("a", "b"), "/")
    assert to_rule({"always": True}) == Rule("always", (), True)


def test_each_way_does_what_it_says(ws):
    text = """\
id: crm
table: tickets
decimal: ","
columns:
  ticket: No
  opened: Day
  first_response: {column: Reply min, minutes_after: opened}
  reopened: {column: Times, above: 1}
  sla_met: {column: State, one_of: [kept, ok]}
  asset: {join: [Plant, Unit], with: "/"}
  handson_minutes: {column: Hours, times: 60}
  labour_cost: Cost
  channel: {always: phone}
  remote: Remote
  priority: Prio
values:
  priority: {high: "1", LOW: "3"}
  remote: {remotely: true, on site: false}
"""
    kit.loaded(
        ws,
        "No;Day;Reply min;Times;State;Plant;Unit;Hours;Cost;Remote;Prio\n"
        "1;2026-01-05 08:00;7,5;2;kept;P;U1;0,5;1.000,5;Remotely;High\n"
        "2;2026-01-05 08:00;;;late;P;;;;on site;medium\n",
        text,
    )
    assert kit.quarantine(ws) == []
    first, second = kit.rows(ws)
    assert str(first["first_response"]) == "2026-01-05 08:07:30"
    assert (first["reopened"], first["sla_met"], first["asset"], first["handson_minutes"]) == (
        True,
        True,
        "P/U1",
        30,
    )
    assert (first["channel"], first["remote"], first["priority"], first["labour_cost"]) == ("phone", True, "1", 1000.5)
    assert (second["reopened"], second["sla_met"], second["asset"], second["first_response"]) == (
        None,
        False,
        None,
        None,
    )
    assert (second["remote"], second["priority"]) == (False, "medium")


def test_yes_and_no_stay_words_unless_written_true_and_false(ws):
    text = kit.MAP + "values: {reopened: {Yes: false, NO: true}}\n"
    kit.loaded(ws, kit.GOOD, text)
    assert [r["reopened"] for r in kit.rows(ws)] == [True, False, None]


def test_an_event_log_keeps_the_last_event_of_each(ws):
    text = kit.MAP + "last_of:\n  each: Number\n  by: {Visits: number, Opened: time}\n"
    log = kit.HEADER + (
        "T1,2026-01-05,,e001,first,2,No\n"
        "T1,2026-01-05,,e001,by number not by text,10,No\n"
        "T2,05/02/2026 10:00,,e001,by time not by text,1,No\n"
        "T2,06/01/2026 10:00,,e001,earlier,1,No\n"
        "T3,2026-01-05,,e001,tie,1,No\n"
        "T3,2026-01-05,,e001,later row,1,No\n"
        ",2026-01-05,,e001,no number,1,No\n"
        ",2026-01-05,,e001,no number either,1,No\n"
    )
    report = kit.loaded(ws, log, text)
    told = {r["ticket"]: r["customer"] for r in kit.rows(ws)}
    assert told == {"T1": "by number not by text", "T2": "by time not by text", "T3": "later row"}
    assert report.rows[0]["rows"] == 8
    assert [q["line"] for q in kit.quarantine(ws)] == [8, 9]
