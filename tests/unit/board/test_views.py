"""What the pages say of a company whose truth is known; masked and missing parts; charts that Plotly accepts."""

from __future__ import annotations

import json
import math
import re

import pytest

from fieldmark.board import mastery, theme
from fieldmark.board.engineer import engineer
from fieldmark.board.outcome import outcome
from fieldmark.board.overview import overview
from fieldmark.board.published import COLUMNS, Published, empty
from fieldmark.board.say import outcome as w
from fieldmark.board.skills import skills
from fieldmark.board.view import Chart, Checks, Choice, Figures, Nothing, Table, View, Words, as_data

VIEWS = (overview, skills, outcome, engineer)
ALL = ["*"]


def blocks(view: View, kind: type) -> list:
    return [b for b in view.blocks if isinstance(b, kind)]


def table(view: View, name: str) -> Table:
    return next(t for t in blocks(view, Table) if t.id == name)


def without(published: Published, *tables: str) -> Published:
    return published.with_frames({name: empty(name) for name in tables})


def strings(data: object) -> list[str]:
    """Every text in a view, the charts' included."""
    if isinstance(data, str):
        return [data]
    inside = data.values() if isinstance(data, dict) else data if isinstance(data, list | tuple) else ()
    return [text for part in inside for text in strings(part)]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("gone", [(), tuple(COLUMNS), *((name,) for name in COLUMNS)], ids=str)
def test_no_place_of_a_sentence_is_left_unfilled(published, view, language, gone):
    choices = [Choice(), *(Choice(kpi=kpi, chosen_by=kind) for kpi in published["kpis"]["kpi"] for kind in w.CHOSEN)]
    for choice in choices if view is outcome and not gone else choices[:1]:
        said = strings(as_data(view(without(published, *gone), choice, ALL, language)))
        assert [text for text in said if re.search(r"(?<!%)\{\w*\}", text)] == []


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_view_is_json_and_every_chart_is_plotly(published, view, language):
    import plotly.graph_objects as go

    made = view(published, Choice(), ALL, language)
    json.dumps(as_data(made), allow_nan=False)
    charts = blocks(made, Chart)
    assert charts
    for chart in charts:
        go.Figure(theme.paint(chart.figure, "dark"))  # raises where a property is unknown
        assert "--fm-" not in json.dumps(theme.paint(chart.figure, "light"))
        assert chart.title
        assert chart.alt
        assert all(len(row) == len(chart.columns) for row in chart.rows)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_without_any_table_each_view_says_what_will_stand_there(published, view, language):
    made = view(without(published, *COLUMNS), Choice(), ALL, language)
    (nothing,) = blocks(made, Nothing)
    assert nothing.what
    assert nothing.command == "fieldmark run"


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("missing", [t for t in COLUMNS if t != "kpis"])
def test_a_missing_table_takes_nothing_else_down(published, view, missing):
    json.dumps(as_data(view(without(published, missing), Choice(), ALL, "en")), allow_nan=False)


def test_overview_counts_targets_and_names_the_furthest(published):
    made = overview(published, Choice(), ALL, "en")
    cards = blocks(made, Figures)[0].items
    states = [row[-1].value for row in table(made, "kpis").rows]
    held = [s for s in states if s in ("met", "near", "missed")]
    assert made.sentence.startswith(f"{held.count('met')} of {len(held)} KPIs with a target are on target")
    assert [c.chosen for c in cards].count(True) == 1
    assert all(c.spark for c in cards)


def test_overview_says_n_interval_target_and_change_of_each_number(published):
    card = blocks(overview(published, Choice(kpi="csat"), ALL, "en"), Figures)[0].items[5]
    assert card.label == "Customer satisfaction"
    target, change, cases = card.notes
    assert target.startswith("target ≥ 90.0 · ")
    assert "on the quarter before" in change
    assert cases.startswith("n = ")
    assert card.chosen


def test_a_masked_kpi_says_why_and_shows_no_number(published):
    rows = published["values"].copy()
    few = (rows["kpi"] == "csat") & (rows["grouping"] == "company")
    rows.loc[few, ["value", "low", "high"]] = math.nan
    rows.loc[few, ["n", "masked"]] = [3, True]
    made = overview(published.with_frames({"values": rows}), Choice(), ALL, "en")
    card = next(c for c in blocks(made, Figures)[0].items if c.label == "Customer satisfaction")
    assert card.value == "–"
    assert card.masked == "Not shown: fewer than 5 cases a month (n = 9 in three)."
    assert not card.notes


def test_overview_points_at_a_changed_definition(published):
    words = blocks(overview(published, Choice(), ALL, "zh"), Words)
    assert ["定义" in line for block in words for line in block.lines] == [True]


def test_the_weakest_skill_is_the_one_that_was_planted(published):
    made = skills(published, Choice(), ALL, "en")
    assert made.sentence.startswith("Weakest is insulation test: ")
    assert made.sentence.endswith("of 47 measured engineers are surely weak in at least one skill.")


def test_heat_map_has_every_engineer_and_hatches_what_is_unknown(published):
    rows = table(skills(published, Choice(), ALL, "en"), "by_engineer").rows
    assert len(rows) == 48
    cells = [cell for row in rows for cell in row[3:]]
    assert len(cells) == 48 * 12
    unknown = [c for c in cells if c.unknown]
    assert unknown
    assert all(c.hint and c.value is None for c in unknown)
    known = [c for c in cells if not c.unknown]
    assert all(c.low is not None and c.high is not None and 1 <= c.heat <= 5 for c in known)
    assert {c.hint for c in rows[-1][3:]} == {"not examined yet"}  # e008 sat nothing and stands last


