"""An engineer's own page: what is open, what runs, what was handed in."""

from __future__ import annotations

import asyncio

from fieldmark.model.paper import SealedPaper
from fieldmark.sitting import results, trial, view, wire
from fieldmark.sitting.engine import mode_of
from fieldmark.sitting.web.base import Api
from fieldmark.store.journal import SittingRow
from fieldmark.store.lessons import lessons


class Mine(Api):
    """Papers and sittings of the person who asks."""

    async def get(self) -> None:
        now = self.exam.clock()
        rows = self.exam.journal.sittings(engineer=self.person.user)
        sealed = {s.paper.id: s for s in self.exam.papers.all()}
        over = [r for r in rows if r.mode == "exam" and r.status in {"submitted", "auto-submitted", "voided"}]
        self.reply(
            {
                "now": now.isoformat(),
                "person": {"user": self.person.user, "name": self.person.name},
                "logout": self.identity.logout_url(),
                "trial": trial.PAPER,
                "lessons": self._lessons(),
                "papers": [self._open(s, rows) for s in sorted(sealed.values(), key=_place) if not s.observed],
                "past": [view.past(r, sealed.get(r.paper)) for r in reversed(over)],
            }
        )

    def _lessons(self) -> list[dict[str, object]]:
        """Where the site has a service that shows them."""
        base = self.identity.lessons_url()
        found = lessons(self.exam.workspace) if base else []
        return [{"id": x.id, "title": wire.text(x.title), "href": f"{base}{x.id}"} for x in found]

    def _open(self, sealed: SealedPaper, rows: list[SittingRow]) -> dict[str, object]:
        rule = self.exam.rule(sealed, self.person.user)
        mine = [r for r in rows if r.paper == sealed.paper.id and r.mode == mode_of(sealed)]
        return view.open_paper(sealed, mine, rule, self.exam.clock())


def _place(sealed: SealedPaper) -> tuple[str, str, int, str]:
    """By opening time; forms of a course come in the order in which they are sat: before the training, then after."""
    paper = sealed.paper
    opens = paper.opens.isoformat() if paper.opens else ""
    return opens, paper.blueprint, {"before": 0, "after": 2}.get(paper.form, 1), paper.id


class Results(Api):
    """What is published of the person who asks; null where nothing is."""

    async def get(self) -> None:
        self.reply({"results": await asyncio.to_thread(results.own, self.exam.workspace, self.person.user)})
