"""Questions in notebooks (JupyterLab, Voila): the same front ends as on the exam page, with a kernel behind them."""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets

from fieldmark import items, look
from fieldmark.model.item import AnyItem
from fieldmark.model.score import Mark, Variant
from fieldmark.sitting import practice
from fieldmark.sitting.bundle import joined, source


class Question(anywidget.AnyWidget):  # type: ignore[misc]  # anywidget ships no types that mypy may follow
    """One question to practise with: `Question(item)` as the last line of a cell.

    The key stays in Python: whatever is synced can be read in the browser. `person` and `seed` choose the variant;
    `practice=False` takes answers without telling what is right.
    """

    _esm = joined("question.js", export_default=True)
    _css = "\n".join((look.css(), source("question.css"), source("bench.css")))
    question = traitlets.Dict().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)
    language = traitlets.Unicode("").tag(sync=True)  # empty: as the page has it
    feedback = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)
    locked = traitlets.Bool(False).tag(sync=True)
    practice = traitlets.Bool(True).tag(sync=True)
    view = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)  # of a practical: how it stands
    act = traitlets.Dict().tag(sync=True)  # of a practical: what the learner does
    reply = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)  # what came of it
    checks = traitlets.Int(0).tag(sync=True)  # how often the learner asked whether the answer is right

    def __init__(self, item: AnyItem, *, person: str = "", seed: str = "practice", **traits: Any) -> None:
        self._item: AnyItem = item
        self._steps = 0
        self._variant: Variant = items.draw(item, secret=seed, engineer=person, slot="practice")
        super().__init__(question=items.public(item, self._variant), **traits)
        self.observe(self._check, "checks")
        self.observe(self._forget, "answer")
        if items.is_practical(item):
            self.view = self._standing()
            self.observe(self._step, "act")

    @property
    def mark(self) -> Mark:
        """What the answer is worth."""
        return items.score(self._item, self._variant, self.answer)

    def _check(self, _: object) -> None:
        if self.practice:
            self.feedback = practice.feedback(self._item, self._variant, self.answer)

    def _step(self, _: object) -> None:
        act, self.act = self.act, {}  # emptied, so that the same act again is a change
        if not act:
            return
        came = (practice.step if self.practice else items.step)(self._item, self._variant, self.answer, act)
        self.answer = dict(came.answer)
        self.view = self._standing()
        self._steps += 1
        refused = {"en": came.refused.get("en"), "zh": came.refused.get("zh")} if came.refused else {}
        self.reply = {"number": self._steps, "reply": dict(came.reply), "refused": refused}

    def _standing(self) -> dict[str, Any]:
        return (practice.view if self.practice else items.view)(self._item, self._variant, self.answer)

    def _forget(self, _: object) -> None:
        self.feedback = None
