"""What a process remembers of the journal between transactions. Never the truth: each transaction first takes in what
others have written since."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping

from fieldmark.model.fold import apply
from fieldmark.model.sitting import Sitting, StoredEvent

MOST = 20_000  # sittings kept folded in memory


class Cache:
    """`sittings` by id; `users`: user name -> pseudonym; both as of event `seen`, or later for some sittings."""

    def __init__(self) -> None:
        self.sittings: dict[str, Sitting] = {}
        self.users: dict[str, str] = {}
        self.seen = 0
        self._lock = threading.Lock()

    def take_in(self, missed: Iterable[StoredEvent], head: int) -> None:
        """Events that others wrote, up to `head`. An erased person is forgotten here too."""
        with self._lock:
            for stored in missed:
                event = stored.event
                if event.kind == "erased":
                    self.sittings.clear()
                    self.users.clear()
                before = self.sittings.get(event.sitting)
                if before and before.last < stored.number:
                    self.sittings[event.sitting] = apply(before, stored)
            self.seen = max(self.seen, head)

    def wrote(self, changed: Mapping[str, Sitting], users: Mapping[str, str], head: int) -> None:
        """What a transaction of ours left; never back to an older state, since threads may come in any order."""
        with self._lock:
            self._keep(changed)
            self.users.update(users)
            self.seen = max(self.seen, head)

    def read(self, changed: Mapping[str, Sitting], head: int) -> None:
        """What was read while the journal stood at `head`: of use only where nothing newer was taken in since."""
        with self._lock:
            if head >= self.seen:
                self._keep(changed)

    def _keep(self, changed: Mapping[str, Sitting]) -> None:
        for name, sitting in changed.items():
            before = self.sittings.get(name)
            if before is None or before.last < sitting.last:
                self.sittings[name] = sitting
        while len(self.sittings) > MOST:
            self.sittings.pop(next(iter(self.sittings)))

    def forget(self, head: int = 0) -> None:
        """Begin anew, as of `head`."""
        with self._lock:
            self.sittings.clear()
            self.users.clear()
            self.seen = max(self.seen, head)
