"""Blueprints to papers."""

from collections import Counter
from dataclasses import replace

import papers
import pytest

from fieldmark.model.content import Content
from fieldmark.model.paper import Draw, Form
from fieldmark.paper.assemble import assemble
from fieldmark.paper.seating import Seating


def used(paper):
    return [i for slot in paper.slots for i in slot.items]


def test_the_same_seed_gives_the_same_papers_and_another_seed_others():
    first, _ = assemble(papers.blueprint(), papers.content())
    again, _ = assemble(papers.blueprint(), papers.content())
    forms = (Form("before", papers.text("Before"), 11), Form("after", papers.text("After"), 12))
    other, _ = assemble(papers.blueprint(forms=forms), papers.content())
    assert first == again
    assert [used(p) for p in first] != [used(p) for p in other]


def test_forms_share_no_item_and_no_item_comes_twice():
    (before, after), found = assemble(papers.blueprint(), papers.content())
    assert not found
    everything = used(before) + used(after)
    assert len(set(everything)) == len(everything) == 18


def test_slots_carry_the_points_of_their_draw_and_are_named_in_order():
    (paper, _), _ = assemble(papers.blueprint(), papers.content())
    assert [s.name for s in paper.slots] == [f"q{n:02}" for n in range(1, 10)]
    assert [s.points for s in paper.slots] == [1, 1.5, 2, 2.5, 3, 3.5, 4, 2, 3]
    assert paper.id == "basics-before"
    assert paper.assignment(2) == "basics-before-a2"


def test_a_draw_takes_questions_that_are_worth_what_it_gives():
    draws = (Draw(2, 3.0, kinds=("choice",)),)
    bank = tuple(replace(papers.item("choice", n), points=3.0 if n > 3 else 1.0) for n in range(1, 6))
    made, found = assemble(papers.blueprint(draws=draws), Content((papers.course(),), bank))
    assert {i for paper in made for i in used(paper)} == {"choice-4", "choice-5"}
    assert [p.code for p in found] == ["P003"]  # the forms share them, rather than to take others
    none, wrong = assemble(
        papers.blueprint(draws=(Draw(3, 3.0, kinds=("choice",)),)), Content((papers.course(),), bank)
    )
    assert (none, [p.code for p in wrong]) == ((), ["P002"])


def test_forms_are_alike_slot_by_slot():
    draws = (Draw(4, 1.0, kinds=("choice", "numeric")),)
    bank = tuple(papers.item(kind, n) for kind in ("choice", "numeric") for n in range(1, 9))
    (before, after), _ = assemble(papers.blueprint(draws=draws), Content((papers.course(),), bank))
    items = {i.id: i for i in bank}
    for one, other in zip(used(before), used(after), strict=True):
        assert items[one].skills == items[other].skills


def test_a_form_is_balanced_over_the_skills():
    draws = (Draw(8, 1.0, kinds=("choice",)),)
    bank = tuple(papers.item("choice", n) for n in range(1, 41))
    (paper, _), _ = assemble(papers.blueprint(draws=draws), Content((papers.course(),), bank))
    counted = Counter(s for i in bank if i.id in used(paper) for s in i.skills)
    assert counted == dict.fromkeys(papers.SKILLS, 2)


def test_a_wide_draw_does_not_eat_what_a_narrow_one_needs():
    draws = (Draw(3, 1.0), Draw(1, 1.0, items=("choice-1",)), Draw(1, 1.0, items=("choice-2",)))
    bank = tuple(papers.item("choice", n) for n in range(1, 6))
    (paper,), found = assemble(
        papers.blueprint(draws=draws, forms=(Form("only", papers.text("Only"), 5),)), Content((papers.course(),), bank)
    )
    assert not found
    assert used(paper)[3:] == ["choice-1", "choice-2"]
    assert sorted(used(paper)[:3]) == ["choice-3", "choice-4", "choice-5"]


def test_a_bank_too_small_for_two_forms_shares_items_and_says_so():
    draws = (Draw(3, 1.0, kinds=("choice",)),)
    bank = tuple(papers.item("choice", n) for n in range(1, 6))
    (before, after), found = assemble(papers.blueprint(draws=draws), Content((papers.course(),), bank))
    assert [p.code for p in found] == ["P003"]
    assert len(set(used(before)) & set(used(after))) == 1  # six places, five items: one shared, not more


def test_too_few_items_is_an_error_at_the_line_of_the_draw():
    draws = (Draw(9, 1.0, kinds=("short",), place=replace(papers.blueprint().place, line=12)),)
    made, found = assemble(papers.blueprint(draws=draws), papers.content())
    assert made == ()
    assert [(p.code, p.file, p.line) for p in found] == [("P002", "assignments/drives/papers/basics.yaml", 12)]
    assert "9" in found[0].message.en
    assert "4" in found[0].message.zh


def test_a_pool_never_mixes_what_a_person_marks_with_the_rest():
    (paper, _), _ = assemble(papers.blueprint(draws=(Draw(3, 1.0, pool=3),)), papers.content())
    assert all(len(s.items) == 3 for s in paper.slots)
    assert not any(i.startswith("long") for i in used(paper))


@pytest.mark.parametrize("condition", [{"skills": ("isolation",)}, {"group": "safety"}, {"difficulty": (2, 3)}])
def test_a_draw_takes_only_what_fits(condition):
    (paper, _), _ = assemble(papers.blueprint(draws=(Draw(3, 1.0, **condition),)), papers.content())
    chosen = [i for i in papers.items() if i.id in used(paper)]
    groups = {s.id: s.group for s in papers.course().skills}
    for item in chosen:
        assert set(item.skills) & set(condition.get("skills", item.skills))
        assert condition.get("group", groups[item.skills[0]]) in {groups[s] for s in item.skills}
        low, high = condition.get("difficulty", (1, 5))
        assert low <= item.difficulty <= high


def test_a_form_that_stays_lends_no_item_to_the_others():
    (before, _), _ = assemble(papers.blueprint(), papers.content())
    items = {i.id: i for i in papers.items()}
    kept = {"before": [[items[i] for i in s.items] for s in before.slots]}
    forms = (*papers.blueprint().forms[:1], Form("late", papers.text("Late"), 99))
    made, found = assemble(papers.blueprint(forms=forms), papers.content(), kept=kept)
    assert [p.form for p in made] == ["late"]
    assert not set(used(made[0])) & set(used(before))
    assert not found


def test_seating_refuses_a_choice_that_would_leave_somebody_standing():
    seating = Seating([["a", "b"], ["a"]])
    assert seating.full
    assert not seating.fix(0, "a")
    assert seating.fix(0, "b")
    assert seating.fix(1, "a")
    assert not seating.fix(1, "b")
    assert Seating([["a"], ["a"]]).unseated == (1,)
