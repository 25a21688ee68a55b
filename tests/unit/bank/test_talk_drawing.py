"""A dialogue drawn for its trainer."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from click.testing import CliRunner

from fieldmark import bank
from fieldmark.bank.bench.talk_svg import WIDE, draw, measured, wrapped
from fieldmark.cli import main
from fieldmark.faults.talk_map import talk_map
from fieldmark.model.dialogue import Branch, Dialogue, Reply, Turn
from fieldmark.model.text import Text
from fieldmark.store.workspace import Workspace

SVG = "{http://www.w3.org/2000/svg}"


def reply(name, *to, mood=0, **points):
    return Reply(name, Text(f"I {name} <you>", f"我{name}"), tuple(to), points, mood)


def talk(*turns):
    return Dialogue(id="t", course="c", title=Text("A & B", "甲"), situation=Text("s"), customer=Text("c"),
                    skills=(), turns=turns)  # fmt: skip


BROKEN = talk(
    Turn(
        "open",
        Text("Again!"),
        (reply("ask", Branch("round", -1), Branch("good"), mood=-2, listening=2), reply("stay", Branch("good"))),
    ),
    Turn("round", Text("And?"), (reply("wait", Branch("round")),)),
    Turn("good", Text("Good."), outcome=Text("Agreed."), value=0.5),
    Turn("never", Text("Never."), outcome=Text("-")),
)


def said(dialogue, language="en"):
    return [t.text for t in ET.fromstring(draw(dialogue, language)).iter(f"{SVG}text")]  # noqa: S314 - our own


def test_turns_stand_in_columns_and_what_is_wrong_is_known():
    found = talk_map(BROKEN)
    assert found.columns == (("open",), ("round", "good"), ("never",))
    assert (found.dead, found.lost, found.missing) == ({"round"}, {"never"}, frozenset())


def test_it_is_drawn_with_moods_points_and_marks_in_both_languages():
    en, zh = said(BROKEN), said(BROKEN, "zh")
    for words in ("I ask <you>", "mood -2 · listening +2", "mood ≤ -1", "else", "⚠ No way leads to an end",
                  "⚠ Never comes up", "End, worth 50 %", "A & B"):  # fmt: skip
        assert words in en
    assert {"情绪 -2 · 倾听 +2", "⚠ 无法到达结局", "⚠ 永远不会出现", "结束，价值 50 %"} <= set(zh)
    lines = ET.fromstring(draw(BROKEN, "en")).findall(f".//{SVG}path[@marker-end]")  # noqa: S314
    assert len(lines) == 4, "one for every branch"


def test_a_turn_that_nobody_wrote_is_drawn_as_missing():
    torn = replace(BROKEN, turns=(Turn("open", Text("?"), (reply("go", Branch("nowhere")),)), *BROKEN.turns[1:]))
    assert talk_map(torn).missing == {"nowhere"}
    assert "⚠ Nobody wrote this turn" in said(torn)


@pytest.mark.parametrize(
    "words", ["A sentence with words that have to be broken " * 2, "很长的一句话" * 20, "x" * 300, ""]
)
def test_lines_fit_their_box(words):
    lines = wrapped(words, WIDE, 13)
    assert 1 <= len(lines) <= 4
    assert all(measured(line, 13) <= WIDE for line in lines) or words.startswith("x")


def test_the_shipped_ones_are_drawn_and_nothing_is_loaded_from_elsewhere(root):
    for item in bank.read(Workspace(root)).items:
        if item.kind == "dialogue":
            drawing = draw(item.dialogue, "zh")
            ET.fromstring(drawing)  # noqa: S314 - well formed
            assert "href" not in drawing
            assert "⚠" not in drawing
            assert drawing.count("marker-end") == sum(len(r.branches) for t in item.dialogue.turns for r in t.replies)


def test_the_command_writes_the_drawing(root, tmp_path):
    out = tmp_path / "t.svg"
    done = CliRunner().invoke(main, ["dialogue", "graph", "delayed-part", "--out", str(out), "--workspace", str(root)])
    assert done.exit_code == 0, done.output
    assert out.read_text(encoding="utf-8").startswith("<svg")
    wrong = CliRunner().invoke(main, ["dialogue", "graph", "delayed", "--out", str(out), "--workspace", str(root)])
    assert wrong.exit_code == 1
    assert "Q715" in wrong.output
    assert "delayed-part" in wrong.output, "what is meant"


@pytest.mark.parametrize("width", range(30, 200, 7))
def test_no_line_begins_with_a_mark_that_closes_or_parts_a_number_from_its_unit(width):
    said = "电网 400 V，6 号变频器（末端）跳闸；客户说：“又坏了！”（第三次）。请于 8 h 内到场（带 2 A 熔断器）。"
    lines = wrapped(said, width, 13)
    for line in lines:
        assert line[:1] not in "，。、；：！？）》」』】" or not line
        assert line[-1:] not in "（《「『【" or not line
        assert not line.startswith(("V", "h ", "A "))
    assert said.replace(" ", "").startswith("".join(lines).replace(" ", "").rstrip("…"))
