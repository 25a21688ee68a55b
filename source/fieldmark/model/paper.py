"""Blueprint (what a paper must hold) and paper (what it holds)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

from fieldmark.model.item import PRACTICALS, SAT, AnyItem, Place
from fieldmark.model.text import Text

Admission = Literal["none", "code", "examiner"]
"""How one gets in: at once, with the day's access code, or when the examiner has seen who it is."""
ADMISSIONS: tuple[Admission, ...] = get_args(Admission)


@dataclass(frozen=True, slots=True)
class Draw:
    """A line of a blueprint: `count` slots, each filled from items that fit every condition given."""

    count: int
    points: float
    skills: tuple[str, ...] = ()  # any of these; empty = all
    group: str = ""
    kinds: tuple[str, ...] = ()
    difficulty: tuple[int, int] = (1, 5)
    items: tuple[str, ...] = ()  # these and no others
    pool: int = 1  # items that may fill one slot; above 1 engineers get different ones
    place: Place = field(default_factory=Place)

    def admits(self, kind: str, item: str) -> bool:
        """Whether a question of this kind and id may be drawn, its other conditions aside. Practicals only come
        where their kind or they themselves are named."""
        if (self.items and item not in self.items) or (kind and kind not in SAT):
            return False
        return kind in self.kinds if self.kinds else bool(self.items) or kind not in PRACTICALS


@dataclass(frozen=True, slots=True)
class Form:
    """One paper made from a blueprint; forms of one blueprint share no item where the bank allows it."""

    id: str
    title: Text
    seed: int
    opens: datetime | None = None
    closes: datetime | None = None


@dataclass(frozen=True, slots=True)
class Blueprint:
    id: str
    course: str
    title: Text
    minutes: int
    draws: tuple[Draw, ...]
    forms: tuple[Form, ...]
    cut: float = 0.6  # share of the points needed to pass
    attempts: int = 1
    seb: bool = False  # only in Safe Exam Browser
    seb_keys: tuple[str, ...] = ()  # Browser Exam Keys (64 hex digits); empty = any version of it
    admission: Admission = "none"
    practice: bool = False  # without stakes: feedback at once, as often as one likes, in no grade
    place: Place = field(default_factory=Place)


OBSERVED, OBSERVED_SLOT = "observed", "q01"
"""The form of a paper that is an observation, and its only slot."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One question's place in a paper. All its `items` are worth the same `points`."""

    name: str  # q01, q02, …; also the nbgrader cell id
    points: float
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A built paper: public facts only (no key, no secret)."""

    id: str  # <blueprint>-<form>; its first nbgrader assignment is <id>-a1
    course: str
    blueprint: str
    form: str
    title: Text
    minutes: int
    slots: tuple[Slot, ...]
    cut: float = 0.6
    attempts: int = 1
    opens: datetime | None = None
    closes: datetime | None = None
    seb: bool = False
    seb_keys: tuple[str, ...] = ()
    admission: Admission = "none"
    practice: bool = False

    @property
    def points(self) -> float:
        return sum(s.points for s in self.slots)

    def assignment(self, attempt: int = 1) -> str:
        """The nbgrader assignment of an attempt (nbgrader holds one submission per student and assignment)."""
        return f"{self.id}-a{attempt}"


@dataclass(frozen=True, slots=True)
class SealedPaper:
    """What only the exam service and the marker may read: the items with their keys, and the secret."""

    paper: Paper
    secret: str  # 64 hex digits
    items: tuple[AnyItem, ...]
    digest: str = ""  # of the content it was built from; a submission names it
    revision: int = 0  # how often its key, weights or cut score were corrected since

    @property
    def version(self) -> str:
        """What a mark rests on: the digest, and which correction of it (at most 64 characters)."""
        return f"{self.digest[:56]}.{self.revision}" if self.revision else self.digest

    @property
    def observed(self) -> bool:
        """Whether examiners fill it in, and no engineer."""
        return any(not i.sat for i in self.items)

    def item(self, item_id: str) -> AnyItem:
        return next(i for i in self.items if i.id == item_id)
