"""A talk with a customer: one exchange at a time, scored against the best way through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fieldmark.faults import talk
from fieldmark.items import words
from fieldmark.items.chance import Chance
from fieldmark.items.kind import Kind, by_skill, is_text, letters
from fieldmark.model.codec import to_data
from fieldmark.model.dialogue import DIMENSIONS, Turn
from fieldmark.model.item import Conversation
from fieldmark.model.score import Answer, Evidence, Mark, Stepped, Variant
from fieldmark.model.text import Text

MOST_EXCHANGES = 100
LONGEST_REPLY = 500


class ConversationKind(Kind[Conversation]):
    """The answer is the list of what was said; saying it again gives the talk."""

    interactive = True

    def public(self, item: Conversation, variant: Variant) -> dict[str, Any]:
        dialogue = item.dialogue
        return {"situation": to_data(dialogue.situation), "customer": to_data(dialogue.customer),
                "minutes": dialogue.minutes}  # fmt: skip

    def problem_with(self, item: Conversation, variant: Variant, answer: Answer) -> str:
        said = answer.get("said")
        if set(answer) != {"said"} or not isinstance(said, list) or not all(_is_act(s) for s in said):
            return "fields"
        if len(said) > MOST_EXCHANGES:
            return "too-long"
        return "" if replayed(item, variant, answer) is not None else "refused-step"

    def step(self, item: Conversation, variant: Variant, answer: Answer, act: Answer) -> Stepped:
        if not _is_act(act):
            return Stepped(answer, {}, words.NOT_AN_ACT)
        before = replayed(item, variant, answer)
        if before is None or before.over or len(before.said) >= MOST_EXCHANGES:
            return Stepped(answer, {}, words.FINISHED)
        grown = {"said": [*answer.get("said", []), dict(act)]}
        after = replayed(item, variant, grown)
        if after is None:
            return Stepped(answer, {}, words.NO_SUCH_REPLY)
        return Stepped(grown, self.view(item, variant, grown))

    def view(self, item: Conversation, variant: Variant, answer: Answer) -> dict[str, Any]:
        state = replayed(item, variant, answer) or talk.begin(item.dialogue)
        return {"lines": _lines(state), **_choices(state, variant)}  # nothing of the mood: it would tell how it goes

    def score(self, item: Conversation, variant: Variant, answer: Answer) -> Mark:
        result = talk.score(_talk(item, variant, answer))
        shown = {d: f"{result.dimensions.get(d, 1.0):.2f}" for d in DIMENSIONS}
        return Mark(result.share, words.TALK.fill(outcome=f"{result.outcome:.2f}", **shown))

    def readable(self, item: Conversation, variant: Variant, answer: Answer) -> Text:
        lines = _lines(_talk(item, variant, answer))
        who = {"customer": Text("Customer", "客户"), "engineer": Text("You", "您")}
        parts = [
            Text(f"{who[x['who']].get('en')}: {x['text']['en']}", f"{who[x['who']].get('zh')}：{x['text']['zh']}")
            for x in lines
        ]
        return words.joined(parts, en="\n", zh="\n")

    def right(self, item: Conversation, variant: Variant) -> Text:
        best = talk.best_way(item.dialogue)
        return words.joined([reply(best, i).text for i in range(len(best.said))], en=" → ", zh=" → ")

    def evidence(self, item: Conversation, variant: Variant, answer: Answer) -> tuple[Evidence, ...]:
        result = talk.score(_talk(item, variant, answer))
        shares = {**result.dimensions, "outcome": result.outcome}
        weight = item.points / len(shares)
        return tuple(Evidence(a, item.shows[a], s, weight) for a, s in shares.items() if a in item.shows)

    def parts(self, item: Conversation) -> dict[str, float]:
        return by_skill(item.shows, dict.fromkeys(item.shows, 1.0))


def replayed(item: Conversation, variant: Variant, answer: Answer) -> talk.Talk | None:
    """The talk that the answer gives; None where something in it cannot have been said."""
    state = talk.begin(item.dialogue)
    for act in answer.get("said", []):
        try:
            state = talk.say(state, shown(state.now, variant).get(act.get("reply", ""), ""), act.get("words", ""))
        except ValueError:
            return None
    return state


def outcome(item: Conversation, variant: Variant, answer: Answer) -> Text:
    """How the talk ended, in the author's words, which judge: for practice and feedback, never while it counts."""
    now = _talk(item, variant, answer).now
    return now.outcome if now.is_end else Text()


def shown(turn: Turn, variant: Variant) -> dict[str, str]:
    """Letter as shown -> the trainer's id of the reply: neither order nor names of the replies tell which is good."""
    places = Chance(variant.seed, "replies", turn.id).shuffled(range(len(turn.replies)))
    return {letter: turn.replies[place].id for letter, place in letters(places).items()}


def reply(state: talk.Talk, index: int) -> Any:
    said = state.said[index]
    return next(r for r in state.dialogue.turn(said.turn).replies if r.id == said.reply)


def _talk(item: Conversation, variant: Variant, answer: Answer) -> talk.Talk:
    return replayed(item, variant, answer) or talk.begin(item.dialogue)


def _lines(state: talk.Talk) -> list[dict[str, Any]]:
    lines = []
    for i, said in enumerate(state.said):
        turn = state.dialogue.turn(said.turn)
        own = Text(said.words, said.words) if turn.free else reply(state, i).text
        lines += [_line("customer", turn.says), _line("engineer", own)]
    return [*lines, _line("customer", state.now.says)]


def _line(who: str, text: Text) -> dict[str, Any]:
    return {"who": who, "text": {"en": text.get("en"), "zh": text.get("zh")}}


def _choices(state: talk.Talk, variant: Variant) -> dict[str, Any]:
    now: Turn = state.now
    if state.over:
        return {"over": "yes", "free": "no", "replies": []}
    texts = {r.id: to_data(r.text) for r in now.replies}
    replies = [] if now.free else [{"id": key, "text": texts[name]} for key, name in shown(now, variant).items()]
    return {"over": "no", "free": "yes" if now.free else "no", "replies": replies}


def _is_act(act: object) -> bool:
    if not isinstance(act, Mapping) or len(act) != 1:
        return False
    return is_text(act.get("reply", act.get("words")), LONGEST_REPLY)
