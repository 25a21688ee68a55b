"""What holds submitted notebooks on this machine, for `fieldmark doctor`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fieldmark.marking.handwritten import groups, problems
from fieldmark.marking.handwritten.inside import seccomp
from fieldmark.marking.handwritten.jail import as_root, why_not
from fieldmark.model.problem import Problem

_NAMESPACES = Path("/proc/sys/user/max_user_namespaces")


def means() -> tuple[Mapping[str, str], list[Problem]]:
    """What was looked at -> what was found; and what is missing."""
    why = why_not()
    made = groups.places()
    found = {
        "jail for notebooks": f"none: {why}" if why else f"holds, {'as root' if as_root() else 'without root'}",
        "user namespaces": _namespaces(),
        "filter of system calls": "on" if seccomp.supported() else "none for this processor",
        "limits of notebooks": _limits(made),
    }
    return found, [problems.NO_JAIL_HERE.at(why=why)] if why else []


def _namespaces() -> str:
    try:
        most = int(_NAMESPACES.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return "unknown"
    return "allowed" if most else "forbidden"


def _limits(made: tuple[Path, ...]) -> str:
    kept = "limits of each process, memory watched"
    return f"control groups in {', '.join(map(str, made))}, and {kept}" if made else f"{kept}; no control groups"
