"""Which version of a paper is which: digests, and what may still change once it was sat. Pure."""

from __future__ import annotations

import hmac
import json
from dataclasses import replace

from fieldmark.model.codec import to_data
from fieldmark.model.content import Content
from fieldmark.model.item import AnyItem, Place
from fieldmark.model.paper import Blueprint, Paper, SealedPaper


def seal(paper: Paper, content: Content, secret: str) -> SealedPaper:
    """The paper with its items and secret, and the digest of what engineers are asked and how it is marked."""
    known = {i.id: i for i in content.items_of(paper.course)}
    wanted = dict.fromkeys(i for slot in paper.slots for i in slot.items)
    return with_digest(SealedPaper(paper, secret, tuple(known[i] for i in wanted)))


def with_digest(sealed: SealedPaper) -> SealedPaper:
    """Keyed with the secret, so that it can be shown without telling whether a guessed key is right. Titles and
    times are not in it: they may change while people sit."""
    said = {
        "paper": sealed.paper.id,
        "course": sealed.paper.course,
        "slots": to_data(sealed.paper.slots),
        "items": [to_data(_placeless(i)) for i in sealed.items],
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return replace(sealed, digest=hmac.digest(sealed.secret.encode(), text.encode(), "sha256").hex())


def kept_items(sealed: SealedPaper) -> list[list[AnyItem]]:
    """The items of each slot, as `assemble` wants them for a form that stays."""
    return [[sealed.item(i) for i in slot.items] for slot in sealed.paper.slots]


def kept_paper(sealed: SealedPaper, blueprint: Blueprint) -> Paper:
    """A paper that was sat: its questions and cut score stay until it is regraded; title, times and attempts follow
    the blueprint."""
    from fieldmark.paper.assemble import form_title

    form = next(f for f in blueprint.forms if f.id == sealed.paper.form)
    return replace(
        sealed.paper,
        title=form_title(blueprint, form),
        minutes=blueprint.minutes,
        attempts=max(blueprint.attempts, sealed.paper.attempts),
        opens=form.opens,
        closes=form.closes,
        seb=blueprint.seb,
        seb_keys=blueprint.seb_keys,
        admission=blueprint.admission,
    )


def outgrown(sealed: SealedPaper, blueprint: Blueprint, content: Content) -> bool:
    """Whether the content has moved on since the paper was sealed."""
    now = {i.id: _placeless(i) for i in content.items_of(blueprint.course)}
    lines = [(d.points, d.pool) for d in blueprint.draws for _ in range(d.count)]
    moved = any(now.get(i.id) != _placeless(i) for i in sealed.items) or blueprint.cut != sealed.paper.cut
    moved = moved or blueprint.practice != sealed.paper.practice
    return moved or lines != [(s.points, len(s.items)) for s in sealed.paper.slots]


def _placeless(item: AnyItem) -> AnyItem:
    return replace(item, place=Place())
