"""The kinds that there are, in one place."""

from __future__ import annotations

from typing import Any

from fieldmark.items.choice import ChoiceKind
from fieldmark.items.conversation import ConversationKind
from fieldmark.items.fault import FaultKind
from fieldmark.items.kind import Kind
from fieldmark.items.long import LongKind
from fieldmark.items.matching import MatchingKind
from fieldmark.items.multiple import MultipleKind
from fieldmark.items.numeric import NumericKind
from fieldmark.items.observation import ObservationKind
from fieldmark.items.ordering import OrderingKind
from fieldmark.items.short import ShortKind
from fieldmark.items.truefalse import TrueFalseKind

REGISTRY: dict[str, Kind[Any]] = {
    "choice": ChoiceKind(),
    "multiple": MultipleKind(),
    "truefalse": TrueFalseKind(),
    "numeric": NumericKind(),
    "ordering": OrderingKind(),
    "matching": MatchingKind(),
    "short": ShortKind(),
    "long": LongKind(),
    "fault": FaultKind(),
    "dialogue": ConversationKind(),
    "observation": ObservationKind(),
}
