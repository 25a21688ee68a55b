"""Lessons: found by course and name, with a title in both languages."""

from __future__ import annotations

import json

import pytest

from fieldmark.model.text import Text
from fieldmark.store.lessons import lessons
from fieldmark.store.workspace import Workspace


@pytest.mark.parametrize(
    ("metadata", "title"),
    [
        ({"title": "The DC link / 直流母线"}, Text("The DC link", "直流母线")),
        ({"title": "DC"}, Text("DC", "DC")),
        ({}, Text("01-dc", "01-dc")),
    ],
)
def test_the_title_is_the_notebooks_or_its_name(tmp_path, metadata, title):
    path = tmp_path / "courses" / "vfd" / "lessons" / "01-dc.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"metadata": metadata, "cells": []}), encoding="utf-8")
    (path.parent / "broken name.ipynb").write_text("{}")
    (path.parent / "linked.ipynb").symlink_to(path)
    (found,) = lessons(Workspace(tmp_path))
    assert (found.id, found.title) == ("vfd/01-dc", title)


def test_a_broken_notebook_still_has_a_name(tmp_path):
    path = tmp_path / "courses" / "vfd" / "lessons" / "a.ipynb"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\xff")
    assert [found.title.en for found in lessons(Workspace(tmp_path))] == ["a"]
