"""A paper with all kinds, practicals too, for tests of marking and feedback."""

from __future__ import annotations

from typing import Any

import papers
import scenarios

from fieldmark.model.dialogue import Branch, Dialogue, Reply, Turn
from fieldmark.model.item import AnyItem, Conversation, FaultBench, Place
from fieldmark.model.paper import Draw
from fieldmark.model.text import Text


def bench(n: int = 1) -> FaultBench:
    """The conveyor drive, whose true fault is drawn for each engineer."""
    return FaultBench(**_common("fault", n), scenario=scenarios.conveyor(), shows={"isolation": "measurement"})


def talk(n: int = 1) -> Conversation:
    turns = (
        Turn(
            "start",
            Text("It stopped again", "又停机了"),
            (
                Reply(
                    "ask",
                    Text("When did it stop?", "什么时候停的？"),
                    (Branch("good"),),
                    {"listening": 1.0, "clarity": 1.0},
                    1,
                    Text("Asking first is right.", "先询问是对的。"),
                ),
                Reply("blame", Text("You used it wrongly", "您操作有误"), (Branch("bad"),), {"attitude": -1.0}, -2),
            ),
        ),
        Turn("good", Text("This morning", "今天早上"), outcome=Text("Solved", "已解决"), value=1.0),
        Turn("bad", Text("I shall complain", "我要投诉"), outcome=Text("Complaint", "投诉"), value=0.0),
    )  # fmt: skip
    made = Dialogue(id=f"talk-{n}", course=papers.COURSE, title=Text("Talk"), situation=Text("At the phone", "电话中"),
                    customer=Text("Ms Li", "李女士"), skills=("handover",), turns=turns)  # fmt: skip
    return Conversation(**_common("dialogue", n), dialogue=made, shows={"listening": "handover"})


def _common(kind: str, n: int) -> dict[str, Any]:
    return {
        "id": f"{kind}-{n}",
        "course": papers.COURSE,
        "title": papers.text(f"{kind} question {n}"),
        "prompt": papers.text(f"What is wrong with unit {n}?"),
        "skills": (papers.SKILLS[n % len(papers.SKILLS)],),
        "explanation": papers.text("Because it is so."),
        "points": 4.0,
        "place": Place("assignments/drives/faults/all.yaml", 10 * n + 1),
    }


def items() -> tuple[AnyItem, ...]:
    return (*papers.items(), bench(1), bench(2), talk(1), talk(2))


def blueprint(**changes: object) -> Any:
    usual = papers.blueprint()
    draws = (*usual.draws, Draw(1, 4.0, kinds=("fault",)), Draw(1, 4.0, kinds=("dialogue",)))
    return papers.blueprint(**{"draws": draws, **changes})


def content(**changes: object) -> Any:
    from fieldmark.model.content import Content

    return Content((papers.course(),), items(), (blueprint(**changes),))
