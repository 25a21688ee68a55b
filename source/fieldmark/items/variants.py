"""Which form of a question an engineer gets: follows from the paper's secret and the names alone."""

from __future__ import annotations

from fieldmark.items.chance import Chance
from fieldmark.items.registry import REGISTRY
from fieldmark.model.item import AnyItem
from fieldmark.model.paper import SealedPaper, Slot
from fieldmark.model.score import Variant


def variant(sealed: SealedPaper, slot: Slot, engineer: str) -> tuple[AnyItem, Variant]:
    """The item of the slot's pool that this engineer gets, and its variant. KeyError where an item is missing."""
    chance = Chance(sealed.secret, "pool", sealed.paper.id, slot.name, engineer)
    wanted = chance.pick(slot.items)
    item = next((i for i in sealed.items if i.id == wanted), None)
    if item is None:
        raise KeyError(f"item {wanted} of slot {slot.name} is not in the sealed paper {sealed.paper.id}")
    return item, draw(item, secret=sealed.secret, engineer=engineer, slot=slot.name)


def draw(item: AnyItem, *, secret: str, engineer: str, slot: str) -> Variant:
    """The item's parameters and order of parts for an engineer. Each parameter has its own chance, so that one
    more does not change the others."""
    parameters = {
        name: Chance(secret, "parameter", slot, engineer, item.id, name).pick(values)
        for name, values in sorted(item.parameters.items())
    }
    order = REGISTRY[item.kind].order(item, Chance(secret, "order", slot, engineer, item.id))
    kind = REGISTRY[item.kind]
    seed = Chance(secret, "seed", slot, engineer, item.id).word() if kind.interactive else ""
    return Variant(item.id, parameters, order, seed)
