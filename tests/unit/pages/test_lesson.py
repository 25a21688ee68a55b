"""Practice in a lesson: an item of the workspace, with feedback at once and no key in the browser's reach."""

from __future__ import annotations

import json

import pytest

from fieldmark.model.problem import Refused
from fieldmark.pages.lesson import practise


def test_an_item_is_found_and_checked(root):
    question = practise("where-to-measure", root)
    assert question.feedback is None
    question.answer = {"choice": "a"}
    question.checks += 1
    assert question.feedback["share"] in (0.0, 1.0)
    assert question.feedback["right"]


def test_no_key_is_synced(root):
    state = practise("where-to-measure", root).get_state()
    told = json.dumps({k: v for k, v in state.items() if k not in ("_esm", "_css")}, default=str)
    assert '"right"' not in told


def test_an_unknown_item_names_those_that_are_alike(root):
    with pytest.raises(Refused) as refusal:
        practise("where-to-mesure", root)
    (problem,) = refusal.value.problems
    assert problem.code == "B010"
    assert "where-to-measure" in problem.hint.en


def test_the_nearest_workspace_above_the_notebook(root, monkeypatch):
    monkeypatch.delenv("FIELDMARK_WORKSPACE", raising=False)
    monkeypatch.chdir(root / "courses" / "vfd" / "lessons")
    assert practise("where-to-measure").question["item"] == "where-to-measure"
