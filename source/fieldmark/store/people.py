"""Who may log in: one file, readable by the site's own user alone. A slip in one entry locks nobody else out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from fieldmark.model.codec import to_data
from fieldmark.model.person import LIMITS, Person, Role
from fieldmark.model.problem import Problem, Refused
from fieldmark.model.text import Text
from fieldmark.store import problems
from fieldmark.store.files import read_json, write_json
from fieldmark.store.workspace import Workspace

ONE_OF: Mapping[str, tuple[str, ...]] = {
    "role": ("engineer", "trainer", "manager", "administrator"),
    "language": ("en", "zh"),
    "break_clock": ("stops", "runs"),
}
NEEDED = ("user", "name", "role")
NOBODY: Mapping[str, Person] = {}


def read_people(workspace: Workspace, before: Mapping[str, Person] = NOBODY) -> dict[str, Person]:
    """User name to person; empty where nobody was entered yet. Who has a faulty entry stays as `before` has them; else
    a faulty field counts as not given, and one without a readable user, name or role is left out.
    Refused (W004) where the file is no JSON."""
    return looked_over(workspace, before)[0]


def looked_over(workspace: Workspace, before: Mapping[str, Person] = NOBODY) -> tuple[dict[str, Person], list[Problem]]:
    """The people as `read_people` gives them, and each faulty field (W007)."""
    path = workspace.site / "people.json"
    entries = read_json(path) if path.exists() else []
    if not isinstance(entries, list):
        raise Refused(problems.DAMAGED.at(str(path), path=path.name, why=Text("no list of people", "不是人员列表")))
    people: dict[str, Person] = {}
    found: list[Problem] = []
    for number, entry in enumerate(entries, 1):
        said = entry if isinstance(entry, Mapping) else {}
        given, wrong = _fields(said)
        user = given.get("user", f"#{number}")
        found += [_problem(workspace, user, name, said) for name in wrong]
        if wrong and user in before:
            people[user] = before[user]
        elif not set(NEEDED) & set(wrong):
            people[user] = Person(**given)
    return people, found


def all_people(workspace: Workspace) -> dict[str, Person]:
    """To be written again: Refused (W007) where an entry is faulty, since what it says would be lost."""
    people, found = looked_over(workspace)
    if found:
        raise Refused(*found)
    return people


def write_people(workspace: Workspace, people: Iterable[Person]) -> None:
    workspace.site.mkdir(parents=True, exist_ok=True)
    workspace.site.chmod(0o700)
    ordered = sorted(people, key=lambda p: p.user)
    write_json(workspace.site / "people.json", to_data(ordered), mode=0o600)


def _fields(said: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The readable fields of an entry, and the names of the faulty ones."""
    given: dict[str, Any] = {}
    wrong = [name for name in NEEDED if name not in said]
    for name in Person.__slots__:
        if name not in said:
            continue
        try:
            given[name] = _value(name, said[name])
        except (ValueError, TypeError):
            wrong.append(name)
    return given, wrong


def _value(name: str, said: Any) -> Any:
    """ValueError or TypeError where it does not fit the field."""
    if name in LIMITS:
        return _number(name, said)
    if name == "units":
        if isinstance(said, list) and all(isinstance(unit, str) for unit in said):
            return tuple(said)
        raise TypeError(name)
    if not isinstance(said, str) or said not in ONE_OF.get(name, (said,)) or (name in NEEDED and not said):
        raise ValueError(name)
    return cast(Role, said) if name == "role" else said


def _number(name: str, said: Any) -> float:
    (least, most), number = LIMITS[name], float(said)
    if isinstance(said, bool) or not least <= number <= most or (name == "breaks" and not number.is_integer()):
        raise ValueError(name)
    return int(number) if name == "breaks" else number


def _problem(workspace: Workspace, user: str, name: str, said: Mapping[str, Any]) -> Problem:
    file = workspace.relative(workspace.site / "people.json")
    shown = "***" if name == "password" else said.get(name, "")
    return problems.BAD_ENTRY.at(file, user=user, field=name, text=shown, allowed=_allowed(name))


def _allowed(name: str) -> Text:
    if name in ONE_OF:
        return Text(", ".join(ONE_OF[name]), "、".join(ONE_OF[name]))
    if name in LIMITS:
        least, most = LIMITS[name]
        share = Text(" (0.25 is 25%)", "（0.25 即 25%）") if name == "extra_time" else Text("", "")
        return Text(f"a number from {least:g} to {most:g}{share.en}", f"{least:g} 到 {most:g} 的数字{share.zh}")
    if name == "units":
        return Text('a list of texts, such as ["region:North"]', '文字列表，如 ["region:North"]')
    return Text("text in quotation marks", "引号中的文字")
