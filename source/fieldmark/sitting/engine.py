"""The exam over its journal: what the service's handlers call. Each write is decided and stored in one transaction
and acknowledged after its commit."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, TypeVar

from fieldmark.model.fold import submission
from fieldmark.model.paper import SealedPaper
from fieldmark.model.problem import Problem, Refused
from fieldmark.model.score import Answer, Stepped
from fieldmark.model.sitting import Event, Mode, Sitting, Submission
from fieldmark.sitting import admission, practical, problems, rest, state, trial
from fieldmark.sitting.papers import Papers, People, variants, wrong_with
from fieldmark.sitting.practice import feedback
from fieldmark.sitting.receipt import checksum
from fieldmark.store.journal import Journal, Transaction
from fieldmark.store.workspace import Workspace
from fieldmark.store.writer import Writer

T = TypeVar("T")
Decide = Callable[[Sitting, datetime], state.Decision]
log = logging.getLogger("fieldmark.sitting")


class Exam:
    """One service's exam. `clock` gives the server's time with an offset; `on_submitted` is called in a thread of
    its own, after the commit, for each sitting that was handed in (again, where kept answers were accepted)."""

    def __init__(
        self,
        workspace: Workspace,
        journal: Journal,
        clock: Callable[[], datetime],
        on_submitted: Callable[[Submission], object],
    ) -> None:
        self.workspace = workspace
        self.journal = journal
        self.clock = clock
        self.papers = Papers(workspace)
        self.people = People(workspace)
        self.seen: dict[str, datetime] = {}  # last sign of life of a sitting's page, for the desk only
        self._on_submitted = on_submitted
        self._writer = Writer(journal)
        self._hands = ThreadPoolExecutor(1, "submitted")

    async def open(self, engineer: str, paper: str) -> Sitting:
        """The sitting that runs, or a new attempt. Refused (W010, E001 to E003) where there is none to be had."""
        sealed = self.papers.get(paper)
        rule, mode = self.rule(sealed, engineer), mode_of(sealed)

        def job(t: Transaction) -> Sitting:
            now = self.clock()
            earlier = t.of(engineer, paper, mode)
            number = _or_refuse(state.attempt(earlier, rule, now))
            running = next((s for s in earlier if s.attempt == number), None)
            if running is None:
                name = t.name(engineer, paper, number, mode)
                begin = state.start if rule.admission == "none" else admission.wait
                t.append(begin(name, engineer, number, rule, now, mode))
                running = t.sitting(name)
            return _there(running)

        return await self._run(job)

    async def window(self, sitting: str, engineer: str) -> Sitting:
        """A new window takes over; the clock of one who was let in starts. Refused (E013) where the sitting is not this
        engineer's."""
        rule = self.rule(self.sealed(self.own(sitting, engineer, as_known=True)), engineer)
        enter: Decide = lambda s, now: admission.enter(s, rule, now) or state.window(s, now)  # noqa: E731
        return (await self._act(sitting, engineer, enter))[0]

    async def knock(self, sitting: str, engineer: str, code: str) -> Sitting:
        """Try the access code. Refused (E013, E030 to E032)."""
        sealed = self.sealed(self.own(sitting, engineer))
        rule, now = self.rule(sealed, engineer), self.clock()
        right = admission.fits(sealed.secret, rule.paper, now, code)
        after, new = await self._act(sitting, engineer, lambda s, now: admission.knock(s, rule, now, right))
        if new and not right:
            raise Refused(admission.wrong(after))
        return after

    async def rest(self, sitting: str, engineer: str, *, back: bool = False) -> Sitting:
        """Begin a break, or end it. Refused (E012, E013, E033)."""
        allowed = rest.breaks(self.people().get(engineer))
        take: Decide = lambda s, now: rest.back(s, now) if back else rest.take(s, allowed, now)  # noqa: E731
        return (await self._act(sitting, engineer, take))[0]

    async def write(self, sitting: str, engineer: str, entries: Sequence[state.Entry]) -> tuple[Sitting, state.Written]:
        """Take answers and flags; acknowledged once this returns, except those named in `refused`."""
        sealed = self.sealed(self.own(sitting, engineer, as_known=True))
        rule = state.rules(sealed)
        answers = [e for e in entries if e.answer is not None]
        wrong = {e.client: why for e in answers if (why := wrong_with(sealed, engineer, e.slot, e.answer))}

        def job(t: Transaction) -> tuple[Sitting, state.Written]:
            written = state.write(_own(t, sitting, engineer), rule, self.clock(), entries, wrong)
            t.append(written.events)
            return _there(t.sitting(sitting)), written

        return await self._run(job)

    async def step(
        self, sitting: str, engineer: str, slot: str, client: int, act: Answer, seconds: float = 0.0
    ) -> tuple[Sitting, Stepped]:
        """One act in a practical: carried out here, where its hidden truth is, and stored before it is answered, as
        is what was refused. The same number again gets the same reply. Refused (E004 to E009) where nothing can be
        written now."""
        sealed = self.sealed(self.own(sitting, engineer))
        rule = state.rules(sealed)
        drawn = variants(sealed, engineer).get(slot)
        entry = state.Entry(client, slot, act, seconds=seconds)

        def job(t: Transaction) -> tuple[Sitting, practical.Came]:
            before = _own(t, sitting, engineer)
            earlier = t.sent(sitting, client)
            if earlier:
                return before, practical.again(before, earlier)
            came = practical.step(before, rule, self.clock(), entry, drawn)
            t.append(came.events)
            return _there(t.sitting(sitting)), came

        now, came = await self._run(job)
        if came.problem:
            raise Refused(came.problem)
        return now, came.stepped

    def check(self, sitting: str, engineer: str, slot: str) -> dict[str, Any]:
        """Whether the saved answer is right and why: in practice only. Refused (E009, E013, E024)."""
        now = self.own(sitting, engineer)
        if now.mode != "practice":
            raise Refused(problems.NOT_PRACTICE.at())
        drawn = variants(self.sealed(now), engineer).get(slot)
        if drawn is None:
            raise Refused(problems.NO_SLOT.at(slot=slot))
        saved = now.answers.get(slot)
        return feedback(*drawn, saved.answer if saved else {})

    async def submit(self, sitting: str, engineer: str) -> Sitting:
        """Hand in, once; the same again where it was handed in before."""
        return await self._end(sitting, engineer, lambda s, now: state.submit(s, now, checksum(s)))

    async def examine(self, sitting: str, decide: Decide) -> Sitting:
        """An examiner's act on a sitting."""
        return await self._end(sitting, None, decide)

    async def transact(self, job: Callable[[Transaction], T]) -> T:
        """Decide and append in one transaction; stored once this returns."""
        return await self._run(job)

    def uploaded(self, engineer: str, receipt: Mapping[str, Any], number: int) -> str:
        """Enter an upload with its files' checksums; the journal's head. Not to be called in the loop's thread."""
        data = {name: receipt[name] for name in ("course", "assignment", "checksum", "files")} | {"number": number}
        event = Event("", engineer, "uploaded", self.clock(), engineer, data=data)
        return self._writer.run(lambda t: t.append([event])[0].head).result()

    async def sweep(self) -> int:
        """Submit for everyone whose time is over; how many."""
        due = self.journal.sittings(status=("running",), due=self.clock())
        for row in due:
            await self._end(row.id, None, lambda s, now: state.lapse(s, now, checksum(s)))
        return len(due)

    def own(self, sitting: str, engineer: str, *, as_known: bool = False) -> Sitting:
        """Refused (E013) where there is no such sitting of this engineer. `as_known`: as last seen here, for those who
        look again inside a transaction before they decide."""
        found = self.journal.known(sitting) if as_known else self.journal.sitting(sitting)
        if found is None or found.engineer != engineer:
            raise Refused(problems.NOT_YOURS.at())
        self.seen[sitting] = self.clock()
        return found

    def sealed(self, sitting: Sitting) -> SealedPaper:
        return self.papers.get(sitting.paper)

    def rule(self, sealed: SealedPaper, engineer: str) -> state.Rules:
        """What the paper allows this person."""
        person = self.people().get(engineer)
        extra = person.extra_time if person else 0.0
        return state.rules(sealed, extra, mode_of(sealed), rest.breaks(person))

    def close(self) -> None:
        """Finish what waits: the writes, then what follows a submission."""
        self._writer.close()
        self._hands.shutdown()
        self.journal.close()

    async def _act(self, sitting: str, engineer: str | None, decide: Decide) -> tuple[Sitting, list[Event]]:
        def job(t: Transaction) -> tuple[Sitting, list[Event]]:
            before = _there(t.sitting(sitting)) if engineer is None else _own(t, sitting, engineer)
            new = _or_refuse(decide(before, self.clock()))
            t.append(new)
            return _there(t.sitting(sitting)), new

        return await self._run(job)

    async def _end(self, sitting: str, engineer: str | None, decide: Decide) -> Sitting:
        now, new = await self._act(sitting, engineer, decide)
        made = submission(now)
        if made and any(e.kind in {"submitted", "auto-submitted", "accepted"} for e in new):
            self._hands.submit(self._tell, made)
        return now

    def _tell(self, made: Submission) -> None:
        try:
            self._on_submitted(made)
        except Exception:  # the submission is in the journal; the next run collects it
            log.exception("sitting %s was handed in, but could not be handed on", made.sitting)

    async def _run(self, job: Callable[[Transaction], T]) -> T:
        return await asyncio.wrap_future(self._writer.run(job))


def mode_of(sealed: SealedPaper) -> Mode:
    """The trial run and practice papers are without stakes."""
    return "practice" if sealed.paper.practice or sealed.paper.id == trial.PAPER else "exam"


def _there(sitting: Sitting | None) -> Sitting:
    if sitting is None:
        raise Refused(problems.NOT_YOURS.at())
    return sitting


def _own(transaction: Transaction, sitting: str, engineer: str) -> Sitting:
    found = _there(transaction.sitting(sitting))
    if found.engineer != engineer:
        raise Refused(problems.NOT_YOURS.at())
    return found


def _or_refuse(decision: T | Problem) -> T:
    if isinstance(decision, Problem):
        raise Refused(decision)
    return decision
