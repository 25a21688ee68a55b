"""Questions in notebooks tell nothing that the learner did not ask for."""

from __future__ import annotations

import json

import pytest
from sittings import ANSWERS, ITEMS

from fieldmark.sitting.widgets import Question


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.kind)
def test_the_key_is_in_no_synced_trait(item):
    shown = json.dumps({k: v for k, v in Question(item).get_state().items() if k not in ("_esm", "_css")}, default=str)
    for secret in ('"right": true', "tolerance", "* 1.414", "insulat", "rubric", "accepted"):
        assert secret not in shown


def test_the_answer_is_judged_when_asked_and_forgotten_when_it_changes():
    question = Question(ITEMS[2])  # true or false; false is right
    question.answer = ANSWERS["q03"]
    assert question.feedback is None
    question.checks += 1
    assert (question.feedback["share"], question.mark.share) == (1.0, 1.0)
    question.answer = {"choice": "true"}
    assert question.feedback is None
    question.checks += 1
    assert question.feedback["share"] == 0.0
    assert question.feedback["right"]["zh"]


def test_without_practice_nothing_is_told():
    question = Question(ITEMS[2], practice=False)
    question.answer = ANSWERS["q03"]
    question.checks += 1
    assert question.feedback is None


def test_the_same_person_draws_the_same_variant():
    assert Question(ITEMS[3], person="e001").question == Question(ITEMS[3], person="e001").question
    assert len({json.dumps(Question(ITEMS[3], person=f"e{n}").question) for n in range(12)}) == 3
