"""The exam service by itself, for journeys: who asks is what the cookie `who` says.

python tests/sitting_server.py WORKSPACE PORT
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from fieldmark.model.person import Person
from fieldmark.pages.marking_desk import ROUTES
from fieldmark.sitting.service import serve, utc_now
from fieldmark.sitting.web.identity import Given
from fieldmark.store.people import read_people
from fieldmark.store.workspace import Workspace


def identity(workspace: Workspace) -> Given:
    people = read_people(workspace)

    def who(handler) -> Person | None:
        return people.get(handler.get_cookie("who", ""))

    return Given(who)


def clock(workspace: Workspace) -> Callable[[], datetime]:
    ahead = workspace.root / "ahead"
    return lambda: utc_now() + timedelta(seconds=float(ahead.read_text()) if ahead.exists() else 0)


if __name__ == "__main__":
    place = Workspace(Path(sys.argv[1]))
    serve(
        place,
        int(sys.argv[2]),
        "/exam/",
        identity(place),
        cookie_secret="c" * 64,
        clock=clock(place),
        more=ROUTES,
        external=os.environ.get("FIELDMARK_EXTERNAL", ""),
    )
