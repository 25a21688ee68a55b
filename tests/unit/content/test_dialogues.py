"""The shipped dialogues: no dead end, all four dimensions, and giving way on safety never pays."""

import re

import pytest
import yaml

from fieldmark.faults import check_talk, talk
from fieldmark.model.dialogue import DIMENSIONS, Branch, Dialogue, Reply, Turn
from fieldmark.model.text import Text

CHINESE = re.compile(r"[\u3400-\u9fff]")
DIALOGUES = ("complaint-third-failure", "delayed-part", "refuse-the-bridge")


def dialogue(data):
    """A dialogue from its YAML."""
    return Dialogue(
        id=data["id"], course="vfd", title=Text(**data["title"]), situation=Text(**data["situation"]),
        customer=Text(**data["customer"]), skills=tuple(data["skills"]), mood=data["mood"], minutes=data["minutes"],
        turns=tuple(_turn(t) for t in data["turns"]),
    )  # fmt: skip


def _turn(data):
    replies = tuple(_reply(r) for r in data.get("replies", ()))
    outcome = Text(**data.get("outcome", {}))
    return Turn(data["id"], Text(**data["says"]), replies, data.get("free", False), outcome, data.get("value", 0.0))


def _reply(data):
    to = data["to"] if isinstance(data["to"], list) else [{"turn": data["to"]}]
    return Reply(data["id"], Text(**data["text"]), tuple(Branch(**b) for b in to), data.get("points", {}),
                 data.get("mood", 0), Text(**data["comment"]), tuple(data.get("patterns", ())))  # fmt: skip


@pytest.fixture(scope="module", params=DIALOGUES)
def made(root, request):
    path = root / "assignments" / "vfd" / "dialogues" / f"{request.param}.yaml"
    return dialogue(yaml.safe_load(path.read_text(encoding="utf-8")))


def test_the_checker_finds_nothing(made):
    assert [p.render() for p in check_talk.check_talk(made)] == []


def test_every_word_stands_in_both_languages(made, sample):
    said = [made.title, made.situation, made.customer]
    for turn in made.turns:
        said += [turn.says, *(text for reply in turn.replies for text in (reply.text, reply.comment))]
        said += [turn.outcome] if turn.is_end else []
    for text in said:
        assert text.en, text
        assert not CHINESE.search(text.en), text
        assert CHINESE.search(text.zh), text
    assert set(made.skills) <= {s.id for s in sample.course("vfd").skills}


def test_the_best_way_is_worth_full_points_in_every_dimension(made):
    won = talk.score(talk.best_way(made))
    assert won.share == 1.0
    assert set(won.dimensions) == set(DIMENSIONS)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_length_of_a_reply_does_not_give_it_away(made, language):
    best = [(made.turn(s.turn), s.reply) for s in talk.best_way(made).said if not made.turn(s.turn).free]
    longest = [max(turn.replies, key=lambda r: len(r.text.get(language))).id == reply for turn, reply in best]
    assert sum(longest) <= len(longest) / 2


def test_bridging_the_guard_ends_with_nothing_solved(root):
    path = root / "assignments" / "vfd" / "dialogues" / "refuse-the-bridge.yaml"
    made = dialogue(yaml.safe_load(path.read_text(encoding="utf-8")))
    bridged = [t for t in talk.ways(made) if t.turn == "bridged"]
    assert bridged
    assert max(talk.score(t).share for t in bridged) < 0.5


@pytest.mark.parametrize(
    ("words", "reply"),
    [
        ("So only in the afternoon, never in the morning?", "summary"),
        ("您是说每到下午天热才停，早上没事？", "summary"),
        ("Is the filter of the cabinet clean?", "question"),
        ("柜子里多热？", "question"),
        ("I see.", "anything"),
    ],
)
def test_free_replies_are_understood_in_both_languages(root, words, reply):
    path = root / "assignments" / "vfd" / "dialogues" / "complaint-third-failure.yaml"
    made = dialogue(yaml.safe_load(path.read_text(encoding="utf-8")))
    assert talk.understand(made.turn("story"), words).id == reply


def test_the_guides_dialogue_is_sound(root):
    guide = (root / "docs" / "trainer" / "dialogues.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```yaml\n(.*?)^```$", guide, re.M | re.S)
    assert [p.render() for p in check_talk.check_talk(dialogue(yaml.safe_load(example)))] == []
