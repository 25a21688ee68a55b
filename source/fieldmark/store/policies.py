"""The workspace's shelf of solved fault policies, shared by the exam service, marking's workers, the checker and the
commands. Whatever is wrong with it costs time and never an answer."""

from __future__ import annotations

import contextlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from fieldmark.faults import policies
from fieldmark.store.files import write_bytes
from fieldmark.store.workspace import Workspace

MOST_BYTES = 200_000_000  # of the whole shelf
LARGEST = 64_000_000  # of one policy
_KEY = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class PolicyShelf:
    """One file a policy, for its owner alone: who could write here could change marks. The one unused longest goes
    first. Nothing is kept where the workspace's own folder is not there."""

    folder: Path
    most: int = MOST_BYTES

    def get(self, key: str) -> bytes | None:
        path = self._path(key)
        try:
            if path.stat().st_uid != os.getuid():
                return None
            data = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return data

    def put(self, key: str, data: bytes) -> None:
        if len(data) > min(LARGEST, self.most) or not self.folder.parents[1].is_dir():
            return
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_bytes(self._path(key), data, 0o600)
            self._make_room()

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(key)
        return self.folder / f"{key}.policy"

    def _make_room(self) -> None:
        """Another process may do the same at once: a file that is gone already is as good."""
        found = []
        for path in self.folder.glob("*.policy"):
            with contextlib.suppress(OSError):
                found.append((path.stat().st_mtime_ns, path.stat().st_size, path))
        total = sum(size for _, size, _ in found)
        for _, size, path in sorted(found):
            if total <= self.most:
                return
            path.unlink(missing_ok=True)
            total -= size


def keep_policies(workspace: Workspace) -> None:
    """Solve each scenario's policy once for all processes that work on this workspace."""
    policies.keep_on(PolicyShelf(workspace.state / "cache" / "policies"))
