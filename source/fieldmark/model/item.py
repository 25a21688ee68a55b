"""Questions: one class a kind. What a kind does (draw, show, score) is in `fieldmark.items`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from fieldmark.model.dialogue import Dialogue
from fieldmark.model.fault import Scenario, Weights
from fieldmark.model.place import Place as Place  # part of every question: found here too
from fieldmark.model.text import Text


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. `key` is its letter in the trainer's text (a, b, c …), the same in every language."""

    key: str
    text: Text
    right: bool = False
    comment: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What every question has. `parameters` maps a name to the values that it may take in a variant."""

    kind: ClassVar[str] = ""
    practical: ClassVar[bool] = False  # takes minutes of work, and is drawn only where a paper asks for its kind
    sat: ClassVar[bool] = True  # the engineer answers it; else no paper draws it
    id: str
    course: str
    title: Text
    prompt: Text
    skills: tuple[str, ...]
    points: float = 1.0
    difficulty: int = 2  # 1 easy .. 5 hard, as the trainer judges it
    explanation: Text = field(default_factory=Text)
    source: str = ""  # where in the knowledge base it comes from
    parameters: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Item):
    """Exactly one option is right."""

    kind: ClassVar[str] = "choice"
    options: tuple[Option, ...]
    shuffle: bool = True  # False where the order of the options means something


@dataclass(frozen=True, slots=True, kw_only=True)
class MultipleChoice(Item):
    """Any number of options may be right; partial credit for each decided rightly beyond guessing."""

    kind: ClassVar[str] = "multiple"
    options: tuple[Option, ...]
    shuffle: bool = True  # False where the order of the options means something


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalse(Item):
    kind: ClassVar[str] = "truefalse"
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeric(Item):
    """A number with a unit. `key` is an expression over the parameters; `tolerance` is absolute in `unit`,
    or a fraction of the key where `relative`."""

    kind: ClassVar[str] = "numeric"
    key: str
    unit: str = ""
    tolerance: float = 0.0
    relative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering(Item):
    """Steps in their right order; shown shuffled."""

    kind: ClassVar[str] = "ordering"
    steps: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching(Item):
    """Pairs; the right-hand sides are shown shuffled."""

    kind: ClassVar[str] = "matching"
    pairs: tuple[tuple[Text, Text], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortText(Item):
    """A word or a short phrase; `accepted` holds patterns, compared without case, width and outer space."""

    kind: ClassVar[str] = "short"
    accepted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    """A line of a rubric: what is judged and the most points it can bring."""

    id: str
    title: Text
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LongText(Item):
    """Marked by a person with a rubric."""

    kind: ClassVar[str] = "long"
    rubric: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultBench(Item):
    """A fault to find and repair on a simulated unit. What stays hidden (the true fault, what a test would show)
    never leaves the server; the engineer gets the readings asked for. Several skills are shown by one session:
    `shows` maps safety, measurement, isolation, parts and process to skills."""

    kind: ClassVar[str] = "fault"
    practical: ClassVar[bool] = True
    scenario: Scenario
    weights: Weights = field(default_factory=Weights)
    shows: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation(Item):
    """A talk with a customer, one exchange at a time. `shows` maps listening, clarity, attitude, solution and
    outcome to skills."""

    kind: ClassVar[str] = "dialogue"
    practical: ClassVar[bool] = True
    dialogue: Dialogue
    shows: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Watched:
    """A line of an examiner's checklist: what is looked for, and its `levels` from worst to best. The lowest level of
    a `critical` one ends the observation with nothing."""

    id: str
    title: Text
    skill: str
    levels: tuple[Text, ...]
    weight: float = 1.0
    critical: bool = False


@dataclass(frozen=True, slots=True)
class Differ:
    """Policy of the house (grading/marking.yaml) for two examiners who differ by `apart` levels or more on a line:
    a person settles it at the marking desk, or their mean counts and the answer is only flagged."""

    apart: int = 2
    settle: str = "person"  # or mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation(Item):
    """Real work, watched by one or two examiners with a checklist: on the bench (`practical`) or at a customer's
    (`visit`). Filled in by the examiner, so no paper draws it: it is a paper of its own."""

    kind: ClassVar[str] = "observation"
    practical: ClassVar[bool] = True
    sat: ClassVar[bool] = False
    watched: tuple[Watched, ...]
    setting: str = "practical"
    minutes: float = 0.0
    examiners: int = 1  # how many are wanted, 1 or 2
    attempts: int = 2  # how often the same engineer may be observed with it
    differ: Differ = field(default_factory=Differ)


AnyItem = (
    Choice
    | MultipleChoice
    | TrueFalse
    | Numeric
    | Ordering
    | Matching
    | ShortText
    | LongText
    | FaultBench
    | Conversation
    | Observation
)
KINDS: dict[str, type[Item]] = {
    c.kind: c
    for c in (
        Choice,
        MultipleChoice,
        TrueFalse,
        Numeric,
        Ordering,
        Matching,
        ShortText,
        LongText,
        FaultBench,
        Conversation,
        Observation,
    )
}
PRACTICALS = frozenset(kind for kind, noun in KINDS.items() if noun.practical)
SAT = frozenset(kind for kind, noun in KINDS.items() if noun.sat)
