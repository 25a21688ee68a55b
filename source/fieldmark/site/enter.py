"""Entering people: from a list (CSV) or one by one, each row held against the same rules; all or nothing."""

from __future__ import annotations

import csv
import io
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

from fieldmark.model.person import Person, Role
from fieldmark.model.problem import Problem, Refused
from fieldmark.model.report import StepReport
from fieldmark.model.text import Text
from fieldmark.site import allowances, problems
from fieldmark.site.people import course_ids
from fieldmark.store.files import only_one, write_text
from fieldmark.store.people import all_people, looked_over, write_people
from fieldmark.store.workspace import Workspace

ROLES: tuple[Role, ...] = get_args(Role)
LANGUAGES = ("en", "zh")
COLUMNS = {
    "user": ("user", "用户", "用户名"),
    "name": ("name", "姓名"),
    "role": ("role", "角色"),
    "units": ("units", "单位", "范围"),
    "language": ("language", "语言"),
    **allowances.COLUMNS,
}
"""Our columns, and how a list may call them."""
SAID = {
    "工程师": "engineer",
    "培训师": "trainer",
    "经理": "manager",
    "管理员": "administrator",
    "中文": "zh",
    "英文": "en",
}
_USER = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")
_UNIT = re.compile(r"\*|(?:region|team):\S.*")

Row = Mapping[str, str]


def read_list(path: Path) -> list[tuple[int, Row]]:
    """(line, our column -> text) of each row; blank rows are left out. Refused (H020) where it is no such list."""
    text = _text(path)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    header = [_ours(cell) for cell in next(lines, [])]
    missing = [name for name in ("user", "name", "role") if name not in header]
    if missing:
        raise Refused(problems.NOT_A_LIST.at(path.name, 1, what=Text(*(f"{w}{', '.join(missing)}" for w in MISSING))))
    rows: list[tuple[int, Row]] = []
    for cells in lines:
        if any(cell.strip() for cell in cells):
            rows.append((lines.line_num, {n: c.strip() for n, c in zip(header, cells, strict=False) if n}))
    return rows


MISSING = ("these columns are missing: ", "缺少列：")


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        why = error.strerror or ""
        raise Refused(problems.NOT_A_LIST.at(path.name, what=Text(why, why))) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    what = Text("it is neither UTF-8 nor GB18030", "编码既不是 UTF-8 也不是 GB18030")
    raise Refused(problems.NOT_A_LIST.at(path.name, what=what))


