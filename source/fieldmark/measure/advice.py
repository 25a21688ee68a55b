"""What a trainer may do with an item, from its statistics."""

from __future__ import annotations

import math

from fieldmark.model.text import Text

TOO_EASY, TOO_HARD, ENOUGH = 0.95, 0.20, 0.25

CHECK_KEY = Text(
    "Engineers who do well elsewhere get this wrong more often. Check the key, and the wording for a trap.",
    "其他题答得好的工程师反而更常答错本题。请核对答案，并检查题干是否有歧义。",
)
VERY_HARD = Text(
    "Hardly anyone gets this. Check the key; if it is right, is it taught in the course?",
    "几乎无人答对。请核对答案；若答案无误，请确认课程是否讲过该内容。",
)
VERY_EASY = Text(
    "Nearly everyone gets this: keep it for safety rules that all must know, else replace it.",
    "几乎人人答对：若是人人必须掌握的安全规定可保留，否则建议更换。",
)
LOW_SEPARATION = Text(
    "It hardly tells good from weak engineers. Look at the options that nobody picks, and at the wording.",
    "难以区分水平高低。请检查无人选择的选项和题干措辞。",
)


def advice(n: int, facility: float, discrimination: float, least: int) -> Text:
    """Empty where there is nothing to do, or fewer than `least` answers to judge by.

    A discrimination counts as below zero, or below enough, only where it is so beyond chance (one-sided 5 % of a
    correlation of n pairs).
    """
    if n < least:
        return Text()
    chance = 1.645 / math.sqrt(n)
    if math.isfinite(discrimination) and discrimination + chance < 0:
        return CHECK_KEY
    if facility < TOO_HARD:
        return VERY_HARD
    if facility > TOO_EASY:
        return VERY_EASY
    return LOW_SEPARATION if math.isfinite(discrimination) and discrimination + chance < ENOUGH else Text()
