"""The exam over its journal, without the web."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from scenarios import conveyor
from sittings import ANSWERS, ITEMS, START, sealed

from fieldmark.model.item import FaultBench
from fieldmark.model.paper import Slot
from fieldmark.model.problem import Refused
from fieldmark.model.sitting import WINDOW
from fieldmark.model.text import Text
from fieldmark.sitting import papers
from fieldmark.sitting.engine import Exam
from fieldmark.sitting.state import Entry
from fieldmark.store.journal import Journal
from fieldmark.store.sealed import write_sealed
from fieldmark.store.workspace import Workspace


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def told():
    """The submissions that were handed on; `event` is set with each."""
    found: list = []
    return found


@pytest.fixture
def exam(tmp_path, clock, told):
    workspace = Workspace(tmp_path)
    write_sealed(workspace, sealed())
    write_sealed(workspace, practical())
    write_sealed(workspace, practical(practice=True))
    made = Exam(workspace, Journal.open(workspace), clock, told.append)
    yield made
    made.close()


def practical(*, practice: bool = False):
    """A paper whose first question is the conveyor drive that does not start."""
    bench = FaultBench(
        id="conveyor", course="vfd", title=Text("Conveyor"), prompt=Text("It does not start."), skills=("fault-codes",),
        scenario=conveyor(),
    )  # fmt: skip
    plain = sealed(paper="bench-practice" if practice else "bench-before")
    paper = replace(
        plain.paper, practice=practice, slots=(Slot("q01", 1.0, ("conveyor",)), Slot("q02", 1.0, ("first-step",)))
    )
    return replace(plain, paper=paper, items=(bench, ITEMS[0]))


def entry(n: int, slot: str = "q01", answer=None) -> Entry:
    return Entry(WINDOW + n, slot, ANSWERS[slot] if answer is None else answer)


def test_what_was_handed_in_is_handed_on_once(exam, told):
    async def sit():
        sitting = (await exam.open("e001", "basics-before")).id
        await exam.write(sitting, "e001", [entry(1), entry(2, "q04")])
        first = await exam.submit(sitting, "e001")
        assert await exam.submit(sitting, "e001") == first

    asyncio.run(sit())
    exam._hands.shutdown()
    assert [s.answers for s in told] == [{"q01": ANSWERS["q01"], "q04": ANSWERS["q04"]}]


def test_a_listener_that_fails_takes_no_submission_back(exam, told, caplog):
    exam._on_submitted = lambda made: 1 / 0

    async def sit():
        sitting = (await exam.open("e001", "basics-before")).id
        return await exam.submit(sitting, "e001")

    assert asyncio.run(sit()).status == "submitted"
    exam._hands.shutdown()
    assert "could not be handed on" in caplog.text


def test_opening_twice_at_once_gives_one_sitting(exam):
    async def both():
        return await asyncio.gather(*(exam.open("e001", "basics-before") for _ in range(5)))

    assert len({s.id for s in asyncio.run(both())}) == 1


def test_nothing_gets_past_a_submission_that_races_with_it(exam):
    async def race():
        sitting = (await exam.open("e001", "basics-before")).id
        writes = [exam.write(sitting, "e001", [entry(n, "q07", {"text": str(n)})]) for n in range(1, 20)]
        outcomes = await asyncio.gather(*writes[:10], exam.submit(sitting, "e001"), *writes[10:])
        accepted = [w for w in (*outcomes[:10], *outcomes[11:]) if not w[1].refused]
        return sitting, len(accepted)

    sitting, accepted = asyncio.run(race())
    kinds = [s.event.kind for s in exam.journal.events(sitting)]
    assert kinds[-1] == "submitted"
    assert kinds.count("answered") == accepted


def test_the_sweep_submits_for_those_who_are_gone(exam, clock, told):
    async def sit():
        sitting = (await exam.open("e001", "basics-before")).id
        await exam.write(sitting, "e001", [entry(1)])
        clock.now = START + timedelta(minutes=29)
        assert await exam.sweep() == 0
        clock.now = START + timedelta(hours=3)  # the service slept
        assert await exam.sweep() == 1
        return exam.own(sitting, "e001")

    now = asyncio.run(sit())
    assert (now.status, now.ended) == ("auto-submitted", START + timedelta(minutes=30))


def test_a_practical_goes_on_step_by_step_and_its_truth_stays_here(exam):
    async def sit():
        sitting = (await exam.open("e001", "bench-before")).id
        _, first = await exam.step(sitting, "e001", "q01", WINDOW + 1, {"test": "pull-in"})
        assert first.reply["reading"]["en"] in {"yes", "no"}
        _, again = await exam.step(sitting, "e001", "q01", WINDOW + 1, {"test": "pull-in"})  # sent again
        assert len(again.answer["steps"]) == 1
        _, wrong = await exam.step(sitting, "e001", "q01", WINDOW + 2, {"test": "R motor"})  # not while energised
        assert wrong.refused.zh
        _, done = await exam.step(sitting, "e001", "q01", WINDOW + 3, {"state": "lock out"})
        assert len(done.answer["steps"]) == 2
        return sitting

    sitting = asyncio.run(sit())
    assert exam.own(sitting, "e001").answers["q01"].answer["steps"] == [{"test": "pull-in"}, {"state": "lock out"}]


def shown(exam, sitting):
    now = exam.own(sitting, "e001")
    return papers.view(exam.sealed(now), now, "q01")


def test_in_practice_a_hint_has_its_price_and_the_end_its_replay(exam):
    async def sit():
        opened = await exam.open("e001", "bench-practice")
        sitting = opened.id
        assert opened.deadline - opened.started == timedelta(days=1), "nothing presses; what was left lying is closed"
        _, first = await exam.step(sitting, "e001", "q01", WINDOW + 1, {"hint": "1"})
        assert first.reply["hint"]["zh"].startswith("此时最佳")
        before = shown(exam, sitting)
        assert before["cost"] == before["hint"]["price"] == before["hints"][0]["price"]
        assert "replay" not in before
        await exam.step(sitting, "e001", "q01", WINDOW + 2, {"declare": "motor"})
        return sitting

    sitting = asyncio.run(sit())
    told = shown(exam, sitting)
    assert told["replay"]["true"] in {f.id for f in conveyor().faults}
    kinds = [e.event.data["act"] for e in exam.journal.events(sitting) if e.event.kind == "stepped"]
    assert kinds == [{"hint": "1"}, {"declare": "motor"}], "what is done in practice is in the journal too"


def test_in_an_exam_there_is_no_hint_and_no_replay(exam):
    async def sit():
        sitting = (await exam.open("e001", "bench-before")).id
        _, refused = await exam.step(sitting, "e001", "q01", WINDOW + 1, {"hint": "1"})
        assert refused.refused.zh
        await exam.step(sitting, "e001", "q01", WINDOW + 2, {"declare": "motor"})
        return sitting

    assert not {"hint", "hints", "replay"} & set(shown(exam, asyncio.run(sit())))


def test_nobody_writes_a_practical_down_or_steps_where_there_is_none(exam, clock):
    async def sit():
        sitting = (await exam.open("e001", "bench-before")).id
        _, written = await exam.write(sitting, "e001", [entry(1, answer={"steps": [{"declare": "fuse"}]})])
        assert written.refused[WINDOW + 1].code == "E010"
        with pytest.raises(Refused, match="E009"):
            await exam.step(sitting, "e001", "q02", WINDOW + 2, {"test": "pull-in"})
        with pytest.raises(Refused, match="E013"):
            await exam.step(sitting, "e002", "q01", WINDOW + 2, {"test": "pull-in"})
        clock.now = START + timedelta(minutes=31)
        with pytest.raises(Refused, match="E005"):
            await exam.step(sitting, "e001", "q01", WINDOW + 3, {"test": "pull-in"})
        return sitting

    sitting = asyncio.run(sit())
    assert exam.own(sitting, "e001").answers == {}


def test_closing_finishes_what_waits(tmp_path, clock):
    workspace = Workspace(tmp_path)
    write_sealed(workspace, sealed())
    gate, told = threading.Event(), []
    exam = Exam(workspace, Journal.open(workspace), clock, lambda made: (gate.wait(10), told.append(made)))

    async def sit():
        sitting = (await exam.open("e001", "basics-before")).id
        await exam.submit(sitting, "e001")

    asyncio.run(sit())
    threading.Timer(0.1, gate.set).start()
    exam.close()
    assert len(told) == 1
