"""What comes out of sound text."""

from datetime import datetime

import pytest
from unit.bank.cases import content, workspace

from fieldmark.bank import read
from fieldmark.bank.keys import BadKey, NumericKey, read_key
from fieldmark.bank.source import decode
from fieldmark.bank.supply import supply
from fieldmark.model.item import Choice, LongText, Matching, MultipleChoice, Numeric, Ordering, ShortText, TrueFalse
from fieldmark.model.text import Text
from fieldmark.store.workspace import Workspace

META = "id: {id}\nskills: measuring, safety\npoints: 2\n"


def only(folder, text):
    found = content(folder, text)
    assert [p.render() for p in found.problems] == []
    (item,) = found.items
    return item


def test_a_choice_with_everything(tmp_path):
    item = only(
        tmp_path,
        "# File\n\n## Title\nid: one   # a name\nskills: measuring，safety\ndifficulty: 3\npoints: 1.5\n"
        "source: KB-1042\nshuffle: no\n\nFirst *line*.\n\n- a list\n- in the text\n\n"
        "- [x] Yes,\n  and more\n- [ ] No\n  > Think\n  > again\n\n> Why: It is so.\n>\n> Two paragraphs.\n\n"
        "### zh 标题\n第一行。\n\n- [X] 是\n- [ ] 否\n  > 再想想\n\n> 解析：就是这样。\n",
    )
    assert isinstance(item, Choice)
    assert (item.id, item.course, item.skills, item.points) == ("one", "c", ("measuring", "safety"), 1.5)
    assert (item.difficulty, item.source, item.shuffle) == (3, "KB-1042", False)
    assert item.title == Text("Title", "标题")
    assert item.prompt == Text("First *line*.\n\n- a list\n- in the text", "第一行。")
    assert [(o.key, o.text, o.right) for o in item.options] == [
        ("a", Text("Yes, and more", "是"), True),
        ("b", Text("No", "否"), False),
    ]
    assert item.options[1].comment == Text("Think again", "再想想")
    assert item.explanation == Text("It is so.\n\nTwo paragraphs.", "就是这样。")
    assert (item.place.file, item.place.line) == ("assignments/c/items/a.md", 3)


def test_every_kind(tmp_path):
    parts = {
        "multiple": ("- [x] a\n- [x] b\n- [ ] c\n", "- [x] 甲\n- [x] 乙\n- [ ] 丙\n"),
        "truefalse": ("= false\n", ""),
        "numeric": ("= 540 V ± 2 %\n", ""),
        "ordering": ("1. first\n2. second\n   and on\n", "1、第一\n2、第二\n"),
        "matching": (
            "| l | r |\n|---|:-:|\n| a | 1 \\| 2 |\n| b | 3 |\n",
            "| 左 | 右 |\n|---|---|\n| 甲 | 一 |\n| 乙 | 三 |\n",
        ),
        "short": ("= auto*tun*\n= self-tuning\n", "= 自整定\n"),
        "long": ("- clear (1): Clear\n- safe (1 分)：Safe\n", "- clear (1): 清楚\n- safe (1): 安全\n"),
    }
    text = "".join(
        f"## T {kind}\n{META.format(id=kind)}kind: {kind}\n\nWhat?\n\n{en}\n### zh 标题 {kind}\n什么？\n\n{zh}\n"
        for kind, (en, zh) in parts.items()
    )
    found = content(tmp_path, text)
    assert [p.render() for p in found.problems] == []
    by_id = {i.id: i for i in found.items}
    assert {i: type(item) for i, item in by_id.items()} == {
        "multiple": MultipleChoice,
        "truefalse": TrueFalse,
        "numeric": Numeric,
        "ordering": Ordering,
        "matching": Matching,
        "short": ShortText,
        "long": LongText,
    }
    assert by_id["truefalse"].right is False
    assert (by_id["numeric"].key, by_id["numeric"].unit, by_id["numeric"].tolerance) == ("540", "V", 0.02)
    assert by_id["ordering"].steps == (Text("first", "第一"), Text("second and on", "第二"))
    assert by_id["matching"].pairs == ((Text("a", "甲"), Text("1 | 2", "一")), (Text("b", "乙"), Text("3", "三")))
    assert by_id["short"].accepted == ("auto*tun*", "self-tuning", "自整定")
    assert [(c.id, c.points, c.title.zh) for c in by_id["long"].rubric] == [("clear", 1, "清楚"), ("safe", 1, "安全")]


