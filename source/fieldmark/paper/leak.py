"""The proof that no key leaks: what is published must not change when every right answer does, and must not hold
the secret or a word of an explanation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fieldmark.items import draw, public
from fieldmark.model.dialogue import Dialogue
from fieldmark.model.fault import Scenario
from fieldmark.model.item import (
    AnyItem,
    Choice,
    Conversation,
    Criterion,
    FaultBench,
    LongText,
    Matching,
    MultipleChoice,
    Numeric,
    Option,
    Ordering,
    ShortText,
    TrueFalse,
)
from fieldmark.model.paper import SealedPaper
from fieldmark.model.problem import Problem
from fieldmark.model.text import LANGUAGES, Text
from fieldmark.paper import problems
from fieldmark.paper.notebook import source_notebook, to_text
from fieldmark.paper.statement import statement

_ELSEWHERE = Text("Something else is right.", "另有正确答案。")


def leaks(sealed: SealedPaper) -> tuple[Problem, ...]:
    """P008 for each way in which the notebooks or the public JSON of the paper tell of its key."""
    other = with_other_keys(sealed)
    found = []
    for attempt in range(1, sealed.paper.attempts + 1):
        text = to_text(source_notebook(sealed, attempt))
        if text != to_text(source_notebook(other, attempt)):
            found.append("the notebook depends on the right answers")
        found.extend(told(text, sealed))
    for item, changed in zip(sealed.items, other.items, strict=True):
        if _shown(item, sealed.secret) != _shown(changed, sealed.secret):
            found.append(f"what is shown of {item.id} depends on the right answer")
    return tuple(problems.LEAK.at(paper=sealed.paper.id, what=what) for what in dict.fromkeys(found))


def told(text: str, sealed: SealedPaper) -> list[str]:
    """What a published text holds of what is sealed: the secret, the digest, an explanation, a comment on an option
    (unless a question itself says the same)."""
    found = [name for name, word in (("secret", sealed.secret), ("digest", sealed.digest)) if word and word in text]
    asked = "\n".join(line for item in sealed.items for line in statement(item))
    for item in sealed.items:
        for words in (w for hidden in _hidden(item) for w in _words(hidden)):
            if len(words) >= 12 and words not in asked and json.dumps(words, ensure_ascii=False)[1:-1] in text:
                found.append(f"explanation or comment of {item.id}")
    return found


def with_other_keys(sealed: SealedPaper) -> SealedPaper:
    """The same paper with every right answer moved elsewhere and every explanation replaced."""
    return replace(sealed, items=tuple(other_key(i) for i in sealed.items), digest="0" * 64)


def other_key(item: AnyItem) -> AnyItem:
    """An item that looks the same and has another right answer."""
    item = replace(item, explanation=_ELSEWHERE, source="")
    match item:
        case Choice() | MultipleChoice():
            return replace(item, options=_moved(item.options))
        case TrueFalse():
            return replace(item, right=not item.right)
        case Numeric():
            return replace(item, key=f"({item.key}) + 1", tolerance=item.tolerance * 2, relative=not item.relative)
        case Ordering():
            return replace(item, steps=item.steps[1:] + item.steps[:1])
        case Matching():
            rights = [right for _, right in item.pairs]
            lefts = [left for left, _ in item.pairs]
            return replace(item, pairs=tuple(zip(lefts, rights[1:] + rights[:1], strict=True)))
        case ShortText():
            return replace(item, accepted=("something else",))
        case LongText():
            return replace(item, rubric=(Criterion("other", _ELSEWHERE, 1.0),))
        case FaultBench():
            return replace(item, scenario=_other_fault(item.scenario))
        case Conversation():
            return replace(item, dialogue=_other_talk(item.dialogue))
        case _:  # a kind whose statement shows title and prompt alone
            return item


def _other_fault(scenario: Scenario) -> Scenario:
    """The same unit with the readings and the probabilities handed on from fault to fault."""
    names = [f.id for f in scenario.faults]
    before = dict(zip(names, names[-1:] + names[:-1], strict=True))
    priors = {f.id: f.prior for f in scenario.faults}
    faults = tuple(replace(f, prior=priors[before[f.id]]) for f in scenario.faults)
    tests = tuple(replace(t, outcomes={n: t.outcomes[before[n]] for n in names}) for t in scenario.tests)
    return replace(scenario, faults=faults, tests=tests, fault=names[-1] if scenario.fault else "")


def _other_talk(dialogue: Dialogue) -> Dialogue:
    """The same words, with points, moods and comments turned round."""
    turns = tuple(
        replace(
            turn,
            value=1.0 - turn.value,
            replies=tuple(
                replace(r, mood=-r.mood, comment=_ELSEWHERE, points={d: -p for d, p in r.points.items()})
                for r in turn.replies
            ),
        )
        for turn in dialogue.turns
    )
    return replace(dialogue, turns=turns)


def _moved(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Options in their places, each with the rightness of the one before it, and another comment."""
    rights = [o.right for o in options]
    return tuple(
        replace(o, right=right, comment=_ELSEWHERE) for o, right in zip(options, rights[-1:] + rights[:-1], strict=True)
    )


def _shown(item: AnyItem, secret: str) -> Any:
    """The public JSON of one variant, where the order of parts may follow the trainer's text as a set of parts."""
    data = public(item, draw(item, secret=secret, engineer="anyone", slot="q01"))
    if isinstance(item, Ordering | Matching):
        return {name: _as_set(part) for name, part in data.items()}
    return data


def _as_set(part: Any) -> Any:
    if isinstance(part, list):
        return sorted(json.dumps({**p, "key": ""} if isinstance(p, Mapping) else p, sort_keys=True) for p in part)
    return part


def _hidden(item: AnyItem) -> list[Text]:
    comments = [o.comment for o in item.options] if isinstance(item, Choice | MultipleChoice) else []
    return [item.explanation, *comments]


def _words(text: Text) -> list[str]:
    return [text.get(lang).strip() for lang in LANGUAGES if text.has(lang)]
