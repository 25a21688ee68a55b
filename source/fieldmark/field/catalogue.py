"""grading/kpis.yaml: what the KPIs are called and should reach, and the limits on showing them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fieldmark.field.facts import FORMULAS
from fieldmark.field.policy import read_policy
from fieldmark.field.settings import Settings
from fieldmark.model.kpi import KPI
from fieldmark.model.problem import Problem, Refused
from fieldmark.model.text import Text
from fieldmark.store.workspace import Workspace

WORKLOAD = "workload"
IDS = (*(f.kpi for f in FORMULAS), WORKLOAD)
UNITS = ("min", "h", "share", "score", "nps", "money", "count")
BETTER = ("lower", "higher", "context")
_NUMBERS = {"least_cell": 10, "most_attainment": 10, "utc_hours": 0}
_DRIFT = {"points": 0.1, "factor": 5, "from_cases": 200}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The policy on KPIs; `kpis` holds only those that the company uses, in its order."""

    kpis: Mapping[str, KPI]
    least_cell: int
    most_attainment: float
    utc_hours: float
    weights: Mapping[str, float]
    drift: Mapping[str, float]

    def attainment(self, kpi: str, value: float | None) -> float | None:
        """actual / target, or target / actual where lower is better; None where either is missing or the target is
        no positive number; a value of zero where lower is better is the most that is shown."""
        noun = self.kpis[kpi]
        if value is None or noun.target is None or noun.target <= 0 or noun.better == "context":
            return None
        if noun.better == "higher":
            return min(value / noun.target, self.most_attainment)
        return min(noun.target / value, self.most_attainment) if value > 0 else self.most_attainment


def read_catalogue(workspace: Workspace) -> Catalogue:
    """Refused with every D009 of grading/kpis.yaml at its line."""
    settings = read_policy(workspace, "kpis.yaml")
    found = list(_faults(settings))
    if found:
        raise Refused(*found)
    data = settings.data
    numbers = {key: data.get(key, default) for key, default in _NUMBERS.items()}
    return Catalogue(
        kpis={kpi: _kpi(kpi, said) for kpi, said in data["kpis"].items()},
        least_cell=int(numbers["least_cell"]),
        most_attainment=float(numbers["most_attainment"]),
        utc_hours=float(numbers["utc_hours"]),
        weights={str(k): float(v) for k, v in (data.get("workload_weights") or {}).items()},
        drift={**_DRIFT, **(data.get("drift") or {})},
    )


def _kpi(kpi: str, said: Mapping[str, Any]) -> KPI:
    title, definition = said["title"], said.get("definition") or {}
    target = said.get("target")
    return KPI(
        id=kpi,
        title=Text(title.get("en", ""), title.get("zh", "")),
        definition=Text(definition.get("en", ""), definition.get("zh", "")),
        unit=said["unit"],
        better=said["better"],
        target=None if target is None else float(target),
    )


def _faults(settings: Settings) -> Iterator[Problem]:
    number = Text("it is not a number", "它不是数字")
    for key in _NUMBERS:
        if not _is_number(settings.data.get(key, 0)):
            yield settings.problem((key,), number, Text("a number", "数字"))
    for block in ("workload_weights", "drift"):
        for name, value in (settings.data.get(block) or {}).items():
            if not _is_number(value):
                yield settings.problem((block, str(name)), number, Text("a number", "数字"))
    listed = settings.data.get("kpis")
    if not isinstance(listed, dict) or not listed:
        yield settings.problem(("kpis",), Text("no KPIs are named", "没有列出任何指标"), ", ".join(IDS))
        return
    for kpi, said in listed.items():
        if kpi not in IDS:
            yield settings.problem(("kpis", str(kpi)), Text("there is no such KPI", "没有这个指标"), ", ".join(IDS))
        elif not isinstance(said, dict) or not isinstance(said.get("title"), dict):
            yield settings.problem(("kpis", kpi), Text("its title is missing", "缺少名称"), "title: {en: …, zh: …}")
        else:
            yield from _kpi_faults(settings, kpi, said)


def _kpi_faults(settings: Settings, kpi: str, said: Mapping[str, Any]) -> Iterator[Problem]:
    for key, allowed in (("unit", UNITS), ("better", BETTER)):
        if said.get(key) not in allowed:
            why = Text(f"it says “{said.get(key, '')}”", f"写的是“{said.get(key, '')}”")
            yield settings.problem(("kpis", kpi, key), why, ", ".join(allowed))
    if not _is_number(said.get("target", 0)):
        yield settings.problem(
            ("kpis", kpi, "target"), Text("it is not a number", "它不是数字"), Text("a number", "数字")
        )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
