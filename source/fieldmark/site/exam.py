"""The exam service: `python -m fieldmark.site.exam`, in the environment that a hub's service gets."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import urlparse

from fieldmark.model.problem import Refused
from fieldmark.model.sitting import Submission
from fieldmark.store.workspace import Workspace

log = logging.getLogger("fieldmark.site")


def collect(workspace: Workspace, submission: Submission) -> None:
    """What was submitted, as nbgrader's notebook at once. Where that fails, the journal still holds it, and
    `fieldmark mark` collects it."""
    from fieldmark.paper.collect import collect_one

    try:
        problems = collect_one(workspace, submission)
    except Refused as refused:
        problems = tuple(refused.problems)
    except OSError as error:
        log.error("submission %s is in the journal alone: %s", submission.sitting, error)
        return
    for problem in problems:
        log.warning("submission %s: %s", submission.sitting, problem.render())


def on_submitted(workspace: Workspace) -> Callable[[Submission], None]:
    return partial(collect, workspace)


def main() -> None:
    from fieldmark.pages.marking_desk import ROUTES
    from fieldmark.site import engineer_lab
    from fieldmark.sitting.service import serve
    from fieldmark.sitting.web.hub import HubIdentity

    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s", level=logging.INFO)
    logging.getLogger("tornado.access").setLevel(logging.WARNING)
    workspace = Workspace(Path(os.environ["FIELDMARK_WORKSPACE"]))
    prefix = os.environ["JUPYTERHUB_SERVICE_PREFIX"]
    port = urlparse(os.environ["JUPYTERHUB_SERVICE_URL"]).port or 0
    try:
        serve(
            workspace,
            port,
            prefix,
            HubIdentity(workspace, prefix, lab=not engineer_lab.why_not(workspace)),
            on_submitted(workspace),
            cookie_secret=os.environ["FIELDMARK_COOKIE_SECRET"],
            address=os.environ.get("FIELDMARK_ADDRESS", "127.0.0.1"),
            external=os.environ.get("FIELDMARK_EXTERNAL", ""),
            more=ROUTES,
        )
    except Refused as refused:
        sys.exit("; ".join(problem.render() for problem in refused.problems))


if __name__ == "__main__":
    main()
