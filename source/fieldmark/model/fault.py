"""A fault scenario: a unit with one hidden fault, the tests that tell faults apart, and the rules of safe work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fieldmark.model.place import Place
from fieldmark.model.text import Text
from fieldmark.model.trace import Channel, Screen

ANY_STATE = ""
"""The needed state of a test that may be made in whatever state the unit is."""


INSTRUMENTS: Mapping[str, Text] = {
    "look": Text("Look", "目视"),
    "listen": Text("Listen", "听音"),
    "display": Text("Display and fault memory", "显示与故障记录"),
    "parameters": Text("Parameter readout", "参数读取"),
    "voltmeter": Text("Voltmeter", "电压表"),
    "clamp": Text("Clamp meter", "钳形电流表"),
    "ohmmeter": Text("Ohmmeter", "欧姆表"),
    "diode": Text("Diode test", "二极管挡"),
    "insulation": Text("Insulation tester", "绝缘电阻测试仪"),
    "oscilloscope": Text("Oscilloscope", "示波器"),
    "thermal": Text("Thermal camera", "热像仪"),
    "tool": Text("Tool or trial", "工具或试验"),
}
"""What a test is made with."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What an act takes: money, and minutes that the scenario's labour rate turns into money."""

    money: float = 0.0
    minutes: float = 0.0


@dataclass(frozen=True, slots=True)
class UnitState:
    """A state of the unit, e.g. energised, or locked out and discharged."""

    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class Change:
    """An act that takes the unit from one state to another."""

    id: str
    title: Text
    start: str
    end: str
    cost: Cost = field(default_factory=Cost)


@dataclass(frozen=True, slots=True)
class Fault:
    """A possible cause and its repair. After a repair the unit is put into the scenario's `check_state`."""

    id: str
    title: Text
    prior: float
    cost: Cost
    repair: Text = field(default_factory=Text)
    point: str = ""
    ticket_class: str = ""


@dataclass(frozen=True, slots=True)
class Test:
    """A measurement or look. `outcomes` maps each fault to the probabilities of its readings; a reading that is
    sure has probability 1. `state` is the state it needs. An oscilloscope may have a `screen` and, for each reading,
    the lines that it draws."""

    __test__ = False  # not a pytest class

    id: str
    title: Text
    instrument: str
    cost: Cost
    outcomes: Mapping[str, Mapping[str, float]]
    state: str = ANY_STATE
    point: str = ""
    readings: Mapping[str, Text] = field(default_factory=dict)  # outcome to what the instrument shows
    screen: Screen | None = None
    traces: Mapping[str, tuple[Channel, ...]] = field(default_factory=dict)

    @property
    def noisy(self) -> bool:
        return any(0 < p < 1 for shares in self.outcomes.values() for p in shares.values())


@dataclass(frozen=True, slots=True)
class SafetyRule:
    """Doing one of `acts` (test, fault or change ids) in one of `states` is a violation of this severity (0..1)."""

    id: str
    title: Text
    acts: tuple[str, ...]
    states: tuple[str, ...]
    severity: float


@dataclass(frozen=True, slots=True)
class ProofPoint:
    """Something good work shows: one of `acts` done at all, or `before` one of these acts; or a line of the work
    order (`order`: cause, action, verification, sign_off) filled in."""

    id: str
    title: Text
    acts: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    order: str = ""


@dataclass(frozen=True, slots=True)
class Component:
    """A box of the schematic, in drawing units."""

    id: str
    title: Text
    x: float
    y: float
    width: float
    height: float
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A test point on the schematic."""

    id: str
    title: Text
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the unit in the place of boxes and wires: the file's name, its type and content (base64), and
    what it shows, in words."""

    file: str
    media: str
    content: str
    shows: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class Layout:
    """Boxes and wires, or a picture; test points on either, in drawing units."""

    width: float = 800.0
    height: float = 400.0
    components: tuple[Component, ...] = ()
    points: tuple[Point, ...] = ()
    wires: tuple[tuple[tuple[float, float], ...], ...] = ()
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """Policy of the house (grading/marking.yaml)."""

    isolation: float = 0.40
    regret: float = 0.35
    efficiency: float = 0.15
    proof: float = 0.10
    good_part: float = 5.0
    wrong_cap: float = 40.0
    certain: float = 0.80  # tau: a posterior that counts as proof
    isolated: float = 0.95  # with noisy tests: the highest posterior that counts as isolated


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Money in the scenario's currency; `labour_rate` is money per hour; `minutes` is the time limit, 0 for none.

    `start` is the state in which the engineer finds the unit, `check_state` the one in which a repair shows
    whether it worked, `repair_state` the one that repairs need.
    """

    id: str
    course: str
    title: Text
    report: Text
    skills: tuple[str, ...]
    faults: tuple[Fault, ...]
    tests: tuple[Test, ...]
    states: tuple[UnitState, ...]
    changes: tuple[Change, ...]
    start: str
    check_state: str
    repair_state: str
    rules: tuple[SafetyRule, ...] = ()
    proof: tuple[ProofPoint, ...] = ()
    labour_rate: float = 0.0
    minutes: float = 0.0
    fault: str = ""  # the true fault where it is fixed; empty = drawn from the priors
    layout: Layout = field(default_factory=Layout)
    place: Place = field(default_factory=Place)
    lines: Mapping[str, int] = field(default_factory=dict)  # id of a fault, test, rule or state to its line

    def at(self, part: str) -> tuple[str, int]:
        """File and line of a part of the scenario, for a Problem."""
        return self.place.file, self.lines.get(part, self.place.line)

    def price(self, cost: Cost) -> float:
        """Money and minutes as money."""
        return cost.money + cost.minutes * self.labour_rate / 60
