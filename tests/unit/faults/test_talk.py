"""Dialogues: what a reply leads to, what a talk is worth, and what a trainer is told beforehand."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldmark.faults import talk
from fieldmark.faults.check_talk import check_talk
from fieldmark.model.dialogue import Branch, Dialogue, Reply, Turn
from fieldmark.model.item import Place
from fieldmark.model.text import Text


def reply(name, to, mood=0, patterns=(), **points):
    branches = tuple(Branch(*b) if isinstance(b, tuple) else Branch(b) for b in ([to] if isinstance(to, str) else to))
    return Reply(name, Text(name), branches, points, mood, Text(f"about {name}"), tuple(patterns))


def complaint():
    """Two exchanges; who listens keeps the customer, who blames loses them."""
    return Dialogue(
        id="complaint", course="c", title=Text("t"), situation=Text("s"), customer=Text("c"), skills=("communication",),
        mood=-1, place=Place("d.yaml", 1), lines={"first": 5},
        turns=(
            Turn("first", Text("It failed again!"), (
                reply("listen", "plan", mood=2, listening=2, attitude=1),
                reply("blame", [("lost", -3), ("plan",)], mood=-2, attitude=-1),
                reply("explain", "plan", clarity=1))),
            Turn("plan", Text("And now?"), (
                reply("promise", "kept", patterns=("today|tomorrow", "今天"), solution=2, clarity=1),
                reply("unclear", "plan", mood=-1)), free=True),
            Turn("kept", Text("Good."), outcome=Text("kept"), value=1.0),
            Turn("lost", Text("Goodbye."), outcome=Text("lost"), value=0.0),
        ),
    )  # fmt: skip


def played(*replies):
    state = talk.begin(complaint())
    for name, words in replies:
        state = talk.say(state, name, words)
    return state


def test_the_best_way_is_worth_everything():
    state = played(("listen", ""), ("", "We are with you tomorrow at nine"))
    assert state.over
    result = talk.score(state)
    assert (result.share, result.outcome) == (1.0, 1.0)
    assert [c.en for c in result.comments] == ["about listen", "about promise"]


def test_the_mood_decides_where_the_talk_goes():
    state = played(("blame", ""))
    assert (state.turn, state.mood) == ("lost", -3)
    assert talk.score(state).share == 0


def test_free_replies_are_understood_in_both_languages_and_asked_again():
    assert played(("listen", ""), ("", "今天 下午到")).turn == "kept"
    unclear = played(("listen", ""), ("", "hm"))
    assert unclear.turn == "plan"
    assert played(("listen", ""), ("", "hm"), ("", "hm"), ("", "hm")).turn == "lost"  # patience has an end


def test_saying_it_again_brings_no_more_points():
    once, again = played(("explain", ""), ("", "hm")), played(("explain", ""), ("", "hm"), ("", "hm"))
    assert talk.gained(once) == talk.gained(again)


def test_what_cannot_be_said_here_is_refused():
    with pytest.raises(ValueError, match="no reply"):
        talk.say(talk.begin(complaint()), "promise")


@given(st.text(max_size=60))
def test_any_words_are_understood_somehow(words):
    state = talk.say(played(("listen", "")), "", words)
    assert state.turn in {"plan", "kept"}
    assert 0 <= talk.score(state).share <= 1


def test_a_sound_dialogue_has_no_problem():
    assert check_talk(complaint()) == []


def test_problems_are_told_with_their_place():
    base = complaint()
    lonely = Turn("lonely", Text("?"), (reply("x", "lonely"),))
    assert {p.code for p in check_talk(replace(base, turns=(*base.turns, lonely)))} == {"T001", "T002"}
    first = base.turns[0]
    nowhere = replace(first, replies=(reply("x", "moon"),))
    [problem] = check_talk(replace(base, turns=(nowhere, *base.turns[1:])))
    assert (problem.code, problem.file, problem.line) == ("T003", "d.yaml", 5)
    moody = replace(first, replies=(reply("x", [("lost", 0)]),))
    assert [p.code for p in check_talk(replace(base, turns=(moody, *base.turns[1:])))] == ["T004"]
    deaf = replace(base.turns[1], replies=base.turns[1].replies[:1])
    assert [p.code for p in check_talk(replace(base, turns=(first, deaf, *base.turns[2:])))] == ["T005"]
    silent = replace(base.turns[1], replies=(reply("promise", "kept", patterns=("today",)), base.turns[1].replies[1]))
    assert {p.code for p in check_talk(replace(base, turns=(first, silent, *base.turns[2:])))} == {"T006"}


def test_an_end_that_no_mood_leads_to_is_a_dead_end():
    hard = reply("hard", [("lost", -5), ("first",)], mood=1)
    turns = (Turn("first", Text("?"), (hard,)), Turn("lost", Text("!"), outcome=Text("lost")))
    told = check_talk(replace(complaint(), turns=turns))
    assert {p.code for p in told} == {"T001", "T002"}


def test_an_end_that_is_reached_only_by_saying_it_again_is_one():
    again = reply("again", [("lost", -3), ("first",)], mood=-1, listening=1, clarity=1, attitude=1, solution=1)
    turns = (Turn("first", Text("?"), (again,)), Turn("lost", Text("!"), outcome=Text("lost"), value=1.0))
    base = replace(complaint(), turns=turns)
    assert check_talk(base) == []
    assert [s.mood for s in talk.best_way(base).said] == [-2, -3]


def test_a_tangle_of_turns_is_checked_in_bounded_time():
    """Every turn leads to every other, and only the first one to the end."""
    names = [f"t{n}" for n in range(30)]
    way_out = reply("out", "end", listening=1, clarity=1, attitude=1, solution=1)
    turns = [Turn(n, Text("?"), tuple(reply(m, m) for m in names if m != n)) for n in names]
    turns[0] = replace(turns[0], replies=(way_out, *turns[0].replies))
    base = replace(complaint(), turns=(*turns, Turn("end", Text("!"), outcome=Text("e"), value=1.0)))
    start = time.process_time()
    assert check_talk(base) == []
    assert time.process_time() - start < 5, "seconds of processor time"
