"""The score of a session that was written down: every number, step by step, to check by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fieldmark.bank.bench import problems
from fieldmark.bank.bench.find import sound
from fieldmark.bank.bench.session import Step, Written, read_session
from fieldmark.bank.source import MOST_YAML_BYTES, load
from fieldmark.bank.spelling import did_you_mean
from fieldmark.faults import play, strategies
from fieldmark.faults.policy import Policy
from fieldmark.faults.score import SessionScore, StepScore, best_diagnosis_cost
from fieldmark.items.fault import policy as best_policy
from fieldmark.model.fault import Scenario, Test
from fieldmark.model.item import FaultBench
from fieldmark.model.problem import Problem, Refused
from fieldmark.model.text import Text
from fieldmark.store.workspace import Workspace

_WHY = {
    "not-possible": Text("not possible while the unit is “{state}”", "设备处于“{state}”时无法进行"),
    "finished": Text("the work was declared finished", "作业已宣告结束"),
}
_PLACES = 6
_SUMMED = ("score", "I", "R", "E", "P", "G", "U", "spent", "best_cost", "true")


@dataclass(frozen=True, slots=True)
class Scored:
    """The numbers as JSON has them, and what was refused on the way."""

    result: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()

    @property
    def summary(self) -> Text:
        shown = {k: f"{v:g}" if isinstance(v, float) else v for k, v in self.result.items() if k in _SUMMED}
        return _SUMMARY.fill(**{**shown, "declared": self.result["declared"] or "–"})


_SUMMARY = Text(
    "Score {score}: I {I}, R {R}, E {E}, P {P}, G {G}, U {U}. Spent {spent}; the best way costs {best_cost} in "
    "expectation. Declared: {declared}; true: {true}.",
    "得分 {score}：I {I}，R {R}，E {E}，P {P}，G {G}，U {U}。花费 {spent}；最佳路径平均为 {best_cost}。"
    "宣告：{declared}；实际：{true}。",
)


def score_file(workspace: Workspace, name: str, true: str, path: Path) -> Scored:
    """The session in the file. Refused with everything that is wrong: scenario, fault, file or steps."""
    bench = sound(workspace, name)
    known = [fault.id for fault in bench.scenario.faults]
    if true not in known:
        meant = did_you_mean(true, known)
        raise Refused(problems.UNKNOWN_FAULT.at(scenario=bench.id, name=true[:60], meant=meant))
    source, unreadable = load(path, str(path), MOST_YAML_BYTES)
    written, wrong = read_session(source, bench.scenario) if source else (Written(), list(unreadable))
    if wrong:
        raise Refused(*wrong)
    return score_written(bench, true, written, str(path))


def score_written(bench: FaultBench, true: str, written: Written, file: str = "") -> Scored:
    """Play the session against the fault `true` and score it. Steps that could not be done are told, and free.
    Refused where the readings do not fit the fault."""
    scenario = bench.scenario
    wrong = list(_readings(scenario, true, written, file))
    if wrong:
        raise Refused(*wrong)
    policy = best_policy(scenario)
    session = _played(scenario, policy, true, written)
    result = play.score(session, policy, bench.weights, proof=written.proof, violations=written.violations)
    return Scored(_result(session, policy, result), tuple(_refusals(session, file)))


def _played(scenario: Scenario, policy: Policy, true: str, written: Written) -> play.Session:
    session = replace(play.begin(scenario, ""), true=true, order=written.order, shown=written.readings)
    for step in written.steps:
        if written.auto_state and step.kind in ("test", "replace"):
            session = strategies.brought_to(session, policy, _needed(policy, step))
        session = play.perform(session, play.Act(step.kind, _name(session, step)))
    return session


def _needed(policy: Policy, step: Step) -> int:
    name = step.id if step.kind == "test" else f"replace:{step.id}"
    return policy.network.by_id[name].state


def _name(session: play.Session, step: Step) -> str:
    """The change that a state step means: itself, or the cheapest one from here to the state that it names."""
    scenario = session.scenario
    if step.kind != "state" or any(c.id == step.id for c in scenario.changes):
        return step.id
    ways = [c for c in scenario.changes if (c.start, c.end) == (session.unit, step.id)]
    there = [c for c in scenario.changes if c.end == step.id]  # refused where none starts here
    found = min(ways or there, key=lambda c: scenario.price(c.cost), default=None)
    return found.id if found else step.id


def _readings(scenario: Scenario, true: str, written: Written, file: str) -> Iterator[Problem]:
    """Tests that can err need their reading; a reading that is given has to be possible."""
    tests = {test.id: test for test in scenario.tests}
    asked: set[str] = set()
    for n, step in enumerate(written.steps, start=1):
        test = tests.get(step.id) if step.kind == "test" else None
        if test and _unsure(test, true) and test.id not in written.readings and test.id not in asked:
            asked.add(test.id)
            yield problems.READING_NEEDED.at(file, n=n, test=test.id, known=_possible(test, true))
    for name, reading in written.readings.items():
        if tests[name].outcomes[true].get(reading, 0.0) <= 0:
            known = _possible(tests[name], true)
            yield problems.IMPOSSIBLE_READING.at(file, test=name, reading=reading[:60], fault=true, known=known)


def _unsure(test: Test, true: str) -> bool:
    return sum(p > 0 for p in test.outcomes[true].values()) > 1


def _possible(test: Test, true: str) -> str:
    return ", ".join(reading for reading, p in test.outcomes[true].items() if p > 0)


def _refusals(session: play.Session, file: str) -> Iterator[Problem]:
    titles = {state.id: state.title for state in session.scenario.states}
    for n, seen in enumerate(session.seen, start=1):
        if seen.refused:
            why = _WHY.get(seen.refused, _WHY["not-possible"]).fill(state=titles[seen.unit])
            ways = ", ".join(c.id for c in session.scenario.changes if c.start == seen.unit) or "–"
            step = f"{seen.act.kind} {seen.act.id}"
            yield problems.STEP_REFUSED.at(file, n=n, step=step, why=why, ways=ways)


def _result(session: play.Session, policy: Policy, result: SessionScore) -> dict[str, Any]:
    return {
        "scenario": session.scenario.id,
        "true": session.true,
        "declared": session.declared or "",
        "score": result.score,
        "I": result.isolation,
        "R": _round(result.regret_ratio),
        "E": _round(result.efficiency),
        "P": _round(result.proof),
        "G": _round(result.safety),
        "U": result.good_parts,
        "regrets": _round(result.regrets),
        "left_broken": _round(result.left_broken),
        "spent": _round(session.cost),
        "best_cost": _round(policy.value(policy.start())),
        "diagnosis_cost": _round(best_diagnosis_cost(policy)),
        "exact": result.exact,
        "steps": [_step(step) for step in result.steps],
        "journal": [_seen(n, seen) for n, seen in enumerate(session.seen, start=1)],
    }


def _step(step: StepScore) -> dict[str, Any]:
    """A test, repair or declaration, with the changes of state before it in its cost."""
    return {
        "act": step.act,
        "cost": _round(step.cost),
        "regret": _round(step.regret),
        "bits": _round(step.bits),
        "quality": None if step.quality is None else _round(step.quality),
        "best": step.best,
        "best_cost": _round(step.best_value),
    }


def _seen(n: int, seen: play.Seen) -> dict[str, Any]:
    return {
        "n": n, "step": seen.act.kind, "id": seen.act.id, "reading": seen.outcome, "state": seen.unit,
        "cost": _round(seen.cost), "violations": list(seen.violations), "refused": seen.refused,
    }  # fmt: skip


def _round(value: float) -> float:
    return round(float(value), _PLACES) + 0.0