def test_kinds_follow_from_the_body(tmp_path):
    bodies = ["- [x] a\n- [ ] b\n", "- [x] a\n- [x] b\n- [ ] c\n", "= true\n", "= 5 V\n", "| a | b |\n| c | d |\n"]
    text = "".join(f"## T\n{META.format(id=f'i{n}')}\nWhat?\n\n{body}\n" for n, body in enumerate(bodies))
    kinds = [i.kind for i in content(tmp_path, text).items]
    assert kinds == ["choice", "multiple", "truefalse", "numeric", "matching"]


def test_a_table_in_the_text_of_a_choice_is_text(tmp_path):
    table = "| U | V |\n|---|---|\n| 1 | 2 |"
    item = content(tmp_path, f"## T\n{META.format(id='a')}\nSee:\n\n{table}\n\n- [x] a\n- [ ] b\n").items[0]
    assert table in item.prompt.en


def test_code_blocks_hold_anything(tmp_path):
    code = "```\n## no heading\nid: no\n= 5\n- [x] no\n```"
    found = content(tmp_path, f"## T\n{META.format(id='a')}\nSee:\n\n{code}\n\n- [x] a\n- [ ] b\n")
    assert found.items[0].prompt.en == f"See:\n\n{code}"


def test_chinese_may_be_the_main_language(tmp_path):
    item = only(
        tmp_path,
        "## 直流母线\nid: a\nskills: safety\npoints: 1\n\n对吗？\n\n= 正确\n\n### en DC link\nIs it so?\n",
    )
    assert item.title == Text("DC link", "直流母线")
    assert item.prompt == Text("Is it so?", "对吗？")


def test_bytes_of_other_editors():
    source, wrong = decode(b"\xef\xbb\xbf## T\r\nid: a\r\n", "f")
    assert (source.lines, wrong) == (("## T", "id: a", ""), ())


def test_all_problems_of_all_files_come_at_once_and_sound_items_stay(tmp_path):
    good = f"## T\n{META.format(id='good')}\nWhat?\n\n- [x] a\n- [ ] b\n"
    bad = "## T\nid: bad\nkind: nonsense\n\n- [ ] a\n"
    others = {"assignments/c/papers/p.yaml": "id: [", "courses/d/course.yaml": "- x"}
    found = content(tmp_path, good + "\n" + bad, **others)
    assert [i.id for i in found.items] == ["good"]
    assert {p.code for p in found.errors} >= {"Q107", "Q112", "Q115", "Q109", "Q203", "Q206", "Q401", "Q406"}
    assert list(found.problems) == sorted(found.problems, key=lambda p: (p.file, p.line, p.code))


def test_a_file_that_cannot_be_read_brings_no_complaint_about_missing_items(tmp_path):
    paper = (
        "id: p\ntitle: {en: P, zh: 卷}\nminutes: 9\ndraws:\n  - {count: 1, points: 1, items: [lost]}\n"
        "forms:\n  - {id: a, title: {en: A, zh: 甲}, seed: 1}\n"
    )
    files = {"assignments/c/items/a.md": b"\xff", "assignments/c/papers/p.yaml": paper.encode()}
    assert [p.code for p in read(workspace(tmp_path, files)).problems] == ["Q002"]


def test_an_empty_workspace_has_nothing_wrong(tmp_path):
    found = read(Workspace(tmp_path))
    assert (found.courses, found.items, found.blueprints, found.problems) == ((), (), (), ())


