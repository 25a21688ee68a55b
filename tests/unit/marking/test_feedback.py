"""What an engineer is told of a marked paper, and what never."""

import json
import re
from datetime import UTC, datetime

import papers
import practicals
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldmark.items import explanation, right, variant
from fieldmark.marking.feedback import RowMark, feedback
from fieldmark.marking.feedback_skills import fitted
from fieldmark.marking.points import scored
from fieldmark.marking.policy import MarkingPolicy
from fieldmark.model.paper import Slot
from fieldmark.paper.assemble import assemble
from fieldmark.paper.versions import seal

IN_USE = MarkingPolicy(show=frozenset({"points", "answer", "right", "explanation", "in_use"}))
USUAL = MarkingPolicy()


@pytest.fixture(scope="module")
def sealed():
    content = practicals.content()
    made, wrong = assemble(content.blueprints[0], content)
    assert not wrong
    return seal(made[0], content, "5e" * 32)


def played(sealed, slot: Slot, engineer: str):
    kind = sealed.item(slot.items[0]).kind
    if kind == "fault":
        return {"steps": [{"test": "pull-in"}, {"state": "lock out"}, {"replace": "fuse"}]}
    if kind == "dialogue":
        return {"said": [{"reply": "a"}]}
    return papers.partly(sealed, slot, engineer)


def told(sealed, policy=USUAL, in_use=None, give=played, engineer="e001"):
    answers = {s.name: give(sealed, s, engineer) for s in sealed.paper.slots}
    marks = {s.name: RowMark(scored(sealed, s, engineer, answers[s.name]).points) for s in sealed.paper.slots}
    return feedback(sealed, engineer, 1, answers, marks, policy, in_use)


def key_words(sealed, engineer="e001"):
    """Text that tells a key: explanations, comments of options, right answers that the engineer has not given."""
    for slot in sealed.paper.slots:
        item, drawn = variant(sealed, slot, engineer)
        yield item.id, explanation(item, drawn).en
        if item.kind not in ("choice", "multiple", "truefalse", "long", "fault"):
            yield item.id, right(item, drawn).en


def test_of_a_question_in_use_nothing_tells_the_key(sealed):
    everything = dict.fromkeys(i.id for i in sealed.items)
    said = told(sealed, USUAL, everything)
    flat = json.dumps(said, ensure_ascii=False)
    for item, words in key_words(sealed):
        assert words not in flat, item
    for question in said["questions"]:
        assert question["hidden"] == "in_use"
        assert not {"right", "explanation", "comment"} & set(question)
        assert not {"best", "true", "faults"} & set(question.get("practical", {}))
        assert all(not {"belief", "words", "comment"} & set(f) for f in question.get("practical", {}).get("you", ()))


def test_what_is_in_use_until_a_time_says_until_when(sealed):
    until = datetime(2026, 11, 30, 17, tzinfo=UTC)
    first = sealed.paper.slots[0].items[0]
    questions = told(sealed, USUAL, {**dict.fromkeys(i.id for i in sealed.items), first: until})["questions"]
    assert [q.get("until") for q in questions] == [until.isoformat()] + [None] * (len(questions) - 1)


def test_what_is_no_longer_in_use_is_explained(sealed):
    said = told(sealed)
    for question in said["questions"]:
        item, drawn = variant(sealed, Slot(question["slot"], 1.0, (of(sealed, question["slot"]),)), "e001")
        assert question["hidden"] == ""
        assert question["own"]["zh"]
        assert explanation(item, drawn).en.split(" ")[0] in question["explanation"]["en"]
        assert ("right" in question) == (item.kind != "long")


def of(sealed, slot):
    return next(s for s in sealed.paper.slots if s.name == slot).items[0]


def test_a_policy_can_open_questions_in_use(sealed):
    everything = dict.fromkeys(i.id for i in sealed.items)
    assert told(sealed, IN_USE, everything)["questions"] == told(sealed)["questions"]


@pytest.mark.parametrize("left_out", ["points", "answer", "right", "explanation"])
def test_what_the_policy_leaves_out_is_left_out(sealed, left_out):
    said = told(sealed, MarkingPolicy(show=USUAL.show - {left_out}))
    fields = {"points": "state", "answer": "own", "right": "right", "explanation": "explanation"}
    assert all(fields[left_out] not in q for q in said["questions"])
    assert bool(said["total"]) == (left_out != "points")


def test_the_lines_of_a_rubric_are_told_in_points_of_the_question(sealed):
    question = next(q for q in told(sealed)["questions"] if q["kind"] == "long")
    item = sealed.item(of(sealed, question["slot"]))
    assert sum(c.points for c in item.rubric) != question["most"]
    assert sum(r["most"] for r in question["rubric"]) == pytest.approx(question["most"])


