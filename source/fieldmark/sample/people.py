"""The sample company's people, all with one password that is drawn afresh for each workspace."""

from __future__ import annotations

import re
import secrets

from fieldmark.model.person import Person
from fieldmark.model.report import StepReport
from fieldmark.model.text import Text
from fieldmark.store.files import write_text
from fieldmark.store.people import read_people, write_people
from fieldmark.store.workspace import Workspace

LOGIN = "demo-login.txt"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
_PASSWORD = re.compile(r"^password: (\S+)$", re.MULTILINE)

STAFF = (
    Person("trainer", "Lin Yue 林悦", "trainer", ("vfd",), "zh"),
    Person("manager", "Martha Lindqvist", "manager", ("*",), "en"),
    Person("manager.north", "Zhao Beichuan 赵北川", "manager", ("region:North",), "zh"),
    Person("admin", "Administrator", "administrator", ("*",), "en"),
)


def make_people(workspace: Workspace, *, engineers: int = 120, seed: int = 1) -> StepReport:
    """Enter the engineers (the same as in the sample company's files of that seed), a trainer, two managers and an
    administrator; others who are there stay. The password stands in .fieldmark/site/demo-login.txt, readable by the
    site's own user alone. Done again, nothing changes."""
    import numpy as np

    from fieldmark.sample.roster import enlist

    roster = enlist(engineers, np.random.default_rng((seed, 0)))
    named = [
        Person(user, name, "engineer", language="zh" if name > "\u2e80" else "en")
        for user, name in zip(roster.users, roster.names, strict=True)
    ]
    known = read_people(workspace)
    password = _password(workspace)
    hashed = _hash(password, [p.password for p in known.values() if p.user in {"trainer", "manager"}])
    made = {p.user: _with(p, hashed) for p in (*named, *STAFF)}
    write_people(workspace, (known | made).values())
    return StepReport(
        Text(
            f"{len(made)} people can log in; the password stands in .fieldmark/site/{LOGIN}.",
            f"{len(made)} 人可以登录；密码见 .fieldmark/site/{LOGIN}。",
        )
    )


def _with(person: Person, hashed: str) -> Person:
    return Person(person.user, person.name, person.role, person.units, person.language, hashed)


def _password(workspace: Workspace) -> str:
    """The workspace's demo password, made and written down at the first time."""
    path = workspace.site / LOGIN
    if path.exists() and (found := _PASSWORD.search(path.read_text(encoding="utf-8"))):
        return found[1]
    password = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
    workspace.site.mkdir(parents=True, exist_ok=True)
    workspace.site.chmod(0o700)
    accounts = "\n".join(f"  {p.user:14} {p.role}" for p in STAFF)
    write_text(
        path,
        f"The sample company's accounts, for this workspace alone. 示例公司的账号，仅用于本工作区。\n"
        f"password: {password}\n"
        f"users 用户:\n  e001, e002 …   engineer\n{accounts}\n",
        mode=0o600,
    )
    return password


def _hash(password: str, known: list[str]) -> str:
    """An argon2 hash, made once and shared (each costs a tenth of a second): the one in use where it still fits."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    hasher = PasswordHasher()
    for hashed in known[:1]:
        try:
            hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            break
        return hashed
    return str(hasher.hash(password))
