"""grading/notebooks.yaml: how much a submitted notebook may use."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from fieldmark.store.policy import number, read_policy
from fieldmark.store.workspace import Workspace

FILE = "notebooks.yaml"


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one submission while it runs, and of what is handed in."""

    cell_seconds: int = number(30, 1, 3600)
    wall_seconds: int = number(300, 2, 14_400)  # all cells of a notebook
    cpu_seconds: int = number(240, 1, 14_400)  # each process
    memory_mb: int = number(1000, 50, 100_000)  # beyond the libraries that are loaded already
    processes: int = number(64, 16, 4000)  # threads count
    scratch_mb: int = number(200, 1, 100_000)
    open_files: int = number(256, 64, 10_000)
    output_kb: int = number(2000, 10, 100_000)
    notebook_kb: int = number(10_000, 10, 500_000)  # a notebook that is handed in
    submission_mb: int = number(50, 1, 10_000)  # all files that are handed in

    def inside(self) -> dict[str, int]:
        return asdict(self)


def read_limits(workspace: Workspace) -> Limits:
    """Refused (W020 to W022) where the file is wrong."""
    return read_policy(workspace, FILE, Limits)