def test_a_mean_of_fewer_than_three_engineers_is_not_shown(published):
    rows = published["mastery"]
    assert mastery.group(rows[rows["engineer"].isin(["e001", "e002"])], "ratings", 0.95).value.masked
    assert not mastery.group(rows, "ratings", 0.95).value.masked


def test_a_team_too_small_to_show_is_hatched_with_the_reason(published):
    people = published["people"]
    two = people[people["team"] == "N1"]["engineer"].head(2)
    rows = published["mastery"]
    few = published.with_frames({"mastery": rows[rows["engineer"].isin(two)]})
    cells = table(skills(few, Choice(), ["team:N1"], "en"), "by_unit").rows[0][1:]
    assert {c.hint for c in cells} == {"fewer than 3 engineers measured; see the larger unit"}
    assert all(c.unknown and c.value is None for c in cells)


def test_student_is_student():
    from scipy.stats import t

    for freedom in (2, 3, 5, 11, 46):
        assert mastery.student(freedom) == pytest.approx(t.ppf(0.975, freedom), rel=0.008)


@pytest.mark.parametrize(("estimate", "said"), [(0.06, "inside the interval here"), (0.102, "misleads here, outside")])
def test_before_after_is_not_said_to_mislead_where_it_is_inside_the_interval(published, estimate, said):
    effects = published["effects"]
    plain = (effects["estimand"] == "naive") & (effects["kpi"] == "first_time_fix")
    moved = effects.assign(estimate=effects["estimate"].mask(plain, estimate))
    made = outcome(published.with_frames({"effects": moved}), Choice(kpi="first_time_fix", chosen_by="rota"), ALL, "en")
    naive = blocks(made, Figures)[0].items[1]
    assert naive.notes[0].startswith(said)


def test_outcome_tells_effect_interval_and_what_misleads(published):
    made = outcome(published, Choice(kpi="first_time_fix", chosen_by="rota"), ALL, "en")
    assert made.badge == "better"
    effect, naive, least, compared = blocks(made, Figures)[0].items
    assert (effect.value, effect.unit) == ("+6.0", "pts")
    assert effect.notes == ("95\u00a0% interval +3.3 to +8.7\u00a0pts",)
    assert (naive.value, naive.notes[0][:22]) == ("+10.2", "misleads here, outside")
    assert least.value == "± 4.0"
    assert compared.value == "24 : 24"
    lines = blocks(made, Words)[0].lines
    assert lines[0] == "Of 100 tickets, about 6.0 more now have this result (3.3 to 8.7)."
    assert [c.tone for c in blocks(made, Checks)[0].items] == ["good", "good"]
    (table,) = blocks(made, Table)
    assert "95\u00a0% interval" in [c.label for c in table.columns]


def test_a_refused_verdict_shows_no_number_and_the_shaded_window(published):
    made = outcome(published, Choice(kpi="first_time_fix", chosen_by="weakness"), ALL, "en")
    assert made.badge == "no verdict"
    assert blocks(made, Figures)[0].items[0].value == "–"
    (chart,) = blocks(made, Chart)
    assert chart.title.endswith("no number may be read from it")
    window = [s for s in chart.figure["layout"]["shapes"] if s["type"] == "rect"]
    assert [(s["x0"], s["x1"]) for s in window] == [(-3.5, -0.5)]
    assert "by rota" in blocks(made, Words)[0].lines[0]


def test_outcome_falls_back_to_the_surest_finding(published):
    made = outcome(published, Choice(kpi="nonsense"), ALL, "en")
    assert "better" in made.badge
    made = outcome(published, Choice(kpi="csat", chosen_by="weakness"), ALL, "en")  # csat has no such verdict
    assert made.controls[-1].value == "weakness"


def test_the_engineer_page_opens_with_the_first_on_the_list(published):
    first = published["retraining"].sort_values("rank").iloc[0]
    made = engineer(published, Choice(), ALL, "en")
    assert made.controls[0].value == first["engineer"]
    assert made.sentence.startswith("Retrain ")


def test_an_engineer_never_examined(published):
    made = engineer(published, Choice(engineer="e008"), ALL, "zh")
    assert made.sentence.endswith("尚未参加考核。")
    assert table(made, "sittings").empty == "尚未提交任何考试。"


def test_an_open_answer_keeps_the_share_back(published):
    row = table(engineer(published, Choice(engineer="e003"), ALL, "en"), "sittings").rows[-1]
    assert row[-1].text == "–"
    assert row[-1].hint == "1 answers still to be marked"


def test_a_groups_interval_holds_both_who_was_measured_and_how_exactly():
    import pandas as pd
    from scipy.stats import norm, t

    half = norm.ppf(0.95) * 0.1  # each measured with an error of 0.1, told as 90 % intervals
    values = (0.5, 0.6, 0.7)
    rows = pd.DataFrame(
        {"skill": "x", "mastery": values, "low": [v - half for v in values], "high": [v + half for v in values]}
    )
    found = mastery.group(rows, "x", 0.9).value
    assert found.value == pytest.approx(0.6)
    assert found.high - found.value == pytest.approx(t.ppf(0.975, 2) * math.sqrt((0.01 + 0.01) / 3), rel=0.01)
