"""Modules joined into one do what they did apart, and what cannot be joined is refused."""

from __future__ import annotations

import re

import pytest

from fieldmark.model.item import KINDS, PRACTICALS
from fieldmark.sitting import bundle


@pytest.fixture
def modules(monkeypatch):
    """Sources by name, in place of the files."""
    texts: dict[str, str] = {}
    bundle.joined.cache_clear()
    monkeypatch.setattr(bundle, "source", texts.__getitem__)
    yield texts
    bundle.joined.cache_clear()


def test_what_is_imported_comes_first_and_once(modules):
    modules["a.js"] = 'import b, { c as d } from "./kinds/b.js";\nimport { e } from "./e.js";\nexport default d;\n'
    modules["kinds/b.js"] = 'import { e } from "../e.js";\nexport const c = e;\nexport default 1;\n'
    modules["e.js"] = "export function e() {}\n"
    text = bundle.joined("a.js", True)
    assert re.findall(r"^// (.*)$", text, re.MULTILINE) == ["e.js", "kinds/b.js", "a.js"]
    assert "const { default: b, c: d } = m_kinds_b_js;" in text
    assert text.endswith("export default m_a_js.default;\n")
    assert not re.search(r"^\s*import\b", text, re.MULTILINE)


def test_modules_that_import_each_other_are_refused(modules):
    modules["a.js"] = 'import { b } from "./b.js";\n'
    modules["b.js"] = 'import { a } from "./a.js";\n'
    with pytest.raises(ValueError, match=r"a\.js -> b\.js -> a\.js"):
        bundle.joined("a.js")


@pytest.mark.parametrize("line", ['import "./b.js";', 'export * from "./b.js";', "export { x };"])
def test_forms_that_are_not_understood_are_refused(modules, line):
    modules["a.js"] = line
    with pytest.raises(ValueError, match="cannot join"):
        bundle.joined("a.js")


def test_every_kind_of_question_has_a_front_end():
    text = bundle.source("question.js")
    shown = re.search(r"const KINDS = \{([^}]*)\}", text)[1]
    assert {k.strip() for k in shown.split(",")} - {""} >= set(KINDS) - PRACTICALS
