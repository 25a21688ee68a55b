"""Priors refreshed from how often each class of fault was met in the field.

With N_c tickets of class c, the classes of a scenario get the shares (N_c + 1) / (sum of N + number of classes)
(Laplace's rule of succession: a class that was never met stays possible) of what the faults with a class had
together. Within a class the faults keep their proportions, since tickets do not tell them apart; faults without a
class keep their priors.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from fieldmark.bank.bench import problems
from fieldmark.bank.bench.find import locate, sound
from fieldmark.model.fault import Fault
from fieldmark.model.item import FaultBench
from fieldmark.model.problem import Problem, Refused
from fieldmark.model.report import StepReport
from fieldmark.model.text import Text
from fieldmark.store.files import write_bytes
from fieldmark.store.workspace import Workspace

FEW, PLACES = 30, 3
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Refreshed:
    """One fault's prior, before and after."""

    fault: str
    ticket_class: str
    tickets: int
    before: float
    after: float


def refresh(faults: Sequence[Fault], counts: Mapping[str, int]) -> tuple[Refreshed, ...]:
    """New priors, rounded to PLACES so that they add up to what they were. Pure."""
    classes = sorted({f.ticket_class for f in faults if f.ticket_class})
    total = sum(counts.get(c, 0) for c in classes) + len(classes)
    mass = sum(f.prior for f in faults if f.ticket_class)
    share = {c: mass * (counts.get(c, 0) + 1) / total for c in classes}
    within = {c: sum(f.prior for f in faults if f.ticket_class == c) for c in classes}
    exact = [
        f.prior * share[f.ticket_class] / within[f.ticket_class] if within.get(f.ticket_class) else f.prior
        for f in faults
    ]
    return tuple(
        Refreshed(f.id, f.ticket_class, counts.get(f.ticket_class, 0), f.prior, after)
        for f, after in zip(faults, rounded(exact, sum(f.prior for f in faults)), strict=True)
    )


def rounded(values: Sequence[float], total: float) -> list[float]:
    """Each to PLACES, all together `total`: what is lost by cutting goes to the largest remainders."""
    scale = 10**PLACES
    whole = [int(v * scale + 1e-9) for v in values]
    left = round(total * scale) - sum(whole)
    largest = sorted(range(len(values)), key=lambda i: whole[i] - values[i] * scale)
    for i in largest[: max(0, left)]:
        whole[i] += 1
    return [w / scale for w in whole]


def refresh_scenario(workspace: Workspace, name: str, counts: Mapping[str, int], *, apply: bool) -> StepReport:
    """What the tickets say of the scenario's priors; written into its text only with `apply`, the rest of the text
    untouched."""
    bench = sound(workspace, name)
    _, path = locate(workspace, name)
    scenario, file = bench.scenario, bench.place.file
    classes = {f.ticket_class for f in scenario.faults if f.ticket_class}
    if not classes:
        raise Refused(problems.NO_CLASSES.at(file, scenario=scenario.id))
    new = refresh(scenario.faults, counts)
    if apply:
        _write(path, {r.fault: r.after for r in new})
    tickets = sum(counts.get(c, 0) for c in classes)
    rows = [
        {"fault": r.fault, "class": r.ticket_class, "tickets": r.tickets, "prior": r.before, "new": r.after,
         "change": round(r.after - r.before, PLACES)}
        for r in new
    ]  # fmt: skip
    return StepReport(_summary(bench, tickets, apply), rows, tuple(_warnings(bench, classes, tickets)))


def _warnings(bench: FaultBench, classes: set[str], tickets: int) -> list[Problem]:
    found = []
    if len(classes) == 1:
        found.append(problems.ONE_CLASS.at(bench.place.file, scenario=bench.id, name=next(iter(classes))))
    if tickets < FEW:
        found.append(problems.FEW_TICKETS.at(bench.place.file, n=tickets, scenario=bench.id))
    return found


def _summary(bench: FaultBench, tickets: int, applied: bool) -> Text:
    file = bench.place.file
    if applied:
        return Text(
            f"Priors in {file} written from {tickets} tickets.",
            f"已根据 {tickets} 张工单更新 {file} 中的先验概率。",
        )
    return Text(
        f"From {tickets} tickets; nothing was written. Add --apply to put these priors into {file}.",
        f"依据 {tickets} 张工单；尚未写入。加 --apply 可将这些先验概率写入 {file}。",
    )


def _write(path: Path, priors: Mapping[str, float]) -> None:
    text = path.read_bytes().decode("utf-8")
    mark, body = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    write_bytes(path, (mark + with_priors(body, priors)).encode())


def with_priors(text: str, priors: Mapping[str, float]) -> str:
    """The YAML text with the numbers of the priors exchanged, and nothing else."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    edits: dict[tuple[int, int], tuple[str, str]] = {}
    for entry in _field(root, "faults").value:
        name, node = _field(entry, "id").value.strip(), _field(entry, "prior")
        if name in priors:
            edits[node.start_mark.index, node.end_mark.index] = (node.value, _as_before(node.value, priors[name]))
    for (start, end), (old, number) in sorted(edits.items(), reverse=True):
        text = text[:start] + text[start:end].replace(old, number, 1) + text[end:]
    return text


def _field(node: Any, name: str) -> Any:
    return next(value for key, value in node.value if key.value == name)


def _as_before(old: str, value: float) -> str:
    """A percentage stays one; all else becomes a decimal number."""
    if not re.search(r"[%％]", old):
        return f"{value:.{PLACES}f}".rstrip("0").rstrip(".")
    return f"{value * 100:.{PLACES - 2}f}".rstrip("0").rstrip(".") + " %"
