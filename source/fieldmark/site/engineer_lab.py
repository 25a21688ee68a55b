"""JupyterLab for engineers, for assignments: off unless the administrator turns it on, and never without the jail.

The jail shows a read-only system, a home of one's own, what is released in the exchange (read-only), and an inbound
folder of one's own; no paper, key, journal, gradebook, course or other engineer. The network is one of its own, see
`fieldmark.site.airlock`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from fieldmark.model.person import Person
from fieldmark.model.text import Text
from fieldmark.site import jail, tether
from fieldmark.site.jail import Shown
from fieldmark.site.lab_names import HOMES, names
from fieldmark.store.site import lab_folder, read_site
from fieldmark.store.uploads import assignments
from fieldmark.store.workspace import Workspace

CONFIG = Path(__file__).with_name("engineer_config")
EXCHANGE = Path("/exchange")
SCRATCH_MB = 200
MOST_FILES = 20_000  # in a home


def why_not(workspace: Workspace) -> Text:
    """Why engineers have no JupyterLab here; empty where they have."""
    if not read_site(workspace).engineer_lab:
        return Text("it is not turned on", "未开启")
    return jail.why_not()


def home(workspace: Workspace, user: str) -> Path:
    return lab_folder(workspace, user) / "home"


def command(workspace: Workspace, person: Person) -> list[str]:
    """What the hub starts for an engineer; the server's own arguments follow."""
    return tether.command("fieldmark.site.airlock", str(workspace.root), person.user.lower())


def jailed(workspace: Workspace, user: str, argv: Sequence[str], hub: Path, filtered: int) -> list[str]:
    """`argv` in the engineer's jail, to which the unix socket `hub` leads in; makes their folders."""
    from fieldmark.site.berth import HUB

    own, at = _made(lab_folder(workspace, user)), HOMES / user
    shown = [Shown(_made(home(workspace, user)), True, at), names(own / "passwd", user), Shown(hub, at=Path(HUB))]
    for course in sorted({course for course, _ in assignments(workspace)}):
        outbound, inbound = workspace.state / "exchange" / course / "outbound", own / "inbound" / course
        shown += [Shown(outbound, at=EXCHANGE / course / "outbound")]
        shown += [Shown(_made(inbound), True, EXCHANGE / course / "inbound")]
    content = Path(__file__).resolve().parents[1] / "_content"  # the sample course, with its keys, where we are a wheel
    return jail.command(
        argv,
        shown,
        folder=at,
        network=False,
        filtered=filtered,
        hidden=[workspace.root, EXCHANGE, *([content] if content.exists() else [])],
        scratch_mb=SCRATCH_MB,
    )


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def weight(folder: Path, most_mb: int) -> tuple[int, int]:
    """Megabytes and files that lie there; it stops counting where that is more than `most_mb` or MOST_FILES."""
    size = count = 0
    for where, _, files in os.walk(folder):
        for name in files:
            try:
                size += os.lstat(os.path.join(where, name)).st_blocks * 512  # noqa: PTH118
            except OSError:
                continue
        count += 1 + len(files)
        if size > most_mb * 1_000_000 or count > MOST_FILES:
            break
    return size // 1_000_000, count
