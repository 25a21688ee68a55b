"""What a draft leaves to the trainer, in square brackets; and finding what was left as it stood. Pure."""

from __future__ import annotations

import re

from fieldmark.model.text import Text

CASE = Text("[Case: {name}]", "[案例：{name}]")
CAUSE = Text("[a possible cause]", "[可能的原因]")
REPAIR = Text("[what is done]", "[维修内容]")
TEST = Text("[what is measured]", "[测量内容]")
SHOWN = Text("[what it shows for this cause]", "[该原因下的读数]")
SHOWN_ELSE = Text("[what it shows else]", "[其他情况下的读数]")
ASK = Text("[What should have been done first?]", "[首先应该做什么？]")
RIGHT = Text("[the right answer]", "[正确答案]")
DONE = Text("[what was done instead]", "[当时的做法]")
MISTAKE = Text("[another mistake that you have seen]", "[另一种常见错误]")
WHY = Text("[what the next engineer should learn from it]", "[其他工程师应从中学到什么]")
FIRST_WORDS = Text("[what the customer says first]", "[客户的第一句话]")
SPEAKER = Text("[who speaks, and in what mood]", "[谁在说话，情绪如何]")
HEARS = Text("[a reply that hears first]", "[先倾听的回复]")
DEFENDS = Text("[a reply that defends itself]", "[为自己辩解的回复]")
EFFECT = Text("[what it does to the customer]", "[对客户的影响]")
ENDS_WELL = Text("[the talk ends well]", "[对话圆满结束]")
ENDS_BADLY = Text("[the talk ends badly]", "[对话不欢而散]")

_HOLES = tuple(words for hole in list(globals().values()) if isinstance(hole, Text) for words in (hole.en, hole.zh))
_HOLE = re.compile("|".join(re.escape(h).replace(re.escape("{name}"), r"[^\[\]]{0,100}") for h in _HOLES))


def hole(line: str) -> str:
    """The first thing in brackets that the line still has from the draft, or empty. Brackets of the trainer's own,
    such as a unit or a link, are none."""
    found = _HOLE.search(line)
    return found[0] if found else ""
