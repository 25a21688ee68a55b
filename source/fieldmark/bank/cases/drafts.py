"""A case to the text of a draft: an item, a fault scenario or a dialogue, for the trainer to finish. Pure.

What the trainer has to write stands in square brackets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fieldmark.bank.cases import holes
from fieldmark.bank.cases.case import Case, facts
from fieldmark.bank.practicals.write_yaml import write_yaml
from fieldmark.model.text import Text

NOTE = (
    "A draft from the field ({source}): finish what stands in [brackets], then delete the line “draft: yes”.\n"
    "来自现场的草稿（{source}）：请补全 [方括号] 中的内容，然后删除“draft: yes”一行。"
)


def title(case: Case) -> Text:
    """Of the fault class: “Case: overvoltage trip”."""
    name = case.fault_class.replace("-", " ") or "–"
    return holes.CASE.fill(name=name)


def draft_id(case: Case, kind: str) -> str:
    """`case-` and the first ticket's number, as an id; with the kind behind it where it is no item, since one ticket
    may become several and ids are the course's."""
    plain = re.sub(r"[^a-z0-9]+", "-", case.tickets[0].number.casefold()).strip("-")
    end = "" if kind == "item" else f"-{kind}"
    return f"case-{plain}"[: 64 - len(end)].strip("-") + end


def as_item(case: Case, skills: Sequence[str]) -> str:
    """Markdown of one question with its options to be written."""
    name = title(case)
    told = facts(case)
    lines = [
        *(f"# {line}" for line in NOTE.format(source=case.source).split("\n")),
        "",
        f"## {name.en}",
        f"id: {draft_id(case, 'item')}",
        f"skills: {', '.join(skills)}",
        "points: 1",
        "difficulty: 2",
        f"source: {case.source}",
        "draft: yes",
        "",
        *_prompt(case, told, "en"),
        holes.ASK.en,
        "",
        f"- [x] {holes.RIGHT.en}",
        f"- [ ] {holes.DONE.en}",
        f"- [ ] {holes.MISTAKE.en}",
        "",
        f"> Why: {holes.WHY.en}",
        "",
        f"### zh {name.zh}",
        *_prompt(case, told, "zh"),
        holes.ASK.zh,
        "",
        f"- [x] {holes.RIGHT.zh}",
        f"- [ ] {holes.DONE.zh}",
        f"- [ ] {holes.MISTAKE.zh}",
        "",
        f"> 解析：{holes.WHY.zh}",
    ]
    return "\n".join(lines) + "\n"


def _prompt(case: Case, told: Sequence[Text], language: str) -> list[str]:
    lines = [" ".join(fact.get(language) for fact in told) if language == "en" else "".join(f.zh for f in told), ""]
    quotes = [_words(quote) for quote in case.quotes()[:3]]
    return [*lines, *(f"“{quote}”" for quote in quotes), *([""] if quotes else [])]


def _words(quote: str) -> str:
    """On one line, and without what the item's text would take for a heading, an option or a parameter."""
    return re.sub(r"[{}<>#`\[\]|]", "", " ".join(quote.split()))


def as_scenario(case: Case, skills: Sequence[str]) -> str:
    """YAML of a scenario that can be read, with causes, tests and prices to be filled in."""
    name = case.fault_class
    document = {
        **_head(case, skills, "scenario", points=10),
        "report": _told(case),
        "labour_rate": 90,
        "time_limit": 60,
        "states": [
            {"id": "energised", "title": Text("Energised", "通电")},
            {"id": "safe", "title": Text("Locked out, verified dead", "已上锁，已验明无电")},
        ],
        "start": "energised",
        "check": "energised",
        "repair": "safe",
        "changes": [
            _change("lock-out", "energised", "safe", 10, Text("Lock out and verify dead", "上锁并验明无电")),
            _change("restore", "safe", "energised", 5, Text("Switch on again", "恢复送电")),
        ],
        "faults": [_fault(f"cause-{n}", name) for n in (1, 2)],
        "tests": [_test()],
        "rules": [
            {"id": "live", "acts": ["repairs"], "states": ["energised"], "severity": 1,
             "title": Text("Worked on a live unit", "带电作业")}
        ],
        "proof": [
            {"id": "dead-first", "acts": ["lock-out"], "before": ["repairs"],
             "title": Text("Locked out before the repair", "维修前已上锁")},
            {"id": "cause", "order": "cause", "title": Text("Cause written down", "工单写明原因")},
        ],
    }  # fmt: skip
    return write_yaml(document, NOTE.format(source=case.source))