def test_a_fault_session_is_replayed_beside_the_best_way(sealed):
    said = told(sealed)
    question = next(q for q in said["questions"] if q["kind"] == "fault")
    practical = question["practical"]
    assert [f["title"]["en"] for f in practical["you"]][:1] == ["pull-in"]
    assert practical["best_spent"] > 0
    assert practical["you"][0]["belief"]["estop"] == 0.25  # the likeliest before anything is known
    assert practical["score"] == pytest.approx(question["points"] * 25, abs=0.01)


def test_right_partly_wrong_and_open_are_told_apart(sealed):
    said = told(sealed)
    states = {q["kind"]: q["state"] for q in said["questions"]}
    assert states["choice"] == "wrong"
    assert states["multiple"] == states["ordering"] == "partly"
    assert states["long"] == "open"
    empty = told(sealed, give=lambda *_: {})
    assert {q["state"] for q in empty["questions"]} == {"none"}
    full = told(sealed, give=lambda s, slot, e: papers.right_answer(s, slot, e) if s.item(slot.items[0]).kind
                not in ("fault", "dialogue") else {})  # fmt: skip
    assert {q["state"] for q in full["questions"]} == {"right", "open", "none"}


def test_the_verdict_is_settled_only_where_what_waits_cannot_change_it(sealed):
    most, cut = sealed.paper.points, sealed.paper.cut * sealed.paper.points
    slots = sealed.paper.slots

    def verdict(points):
        marks = {s.name: RowMark(p) for s, p in zip(slots, points, strict=True)}
        return feedback(sealed, "e001", 1, {}, marks, USUAL)["total"]

    full = [s.points for s in slots]
    assert verdict(full)["verdict"] == "passed"
    assert verdict(full)["points"] == most
    assert verdict([0.0] * len(slots)) == {"points": 0, "most": most, "cut": cut, "open": 0, "verdict": "failed"}
    assert verdict([None, *full[1:]])["verdict"] == "passed"
    assert verdict([None, *[0.0] * (len(slots) - 1)])["verdict"] == "failed"
    assert verdict([None] * len(slots))["verdict"] == "open"


def test_skills_are_counted_with_the_number_of_questions(sealed):
    skills = {s["skill"]: s for s in told(sealed)["skills"]}
    asked = [s for slot in sealed.paper.slots for s in sealed.item(slot.items[0]).skills]
    assert set(skills) <= {*asked, "measurement", "handover"}
    assert all(0 <= s["points"] <= s["most"] and 1 <= s["n"] <= len(sealed.paper.slots) for s in skills.values())


@pytest.mark.parametrize("give", [played, lambda *_: {}], ids=["answered", "nothing answered"])
def test_the_skills_add_up_to_the_points_of_what_is_marked(sealed, give):
    said = told(sealed, give=give)
    marked = [q for q in said["questions"] if q["points"] is not None]
    assert sum(s["most"] for s in said["skills"]) == pytest.approx(sum(q["most"] for q in marked), abs=0.05)
    assert sum(s["points"] for s in said["skills"]) == pytest.approx(sum(q["points"] for q in marked), abs=0.05)


def test_what_a_skill_can_get_does_not_depend_on_the_answer(sealed):
    def most(give):
        return {s["skill"]: (s["most"], s["n"]) for s in told(sealed, give=give)["skills"]}

    worked = most(lambda s, slot, e: played(s, slot, e) if s.item(slot.items[0]).kind != "long" else {})
    assert worked == most(lambda *_: {})


@given(
    st.lists(st.tuples(st.floats(0.01, 20), st.floats(0, 1)), min_size=1, max_size=5),
    st.floats(0, 1),
)
def test_points_are_split_without_a_rest_and_never_above_what_can_be_got(skills, share):
    most = {str(n): points for n, (points, _) in enumerate(skills)}
    whole = share * sum(most.values())
    split = fitted(most, {str(n): shown for n, (_, shown) in enumerate(skills)}, whole)
    assert sum(split.values()) == pytest.approx(whole)
    assert all(-1e-9 <= split[n] <= most[n] + 1e-9 for n in most)


def test_what_an_engineer_wrote_is_never_markup(sealed):
    def bad(s, slot, e):
        return {"text": "<img src=x onerror=alert(1)>"} if s.item(slot.items[0]).kind in ("long", "short") else {}

    said = told(sealed, give=bad)
    html = [q[k]["en"] for q in said["questions"] for k in ("prompt", "right", "comment", "explanation") if k in q]
    assert html
    assert not any(re.search("<img", h) for h in html)