def _separator(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _ours(cell: str) -> str:
    said = cell.strip().lower()
    return next((name for name, ways in COLUMNS.items() if said in ways), "")


def checked(rows: Sequence[tuple[int, Row]], file: str, courses: Sequence[str]) -> tuple[list[Person], list[Problem]]:
    """The people of a list, and everything that is wrong with it."""
    people: list[Person] = []
    found: list[Problem] = []
    seen: dict[str, int] = {}
    for line, row in rows:
        person = _person(row)
        given, wrong = allowances.read(row)
        wrong = [*_faults(person, courses), *wrong]
        faults = [problems.BAD_PERSON.at(file, line, field=f, text=t, allowed=a) for f, t, a in wrong]
        if person.user in seen:
            faults.append(problems.PERSON_TWICE.at(file, line, user=person.user, other=seen[person.user]))
        seen.setdefault(person.user, line)
        people.append(replace(person, **given))
        found += faults
    return people, found


def _person(row: Row) -> Person:
    """As it stands in the row; an unknown role stays, to be told."""
    role, language = row.get("role", "").lower(), row.get("language", "").lower() or "en"
    units = tuple(u.strip() for u in re.split(r"[;；|]", row.get("units", "")) if u.strip())
    said: Role = SAID.get(role, role)  # type: ignore[assignment]
    return Person(row.get("user", "").lower(), row.get("name", ""), said, units, SAID.get(language, language))


def _faults(person: Person, courses: Sequence[str]) -> Iterator[tuple[str, str, Text]]:
    """(field, what it says, what is allowed)."""
    if not _USER.fullmatch(person.user):
        yield (
            "user",
            person.user,
            Text("letters a to z, digits and . _ - @, at most 64", "小写字母、数字和 . _ - @，最多 64 个"),
        )
    if not person.name:
        yield "name", "", Text("a name", "姓名")
    if person.role not in ROLES:
        yield (
            "role",
            person.role,
            Text(", ".join(ROLES), "engineer 工程师、trainer 培训师、manager 经理、administrator 管理员"),
        )
        return
    if person.language not in LANGUAGES:
        yield "language", person.language, Text("en or zh", "en 或 zh")
    wrong = [u for u in person.units if not _fits(person.role, u, courses)]
    if wrong or (person.role == "manager" and not person.units):
        yield "units", "; ".join(wrong), _units(person.role, courses)


def _fits(role: Role, unit: str, courses: Sequence[str]) -> bool:
    if role == "trainer":
        return unit == "*" or unit.removeprefix("course:") in courses
    return role in ("manager", "administrator") and bool(_UNIT.fullmatch(unit))


def _units(role: Role, courses: Sequence[str]) -> Text:
    if role == "trainer":
        return Text(f"the courses taught ({', '.join(courses)}), or *", f"所教课程（{'、'.join(courses)}）或 *")
    if role == "engineer":
        return Text("none", "留空")
    return Text(
        "region:NAME, team:NAME, or * for all; several with ; between",
        "region:名称、team:名称，或 * 表示全部；多个用 ; 分隔",
    )


def enter(workspace: Workspace, rows: Sequence[tuple[int, Row]], file: str, passwords: Mapping[str, str]) -> StepReport:
    """Enter or correct the people of `rows`; the others stay, and so do passwords of those who are known, and
    allowances that `rows` do not name. `passwords`: user to argon2 hash, for those who get a new one. Refused whole
    with every H021 and H022."""
    people, found = checked(rows, file, course_ids(workspace))
    if found:
        raise Refused(*found)
    with only_one(workspace.lock("people"), "people"):
        known = all_people(workspace)
        by_user = {user.lower(): user for user in known}
        new = [p for p in people if p.user not in by_user]
        for person, (_, row) in zip(people, rows, strict=True):
            before = known.pop(by_user.get(person.user, ""), person)
            hashed = passwords.get(person.user, before.password)
            known[person.user] = replace(
                before, user=person.user, name=person.name, role=person.role, units=person.units,
                language=person.language, password=hashed, **allowances.read(row)[0],
            )  # fmt: skip
        write_people(workspace, known.values())
    return StepReport(
        Text(
            f"{len(new)} people entered, {len(people) - len(new)} corrected; {len(known)} can log in.",
            f"新录入 {len(new)} 人，更新 {len(people) - len(new)} 人；共 {len(known)} 人可以登录。",
        )
    )


def import_list(workspace: Workspace, path: Path, passwords: Path | None = None) -> StepReport:
    """Enter everyone on the list, or nobody. With `passwords`, who has none gets a first one, written there (mode
    600); Refused (H024) where that file is there already, since an earlier list may be the only copy."""
    rows = read_list(path)
    if passwords is None:
        return enter(workspace, rows, path.name, {})
    if passwords.exists():
        raise Refused(problems.FILE_THERE.at(path=passwords))
    have = {p.user.lower() for p in all_people(workspace).values() if p.password}
    drawn = {user: secrets.token_urlsafe(9) for user in sorted({r.get("user", "").lower() for _, r in rows} - have)}
    if found := checked(rows, path.name, course_ids(workspace))[1]:
        raise Refused(*found)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([("user", "password"), *drawn.items()])
    write_text(passwords, out.getvalue(), mode=0o600)
    return enter(workspace, rows, path.name, {user: hashed(word) for user, word in drawn.items()})


def hashed(password: str) -> str:
    """As it is kept. Refused (H025) where it is too short."""
    from fieldmark.site.passwords import LONGEST, hash_password

    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused(problems.BAD_PASSWORD.at(least=SHORTEST, most=LONGEST))
    return hash_password(password)


SHORTEST = 8


def remove(workspace: Workspace, users: Sequence[str]) -> StepReport:
    """Let these people in no longer; their answers and marks stay. Refused (H023) where one is not known."""
    with only_one(workspace.lock("people"), "people"):
        known = {p.user.lower(): p for p in all_people(workspace).values()}
        unknown = [u for u in users if u.lower() not in known]
        if unknown:
            raise Refused(*(problems.NO_SUCH_PERSON.at(user=u) for u in unknown))
        gone = {u.lower() for u in users}
        write_people(workspace, [p for user, p in known.items() if user not in gone])
    return StepReport(Text(f"{len(gone)} people removed.", f"已移除 {len(gone)} 人。"))


def listed(workspace: Workspace) -> StepReport:
    """Who may log in, and how."""
    people, found = looked_over(workspace)
    rows = [
        {
            "user": p.user,
            "name": p.name,
            "role": p.role,
            "units": "; ".join(p.units),
            "language": p.language,
            "allowances": allowances.told(p),
            "login": "password" if p.password else "company",
        }
        for p in people.values()
    ]
    return StepReport(Text(f"{len(rows)} people.", f"共 {len(rows)} 人。"), rows, found)