def _head(case: Case, skills: Sequence[str], kind: str, *, points: int) -> dict[str, Any]:
    return {
        "id": draft_id(case, kind), "title": title(case), "draft": True, "skills": list(skills), "points": points,
        "difficulty": 3, "source": case.source,
    }  # fmt: skip


def _told(case: Case) -> Text:
    """The facts, and the customers' words as they were said."""
    told = facts(case)
    quotes = case.quotes()[:3]
    en = " ".join([*(fact.en for fact in told), *(f"“{' '.join(q.split())}”" for q in quotes)])
    zh = "".join([*(fact.zh for fact in told), *(f"“{' '.join(q.split())}”" for q in quotes)])
    return Text(en, zh)


def _change(name: str, start: str, end: str, minutes: int, words: Text) -> dict[str, Any]:
    return {"id": name, "from": start, "to": end, "cost": {"minutes": minutes}, "title": words}


def _fault(name: str, ticket_class: str) -> dict[str, Any]:
    price = {"money": 100, "minutes": 30}
    known = {"ticket_class": ticket_class} if ticket_class else {}
    return {"id": name, "title": holes.CAUSE, "prior": 0.5, "repair": holes.REPAIR, "cost": price, **known}


def _test() -> dict[str, Any]:
    return {
        "id": "test-1", "title": holes.TEST, "instrument": "voltmeter", "state": "energised",
        "cost": {"minutes": 5}, "readings": {"one": holes.SHOWN, "other": holes.SHOWN_ELSE},
        "outcomes": {"cause-1": "one", "others": "other"},
    }  # fmt: skip


def as_dialogue(case: Case, skills: Sequence[str]) -> str:
    """YAML of a short talk that starts with what the customer said."""
    quotes = case.quotes()
    opening = " ".join(quotes[0].split()) if quotes else ""
    says = Text(opening, opening) if opening else holes.FIRST_WORDS
    document = {
        **_head(case, skills, "dialogue", points=5),
        "situation": Text(" ".join(f.en for f in facts(case)), "".join(f.zh for f in facts(case))),
        "customer": holes.SPEAKER,
        "mood": _mood(case),
        "minutes": 8,
        "turns": [
            {"id": "opening", "says": says, "replies": [
                _reply("listen", holes.HEARS, "good", 1,
                       {"listening": 2, "clarity": 1, "attitude": 1, "solution": 1}),
                _reply("defend", holes.DEFENDS, "bad", -2, {"attitude": -1}),
            ]},
            _end("good", holes.ENDS_WELL, 1),
            _end("bad", holes.ENDS_BADLY, 0),
        ],
    }  # fmt: skip
    return write_yaml(document, NOTE.format(source=case.source))


def _mood(case: Case) -> int:
    """From how satisfied the customers were in the end: 100 is 2, 50 is -1, 0 is -4."""
    scores = [c.csat for c in case.comments if c.csat is not None]
    return round(sum(scores) / len(scores) * 0.06 - 4) if scores else -2


def _reply(name: str, words: Text, to: str, mood: int, points: Mapping[str, int]) -> dict[str, Any]:
    return {"id": name, "text": words, "to": to, "mood": mood, "points": dict(points), "comment": holes.EFFECT}


def _end(name: str, words: Text, value: int) -> dict[str, Any]:
    return {"id": name, "says": words, "outcome": words, "value": value}


DRAFTS: Mapping[str, tuple[str, str, Callable[[Case, Sequence[str]], str]]] = {
    "item": ("items", ".md", as_item),
    "scenario": ("faults", ".yaml", as_scenario),
    "dialogue": ("dialogues", ".yaml", as_dialogue),
}
"""What a case can become: folder below assignments/<course>/, ending, and what writes it."""
