"""The examples of the trainer's guide are a course that the bank reads without a word."""

import re
from collections import Counter

import pytest

from fieldmark.bank import read
from fieldmark.store.workspace import Workspace

EXAMPLE = re.compile(r"^```(yaml|markdown)\n(.*?)^```$", re.M | re.S)


@pytest.fixture
def guide(root, tmp_path):
    """A workspace made of the guide's examples alone."""
    text = (root / "docs" / "trainer" / "writing-a-course.md").read_text(encoding="utf-8")
    examples = EXAMPLE.findall(text)
    course, blueprint = (body for kind, body in examples if kind == "yaml")
    questions = "# Examples\n\n" + "\n".join(body for kind, body in examples if kind == "markdown")
    for path, body in {
        "courses/pumps/course.yaml": course,
        "assignments/pumps/items/all.md": questions,
        "assignments/pumps/papers/basics.yaml": blueprint,
    }.items():
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(body, encoding="utf-8")
    return read(Workspace(tmp_path))


def test_the_guides_examples_are_read(guide):
    shown = Counter(item.kind for item in guide.items)
    assert set(shown) == {"choice", "numeric", "ordering", "matching", "short", "long"}


def test_nothing_is_wrong_with_the_guides_examples(guide):
    assert [p.render() for p in guide.problems] == []
