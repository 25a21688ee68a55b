"""What a company takes for possible and for enough: grading/cleaning.yaml and grading/kpis.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from fieldmark.field.settings import Settings, read_settings
from fieldmark.model.problem import Problem, Refused
from fieldmark.model.tables import TABLES
from fieldmark.model.text import Text
from fieldmark.store.workspace import Workspace, shipped_content

SINCE = datetime(1990, 1, 1)  # UTC, without a zone, as all times in our tables
SLACK = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cleaning:
    """`order`: pairs of times of which the first may not be later; `happened`: times of a table that lie not before
    `since` and not more than `slack` after the export; `limits`: least and most of a number by table and column;
    `keep` of two rows with one key: first or last; `unknown_engineer`: set_aside or keep; `refuse_above`: the share
    of bad rows (of at least `refuse_from` rows) that refuses the file."""

    order: tuple[tuple[str, str], ...] = ()
    happened: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: datetime = SINCE
    slack: timedelta = SLACK
    limits: Mapping[str, Mapping[str, tuple[float, float]]] = field(default_factory=dict)
    keep: str = "last"
    unknown_engineer: str = "set_aside"
    refuse_above: float = 0.5
    refuse_from: int = 20


def read_policy(workspace: Workspace, name: str) -> Settings:
    """A policy file of the workspace, or the shipped one where the workspace has none."""
    path = workspace.grading / name
    if not path.exists():
        path = shipped_content() / "grading" / name
    return read_settings(path, f"grading/{name}")


def read_cleaning(workspace: Workspace) -> Cleaning:
    """Refused with every D009 of grading/cleaning.yaml at its line."""
    settings = read_policy(workspace, "cleaning.yaml")
    found = _faults(settings)
    if found:
        raise Refused(*found)
    data = settings.data
    limits = {
        table: {column: (float(pair[0]), float(pair[1])) for column, pair in columns.items()}
        for table, columns in (data.get("limits") or {}).items()
    }
    refuse, happened = data.get("refuse") or {}, data.get("happened") or {}
    return Cleaning(
        order=tuple((a, b) for a, b in data.get("order") or ()),
        happened={table: tuple(columns) for table, columns in (happened.get("columns") or {}).items()},
        since=datetime.combine(happened.get("since", SINCE), time()),
        slack=timedelta(days=happened.get("slack_days", SLACK.days)),
        limits=limits,
        keep=data.get("keep", "last"),
        unknown_engineer=data.get("unknown_engineer", "set_aside"),
        refuse_above=float(refuse.get("above", 0.5)),
        refuse_from=int(refuse.get("from_rows", 20)),
    )


def _faults(settings: Settings) -> list[Problem]:
    data, found = settings.data, _happened_faults(settings)
    times = [c.name for c in TABLES["tickets"].columns if c.type == "time"]
    for pair in data.get("order") or ():
        if not (isinstance(pair, list) and len(pair) == 2 and set(pair) <= set(times)):
            why = Text(f"“{pair}” is not a pair of times", f"“{pair}”不是一对时间")
            found.append(settings.problem(("order",), why, ", ".join(times)))
    for table, columns in (data.get("limits") or {}).items():
        for column, pair in (columns or {}).items():
            if table not in TABLES or column not in TABLES[table].names:
                why = Text("there is no such column", "没有该列")
                found.append(settings.problem(("limits", table, column), why, "table: {column: [least, most]}"))
            elif not _is_range(pair):
                why = Text("it needs the least and the most", "需要最小值和最大值")
                found.append(settings.problem(("limits", table, column), why, "[least, most]"))
    for key, allowed in (("keep", ("first", "last")), ("unknown_engineer", ("set_aside", "keep"))):
        if data.get(key, allowed[0]) not in allowed:
            why = Text(f"it says “{data[key]}”", f"写的是“{data[key]}”")
            found.append(settings.problem((key,), why, ", ".join(allowed)))
    return found


def _happened_faults(settings: Settings) -> list[Problem]:
    happened, found = settings.data.get("happened") or {}, []
    if not isinstance(happened.get("since", SINCE), date):
        why = Text(f"“{happened['since']}” is not a day", f"“{happened['since']}”不是日期")
        found.append(settings.problem(("happened", "since"), why, "YYYY-MM-DD"))
    slack = happened.get("slack_days", SLACK.days)
    if not isinstance(slack, int | float) or not 0 <= slack <= 3650:
        why = Text(f"“{slack}” is not a number of days", f"“{slack}”不是天数")
        found.append(settings.problem(("happened", "slack_days"), why, "0 … 3650"))
    for table, columns in (happened.get("columns") or {}).items():
        known = [c.name for c in TABLES[table].columns if c.type in ("time", "date")] if table in TABLES else []
        if not (isinstance(columns, list) and set(columns) <= set(known)):
            why = Text("there is no such column of times", "没有该时间列")
            found.append(settings.problem(("happened", "columns", table), why, ", ".join(known) or ", ".join(TABLES)))
    return found


def _is_range(pair: Any) -> bool:
    return (
        isinstance(pair, list)
        and len(pair) == 2
        and all(isinstance(x, int | float) for x in pair)
        and pair[0] <= pair[1]
    )
