"""Papers to nbgrader notebooks, and the proof that no key is in them."""

import json
from dataclasses import replace

import nbformat
import papers
import pytest

from fieldmark.model.paper import Form
from fieldmark.paper import leak, notebook, statement
from fieldmark.paper.assemble import assemble
from fieldmark.paper.leak import leaks, other_key, told, with_other_keys
from fieldmark.paper.notebook import source_notebook, to_text
from fieldmark.paper.versions import seal

SECRET = "5e" * 32


@pytest.fixture
def sealed():
    (paper, _), _ = assemble(papers.blueprint(), papers.content())
    return seal(paper, papers.content(), SECRET)


def test_the_notebook_is_valid_and_names_its_cells_after_the_slots(sealed):
    made = source_notebook(sealed, 1)
    nbformat.validate(nbformat.from_dict(made))
    assert (made["nbformat"], made["nbformat_minor"]) == (4, 5)
    assert [c["id"] for c in made["cells"]][:8] == [
        "title", "setup", "q01-shown", "q01-answer", "q01", "q02-shown", "q02-answer", "q02",
    ]  # fmt: skip
    assert made["metadata"]["fieldmark"]["assignment"] == "basics-before-a1"


def test_a_slot_is_a_plain_cell_a_solution_and_a_locked_test(sealed):
    cells = {c["id"]: c for c in source_notebook(sealed, 1)["cells"]}
    assert cells["q01-shown"]["metadata"] == {}
    assert cells["q01-answer"]["source"] == "ANSWER = {}"
    solution, test = (cells[name]["metadata"]["nbgrader"] for name in ("q01-answer", "q01"))
    assert (solution["solution"], solution["grade"], solution["locked"]) == (True, False, False)
    assert (test["solution"], test["grade"], test["locked"], test["points"]) == (False, True, True, 1.0)
    assert cells["q01"]["source"].endswith('\nfloat(mark("q01", ANSWER))')


def test_what_a_person_marks_is_graded_in_its_own_cell_beside_a_locked_question(sealed):
    cells = {c["id"]: c for c in source_notebook(sealed, 1)["cells"]}
    answer, question = (cells[name]["metadata"]["nbgrader"] for name in ("q08", "q08-question"))
    assert (answer["solution"], answer["grade"], answer["points"]) == (True, True, 2.0)
    assert (question["locked"], question["grade"]) == (True, False)
    assert "q08-answer" not in cells


def test_every_test_cell_is_python_whatever_the_trainer_wrote():
    odd = "### BEGIN SOLUTION\nline\r\nthird\x0bfourth\u2028fifth \x00 END HIDDEN TESTS AUTOTEST \"\"\" '''"
    item = replace(papers.item("choice", 1), prompt=papers.text(odd))
    content = replace(papers.content(), items=(item, *papers.items()[1:]))
    blueprint = papers.blueprint(forms=(Form("only", papers.text("Only"), 3),))
    ((paper,), _) = assemble(blueprint, content)
    paper = replace(paper, slots=(replace(paper.slots[0], items=(item.id,)),))
    for cell in source_notebook(seal(paper, content, SECRET), 1)["cells"]:
        assert not any(word in cell["source"] for word in ("BEGIN SOLUTION", "END HIDDEN TESTS", "AUTOTEST"))
        if cell["cell_type"] == "code":
            compile(cell["source"], cell["id"], "exec")


@pytest.mark.parametrize("kind", [*papers.AUTO, "long"])
def test_nothing_published_changes_when_every_right_answer_does(sealed, kind):
    before = [i for i in sealed.items if i.kind == kind]
    assert before
    assert all(other_key(i) != i for i in before)
    for item in before:
        assert statement.statement(item) == statement.statement(other_key(item))
    assert to_text(source_notebook(sealed, 1)) == to_text(source_notebook(with_other_keys(sealed), 1))
    assert leaks(sealed) == ()


def test_a_notebook_that_shows_a_key_is_caught(sealed, monkeypatch):
    honest = statement.statement

    def careless(item):
        return (*honest(item), str([o.right for o in getattr(item, "options", ())]))

    monkeypatch.setattr(notebook, "statement", careless)
    assert [p.code for p in leaks(sealed)] == ["P008"]


def test_public_json_that_shows_a_key_is_caught(sealed, monkeypatch):
    monkeypatch.setattr(leak, "public", lambda item, _: {"kind": item.kind, "accepted": getattr(item, "accepted", "")})
    assert [p.code for p in leaks(sealed)] == ["P008"]


def test_the_scan_finds_secret_digest_and_explanations(sealed):
    clean = to_text(source_notebook(sealed, 1))
    assert told(clean, sealed) == []
    explained = json.dumps(sealed.items[0].explanation.zh, ensure_ascii=False)
    found = told(clean + SECRET + sealed.digest + explained, sealed)
    assert {"secret", "digest", f"explanation or comment of {sealed.items[0].id}"} <= set(found)


def test_the_digest_follows_questions_and_keys_and_not_titles_or_places(sealed):
    def digest(**changes):
        items = tuple(replace(i, **changes) if i.id == sealed.items[0].id else i for i in papers.items())
        return seal(sealed.paper, replace(papers.content(), items=items), SECRET).digest

    assert digest() == sealed.digest
    assert digest(place=replace(sealed.items[0].place, line=999)) == sealed.digest
    assert seal(replace(sealed.paper, minutes=99), papers.content(), SECRET).digest == sealed.digest
    assert digest(prompt=papers.text("Other")) != sealed.digest
    assert seal(sealed.paper, papers.content(), "aa" * 32).digest != sealed.digest
