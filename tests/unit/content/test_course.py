"""What the bank's checker cannot know of the sample course: that it covers, reads and tests as a course should."""

import re
from collections import Counter, defaultdict

import pytest

from fieldmark.model.item import PRACTICALS
from fieldmark.paper.assemble import assemble

CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
FIELD_CLASSES = {
    "overvoltage-trip", "overcurrent-trip", "earth-fault", "no-start", "encoder-loss", "overtemperature",
    "communication-loss", "phase-loss", "parameter-error",
}  # fmt: skip


def texts(item):
    """Every text of an item that an engineer or a marker sees."""
    yield from (item.title, item.prompt, item.explanation)
    for option in getattr(item, "options", ()):
        yield from (option.text, option.comment)
    yield from getattr(item, "steps", ())
    for pair in getattr(item, "pairs", ()):
        yield from pair
    yield from (criterion.title for criterion in getattr(item, "rubric", ()))


@pytest.fixture(scope="module")
def items(sample):
    """The questions; practicals have tests of their own."""
    return [item for item in sample.items_of("vfd") if item.kind not in PRACTICALS]


def test_the_bank_finds_nothing_wrong(sample):
    assert [p.render() for p in sample.problems if p.file.startswith(("courses/", "assignments/"))] == []


def test_every_skill_has_enough_items_that_a_machine_marks_easy_and_hard(sample, items):
    levels = defaultdict(list)
    for item in items:
        if item.kind != "long":
            assert item.points == 1
            levels[item.skills[0]].append(item.difficulty)
    assert set(levels) == {s.id for s in sample.course("vfd").skills}
    for skill, found in levels.items():
        assert len(found) >= 5, skill
        assert (min(found), max(found)) == (1, 4), skill


def test_every_kind_is_there(items):
    kinds = Counter(item.kind for item in items)
    least = {"choice": 20, "multiple": 5, "truefalse": 5, "numeric": 14, "ordering": 5, "matching": 4, "short": 3}
    assert all(kinds[kind] >= n for kind, n in least.items()), kinds
    assert 2 <= kinds["long"] <= 3


def test_trained_fault_classes_have_skills_and_the_control_group_has_none(sample):
    named = {c for skill in sample.course("vfd").skills for c in skill.fault_classes}
    assert named == FIELD_CLASSES
    assert all(skill.fault_classes for skill in sample.course("vfd").skills)


def test_english_has_no_chinese_and_chinese_is_chinese(items):
    for item in items:
        for text in texts(item):
            assert not CHINESE.search(text.en), (item.id, text.en)
            assert bool(text.en) == bool(text.zh), (item.id, text)
        assert CHINESE.search(item.title.zh), item.id
        for text in (item.prompt, item.explanation):
            share = len(CHINESE.findall(text.zh)) / len(re.sub(r"[\s{}]|\{\w+\}", "", text.zh))
            assert share > 0.4, (item.id, text.zh)


def test_both_languages_name_the_same_numbers(items):
    for item in items:
        if item.kind != "long":  # the length of an answer is counted in words there, in characters here
            for text in texts(item):
                assert set(NUMBER.findall(text.en)) == set(NUMBER.findall(text.zh)), (item.id, text)


def test_every_item_teaches(items):
    for item in items:
        assert len(item.explanation.en) >= 80, item.id
        assert len(item.explanation.zh) >= 25, item.id


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_length_of_an_option_does_not_give_it_away(items, language):
    ranks = Counter()
    choices = [item for item in items if item.kind == "choice"]
    for item in choices:
        by_length = sorted(item.options, key=lambda o: len(o.text.get(language)))
        ranks[next(n for n, option in enumerate(by_length) if option.right)] += 1
    assert max(ranks.values()) <= 0.45 * len(choices), ranks


def test_forms_before_and_after_are_alike_and_share_nothing(sample, items):
    blueprint = next(b for b in sample.blueprints if b.id == "basics")
    papers, problems = assemble(blueprint, sample)
    assert problems == ()
    assert [p.id for p in papers] == ["basics-before", "basics-after"]
    by_id = {item.id: item for item in items}
    before, after = ([by_id[s.items[0]] for s in p.slots] for p in papers)
    assert len(before) == len(after) == 24
    assert not {i.id for i in before} & {i.id for i in after}
    assert abs(sum(i.difficulty for i in before) - sum(i.difficulty for i in after)) <= 3
    assert all(p.opens is None and p.closes is None and p.minutes == 45 for p in papers)
    wanted = {s.id for s in sample.course("vfd").skills}
    for form in (before, after):
        shown = Counter(s for item in form for s in item.skills)
        assert all(shown[skill] >= 2 for skill in wanted), shown
