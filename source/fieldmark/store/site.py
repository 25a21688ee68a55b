"""site.yaml, at the workspace's root: what the administrator turns on. Read when the site starts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fieldmark.store.policy import number, read_settings
from fieldmark.store.workspace import Workspace

FILE = "site.yaml"


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """`engineer_lab`: engineers have a JupyterLab each, for assignments; the rest is what one of these may use."""

    engineer_lab: bool = False
    labs_at_once: int = number(10, 1, 1000)
    lab_memory_mb: int = number(1500, 400, 100_000)  # of all its processes together
    lab_processes: int = number(150, 50, 10_000)  # threads count where the system counts them
    lab_cpu_minutes: int = number(60, 1, 10_000)  # each process
    lab_home_mb: int = number(200, 20, 100_000)  # what one keeps, over all of one's labs
    lab_idle_minutes: int = number(30, 1, 1440)  # until a lab that nobody looks at ends


def read_site(workspace: Workspace) -> SiteSettings:
    """Refused (W020 to W022) where the file is wrong."""
    return read_settings(workspace, workspace.root / FILE, SiteSettings)


def lab_folder(workspace: Workspace, engineer: str) -> Path:
    """What an engineer's lab keeps: `home`, and `inbound/<course>` of the exchange as the lab sees it."""
    return workspace.state / "labs" / engineer.lower()