def test_hidden_and_temporary_files_are_left_out(tmp_path):
    files = {f"assignments/c/items/{name}": b"\xff" for name in (".a.md", "~a.md", "_a.md", "a.md~", "a.txt")}
    assert read(workspace(tmp_path, files)).problems == ()


def test_a_blueprint_with_everything(tmp_path):
    items = "".join(
        f"## T\n{META.format(id=f'i{n}')}difficulty: {1 + n % 3}\n\nWhat?\n\n= true\n\n### zh 题\n问？\n\n"
        for n in range(6)
    )
    paper = """id: p
title: {en: P, zh: 卷}
minutes: 45
cut: 0.7
attempts: 2
draws:
  - {count: 1, points: 2, skills: [measuring], kinds: [truefalse], difficulty: [1, 2], pool: 2}
  - {count: 1, points: 2, group: g, difficulty: 3}
forms:
  - {id: before, title: {en: B, zh: 前}, seed: 1, opens: 2026-03-02T08:00:00+08:00, closes: 2026-03-02T18:00:00+08:00}
  - {id: after, title: {en: A, zh: 后}, seed: 2}
"""
    found = content(tmp_path, items, **{"assignments/c/papers/p.yaml": paper})
    assert [p.render() for p in found.problems] == []
    (p,) = found.blueprints
    assert (p.id, p.course, p.minutes, p.cut, p.attempts) == ("p", "c", 45, 0.7, 2)
    assert [(d.count, d.pool, d.difficulty, d.group, d.place.line) for d in p.draws] == [
        (1, 2, (1, 2), "", 7),
        (1, 1, (3, 3), "g", 8),
    ]
    assert p.forms[0].opens == datetime.fromisoformat("2026-03-02T08:00:00+08:00")
    assert p.forms[1].opens is None


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("540", NumericKey("540")),
        ("540V", NumericKey("540", "V")),
        ("{u} * 1.414 V ± 3 %", NumericKey("{u} * 1.414", "V", 0.03, True)),
        ("120 * {f} / {p} r/min ± 1 %", NumericKey("120 * {f} / {p}", "r/min", 0.01, True)),
        ("3 1/min", NumericKey("3", "1/min")),
        ("5 % ± 0.5", NumericKey("5", "%", 0.5)),
        ("-10 °C +/- 2", NumericKey("-10", "°C", 2)),
        ("2 kΩ ± 50 Ω", NumericKey("2", "kΩ", 0.05)),
        ("sqrt(2) * 400 V", NumericKey("sqrt(2) * 400", "V")),
        ("(1500 - {n}) / 1500 * 50 Hz", NumericKey("(1500 - {n}) / 1500 * 50", "Hz")),
        ("3 台", NumericKey("3", "台")),
    ],
)
def test_keys(line, key):
    read_ = read_key(line)
    assert (read_.expression, read_.unit, read_.relative) == (key.expression, key.unit, key.relative)
    assert read_.tolerance == pytest.approx(key.tolerance)


@pytest.mark.parametrize("line", ["", "± 3", "V", "540 V ± 3 A", "540 V ± -1", "540 V ±", "(1 + 2 V", "1 ** V (x)"])
def test_keys_that_cannot_be_read(line):
    if line == "V":
        assert read_key(line) == NumericKey("V"), "a name: reported as an unknown parameter"
    else:
        with pytest.raises(BadKey):
            read_key(line)


def test_items_are_given_out_as_well_as_can_be():
    abc, a = frozenset("abc"), frozenset("a")
    assert supply([3, 1], [abc, a]) == 3
    assert supply([2, 1], [abc, a]) == 3, "the first draw gives a back to the second"
    assert supply([1, 1, 1], [frozenset("ab"), frozenset("bc"), frozenset("a")]) == 3
    assert supply([], []) == 0
    assert supply([5], [frozenset()]) == 0


def test_the_shipped_content_has_no_problem(root):
    found = read(Workspace(root))
    assert [p.render() for p in found.problems] == []
    assert len(found.items) >= 40
