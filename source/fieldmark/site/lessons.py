"""The lessons: `python -m fieldmark.site.lessons`, the courses' notebooks as pages, run by Voila behind the hub.

As the dashboard, cut down and jailed: an engineer's page runs the trainer's cells and takes no code. Its kernel reads
the course and its questions, since a lesson practises with them, and neither papers, keys of papers nor anybody's
answers.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from tornado.web import HTTPError
from traitlets.config import Config

from fieldmark.pages import hosting
from fieldmark.site import jail
from fieldmark.site.dashboard import HOME, Dashboard, Page, launch
from fieldmark.store.lessons import lessons
from fieldmark.store.workspace import Workspace

ROLES = frozenset({"engineer", "trainer", "administrator"})
WIDGETS = ("@jupyter-widgets/jupyterlab-manager", "jupyterlab-plotly")
"""Front-end bundles of a trainer's cells: ipywidgets' own models, without which no layout is known, and figures."""
AT_ONCE = 40  # open lessons on one machine: 60 to 100 MB each
IDLE = 600  # s until the kernel of a page that nobody looks at ends


class LessonPage(Page):
    """A lesson, by its course and name."""

    def notebook(self, path: str) -> str:
        workspace: Workspace = self.settings["workspace"]
        found = next((x.path for x in lessons(workspace) if x.id == path), None)
        if found is None:
            raise HTTPError(404)
        if jail.why_not():
            raise HTTPError(503, "lessons run trainers' code, which needs bubblewrap; fieldmark doctor says more")
        if self.kernel_manager.full:
            raise HTTPError(503, "too many lessons are open; try again in a few minutes")
        return str(found.relative_to(workspace.courses))

    def folders(self, path: str) -> Sequence[Path]:
        """Its own course: a trainer's lesson tells nothing of another's questions."""
        workspace: Workspace = self.settings["workspace"]
        course = path.partition("/")[0]
        return [workspace.courses / course, workspace.assignments / course, workspace.grading]


class Lessons(Dashboard):
    roles = ROLES
    page = LessonPage


def configuration(workspace: Workspace) -> Config:
    """What differs from the dashboard."""
    c = Config()
    c.Voila.root_dir = str(workspace.courses)
    c.VoilaConfiguration.resources = {"lesson": True, "home": HOME, "plotly_version": hosting.plotly_version()}
    c.VoilaConfiguration.extension_allowlist = [*hosting.EXTENSIONS, *WIDGETS]
    p = c.Pages
    p.most, p.cull_idle_timeout = AT_ONCE, IDLE
    return c


def main() -> None:
    workspace = Workspace(Path(os.environ["FIELDMARK_WORKSPACE"]))
    launch(Lessons, workspace, hosting.NOTEBOOK, configuration(workspace))


if __name__ == "__main__":
    main()
