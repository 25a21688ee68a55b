"""What a KPI is called, how it is read, and what it should reach. Its formula is in `fieldmark.field`."""

from __future__ import annotations

from dataclasses import dataclass

from fieldmark.model.text import Text


@dataclass(frozen=True, slots=True)
class KPI:
    """`unit` is one of min, h, share, score, nps, money, count; shares are 0..1. `better` is lower or higher."""

    id: str
    title: Text
    definition: Text
    unit: str
    better: str
    target: float | None = None
