"""Best policies, each solved once: in this process, and across processes where a shelf was given.

A policy follows from its network alone, so the key is a digest of the network's content: a scenario whose words change
keeps its policy, one whose numbers change gets another.
"""

from __future__ import annotations

import hashlib
import io
import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:  # numpy takes its time
    from fieldmark.faults.network import Network
    from fieldmark.faults.policy import Policy

FORMAT = 1


class Shelf(Protocol):
    """Where solved policies lie: bytes by key. Neither ever fails: what cannot be kept is solved again."""

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, data: bytes) -> None: ...


class _Kept:
    shelf: Shelf | None = None


def keep_on(shelf: Shelf | None) -> None:
    """From now on keep what is solved on this shelf; None: in this process alone."""
    _Kept.shelf = shelf


def best(net: Network) -> Policy:
    """The best policy: remembered, from the shelf, or solved now. A bound is never kept: it grows as it is asked."""
    return _best(key(net), _Holder(net))


def key(net: Network) -> str:
    """The same for equal networks, on every machine."""
    acts = [
        [a.id, a.price, a.state, a.outcomes, a.masks, None if a.likelihood is None else a.likelihood.tolist(), a.fault,
         a.noisy]
        for a in net.acts
    ]  # fmt: skip
    content = [FORMAT, net.faults, net.prior.tolist(), net.states, net.moves.tolist(), net.start, net.check_state, acts]
    return hashlib.sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()


class _Holder:
    """Carries a network past the cache's key, which is its content alone."""

    def __init__(self, net: Network) -> None:
        self.net = net

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Holder)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=64)
def _best(name: str, holder: _Holder) -> Policy:
    from fieldmark.faults.policy import solve

    shelf = _Kept.shelf
    if shelf is None or not holder.net.exact:
        return solve(holder.net)
    data = shelf.get(name)
    found = loaded(data, holder.net) if data else None
    if found is None:
        found = solve(holder.net)
        shelf.put(name, dumped(found))
    return found


def forget() -> None:
    """What this process remembers; the shelf keeps its own."""
    _best.cache_clear()


def dumped(policy: Policy) -> bytes:
    """An exact policy as bytes: a digest, then the arrays. Its network and histories follow from the scenario."""
    import numpy as np

    out = io.BytesIO()
    np.savez_compressed(out, weights=policy.weights, worth=policy.worth)
    return hashlib.sha256(out.getvalue()).digest() + out.getvalue()


def loaded(data: bytes, net: Network) -> Policy | None:
    """The policy of the network; None where the bytes are damaged or another's."""
    import numpy as np

    from fieldmark.faults.policy import Policy, histories_of

    digest, content = data[:32], data[32:]
    if hashlib.sha256(content).digest() != digest:
        return None
    try:
        arrays: dict[str, Any] = dict(np.load(io.BytesIO(content), allow_pickle=False))
        weights, worth = arrays["weights"], arrays["worth"]
    except (ValueError, KeyError, OSError, EOFError):
        return None
    histories = histories_of(net)
    sets = net.everything + 1
    if weights.shape != (len(histories), sets) or worth.shape != (len(histories), len(net.states), sets):
        return None
    return Policy(net, histories, weights, worth)
