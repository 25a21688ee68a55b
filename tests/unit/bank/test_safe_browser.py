"""What a blueprint may say of who gets in, of Safe Exam Browser, and of practice."""

from __future__ import annotations

import pytest

from fieldmark.bank.blueprints import read_blueprint
from fieldmark.bank.source import Source

KEY = "AB" * 32


def blueprint(*lines: str):
    text = "id: p\ntitle: {en: P, zh: 卷}\nminutes: 45\ndraws: []\nforms: []\n" + "\n".join(lines) + "\n"
    return read_blueprint(Source("assignments/c/papers/p.yaml", tuple(text.splitlines())), "c")


@pytest.mark.parametrize(
    ("lines", "seb", "keys"),
    [
        ((), False, ()),
        (("seb: required",), True, ()),
        (("seb: off",), False, ()),
        ((f"seb_keys: [{KEY}]",), True, (KEY.lower(),)),
        (("seb: required", f"seb_keys: [{KEY}]"), True, (KEY.lower(),)),
    ],
)
def test_required_or_by_key(lines, seb, keys):
    made, wrong = blueprint(*lines)
    assert [p for p in wrong if "seb" in p.message.en] == []
    assert (made.seb, made.seb_keys) == (seb, keys)


@pytest.mark.parametrize(
    ("lines", "admission", "practice"),
    [
        ((), "none", False),
        (("admission: code",), "code", False),
        (("admission: examiner", "practice: yes"), "examiner", True),
    ],
)
def test_admission_and_practice(lines, admission, practice):
    made, _ = blueprint(*lines)
    assert (made.admission, made.practice) == (admission, practice)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("seb: maybe", "seb"),
        ("seb_keys: [abc]", "seb_keys"),
        ("admission: gate", "admission"),
        ("practice: 7", "practice"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(line, name):
    _, wrong = blueprint(line)
    (problem,) = [p for p in wrong if name in p.message.en]
    assert problem.line == 6
