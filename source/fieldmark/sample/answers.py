"""Right and wrong answers to a question, as an engineer would give them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from fieldmark import items
from fieldmark.items import prose
from fieldmark.model.item import AnyItem
from fieldmark.model.score import Answer, Variant

Rng = np.random.Generator

TRIES = 30


def answer(item: AnyItem, variant: Variant, right: bool, rng: Rng) -> Answer:
    """An answer that the scorer finds right, or one that it does not; {} (left open) for kinds that are no matter of
    right or wrong (long texts, practicals), and where no such answer is found."""
    make = (_RIGHT if right else _WRONG).get(item.kind)
    if make is None:
        return {}
    for _ in range(TRIES):
        given = make(items.public(item, variant), item, variant, rng)
        if items.problem_with(item, variant, given) == "" and (_share(item, variant, given) == 1.0) == right:
            return given
    return {}


def guess(item: AnyItem) -> float:
    """The chance of a right answer by guessing."""
    if item.kind == "truefalse":
        return 0.5
    return 1 / len(item.options) if item.kind == "choice" else 0.0  # type: ignore[union-attr]


def _share(item: AnyItem, variant: Variant, given: Answer) -> float:
    return items.score(item, variant, given).share or 0.0


Maker = Callable[[dict[str, Any], Any, Variant, Rng], Answer]


def _keys(public: dict[str, Any], name: str = "options") -> list[str]:
    return [str(part["key"]) for part in public[name]]


# --- right: found by asking the scorer, part by part ----------------------------------------------------------


def _choose(public: dict[str, Any], item: Any, variant: Variant, rng: Rng) -> Answer:
    return {"choice": str(rng.choice(_keys(public)))}


def _choose_right(public: dict[str, Any], item: Any, variant: Variant, rng: Rng) -> Answer:
    return max(({"choice": key} for key in _keys(public)), key=lambda a: _share(item, variant, a))


def _tick_right(public: dict[str, Any], item: Any, variant: Variant, rng: Rng) -> Answer:
    """The options that score by themselves; all of them where none does (every option is right, or none)."""
    keys = _keys(public)
    alone = [key for key in keys if _share(item, variant, {"choices": [key]}) > 0]
    return {"choices": alone or (keys if _share(item, variant, {"choices": keys}) else [])}


def _order_right(public: dict[str, Any], item: Any, variant: Variant, rng: Rng) -> Answer:
    """Sorted by insertion: each step goes to where the order scores best."""
    order: list[str] = []
    for key in _keys(public):
        ways = [[*order[:i], key, *order[i:]] for i in range(len(order) + 1)]
        order = max(ways, key=lambda way: _share(item, variant, {"order": way}))
    return {"order": order}


def _pair_right(public: dict[str, Any], item: Any, variant: Variant, rng: Rng) -> Answer:
    """What stands in the item: one pair at a time may score nothing, being corrected for chance."""
    shown = {part["text"]["en"] or part["text"]["zh"]: part["key"] for part in public["right"]}
    plain = [prose.plain(prose.fill(right, variant.parameters)) for _, right in item.pairs]
    return {
        "pairs": {key: shown[text["en"] or text["zh"]] for key, text in zip(_keys(public, "left"), plain, strict=True)}
    }


def _number_right(public: dict[str, Any], item: Any, variant: Variant, rng: Rng) -> Answer:
    """The key as feedback would write it, without its tolerance."""
    written = items.right(item, variant).en.split("±")[0].strip()
    value, _, _ = written.partition(" ")
    return {"value": value, "unit": item.unit}


def _write_right(public: dict[str, Any], item: Any, variant: Variant, rng: Rng) -> Answer:
    accepted = [part.replace("*", "") for line in item.accepted for part in line.split("|")]
    return {"text": str(accepted[int(rng.integers(len(accepted)))]).strip()}


# --- wrong: as people get it wrong ------------------------------------------------------------------------------


def _tick_wrong(public: dict[str, Any], item: Any, variant: Variant, rng: Rng) -> Answer:
    """One option too many or too few."""
    right = set(_tick_right(public, item, variant, rng)["choices"])
    return {"choices": sorted(right ^ {str(rng.choice(_keys(public)))})}


def _order_wrong(public: dict[str, Any], item: Any, variant: Variant, rng: Rng) -> Answer:
    """Two or more steps in each other's place."""
    order = list(_order_right(public, item, variant, rng)["order"])
    for _ in range(int(rng.integers(1, 4))):
        i, j = rng.choice(len(order), 2, replace=False)
        order[i], order[j] = order[j], order[i]
    return {"order": order}


def _pair_wrong(public: dict[str, Any], item: Any, variant: Variant, rng: Rng) -> Answer:
    pairs = dict(_pair_right(public, item, variant, rng)["pairs"])
    first, second = (str(key) for key in rng.choice(list(pairs), 2, replace=False))
    return {"pairs": {**pairs, first: pairs[second], second: pairs[first]}}


def _number_wrong(public: dict[str, Any], item: Any, variant: Variant, rng: Rng) -> Answer:
    """A factor forgotten or a digit slipped."""
    right = _number_right(public, item, variant, rng)
    try:
        value = float(str(right["value"]).replace(",", ""))
    except ValueError:
        value = 0.0
    slipped = value * float(rng.choice([10, 0.1, 2, 0.5, 1.732, 0.707])) or 1.0
    return {**right, "value": f"{slipped:.4g}"}


def _write_wrong(public: dict[str, Any], item: Any, variant: Variant, rng: Rng) -> Answer:
    return {"text": str(rng.choice(["not sure", "see manual", "不清楚", "跳闸", "replace the board"]))}


_RIGHT: dict[str, Maker] = {
    "choice": _choose_right,
    "truefalse": _choose_right,
    "multiple": _tick_right,
    "ordering": _order_right,
    "matching": _pair_right,
    "numeric": _number_right,
    "short": _write_right,
}
_WRONG: dict[str, Maker] = {
    "choice": _choose,
    "truefalse": _choose,
    "multiple": _tick_wrong,
    "ordering": _order_wrong,
    "matching": _pair_wrong,
    "numeric": _number_wrong,
    "short": _write_wrong,
}
