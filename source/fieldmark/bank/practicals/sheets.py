"""The workbook of a scenario: its sheets and columns, and what each is for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from fieldmark.model.text import Text

TEXT = ("title", "report", "explanation", "repair")
"""Fields in two languages: two columns each, as `title en` and `title zh`."""

LANGUAGES = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with one entry a row; `columns` in their order."""

    name: str
    columns: tuple[str, ...]
    about: Text


SCENARIO = Sheet(
    "scenario", ("field", "value", "en", "zh"),
    Text("One line each: id, course, title, skills, report, points …", "每行一项：id、课程、标题、技能、客户报修等"),
)  # fmt: skip
STATES = Sheet("states", ("id", "title en", "title zh"), Text("The states of the unit", "设备的状态"))
CHANGES = Sheet(
    "changes", ("id", "from", "to", "money", "minutes", "title en", "title zh"),
    Text("What takes the unit from one state to another", "状态之间的切换"),
)  # fmt: skip
FAULTS = Sheet(
    "faults",
    ("id", "title en", "title zh", "prior", "repair en", "repair zh", "money", "minutes", "point", "ticket_class"),
    Text("The possible causes; the priors add up to 1", "可能的原因；先验概率之和为 1"),
)
TESTS = Sheet(
    "tests", ("id", "title en", "title zh", "instrument", "state", "money", "minutes", "point"),
    Text("What can be measured or looked at; an empty state means any", "可做的测试；状态留空表示任何状态"),
)  # fmt: skip
READINGS = Sheet(
    "readings", ("test", "reading", "en", "zh"), Text("What the instrument shows", "仪器显示的内容")
)  # fmt: skip
SCREENS = Sheet(
    "screens", ("test", "time", "time_unit", "low", "high", "unit"),
    Text("What the oscilloscope's axes show: 0 to time, low to high", "示波器坐标范围：0 到 time，low 到 high"),
)  # fmt: skip
TRACES = Sheet(
    "traces", ("test", "reading", "name", "shape", "settings", "points"),
    Text("What the oscilloscope draws, a row a line: a shape with settings such as “period: 2; high: 5”, or points "
         "such as “0 5; 2 0”",
         "示波器波形，每行一条：波形及设置，如“period: 2; high: 5”，或点，如“0 5; 2 0”"),
)  # fmt: skip
TABLE = Sheet(
    "table", ("test",),
    Text("Fault by test: the reading, or probabilities such as “burnt: 0.8; clean: 0.2”",
         "故障 × 测试：读数，或概率，如“burnt: 0.8; clean: 0.2”"),
)  # fmt: skip
RULES = Sheet(
    "rules", ("id", "acts", "states", "severity", "title en", "title zh"),
    Text("Unsafe work; several names with commas", "不安全的操作；多个名称用逗号分隔"),
)  # fmt: skip
PROOF = Sheet(
    "proof", ("id", "acts", "before", "order", "title en", "title zh"),
    Text("What good work shows", "规范动作"),
)  # fmt: skip
COMPONENTS = Sheet(
    "components", ("id", "x", "y", "w", "h", "symbol", "title en", "title zh"),
    Text("Boxes of the drawing", "示意图的部件"),
)  # fmt: skip
POINTS = Sheet("points", ("id", "x", "y", "title en", "title zh"), Text("Test points of the drawing", "示意图的测点"))
WIRES = Sheet(
    "wires", ("wire", "x", "y"), Text("Corners of each wire, in their order", "各连线的折点，按顺序")
)  # fmt: skip

SHEETS = (
    SCENARIO,
    STATES,
    CHANGES,
    FAULTS,
    TESTS,
    READINGS,
    SCREENS,
    TRACES,
    TABLE,
    RULES,
    PROOF,
    COMPONENTS,
    POINTS,
    WIRES,
)
HELP = "help 说明"
"""A sheet that is written for people, and not read."""

_NAMED = re.compile(r"""\s*(?:"((?:[^"]|"")*)"|([^;；:："]+?))\s*[:：]\s*([^;；]+?)\s*(?:[;；]|$)""")
_SPECIAL = re.compile(r"""[;；:："]""")


def write_shares(shares: Mapping[str, float]) -> str:
    """A cell of the table: a reading by itself, or `reading: probability; …`."""
    [*names] = shares
    if list(shares.values()) == [1.0] and not _SPECIAL.search(names[0]):
        return names[0]
    quoted = {n: '"' + n.replace('"', '""') + '"' if _SPECIAL.search(n) else n for n in names}
    return "; ".join(f"{quoted[n]}: {p!r}" for n, p in shares.items())


def read_shares(cell: str) -> dict[str, str] | None:
    """Readings and their probabilities as written; None where the cell is one reading by itself."""
    if not _SPECIAL.search(cell):
        return None
    found: dict[str, str] = {}
    place = 0
    while place < len(cell):
        match = _NAMED.match(cell, place)
        if match is None or match.end() == place:
            return None
        name = match[1].replace('""', '"') if match[1] is not None else match[2]
        found[name] = match[3]
        place = match.end()
    return found
