"""Who somebody is inside a jail."""

from __future__ import annotations

from pathlib import Path

from fieldmark.site import jail
from fieldmark.site.jail import Shown
from fieldmark.store.files import write_text

HOMES = Path("/home")


def names(path: Path, user: str) -> Shown:
    """The jail's /etc/passwd, kept at `path`: this user, and nobody else."""
    write_text(path, f"{user}:x:{jail.USER}:{jail.USER}::{HOMES / user}:/bin/bash\n")
    return Shown(path, at=Path("/etc/passwd"))
