"""`fieldmark doctor`: what this machine and workspace have, what is missing, and how to get it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from fieldmark.model.problem import Problem, Refused
from fieldmark.model.report import StepReport
from fieldmark.model.text import Text
from fieldmark.site import jail, problems
from fieldmark.store.site import FILE as SITE
from fieldmark.store.site import read_site
from fieldmark.store.workspace import FORMAT, Workspace

LEAST_SPACE = 1000  # MB
PORT = 8000
PACKAGES = ("jupyterhub", "jupyterlab", "nbgrader", "voila", "configurable-http-proxy", "duckdb")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what was found, and what is wrong with it if anything is."""

    what: str
    found: str
    problem: Problem | None = None


def doctor(workspace: Workspace) -> StepReport:
    """Look at everything; nothing is changed. Rows: what, found, state ("good", "look", "bad")."""
    findings = [finding for check in CHECKS for finding in check(workspace)]
    wrong = tuple(finding.problem for finding in findings if finding.problem)
    bad = sum(problem.severity == "error" for problem in wrong)
    return StepReport(
        Text(
            f"{len(findings)} things looked at: {bad} to mend, {len(wrong) - bad} to know of.",
            f"共检查 {len(findings)} 项：{bad} 项需要处理，{len(wrong) - bad} 项请留意。",
        ),
        [{"what": f.what, "found": f.found, "state": _state(f)} for f in findings],
        wrong,
    )


def _state(finding: Finding) -> str:
    if finding.problem is None:
        return "good"
    return "bad" if finding.problem.severity == "error" else "look"


def _programs(workspace: Workspace) -> Iterator[Finding]:
    yield Finding("python", ".".join(map(str, sys.version_info[:3])))
    for package in PACKAGES:
        try:
            yield Finding(package, version(package))
        except PackageNotFoundError:
            without = Text("Fieldmark is not installed whole", "Fieldmark 安装不完整")
            how = Text("pip install --force-reinstall fieldmark", "pip install --force-reinstall fieldmark")
            yield Finding(package, "", problems.MISSING_PROGRAM.at(what=package, without=without, how=how))


def _jail(workspace: Workspace) -> Iterator[Finding]:
    reason = jail.why_not()
    yield Finding("bubblewrap", "" if reason else "works", problems.NO_JAIL.at(why=reason) if reason else None)


def _engineer_lab(workspace: Workspace) -> Iterator[Finding]:
    """JupyterLab for engineers: whether it is turned on, and whether it then holds."""
    try:
        wanted = read_site(workspace).engineer_lab
    except Refused as refused:
        yield Finding(SITE, "", refused.problems[0])
        return
    reason = jail.why_not() if wanted else Text()
    problem = problems.NO_ENGINEER_LAB.at(why=reason) if reason else None
    yield Finding("JupyterLab for engineers", "off" if reason or not wanted else "on, jailed", problem)


def _notebooks(workspace: Workspace) -> Iterator[Finding]:
    """What holds programs that engineers hand in."""
    from fieldmark.marking.handwritten.means import means

    found, missing = means()
    for n, (what, how) in enumerate(found.items()):
        yield Finding(what, how, missing[n] if n < len(missing) else None)


def _chromium(workspace: Workspace) -> Iterator[Finding]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
    without = Text("the tests in a browser are skipped", "浏览器测试将被跳过")
    yield _program("chromium", found, without, "chromium")


def _fonts(workspace: Workspace) -> Iterator[Finding]:
    found = ""
    if shutil.which("fc-list"):
        listed = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False)
        found = next(iter(sorted(listed.stdout.splitlines())), "")
    without = Text("Chinese in PDF reports shows as boxes", "PDF 报告中的中文会显示为方框")
    yield _program("fonts for Chinese", found, without, "fonts-noto-cjk")


def _program(what: str, found: str, without: Text, debian: str) -> Finding:
    how = Text(f"Debian, Ubuntu: apt install {debian}", f"Debian、Ubuntu：apt install {debian}")
    problem = None if found else problems.MISSING_PROGRAM.at(what=what, without=without, how=how)
    return Finding(what, found, problem)


def _port(workspace: Workspace) -> Iterator[Finding]:
    from fieldmark.site.plan import check_port

    try:
        check_port("127.0.0.1", PORT)
    except Refused as refused:
        if _served(workspace):
            yield Finding(f"port {PORT}", "used by this site")
        else:
            yield Finding(f"port {PORT}", "used by another program", refused.problems[0])
    else:
        yield Finding(f"port {PORT}", "free")


def _served(workspace: Workspace) -> bool:
    from fieldmark.store.files import only_one

    try:
        with only_one(workspace.lock("serve"), "fieldmark serve"):
            return False
    except Refused:
        return True


def _space(workspace: Workspace) -> Iterator[Finding]:
    free = shutil.disk_usage(workspace.root).free // 1_000_000
    yield Finding("disk space", f"{free} MB", problems.LITTLE_SPACE.at(free=free) if free < LEAST_SPACE else None)


def _secrets(workspace: Workspace) -> Iterator[Finding]:
    """Folders and files that only the site's own user may read."""
    for path in (workspace.sealed, workspace.site, workspace.site / "people.json", workspace.site / "secrets.json"):
        if path.exists():
            mode = path.stat().st_mode & 0o777
            wanted = "700" if path.is_dir() else "600"
            name = workspace.relative(path)
            wrong = problems.OPEN_TO_OTHERS.at(path=path, mode=f"{mode:o}", wanted=wanted) if mode & 0o077 else None
            yield Finding(name, f"{mode:o}", wrong)


def _people(workspace: Workspace) -> Iterator[Finding]:
    from fieldmark.store.people import looked_over

    try:
        people, found = looked_over(workspace)
    except Refused as refused:
        yield from (Finding("people", "", problem) for problem in refused.problems)
        return
    yield Finding("people", str(len(people)), None if people or found else problems.NO_PEOPLE.at())
    yield from (Finding("people", "people.json", problem) for problem in found)


def _user(workspace: Workspace) -> Iterator[Finding]:
    root = os.geteuid() == 0
    yield Finding("user", str(os.geteuid()), problems.AS_ROOT.at() if root else None)


def _format(workspace: Workspace) -> Iterator[Finding]:
    yield Finding("workspace format", str(FORMAT))  # a newer one was refused when it was opened


Check = Callable[[Workspace], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (
    _programs,
    _jail,
    _engineer_lab,
    _notebooks,
    _chromium,
    _fonts,
    _port,
    _space,
    _format,
    _user,
    _people,
    _secrets,
)
