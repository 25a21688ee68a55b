"""A mixed set of submissions of one paper: right, partly right, missing, by lot, malformed and odd answers over every
kind that a paper can hold."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import papers

from fieldmark.items import variant
from fieldmark.items.kind import letters
from fieldmark.model.item import Observation, Watched
from fieldmark.model.paper import SealedPaper, Slot
from fieldmark.model.score import Answer

NAME = "basics-before-a1"
ODD = {"text": "\ud800 \x00 \u2028 'quoted' \"twice\" \\n {x} 😀 安全 $x$ <b>"}
OFF = {"state": "lock out"}
PLAYED: tuple[Any, ...] = (
    {"steps": [{"test": "pull-in"}, {"test": "V fuse"}, OFF, {"test": "R estop"}, {"declare": "estop"}]},
    {"steps": [{"test": "pull-in"}, OFF, {"replace": "fuse"}], "order": {"cause": "保险丝"}},
    {"steps": []},
    {"steps": [{"declare": "motor"}]},
    {"steps": [{"test": "plc LED"}, {"test": "plc LED"}, {"declare": "plc"}], "order": {"sign_off": "Li"}},
)
TALKED: tuple[Any, ...] = (
    {"said": [{"reply": "a"}]}, {"said": [{"reply": "b"}]}, {"said": []}, {"said": [{"reply": "b"}]}, {},
)  # fmt: skip
SEEN = ({"isolates": 2, "explains": 3}, {"isolates": 1, "explains": 0}, {"isolates": 0, "explains": 2})
WATCHED: tuple[Any, ...] = (
    *({"examiners": [{"by": "t001", "levels": levels}]} for levels in SEEN),
    {"examiners": [{"by": "t001", "levels": SEEN[0]}, {"by": "t002", "levels": SEEN[1]}]},  # far apart: for a person
    {"examiners": [{"by": "t001", "levels": {"isolates": 2}, "notes": {"isolates": "未验电"}}]},  # unfinished
    {"examiners": []}, {},
)  # fmt: skip


def checklist() -> Observation:
    """Work that examiners watch: a paper of its own."""
    levels = (papers.text("Not"), papers.text("Partly"), papers.text("Well"))
    lines = (
        Watched("isolates", papers.text("Locks out"), "isolation", levels, 2.0, critical=True),
        Watched("explains", papers.text("Explains"), "handover", (*levels, papers.text("Better"))),
    )
    return Observation(id="visit", course=papers.COURSE, title=papers.text("Visit"), prompt=papers.text("Watch"),
                       skills=("isolation",), points=5.0, minutes=30.0, watched=lines)  # fmt: skip


def everyone(sealed: SealedPaper, count: int) -> dict[str, dict[str, Answer]]:
    """Engineer -> answers; twelve as named below, the rest by lot."""
    slots = sealed.paper.slots
    plain = slots[:9]
    team = {e: {s.name: papers.right_answer(sealed, s, e) for s in plain} for e in ("e001", "e009", "e010", "e011")}
    team["e002"] = {s.name: papers.partly(sealed, s, "e002") for s in plain}
    team["e003"] = {}
    for engineer in ("e004", "e005"):
        team[engineer] = some(sealed, engineer)
    team["e006"] = {
        "q01": {"choice": "z"},
        "q02": {"choices": "a"},
        "q03": {},
        "q04": {"value": "much"},
        "q05": {"order": []},
        "q06": {"pairs": {"a": "9"}},
        "q07": ODD,
        "q08": ODD,
        "q09": {"value": 5, "other": 1},
    }
    team["e007"] = {
        "q02": {"choices": []},
        "q04": {"value": "0,5", "unit": "kV"},
        "q05": {"order": ["a"]},
        "q06": {"pairs": {}},
        "q07": {"text": "ZWISCHENKREIS "},
        "q08": {"text": " "},
        "q09": {"value": "", "unit": "V"},
    }
    team["e008"] = {"q08": {"text": "one\ntwo"}}
    team["e012"] = {"q04": {"value": 540}, "q09": {"value": "5.4e2 V", "unit": "kV"}}
    for n, engineer in enumerate(("e001", "e002", "e004", "e005", "e007")):
        team[engineer] |= {"q10": PLAYED[n], "q11": TALKED[n]}
    team["e006"] |= {"q10": {"steps": [{"replace": "fuse"}]}, "q11": {"said": [{"reply": "z"}]}}
    return team | {f"e{n:03}": some(sealed, f"e{n:03}") for n in range(13, count + 1)}


def some(sealed: SealedPaper, engineer: str) -> dict[str, Answer]:
    """Answers by lot to nine slots in ten."""
    lot = random.Random(engineer)
    return {s.name: by_lot(sealed, s, engineer, lot) for s in sealed.paper.slots if lot.random() < 0.9}


def by_lot(sealed: SealedPaper, slot: Slot, engineer: str, lot: random.Random) -> Answer:
    item, drawn = variant(sealed, slot, engineer)
    keys = list(letters(drawn.order))
    match item.kind:
        case "fault":
            return lot.choice(PLAYED)
        case "dialogue":
            return lot.choice(TALKED)
        case "observation":
            return lot.choice(WATCHED)
        case "multiple":
            return {"choices": [k for k in keys if lot.random() < 0.5]}
        case "ordering":
            return {"order": lot.sample(keys, len(keys))}
        case "matching":
            return {"pairs": {k: lot.choice("1234") for k in "abcd"}}
    return lot.choice((papers.right_answer, papers.partly))(sealed, slot, engineer)


def tamper(submitted: Path) -> None:
    """Sources of cells changed in three submissions, as a careless or dishonest hand might."""
    _edit(submitted / "e009", q02_answer="ANSWER = {oops", q04_answer="", q06_answer="ANSWER = [1]")
    _edit(submitted / "e010", q01="99.0", q03="True", setup="mark = lambda *_: 99.0", title="# 99")
    _edit(submitted / "e011", q01_answer='ANSWER = {"choice": true}', q03_answer='ANSWER = {"a": NaN}')


def _edit(folder: Path, **sources: str) -> None:
    notebook = folder / NAME / f"{NAME}.ipynb"
    data = json.loads(notebook.read_text(encoding="utf-8"))
    for cell in data["cells"]:
        cell["source"] = sources.get(cell["id"].replace("-", "_"), cell["source"])
    notebook.write_text(json.dumps(data), encoding="utf-8")
