"""Talking to the customer: what a reply leads to, and what the talk was worth. Pure.

A talk is scored against the best way through: per dimension the points got over the points that the best talk gets
(the one with the most points in all, its outcome included).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from fieldmark.model.codec import from_data, to_json
from fieldmark.model.dialogue import ANGRIEST, CALMEST, DIMENSIONS, Dialogue, Reply, Turn
from fieldmark.model.text import Text

PATIENCE = 2
"""How often the customer asks again when a free reply is not understood."""


@dataclass(frozen=True, slots=True)
class Said:
    """One exchange: the turn, the reply taken, the engineer's own words where they were free, the mood after."""

    turn: str
    reply: str
    words: str
    mood: int


@dataclass(frozen=True, slots=True)
class Talk:
    """All that was said so far; rebuilt by saying it again."""

    dialogue: Dialogue
    turn: str
    mood: int
    said: tuple[Said, ...] = ()

    @property
    def now(self) -> Turn:
        return self.dialogue.turn(self.turn)

    @property
    def over(self) -> bool:
        return self.now.is_end


@dataclass(frozen=True, slots=True)
class TalkScore:
    """`dimensions` and `outcome` in 0..1; `share` is what the talk is worth in all."""

    share: float
    dimensions: dict[str, float]
    outcome: float
    comments: tuple[Text, ...] = field(default=())


def begin(dialogue: Dialogue) -> Talk:
    return Talk(dialogue, dialogue.start.id, dialogue.mood)


def say(talk: Talk, reply: str, words: str = "") -> Talk:
    """The talk after a reply: by its id, or, on a free turn, by what was typed. ValueError where it cannot be
    said here."""
    chosen = understand(talk.now, words) if talk.now.free else _named(talk.now, reply)
    mood = max(ANGRIEST, min(CALMEST, talk.mood + chosen.mood))
    said = (*talk.said, Said(talk.turn, chosen.id, words, mood))
    tries = sum(s.turn == talk.turn for s in said)
    turn = _next(chosen, mood)
    if turn == talk.turn and tries > PATIENCE:
        turn = _given_up(talk.dialogue)
    return replace(talk, turn=turn, mood=mood, said=said)


def understand(turn: Turn, words: str) -> Reply:
    """The first reply whose pattern stands in the words; else the one without patterns."""
    text = _plain(words)
    for reply in turn.replies:
        if any(_pattern(p).search(text) for p in reply.patterns):
            return reply
    return next((r for r in turn.replies if not r.patterns), turn.replies[-1])


def _named(turn: Turn, reply: str) -> Reply:
    found = next((r for r in turn.replies if r.id == reply), None)
    if found is None:
        raise ValueError(f"no reply {reply} at turn {turn.id}")
    return found


def _next(reply: Reply, mood: int) -> str:
    return next(b.turn for b in reply.branches if b.at_most is None or mood <= b.at_most)


def _given_up(dialogue: Dialogue) -> str:
    """Where the talk ends when the customer stops asking: the worst of its ends."""
    return min((t for t in dialogue.turns if t.is_end), key=lambda t: t.value).id


def _plain(words: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split())


def _pattern(pattern: str) -> re.Pattern[str]:
    """`sorry|apolog*` as a safe expression: `*` up to 40 characters, `|` alternatives, nothing else is special."""
    ways = [r".{0,40}?".join(re.escape(part) for part in _plain(way).split("*")) for way in pattern.split("|")]
    return re.compile("|".join(way for way in ways if way) or r"(?!)")


def score(talk: Talk) -> TalkScore:
    """A talk that was not ended has the outcome 0."""
    best = best_way(talk.dialogue)
    got, most = gained(talk), gained(best)
    shares = {d: _share(got[d], most[d]) for d in DIMENSIONS if most[d] > 0}
    outcome = _share(talk.now.value if talk.over else 0.0, best.now.value)
    share = (sum(shares.values()) + outcome) / (len(shares) + 1)
    replies = [_named(talk.dialogue.turn(s.turn), s.reply) for s in talk.said]
    return TalkScore(share, shares, outcome, tuple(r.comment for r in replies))


def gained(talk: Talk) -> dict[str, float]:
    """Points by dimension. A reply given again at the same turn brings nothing more."""
    points = dict.fromkeys(DIMENSIONS, 0.0)
    for turn, reply in dict.fromkeys((s.turn, s.reply) for s in talk.said):
        for dimension, value in _named(talk.dialogue.turn(turn), reply).points.items():
            points[dimension] += value
    return points


def _share(got: float, most: float) -> float:
    return max(0.0, min(1.0, got / most)) if most > 0 else 1.0


def best_way(dialogue: Dialogue) -> Talk:
    """The talk with the most points, outcome included; the first of equals. ValueError where none ends. Found once
    for each content."""
    return replace(_best(to_json(dialogue)), dialogue=dialogue)


@lru_cache(maxsize=64)
def _best(content: str) -> Talk:
    dialogue = from_data(json.loads(content), Dialogue)
    ends = ways(dialogue) or _shortest(dialogue)
    if not ends:
        raise ValueError(f"dialogue {dialogue.id} has no end")
    weight = _weight(dialogue)
    return max(ends, key=lambda t: (sum(gained(t).values()) + t.now.value * weight, -len(t.said)))


def _weight(dialogue: Dialogue) -> float:
    """Points that a perfect outcome is worth when ways are compared: as much as all good replies together."""
    return sum(max(0.0, v) for t in dialogue.turns for r in t.replies for v in r.points.values()) or 1.0


def ways(dialogue: Dialogue, most: int = 20_000) -> list[Talk]:
    """Talks to an end that ask no turn twice: all of them, or those among the first `most` that were tried."""
    ended: list[Talk] = []
    open_talks = [begin(dialogue)]
    for _ in range(most):
        if not open_talks:
            break
        talk = open_talks.pop()
        if talk.over:
            ended.append(talk)
            continue
        for reply in talk.now.replies:
            after = _take(talk, reply)
            if after.turn not in {s.turn for s in after.said}:
                open_talks.append(after)
    return ended


def _shortest(dialogue: Dialogue) -> list[Talk]:
    """A talk to the nearest end, where every one asks a turn again; empty where there is none."""
    seen, open_talks = {(dialogue.start.id, dialogue.mood)}, [begin(dialogue)]
    while open_talks:
        talk, *open_talks = open_talks
        if talk.over:
            return [talk]
        for reply in talk.now.replies:
            after = _take(talk, reply)
            if (after.turn, after.mood) not in seen:
                seen.add((after.turn, after.mood))
                open_talks.append(after)
    return []


def _take(talk: Talk, reply: Reply) -> Talk:
    mood = max(ANGRIEST, min(CALMEST, talk.mood + reply.mood))
    return replace(talk, turn=_next(reply, mood), mood=mood, said=(*talk.said, Said(talk.turn, reply.id, "", mood)))


def graph(dialogue: Dialogue) -> Sequence[tuple[str, str, str]]:
    """(turn, reply, next turn) of every branch: what the trainer's drawing shows."""
    return [(t.id, r.id, b.turn) for t in dialogue.turns for r in t.replies for b in r.branches]
