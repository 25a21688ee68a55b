"""Each problem code of the room has a case, and the case says what is written in it."""

import pytest
from unit.bank import cases

from fieldmark.bank import problems, read
from fieldmark.bank.practicals import problems as practical
from fieldmark.faults import problems as matter
from fieldmark.model.problem import CODES, Code

OURS = sorted({
    code.name for module in (problems, practical, matter) for code in vars(module).values() if isinstance(code, Code)
})  # fmt: skip
"""What is wrong with the matter of practicals is said by `fieldmark.faults`, and told by the bank."""


def test_all_codes_are_registered_with_words_in_both_languages():
    for name in OURS:
        code = CODES[name]
        assert all((code.message.en, code.message.zh, code.hint.en, code.hint.zh)), name


def test_every_code_has_a_case_and_every_case_a_code():
    assert sorted(p.stem for p in cases.FOLDER.glob("*.txt")) == OURS


@pytest.mark.parametrize("code", OURS)
def test_case(code, tmp_path):
    path = cases.FOLDER / f"{code}.txt"
    files, says = cases.parse(path.read_text(encoding="utf-8"))
    found = read(cases.workspace(tmp_path, files))
    assert code in {p.code for p in found.problems}
    if cases.WRITE:
        cases.rewrite(path, cases.said(found))
    else:
        assert cases.said(found) == says


@pytest.mark.parametrize("code", OURS)
def test_a_case_brings_little_else(code, tmp_path):
    """One fault is told once: at most one other code, so that a trainer sees what to mend."""
    files, _ = cases.parse((cases.FOLDER / f"{code}.txt").read_text(encoding="utf-8"))
    others = {p.code for p in read(cases.workspace(tmp_path, files)).problems} - {code}
    assert len(others) <= 1, others
