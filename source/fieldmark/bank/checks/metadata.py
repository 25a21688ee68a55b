"""The block of `key: value` lines under a heading."""

from __future__ import annotations

from collections.abc import Iterator

from fieldmark.bank import problems
from fieldmark.bank.draft import WRITTEN, Draft
from fieldmark.bank.fields import FLAGS, ID
from fieldmark.bank.spelling import did_you_mean
from fieldmark.items.prose import number
from fieldmark.model.problem import Problem

MOST_POINTS = 100
SHUFFLE = {"": True, "yes": True, "true": True, "no": False, "false": False}


def has_id(draft: Draft) -> Iterator[Problem]:
    if not draft.id:
        yield draft.at_field(problems.NO_ID, "id")
    elif not ID.fullmatch(draft.id):
        yield draft.at_field(problems.BAD_ID, "id", id=draft.id[:64])


def has_title(draft: Draft) -> Iterator[Problem]:
    if not draft.body.title:
        yield draft.at(problems.NO_TITLE)


def known_kind(draft: Draft) -> Iterator[Problem]:
    named = draft.value("kind")
    if named and named not in WRITTEN:
        yield draft.at_field(problems.UNKNOWN_KIND, "kind", name=named[:40], meant=did_you_mean(named, WRITTEN))


def has_points(draft: Draft) -> Iterator[Problem]:
    if not draft.value("points"):
        yield draft.at_field(problems.NO_POINTS, "points")
    elif draft.points is None or not 0 < draft.points <= MOST_POINTS:
        yield draft.at_field(problems.BAD_POINTS, "points", value=draft.value("points")[:40], most=number(MOST_POINTS))


def has_difficulty(draft: Draft) -> Iterator[Problem]:
    if draft.difficulty not in (1, 2, 3, 4, 5):
        yield draft.at_field(problems.BAD_DIFFICULTY, "difficulty", value=draft.value("difficulty")[:40])


def has_draft(draft: Draft) -> Iterator[Problem]:
    value = draft.value("draft").casefold()
    if value and value not in FLAGS:
        yield draft.at_field(problems.BAD_DRAFT, "draft", value=draft.value("draft")[:40])
    elif draft.draft:
        yield draft.at_field(problems.DRAFT, "draft", id=draft.id)


def has_shuffle(draft: Draft) -> Iterator[Problem]:
    if draft.value("shuffle").casefold() not in SHUFFLE:
        yield draft.at_field(problems.BAD_SHUFFLE, "shuffle", value=draft.value("shuffle")[:40])
