"""A session written down by hand, as JSON or YAML."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fieldmark.bank.bench import problems
from fieldmark.bank.fields import FLAGS
from fieldmark.bank.source import Source
from fieldmark.bank.spelling import did_you_mean
from fieldmark.bank.yamls import Mapping as Mapped
from fieldmark.bank.yamls import Node, Scalar, parse
from fieldmark.faults.play import WORK_ORDER
from fieldmark.model.fault import Scenario
from fieldmark.model.problem import Problem
from fieldmark.model.text import Text

KINDS = ("test", "state", "replace", "declare")
PARTS = ("steps", "proof", "violations", "order", "readings", "auto_state")
MOST_STEPS = 400
_WHAT = {
    "test": Text("test", "测试"), "state": Text("change or state", "切换或状态"), "replace": Text("fault", "故障"),
    "declare": Text("fault", "故障"),
}  # fmt: skip
_PROOF = Text("[done, required], or the ids of the proof points done", "[已完成, 应完成]，或已完成的规范动作 id 列表")
_VIOLATIONS = Text("a list of severities from 0 to 1, or ids of safety rules", "严重程度（0 到 1）或安全规则 id 的列表")
_ORDER = Text("lines of the work order: cause, action, verification, sign_off",
              "工单栏目：cause、action、verification、sign_off")  # fmt: skip
_READINGS = Text("{test: reading}", "{测试: 读数}")
_STEPS = Text(f"a list of at most {MOST_STEPS} steps", f"步骤列表，最多 {MOST_STEPS} 步")
_FLAG = Text("true or false", "true 或 false")


@dataclass(frozen=True, slots=True)
class Step:
    """`kind` is test, state, replace or declare."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Written:
    """What the file says. `proof` is (done, required) where it is given; `violations` are severities."""

    steps: tuple[Step, ...] = ()
    proof: tuple[int, int] | None = None
    violations: tuple[float, ...] = ()
    order: Mapping[str, str] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)
    auto_state: bool = False


def read_session(source: Source, scenario: Scenario) -> tuple[Written, list[Problem]]:
    """The session, and everything that is wrong with it."""
    wrong: list[Problem] = []
    data = _plain(source, wrong)
    if isinstance(data, list):
        data = {"steps": data}
    if not isinstance(data, Mapping) or wrong:
        if not wrong:
            why = Text("it is neither a list of steps nor an object", "它既不是步骤列表，也不是对象")
            wrong.append(problems.UNREADABLE_SESSION.at(source.file, why=why))
        return Written(), wrong
    return _Reading(source.file, scenario, data, wrong).read(), wrong


def _plain(source: Source, wrong: list[Problem]) -> Any:
    """Lists, objects and words; numbers and true are words too, so that JSON and YAML say the same."""
    try:
        return _words(json.loads(source.text))
    except (ValueError, RecursionError):
        node, unreadable = parse(source)
        wrong += unreadable
        return _unwrapped(node)


def _words(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _words(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_words(part) for part in value]
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _unwrapped(node: Node | None) -> Any:
    if isinstance(node, Scalar):
        return "" if node.null else node.text
    if isinstance(node, Mapped):
        return {name: _unwrapped(part) for name, part in node.fields.items()}
    return [_unwrapped(part) for part in node.items] if node else None


@dataclass(frozen=True, slots=True)
class _Reading:
    """One file being read against its scenario."""

    file: str
    scenario: Scenario
    data: Mapping[str, Any]
    wrong: list[Problem]

    def read(self) -> Written:
        for name in self.data:
            if name not in PARTS:
                self._bad(name, "…", Text(", ".join(PARTS), "、".join(PARTS)))
        return Written(
            self._steps(), self._proof(), self._violations(), self._order(), self._readings(), self._auto_state()
        )

    def _bad(self, name: str, value: Any, shape: Text) -> None:
        said = str(value)[:60] or "“”"
        self.wrong.append(problems.BAD_PART.at(self.file, name=name[:40], value=said, shape=shape))

    def _steps(self) -> tuple[Step, ...]:
        given = self.data.get("steps", [])
        if not isinstance(given, list) or len(given) > MOST_STEPS:
            self._bad("steps", given if not isinstance(given, list) else len(given), _STEPS)
            return ()
        steps: list[Step] = []
        for n, written in enumerate(given, start=1):
            step = self._step(n, written, steps)
            if step:
                steps.append(step)
        return tuple(steps)

    def _step(self, n: int, written: Any, before: Sequence[Step]) -> Step | None:
        if written == "declare":  # what was repaired last
            last = next((s.id for s in reversed(before) if s.kind == "replace"), "")
            written = {"declare": last} if last else written
        pair = next(iter(written.items())) if isinstance(written, Mapping) and len(written) == 1 else ("", "")
        if pair[0] not in KINDS or not isinstance(pair[1], str):
            said = json.dumps(written, ensure_ascii=False)[:80]
            self.wrong.append(problems.BAD_STEP.at(self.file, n=n, step=said))
            return None
        step = Step(*pair)
        known = self._known(step.kind)
        if step.id not in known:
            what, meant = _WHAT[step.kind], did_you_mean(step.id, known)
            self.wrong.append(problems.UNKNOWN_ACT.at(self.file, n=n, what=what, name=step.id[:60], meant=meant))
            return None
        return step

    def _known(self, kind: str) -> list[str]:
        s = self.scenario
        if kind == "test":
            return [t.id for t in s.tests]
        return [c.id for c in s.changes] + [u.id for u in s.states] if kind == "state" else [f.id for f in s.faults]

    def _proof(self) -> tuple[int, int] | None:
        given = self.data.get("proof")
        if given is None:
            return None
        ids = [p.id for p in self.scenario.proof]
        if isinstance(given, list) and all(g in ids for g in given):
            return len(set(given)), len(ids)
        if isinstance(given, list) and len(given) == 2 and all(_is_count(g) for g in given):
            done, required = int(given[0]), int(given[1])
            if done <= required:
                return done, required
        self._bad("proof", given, _PROOF)
        return None

    def _violations(self) -> tuple[float, ...]:
        given = self.data.get("violations", [])
        severities = {rule.id: rule.severity for rule in self.scenario.rules}
        found = [severities.get(str(g), _share(g)) for g in given] if isinstance(given, list) else [None]
        good = tuple(s for s in found if s is not None)
        if len(good) < len(found):
            self._bad("violations", given, _VIOLATIONS)
        return good

    def _order(self) -> dict[str, str]:
        given = self.data.get("order", {})
        if isinstance(given, Mapping) and all(k in WORK_ORDER and isinstance(v, str) for k, v in given.items()):
            return dict(given)
        self._bad("order", given, _ORDER)
        return {}

    def _readings(self) -> dict[str, str]:
        given = self.data.get("readings", {})
        tests = self._known("test")
        if isinstance(given, Mapping) and all(k in tests and isinstance(v, str) for k, v in given.items()):
            return dict(given)
        self._bad("readings", given, _READINGS)
        return {}

    def _auto_state(self) -> bool:
        given = self.data.get("auto_state", "no")
        value = FLAGS.get(given.casefold()) if isinstance(given, str) else None
        if value is None:
            self._bad("auto_state", given, _FLAG)
        return bool(value)


def _is_count(value: Any) -> bool:
    return isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 4


def _share(value: Any) -> float | None:
    try:
        share = float(value)
    except (TypeError, ValueError):
        return None
    return share if 0 <= share <= 1 else None
