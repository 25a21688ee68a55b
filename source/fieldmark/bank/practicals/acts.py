"""Names of acts in rules and proof points: one test, change or fault (its repair), or a group of them.

tests            every test            changes    every change of state
tests:STATE      tests that need it    repairs    every repair
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from fieldmark.model.fault import Change, Fault, Test

REPAIR = "replace:"
"""What an act that repairs a fault is called."""


def groups(
    states: Sequence[str], tests: Sequence[Test], changes: Sequence[Change], faults: Sequence[Fault]
) -> dict[str, tuple[str, ...]]:
    """Every name that may be written, and the acts that it stands for."""
    named: dict[str, tuple[str, ...]] = {t.id: (t.id,) for t in tests}
    named |= {c.id: (c.id,) for c in changes}
    named |= {f.id: (REPAIR + f.id,) for f in faults}
    named |= {REPAIR + f.id: (REPAIR + f.id,) for f in faults}
    named["tests"] = tuple(t.id for t in tests)
    named["changes"] = tuple(c.id for c in changes)
    named["repairs"] = tuple(REPAIR + f.id for f in faults)
    for state in states:
        named[f"tests:{state}"] = tuple(t.id for t in tests if t.state == state)
    return named


def expanded(names: Iterable[str], named: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The acts that the names stand for, in the scenario's own order; names that are not known are left out."""
    wanted = {act for name in names for act in named.get(name, ())}
    return tuple(act for act in everything(named) if act in wanted)


def everything(named: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """All acts: tests, changes, repairs."""
    return (*named["tests"], *named["changes"], *named["repairs"])


def written(acts: Sequence[str], named: Mapping[str, Sequence[str]]) -> list[str]:
    """The shortest names for these acts: groups where all of a group is there, else one by one."""
    left, names = set(acts), list[str]()
    for group in ("tests", *(n for n in named if n.startswith("tests:")), "changes", "repairs"):
        members = set(named[group])
        if len(members) > 1 and members <= set(acts) and members & left:
            names.append(group)
            left -= members
    return names + [act.removeprefix(REPAIR) for act in acts if act in left]
