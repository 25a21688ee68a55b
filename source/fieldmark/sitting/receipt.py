"""What an engineer can keep as proof: a checksum over the answers that count, and the place in the journal's chain."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from fieldmark.model.sitting import Sitting
from fieldmark.store.chain import canonical


def checksum(sitting: Sitting) -> str:
    """SHA-256 (64 hex digits) over the canonical JSON of sitting, paper, attempt and the answers that count."""
    return sha256(canonical(_content(sitting)).encode()).hexdigest()


def _content(sitting: Sitting) -> Mapping[str, Any]:
    return {
        "sitting": sitting.id,
        "paper": sitting.paper,
        "attempt": sitting.attempt,
        "answers": {slot: saved.answer for slot, saved in sitting.answers.items()},
    }


def receipt(sitting: Sitting) -> dict[str, Any]:
    """The receipt as JSON; `head` is `number:hash` of the event that handed it in, so that whoever holds it can
    later prove that the journal was cut or rewritten."""
    return {
        **_content(sitting),
        "status": sitting.status,
        "started": sitting.started.isoformat() if sitting.started else None,
        "ended": sitting.ended.isoformat() if sitting.ended else None,
        "checksum": checksum(sitting),
        "head": sitting.receipt,
    }
