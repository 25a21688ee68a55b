"""JupyterLab for trainers: one server each, jailed to the courses that they teach; and where the administrator turns
it on, a far narrower one for engineers (`fieldmark.site.engineer_lab`).

The jail shows a read-only system, the workspace's content and the nbgrader courses, and a home of their own; never
sealed keys, the journal, field data, the site's own folder or another trainer's home. The network is this machine's,
since the server has to reach the hub.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any, ClassVar

from jupyterhub.spawner import LocalProcessSpawner
from tornado.web import HTTPError
from traitlets import Instance

from fieldmark.model.person import Person
from fieldmark.site import engineer_lab, jail, seccomp
from fieldmark.site.jail import Shown
from fieldmark.site.lab_names import HOMES, names
from fieldmark.site.people import People, course_ids, taught
from fieldmark.site.plan import CLEAN
from fieldmark.store.site import read_site
from fieldmark.store.workspace import Workspace

CONFIG = Path(__file__).with_name("lab_config")
SHARE = Path(__file__).with_name("lab_share")
"""Templates that come before nbconvert's own: pages that ask no other host."""
SERVER = [sys.executable, "-m", "jupyterhub.singleuser"]
_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")


class Lab(LocalProcessSpawner):  # type: ignore[misc]
    """A trainer's jailed JupyterLab, or an engineer's; nobody else gets a server, whoever asks for it."""

    people = Instance(People).tag(config=True)
    workspace = Instance(Workspace).tag(config=True)
    engineers: ClassVar[dict[str, Lab]] = {}
    """Those who have a server now, by user name."""

    async def start(self) -> tuple[str, int]:
        person = self.people.get(self.user.name)
        if person is None or not _NAME.fullmatch(self.user.name):
            raise HTTPError(403, "No JupyterLab here.")
        if person.role == "engineer":
            return await self._start_engineers(person)
        if person.role != "trainer":
            raise HTTPError(403, "Only trainers have a JupyterLab here.")
        return await self._start_trainers(person)

    async def _start_trainers(self, person: Person) -> tuple[str, int]:
        if jail.why_not():
            raise HTTPError(503, f"JupyterLab is off: {jail.why_not().en}.")
        filtered = seccomp.opened()
        try:
            self.cmd = laboratory(self.workspace, person, course_ids(self.workspace), filtered)
            self.popen_kwargs = {"pass_fds": (filtered,) if filtered >= 0 else ()}
            address: tuple[str, int] = await super().start()
        finally:
            if filtered >= 0:
                os.close(filtered)
        return address

    async def _start_engineers(self, person: Person) -> tuple[str, int]:
        if why := engineer_lab.why_not(self.workspace):
            raise HTTPError(403, f"Engineers have no JupyterLab here: {why.en}.")
        for user in [u for u, lab in self.engineers.items() if lab.proc is None or lab.proc.poll() is not None]:
            del self.engineers[user]
        if len(self.engineers) >= read_site(self.workspace).labs_at_once:
            raise HTTPError(503, "As many engineers as can work in JupyterLab here; try again in a few minutes.")
        self.cmd = engineer_lab.command(self.workspace, person)
        address: tuple[str, int] = await super().start()
        self.engineers[person.user.lower()] = self
        return address

    @property
    def _engineers(self) -> bool:
        person = self.people.get(self.user.name)
        return person is not None and person.role == "engineer"

    def make_preexec_fn(self, name: str) -> None:
        """No system user to become; the jail keeps them apart."""

    def user_env(self, env: dict[str, str]) -> dict[str, str]:
        home = str(HOMES / self.user.name)
        return {
            **env,
            "HOME": home,
            "USER": self.user.name,
            "LOGNAME": self.user.name,
            "SHELL": "/bin/bash",
            "JUPYTER_CONFIG_PATH": str(engineer_lab.CONFIG if self._engineers else CONFIG),
            "JUPYTER_PATH": str(SHARE),
            "JUPYTERHUB_DISABLE_USER_CONFIG": "1",
        }

    def get_args(self) -> list[str]:
        root = HOMES / self.user.name if self._engineers else self.workspace.root
        server = SERVER if self._engineers else []
        return [*server, *super().get_args(), f"--ServerApp.root_dir={root}"]


def laboratory(workspace: Workspace, person: Person, courses: tuple[str, ...], filtered: int = -1) -> list[str]:
    """The command that runs a trainer's server in its jail; makes their home and what is missing of the folders."""
    mine = taught(person, courses)
    user = person.user.lower()
    home = workspace.site / "homes" / user
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    for course in mine:  # a course that is built later shows up in a jail that runs already
        workspace.nbgrader(course).mkdir(parents=True, exist_ok=True)
    shown = [
        *content(workspace, mine, everything="*" in person.units),
        Shown(home, True, HOMES / user),
        names(workspace.site / "homes" / f"{user}.passwd", user),
    ]
    folder = workspace.nbgrader(mine[0]) if mine else workspace.root
    return jail.command(SERVER, shown, folder=folder, filtered=filtered)


def content(workspace: Workspace, courses: tuple[str, ...], *, everything: bool) -> list[Shown]:
    """What of the workspace a trainer of `courses` works on."""
    owned = [workspace.courses, workspace.assignments]
    shown = [Shown(folder, True) for folder in owned] if everything else []
    shown += [Shown(folder / course, True) for folder in owned for course in courses]
    shown += [Shown(workspace.grading, everything), Shown(workspace.state / "exchange", True)]
    for course in courses:
        built = workspace.nbgrader(course)
        # nbgrader runs this file, outside of any jail too: not for trainers to write
        shown += [Shown(built, True), Shown(built / "nbgrader_config.py")]
    return shown


def settings(workspace: Workspace, people: People) -> dict[str, Any]:
    """The spawner's part of the hub's configuration."""
    return {
        "people": people,
        "workspace": workspace,
        "default_url": "/lab",
        "env_keep": list(CLEAN),
        "start_timeout": 120,
        "http_timeout": 120,
        "interrupt_timeout": 5,
        "ip": "127.0.0.1",
    }
