"""What lets a question be answered without knowing the matter."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from fieldmark.bank import problems
from fieldmark.bank.bank import Bank
from fieldmark.bank.draft import Draft
from fieldmark.model.problem import Problem

_BY_PLACE = re.compile(
    r"\b(?:all|none|both|neither|any)\s+(?:of\s+)?(?:the\s+)?(?:above|below|options|previous)\b"
    r"|以上(?:选项)?(?:全部|都|全|皆|均|各项|两)|以下(?:都|全|均)|[A-Da-d]\s*和\s*[A-Da-d]\s*(?:都|均)",
    re.IGNORECASE,
)
_LEAST_ITEMS, _SHARE, _CLEARLY = 6, 0.6, 1.25


def no_all_of_above(draft: Draft) -> Iterator[Problem]:
    """Once an option, in the first language that shows it."""
    seen: set[int] = set()
    for body in draft.bodies:
        for place, option in enumerate(body.options):
            if place not in seen and _BY_PLACE.search(option.text):
                seen.add(place)
                yield draft.at(problems.ALL_OF_ABOVE, option.line)


def longest_is_right(bank: Bank) -> Iterator[Problem]:
    """By file: chance alone makes the right one of four options the longest in a quarter of the questions."""
    by_file: dict[str, list[bool]] = defaultdict(list)
    for draft in bank.drafts:
        if draft.kind == "choice" and len(draft.body.options) >= 3:
            by_file[draft.source.file].append(_longest_right(draft))
    for file, longest in by_file.items():
        if len(longest) >= _LEAST_ITEMS and sum(longest) >= _SHARE * len(longest):
            yield bank.at(problems.LONGEST_RIGHT, file, 0, n=sum(longest), all=len(longest))


def _longest_right(draft: Draft) -> bool:
    right = max((len(o.text) for o in draft.body.options if o.right), default=0)
    wrong = max((len(o.text) for o in draft.body.options if not o.right), default=0)
    return right >= _CLEARLY * wrong
